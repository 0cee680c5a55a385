"""Reminders 7 days and 1 day before, and thanks afterwards; to be called as often as one likes."""

from contextlib import ExitStack
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from workshops.actions.notices import close_outdated, tell
from workshops.models import Notice, NoticeKind, Way, Workshop

# Days of the calendar before the start, latest first: where both are due only that one is still worth sending.
_DAYS_BEFORE = {NoticeKind.DAY_BEFORE: 1, NoticeKind.WEEK_BEFORE: 7}
# Nobody is woken by a mail.
_FIRST_HOUR = time(8)


def make_reminders(*, now: datetime) -> int:
    """Remind everybody who has a seat and hasn't been; returns how many.

    Whatever is due and not made yet is made, so that a worker that was away catches up; never after the start.
    """
    close_outdated(now=now)
    if timezone.localtime(now).time() < _FIRST_HOUR:
        return 0
    horizon = now + timedelta(days=max(_DAYS_BEFORE.values()) + 1)
    soon = Workshop.objects.taking_place().filter(starts_at__gt=now, starts_at__lt=horizon)
    made = []
    # Where one fails the others are reminded all the same: the stack does all, the last one first, and raises then.
    with ExitStack() as workshops:
        for pk in soon.by_start().reverse().values_list("pk", flat=True):
            workshops.callback(lambda pk=pk: made.append(_remind(pk, now)))
    return sum(made)


def thank(*, workshop: Workshop, now: datetime) -> int:
    """Thank those who came, or where nobody was checked in those who had seats; returns how many parties.

    To be called when the minutes are published: the words lead there. By mail and letter only: nobody has to be
    called to be thanked.
    """
    with_seats = workshop.registrations.seated().exclude(contact__way=Way.PHONE).select_related("contact").by_time()
    came = with_seats.who_came()
    registrations = came if came.exists() else with_seats
    return _tell_all(registrations, workshop, NoticeKind.THANKS, now)


@transaction.atomic
def _remind(workshop_id: int, now: datetime) -> int:
    # The lock: who cancels meanwhile isn't reminded.
    workshop = Workshop.objects.select_for_update().get(pk=workshop_id)
    kind, due_at = _due(workshop, now)
    if kind is None:
        return 0
    # Who has heard of this date since then, because of a new seat or a new date, needs no reminder.
    told = Notice.objects.filter(about_start=workshop.starts_at, made_at__gte=due_at)
    registrations = workshop.registrations.seated().exclude(notices__in=told)
    if kind == NoticeKind.DAY_BEFORE:
        # A letter would come too late.
        registrations = registrations.exclude(contact__way=Way.LETTER)
    return _tell_all(registrations.select_related("contact").by_time(), workshop, kind, now)


def _due(workshop: Workshop, now: datetime) -> tuple[NoticeKind | None, datetime]:
    """Which reminder is due, and since when."""
    day = timezone.localdate(workshop.starts_at)
    for kind, days in _DAYS_BEFORE.items():
        due_at = datetime.combine(day - timedelta(days=days), _FIRST_HOUR, timezone.get_current_timezone())
        if due_at <= now:
            return kind, due_at
    return None, now


def _tell_all(registrations, workshop: Workshop, kind: NoticeKind, now: datetime) -> int:
    count = 0
    for registration in registrations:
        registration.workshop = workshop
        count += tell(registration, kind, now=now) is not None
    return count
