"""Boxes of the concept that any page may show."""

from django import template

from concept.trail import trail_of, trails_of
from needs.models import Contribution

register = template.Library()


@register.inclusion_tag("concept/_trail.html")
def trail(contribution: Contribution) -> dict:
    """From what somebody said by links to the theme, the findings, the measures and the resolutions."""
    return {"trail": trail_of(contribution)}


@register.simple_tag
def with_trails(told: list[dict]) -> list[dict]:
    """The same for all texts of a form, each a dict with its `contribution`: it gets its `trail` for the box."""
    trails = trails_of([each["contribution"] for each in told])
    return [each | {"trail": trails[each["contribution"].pk]} for each in told]
