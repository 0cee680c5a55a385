"""Boxes of the catalogue that any page may show, and words for its values."""

import re
from datetime import date

from django import template
from django.utils.formats import date_format

from offers.presenting import Card

register = template.Library()

# Words of eleven letters and more that end like many names of places here.
LONG_NAME = re.compile(r"\b(?=\w{11})(\w+?)(lautern|tälchen|berg|thalerhof|hof|wohnstadt|rück)\b")


@register.inclusion_tag("offers/_offer_card.html")
def offer_card(card: Card) -> dict:
    """One result of a list: who, what it costs, when, the telephone, how old it is."""
    return {"card": card, "content": card.content}


@register.inclusion_tag("offers/_noted_card.html")
def noted_card(card: Card, numbers: list[int]) -> dict:
    """One offer on the Merkzettel; `numbers` are all that stand on it."""
    return {"card": card, "content": card.content, "numbers": ",".join(map(str, numbers))}


@register.inclusion_tag("offers/_search_form.html")
def search_form(query: str = "", area: str = "") -> dict:
    """The search field with what was typed; `area` is the address of the district that stays chosen."""
    return {"query": query, "area": area}


@register.filter
def source_day(text: str) -> str:
    """A day as a source gives it: "2023-12-31" becomes "31. Dezember 2023"; anything else stays as it is."""
    try:
        return date_format(date.fromisoformat(text), "j. F Y")
    except ValueError:
        return text


@register.filter
def in_thousands(number: int) -> str:
    """101486 becomes "101.486"."""
    return f"{number:,}".replace(",", ".")


@register.filter
def breakable(name: str) -> str:
    """A name that may break behind its strokes and between its parts: "Grüben-tälchen/Volkspark" in a narrow tile."""
    return LONG_NAME.sub("\\1\N{SOFT HYPHEN}\\2", str(name)).replace("/", "/\N{ZERO WIDTH SPACE}")
