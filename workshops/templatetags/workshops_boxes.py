"""Boxes of the workshops that any page may show."""

from itertools import groupby

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from offers.models import TopicGroup
from workshops.actions.priorities import public_results
from workshops.actions.room import head_count
from workshops.letters import code_path
from workshops.models import MinutesVersion, Statement, Workshop
from workshops.words import place_lines, title_words, when_words

register = template.Library()


register.simple_tag(code_path)


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


@register.inclusion_tag("workshops/_results.html")
def priority_results(workshop: Workshop) -> dict:
    """What people found most important, for each vote that is over; nothing before."""
    return {"rounds": [(voted.question, public_results(voted)) for voted in workshop.rounds.closed().in_order()]}


@register.inclusion_tag("admin/workshops/_heads_in_workshop.html")
def heads_in_workshop(workshop: Workshop) -> dict:
    """For the desk: how many came, by group."""
    return {"head_count": head_count(workshop)}


@register.inclusion_tag("workshops/_minutes.html")
def workshop_minutes(workshop: Workshop) -> dict:
    """What came of a workshop: its minutes, and what was said by Lebensbereich. Empty until they are published."""
    version = (
        MinutesVersion.objects.published()
        .filter(minutes__workshop=workshop)
        .select_related("minutes__workshop")
        .first()
    )
    if version is None:
        return {"minutes": None}
    statements = Statement.objects.released().filter(workshop=workshop).for_page().in_order()
    by_group = groupby(sorted(statements, key=_topic_group_position), key=_topic_group)
    return {
        "minutes": version.minutes,
        "text": version.content["text"],
        "said": [(group or _("Außerdem"), list(statements)) for group, statements in by_group],
    }


@register.inclusion_tag("workshops/_privacy.html")
def workshops_privacy() -> dict:
    """What is kept of who registers, and how long; for the privacy page."""
    return {
        "needs_days": settings.NEEDS_DAYS,
        "contact_days": settings.CONTACT_DAYS,
        "draft_days": settings.DRAFT_DAYS,
        "backup_days": settings.BACKUP_DAYS,
    }


def _topic_group(statement: Statement) -> TopicGroup | None:
    return statement.topic and statement.topic.group


def _topic_group_position(statement: Statement) -> tuple[bool, int]:
    """Statements about no topic come last."""
    group = _topic_group(statement)
    return group is None, group.position if group else 0
