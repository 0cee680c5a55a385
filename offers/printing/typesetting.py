"""Typst at work, in a process of its own: a source and its data become a PDF/UA-1.

    python typesetting.py workshops/printing/ticket.typ < data.json > ticket.pdf

Nothing of Django is needed here, so that it starts in a moment. The source reads the data as `sys.inputs.data`; they
come by the pipe, since a command line can be read by everybody on the host.
"""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

import typst

ROOT = Path(__file__).resolve().parent.parent.parent
# Found without running a line of the package, which holds nothing but fonts.
FONTS = Path(find_spec("font_source_sans_pro").submodule_search_locations[0]) / "files"

# Pages go before paper.
os.nice(10)
made = typst.compile(
    ROOT / sys.argv[1],
    root=ROOT,
    font_paths=[FONTS],
    ignore_system_fonts=True,
    sys_inputs={"data": sys.stdin.buffer.read().decode()},
    format="pdf",
    pdf_standards=["ua-1"],
)
sys.stdout.buffer.write(made)
