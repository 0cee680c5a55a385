"""What waits for somebody at the desk because of the needs form."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from needs.models import Batch, Contribution, Wave
from offers.work import PARAMETER, Task, Work

__all__ = ["PARAMETER", "WORK", "tasks_for"]


WORK = {
    "faellig": Work(_("Befragungen, die beginnen sollen"), lambda waves, now: waves.due(timezone.localdate(now))),
    "vorbei": Work(
        _("Befragungen, deren letzter Tag vorbei ist"), lambda waves, now: waves.overdue(timezone.localdate(now))
    ),
}


def tasks_for(user, *, now: datetime) -> list[Task]:
    """What this person can do something about, each with its count and the list behind it."""
    tasks = []
    if user.has_perm("needs.change_wave"):
        tasks += [
            Task(work.label, work.rows(Wave.objects, now).count(), _list("wave", f"{PARAMETER}={name}"))
            for name, work in WORK.items()
        ]
    if user.has_perm("needs.change_contribution"):
        unread = Contribution.objects.unread().count()
        tasks.append(Task(_("Beiträge, die noch niemand gelesen hat"), unread, _list("contribution", UNREAD)))
    if user.has_perm("needs.change_batch"):
        destroy = Batch.objects.to_destroy(now - timedelta(days=settings.PAPER_DAYS)).count()
        tasks.append(Task(_("Stapel, die noch offen sind"), Batch.objects.open().count(), _list("batch", OPEN)))
        tasks.append(Task(_("Stapel, deren Papier vernichtet werden kann"), destroy, _list("batch", CLOSED)))
    return tasks


UNREAD, OPEN = "standing__exact=received", "closed_at__isempty=1"
CLOSED = "closed_at__isempty=0&destroyed_on__isnull=1"


def _list(model: str, query: str) -> str:
    return f"{reverse(f'admin:needs_{model}_changelist')}?{query}"
