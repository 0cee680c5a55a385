"""What waits for somebody at the desk because of workshops."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from offers.work import PARAMETER, Task, Work
from workshops.models import AccessNeed, Notice, Workshop

__all__ = ["PARAMETER", "WORK", "tasks_for"]


WORK = {
    "ohne-protokoll": Work(
        _("Werkstätten ohne Protokoll"),
        lambda workshops, now: workshops.over(now).without_minutes(),
        "workshops.change_minutes",
    ),
    "hilfen": Work(
        _("Werkstätten, für die Hilfen zu organisieren sind"),
        lambda workshops, now: workshops.upcoming(now).taking_place().with_open_needs(),
        "workshops.view_accessneed",
    ),
}


def tasks_for(user, *, now: datetime) -> list[Task]:
    """What this person can do something about, each with its count and the page behind it."""
    tasks = []
    if user.has_perm("workshops.change_notice"):
        url = reverse("admin:workshops_workshop_all_calls")
        tasks.append(Task(_("Anrufe zu erledigen"), Notice.objects.to_call().count(), f"{url}#anrufe"))
        tasks.append(Task(_("Briefe zu drucken"), Notice.objects.to_write().count(), f"{url}#briefe"))
        tasks.append(Task(_("E-Mails, die nicht hinausgehen"), Notice.objects.stuck(now).count(), f"{url}#mails"))
    if user.has_perm("workshops.view_accessneed"):
        tasks.append(Task(_("Hilfen zu organisieren"), AccessNeed.objects.open(now).count(), _list("hilfen")))
    work = WORK["ohne-protokoll"]
    if user.has_perm(work.permission):
        count = work.rows(Workshop.objects, now).count()
        tasks.append(Task(work.label, count, _list("ohne-protokoll")))
    return tasks


def _list(name: str) -> str:
    return f"{reverse('admin:workshops_workshop_changelist')}?{PARAMETER}={name}"
