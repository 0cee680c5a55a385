"""What the tables say about their sources, for people who read German: citizens see it at every offer."""

import re

from django.utils.translation import gettext as _

_PAGE = re.compile(r"\bpage:? ")


def source_in_german(text: str) -> str:
    """Without the tables' mark for a public page: "page: swr.de" is "swr.de"."""
    return _("allgemein bekannt, nicht belegt") if text == "own general knowledge" else _PAGE.sub("", text)


def date_in_german(text: str) -> str:
    """The date as the source gives it, however vague: "ca. 2016" is "etwa 2016"."""
    return _("ohne Datum") if text == "undated" else text.replace("ca. ", _("etwa "))
