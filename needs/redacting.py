"""What may tell who wrote or is meant in a text: found by rules, shown in words, taken out of a copy. People decide."""

import re
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from workshops.likely_persons import likely_persons

NAME, PHONE, MAIL = _("Name"), _("Telefonnummer"), _("E-Mail-Adresse")


class Piece(NamedTuple):
    """A part of a text; `kind` is "" where nothing was noticed."""

    text: str
    kind: str


def pieces(text: str) -> list[Piece]:
    """The text in its order, the places that were noticed on their own."""
    noticed = {place: str(_kind(place)) for place in likely_persons(text)}
    if not noticed:
        return [Piece(text, "")]
    # The longest first: "Frau Muster-Beispiel" isn't "Frau Muster".
    places = "|".join(re.escape(place) for place in sorted(noticed, key=len, reverse=True))
    return [Piece(part, noticed.get(part, "")) for part in re.split(f"({places})", text) if part]


def masked(text: str) -> str:
    """A copy to begin with: each noticed place says only what it was."""
    return "".join(f"[{piece.kind}]" if piece.kind else piece.text for piece in pieces(text))


def noticed(text: str) -> list[str]:
    """The places in words, each once: "Name: Frau Muster"."""
    return [f"{_kind(place)}: {place}" for place in likely_persons(text)]


def _kind(place: str) -> str:
    if "@" in place:
        return MAIL
    return PHONE if place[0] in "+0" else NAME
