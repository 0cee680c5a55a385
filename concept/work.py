"""What waits for somebody at the desk because of the concept."""

from datetime import datetime, timedelta

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concept.models import Finding, Measure, Overlap, Release
from offers.work import PARAMETER, Task, Work

__all__ = ["PARAMETER", "WORK", "tasks_for"]

# So long a measure may be without a report.
REPORT_EVERY = timedelta(days=182)

WORK: dict[type[Model], dict[str, Work]] = {
    Overlap: {
        "beantwortet": Work(
            _("Überschneidungen, zu denen ein Anbieter geantwortet hat"), lambda overlaps, now: overlaps.answered()
        ),
        "frist-vorbei": Work(
            _("Überschneidungen, bei denen die Zeit zum Antworten vorbei ist"),
            lambda overlaps, now: overlaps.overdue(timezone.localdate(now)),
        ),
    },
    Release: {
        "festgehalten": Work(
            _("Stände mit festgehaltenen Zahlen, die noch nicht veröffentlicht sind"),
            lambda releases, now: releases.frozen(),
        ),
    },
    Finding: {
        "ohne-beleg": Work(
            _("Befunde im Entwurf, die noch auf nichts beruhen"),
            lambda findings, now: findings.drafts().resting_on_nothing(),
        ),
    },
    Measure: {
        "ohne-bericht": Work(
            _("Maßnahmen, über die seit 6 Monaten niemand berichtet hat"),
            lambda measures, now: measures.quiet_since(timezone.localdate(now) - REPORT_EVERY),
        ),
    },
}


def tasks_for(user, *, now: datetime) -> list[Task]:
    """What this person can do something about, each with its count and the list behind it."""
    return [
        Task(work.label, work.rows(model.objects, now).count(), f"{_list(model)}?{PARAMETER}={name}")
        for model, kinds in WORK.items()
        if user.has_perm(f"concept.change_{model._meta.model_name}")
        for name, work in kinds.items()
    ]


def _list(model: type[Model]) -> str:
    return reverse(f"admin:concept_{model._meta.model_name}_changelist")
