"""Typst at work: a source and its data become a PDF/UA-1. Run as a program it does so in a process of its own.

Nothing of Django is needed here, so that such a process starts in a moment. The order of a run: the path of the source
as the only argument, the data as JSON on standard input, the PDF on standard output.
"""

import sys
from importlib.util import find_spec
from pathlib import Path

import typst

ROOT = Path(__file__).resolve().parent.parent.parent
# Found without running a line of the package, which holds nothing but fonts.
_FONT = Path(find_spec("font_source_sans_pro").submodule_search_locations[0]) / "files"
FONTS = typst.Fonts(include_system_fonts=False, font_paths=[_FONT])


def typeset(source: str, data: str) -> bytes:
    """The PDF of a Typst file, named by its path below the project; the file reads the JSON as `sys.inputs.data`."""
    return typst.compile(
        ROOT / source, root=ROOT, font_paths=FONTS, sys_inputs={"data": data}, format="pdf", pdf_standards=["ua-1"]
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(typeset(sys.argv[1], sys.stdin.buffer.read().decode()))
