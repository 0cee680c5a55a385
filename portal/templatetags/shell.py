"""Boxes and words of the design system that any page may show."""

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from offers import telephone
from portal.emergency import emergency_numbers

register = template.Library()


@register.filter
def phone_link(number: str) -> SafeString:
    """A number to dial: read with no-break spaces, dialled in E.164; a short one like 112 as it is."""
    return format_html('<a class="phone" href="tel:{}">{}</a>', telephone.dialled(number), telephone.shown(number))


@register.inclusion_tag("components/emergency.html")
def emergency_box() -> dict:
    """The box with 112 and the other numbers for a crisis."""
    return {"numbers": emergency_numbers()}


@register.inclusion_tag("components/crisis.html")
def crisis_box() -> dict:
    """For whoever is in despair: the numbers for a crisis first and large, then all of them.

    Which ones those are follows from what staff wrote under "Wann anrufen".
    """
    numbers = emergency_numbers()
    return {"first": [entry for entry in numbers if "Krise" in entry["when"]], "numbers": numbers}


@register.inclusion_tag("components/city_fact.html")
def city_fact(name: str, what: str) -> dict:
    """A fact for the legal pages that only the city knows (settings.CITY_FACTS), or `what` it still has to enter."""
    lines = [line.strip() for line in settings.CITY_FACTS[name].split("|")]
    return {"lines": lines if any(lines) else [], "what": what, "city_name": settings.CITY_NAME}
