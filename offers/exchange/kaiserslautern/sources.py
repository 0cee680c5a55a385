"""What the tables say about their sources, for people who read German: citizens see it at every offer."""

import re

from django.utils.translation import gettext as _

_PAGE = re.compile(r"\bpage:? ")
_WORD = re.compile(r"\w+")


def source_in_german(text: str) -> str:
    """Without the tables' mark for a public page: "page: swr.de" is "swr.de"."""
    return _("allgemein bekannt, nicht belegt") if text == "own general knowledge" else _PAGE.sub("", text)


def date_in_german(text: str) -> str:
    """The date as the source gives it, however vague: "ca. 2016" is "etwa 2016"."""
    return _("ohne Datum") if text == "undated" else text.replace("ca. ", _("etwa "))


def certainty_in_german(text: str) -> str:
    """How sure the table is of a line: "high (address medium)" is "hoch (Anschrift mittel)"."""
    words = {
        "high": _("hoch"),
        "medium": _("mittel"),
        "low": _("gering"),
        "address": _("Anschrift"),
        "places": _("Orte"),
        "number": _("Nummer"),
        "operator": _("Träger"),
        "old": _("alt"),
        "dated": _("veraltet"),
        "unknown": _("unbekannt"),
    }
    return _WORD.sub(lambda word: words.get(word[0], word[0]), text)
