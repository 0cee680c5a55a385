"""Boxes and words of the design system that any page may show."""

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from offers import telephone
from portal.emergency import emergency_numbers

register = template.Library()


@register.filter
def phone_link(number: str) -> SafeString:
    """A number to dial: read with no-break spaces, dialled in E.164; a short one like 112 as it is."""
    return format_html('<a class="phone" href="tel:{}">{}</a>', telephone.dialled(number), telephone.shown(number))


@register.simple_tag
def in_german(*attributes: str) -> SafeString:
    """Says on an English page that something is German: its words ("lang"), or where a link leads ("hreflang")."""
    if get_language() == settings.LANGUAGE_CODE:
        return SafeString("")
    return format_html_join("", ' {}="{}"', ((name, settings.LANGUAGE_CODE) for name in attributes))


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
