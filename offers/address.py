"""Addresses of lists: the address is the state, German, short, always in the same order."""

from urllib.parse import urlencode

from django.urls import reverse

PARAMETERS = (
    "q",
    "ort",
    "thema",
    "kosten",
    "art",
    "tag",
    "offen",
    "stufenlos",
    "sprache",
    "zielgruppe",
    "seite",
)


def list_address(asked: dict[str, str], **changes: str | int) -> str:
    """The list as asked, with changes; an empty value takes a parameter away, every change goes to page 1.

    >>> list_address({"ort": "betzenberg", "seite": "2"}, thema="einkaufen")
    '/angebote/?ort=betzenberg&thema=einkaufen'
    """
    values = {**asked, "seite": "", **changes}
    query = urlencode([(name, values[name]) for name in PARAMETERS if values.get(name)])
    return f"{reverse('offers:list')}{'?' if query else ''}{query}"


def page_address(asked: dict[str, str], number: int) -> str:
    """One page of the list as asked; the first one has no number."""
    return list_address(asked, seite=number if number > 1 else "")


def brochure_address(asked: dict[str, str], *, size: int) -> str:
    """The whole list as a brochure, in a size of text in points: "/angebote/broschuere.pdf?ort=…&groesse=18"."""
    query = urlencode([(name, asked[name]) for name in PARAMETERS if asked.get(name)] + [("groesse", size)])
    return f"{reverse('offers:list_brochure')}?{query}"
