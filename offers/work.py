"""What waits for somebody at the desk: one table for the to-do board and for the filter of the list."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offers.models import CHECK_DAYS, ErrorReport, MissingHelp, Offer

# The parameter of the list's address that chooses a kind of work.
PARAMETER = "zu-tun"


class Work(NamedTuple):
    """A kind of work: its name, and which rows of a list it waits at, at a moment; where not all may do it, who may."""

    label: str
    rows: Callable
    permission: str = ""


class Task(NamedTuple):
    """A line of the to-do board."""

    label: str
    count: int
    url: str


_today = timezone.localdate
WORK = {
    "in-pruefung": Work(_("Entwürfe, die auf die Prüfung warten"), lambda offers, now: offers.in_review()),
    "ohne-kontakt": Work(
        _("Veröffentlicht, aber ohne jeden Kontakt"), lambda offers, now: offers.published().unreachable()
    ),
    "vorbei": Work(_("Veröffentlicht, aber schon vorbei"), lambda offers, now: offers.published().over(_today(now))),
    "pause-vorbei": Work(
        _("Die Pause ist vorbei: Stimmt alles noch?"), lambda offers, now: offers.published().reopened(_today(now))
    ),
    "lange-nicht-geprueft": Work(
        _("Seit 6 Monaten nicht geprüft"),
        lambda offers, now: offers.published().verified_before(_today(now) - timedelta(days=CHECK_DAYS)),
    ),
    "nie-geprueft": Work(_("Noch nie geprüft"), lambda offers, now: offers.published().never_verified()),
    "ohne-telefon": Work(_("Ohne Telefonnummer"), lambda offers, now: offers.published().without_phone()),
}


def tasks_for(user, *, now: datetime) -> list[Task]:
    """What this person can do something about, each with its count and the list behind it."""
    tasks = []
    if user.has_perm("offers.view_errorreport"):
        tasks.append(Task(_("Fehlermeldungen"), ErrorReport.objects.open().count(), _open("errorreport")))
    if user.has_perm("offers.view_missinghelp"):
        tasks.append(Task(_("Fehlende Hilfen"), MissingHelp.objects.open().count(), _open("missinghelp")))
    if user.has_perm("offers.view_offer"):
        url = reverse("admin:offers_offer_changelist")
        tasks += [
            Task(work.label, work.rows(Offer.objects, now).count(), f"{url}?{PARAMETER}={name}")
            for name, work in WORK.items()
        ]
    return tasks


def _open(model: str) -> str:
    return reverse(f"admin:offers_{model}_changelist") + "?is_done__exact=0"
