"""Boxes of the catalogue that any page may show, and words for its values."""

import re
from datetime import date
from functools import lru_cache

from django import template
from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from offers.presenting import Card
from offers.words import area_unknown_words

register = template.Library()

MONTH = re.compile(r"\d{4}-\d{2}")

# Words of eleven letters and more that end like many names of places here.
LONG_NAME = re.compile(r"\b(?=\w{11})(\w+?)(lautern|tälchen|berg|thalerhof|hof|wohnstadt|rück)\b")


@register.inclusion_tag("offers/_offer_cards.html")
def offer_cards(cards: list[Card]) -> dict:
    """The results of a list: who, what it costs, when, the telephone, how old it is."""
    return {"cards": cards, "words": card_words()}


@register.inclusion_tag("offers/_noted_card.html")
def noted_card(card: Card, numbers: list[int]) -> dict:
    """One offer on the Merkzettel; `numbers` are all that stand on it."""
    numbers_in_words = ",".join(map(str, numbers))
    return {"card": card, "content": card.content, "numbers": numbers_in_words, "words": card_words()}


def card_words() -> dict[str, str]:
    """What every card says alike, looked up once a list and not on each card; `help_phone` is empty without a line."""
    return {
        "where": _("Wo"),
        "cost": _("Kosten"),
        "times": _("Zeiten"),
        "phone": _("Telefon"),
        "no_phone": _("noch nicht bekannt."),
        "ask_help_line": _("Fragen Sie unser Hilfetelefon:"),
        "help_phone": settings.HELP_PHONE,
        "area_unknown": area_unknown_words(),
    }


@register.inclusion_tag("offers/_search_form.html")
def search_form(query: str = "", area: str = "") -> dict:
    """The search field with what was typed; `area` is the address of the district that stays chosen."""
    return {"query": query, "area": area}


@register.filter
def source_day(text: str) -> str:
    """A day or month as a source gives it: "31. Dezember 2023", "März 2026"; anything else ("2024") stays as it is."""
    try:
        if MONTH.fullmatch(text):
            return date_format(date.fromisoformat(f"{text}-01"), "F Y")
        return date_format(date.fromisoformat(text), "j. F Y")
    except ValueError:
        return text


@register.filter
def address_breaks(address: str) -> SafeString:
    """An address to copy by hand, which breaks behind strokes and commas and not within a number."""
    return format_html_join(SafeString("<wbr>"), "{}", ((part,) for part in re.split(r"(?<=[/,])", address)))


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
