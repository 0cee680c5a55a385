"""Boxes of the workshops that any page may show."""

from django import template
from django.utils import timezone

from workshops.models import Workshop
from workshops.words import place_lines, title_words, when_words

register = template.Library()


@register.inclusion_tag("workshops/_next_workshop.html")
def next_workshop() -> dict:
    """The next workshop that takes place: when and where. Nothing of its seats, since kept pages show it."""
    coming = Workshop.objects.taking_place().upcoming(timezone.now()).for_cards().by_start().first()
    if coming is None:
        return {"workshop": None}
    return {
        "workshop": coming,
        "title": title_words(coming),
        "when": when_words(coming),
        "where": place_lines(coming)[0],
    }
