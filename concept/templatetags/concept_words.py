"""Words for rows of the concept in templates."""

from django import template

from concept import words
from concept.models import Verdict

register = template.Library()
register.filter("agreement_words", words.agreement_in_words)
register.filter("at_least", words.at_least_in_words)
register.filter("groups_words", words.groups_in_words)
register.filter("marked", words.marked)
register.filter("narrow", words.narrow)
register.filter("places", words.places_in_words)
register.filter("placed_words", words.placed_in_words)
register.filter("ranks_words", words.ranks_in_words)
register.filter("release_words", words.release_in_words)
register.filter("stock_words", words.stock_in_words)


@register.inclusion_tag("concept/_verdict.html")
def verdict(key: str) -> dict:
    """A result of the decision table: its symbol, which nobody has to understand, and its word."""
    return {"symbol": words.SYMBOLS[key], "word": words.narrow(Verdict(key).label)}
