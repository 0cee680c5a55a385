"""Translations: committed as text in `locale/`, compiled for Django into the folder that the portal itself writes."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings

SOURCES = settings.BASE_DIR / "locale"


def compile_catalogues() -> None:
    """Compile every language; needs no tool of the system and no right to write beside the code (docs/adr/0028).

    Raises babel.messages.pofile.PoFileError where a catalogue can't be read.
    """
    for source in sorted(SOURCES.rglob("*.po")):
        with source.open("rb") as text:
            catalogue = read_po(text, abort_invalid=True)
        compiled = Path(settings.LOCALE_PATHS[0]) / source.relative_to(SOURCES).with_suffix(".mo")
        compiled.parent.mkdir(parents=True, exist_ok=True)
        # Put in place whole: a program that starts at this moment reads the former one or this one.
        draft = compiled.with_name(f"{compiled.name}.{os.getpid()}")
        with draft.open("wb") as file:
            write_mo(file, catalogue)
        draft.replace(compiled)
