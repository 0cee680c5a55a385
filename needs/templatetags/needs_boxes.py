"""Boxes of the needs form that any page may show."""

from django import template
from django.conf import settings

from needs.actions.sheets import open_wave_for_all
from needs.models import Wave
from needs.printing.cover import span_words
from workshops.models import Workshop

register = template.Library()


@register.inclusion_tag("needs/_call.html")
def open_call() -> dict:
    """ "Was fehlt Ihnen?" while an open call runs; nothing else."""
    return {"wave": open_wave_for_all()}


@register.inclusion_tag("needs/_workshop_call.html")
def workshop_call(workshop: Workshop) -> dict:
    """The same form for those who come to a workshop, while it is asked there."""
    return {"wave": Wave.objects.running().of_workshop(workshop.slug).first()}


@register.simple_tag
def privacy_facts() -> dict:
    """How long answers are kept, for the information before somebody answers and for the privacy page."""
    return {
        "city_name": settings.CITY_NAME,
        "draft_days": settings.DRAFT_DAYS,
        "answers": span_words(settings.ANSWER_DAYS),
        "texts": span_words(settings.TEXT_DAYS),
        "readings": span_words(settings.READING_DAYS),
        "backup_days": settings.BACKUP_DAYS,
    }
