"""Boxes of the catalogue that any page may show, and words for its values."""

import json
import re
from datetime import date
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from offers.presenting import Card

register = template.Library()
# About 2 kB each.
CARDS_KEPT = 2_000

# Words of eleven letters and more that end like many names of places here.
LONG_NAME = re.compile(r"\b(?=\w{11})(\w+?)(lautern|tälchen|berg|thalerhof|hof|wohnstadt|rück)\b")


@register.simple_tag
def offer_card(card: Card) -> SafeString:
    """One result of a list: who, what it costs, when, the telephone, how old it is."""
    return _offer_card(card.text, card.freshness, card.times)


@lru_cache(maxsize=CARDS_KEPT)
def _offer_card(text: str, freshness: str, times: str) -> SafeString:
    """A card is rendered once for all lists it stands in. Everything it shows is its key: it is never old."""
    card = Card(text, json.loads(text), freshness, times)
    return render_to_string("offers/_offer_card.html", {"card": card, "content": card.content})


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
    return _breakable(str(name))


@lru_cache(maxsize=1_000)
def _breakable(name: str) -> str:
    return LONG_NAME.sub("\\1\N{SOFT HYPHEN}\\2", name).replace("/", "/\N{ZERO WIDTH SPACE}")
