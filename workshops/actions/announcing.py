"""A workshop's life as staff decide it: announced, closed, moved, called off, held; and copied to new dates."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from offers.exchange.slugs import slug_for
from workshops.actions.notices import tell
from workshops.actions.refusals import (
    DateIsOver,
    DateIsTaken,
    RegistrationTimeIsOver,
    WorkshopIsIncomplete,
    WorkshopIsOver,
    WorkshopIsSomewhereElse,
)
from workshops.actions.seats import settle_promises
from workshops.models import (
    AccessKind,
    Notice,
    NoticeKind,
    Series,
    Standing,
    State,
    Workshop,
)

REMINDERS = (NoticeKind.WEEK_BEFORE, NoticeKind.DAY_BEFORE)
# The longest address less the date and the hour behind the title.
LONGEST_NAME = 80 - len("-2027-01-12-1400")


@transaction.atomic
def announce(*, workshop_id: int, now: datetime) -> Workshop:
    """Let people see and register. Raises WorkshopIsIncomplete with everything that is missing."""
    workshop = _locked(workshop_id, State.DRAFT)
    missing = list(_missing(workshop, now))
    if missing:
        raise WorkshopIsIncomplete(missing)
    return _into(workshop, State.ANNOUNCED)


@transaction.atomic
def close_registration(*, workshop_id: int, now: datetime) -> Workshop:
    """No more registrations in the portal; staff can still register somebody."""
    return _into(_locked(workshop_id, State.ANNOUNCED), State.CLOSED)


@transaction.atomic
def reopen(*, workshop_id: int, now: datetime) -> Workshop:
    """Take registrations again. Raises RegistrationTimeIsOver where the clock has closed it too."""
    workshop = _locked(workshop_id, State.CLOSED)
    if workshop.registration_closes_at <= now:
        raise RegistrationTimeIsOver
    return _into(workshop, State.ANNOUNCED)


@transaction.atomic
def call_off(*, workshop_id: int, reason: str, now: datetime) -> int:
    """It won't take place: everybody who has a seat or waits is told why. Returns how many parties.

    What they should have been told before is dropped: only this counts now. Raises WorkshopIsOver.
    """
    workshop = _locked_before_its_end(workshop_id, now)
    workshop.state, workshop.state_reason = State.CANCELLED, reason
    workshop.save(update_fields=["state", "state_reason"])
    Notice.objects.filter(registration__workshop=workshop).open().update(done_at=now)
    return _tell_everybody(workshop, NoticeKind.CALLED_OFF, now)


@transaction.atomic
def move(
    *, workshop_id: int, starts_at: datetime, ends_at: datetime, place_id: int, room: str, reason: str, now: datetime
) -> int:
    """Another date or place: everybody who has a seat or waits is told. Returns how many parties.

    The end of registration keeps its distance from the start. Raises WorkshopIsOver, DateIsOver.
    """
    workshop = _locked_before_its_end(workshop_id, now)
    if starts_at <= now:
        raise DateIsOver(starts_at)
    former_start = workshop.starts_at
    _set_times(workshop, starts_at, ends_at, now)
    workshop.place_id, workshop.room, workshop.state_reason = place_id, room, reason
    workshop.save(
        update_fields=[
            "starts_at",
            "ends_at",
            "registration_opens_at",
            "registration_closes_at",
            "place",
            "room",
            "state_reason",
        ]
    )
    _forget_outdated_notices(workshop, is_same_day=starts_at == former_start, now=now)
    _keep_promises_short(workshop, now)
    return _tell_everybody(workshop, NoticeKind.MOVED, now)


def mark_held(*, now: datetime) -> int:
    """Those whose end has passed have taken place. Returns how many; run every night."""
    return Workshop.objects.taking_place().past(now).update(state=State.HELD)


@transaction.atomic
def copy_to_dates(*, workshop_id: int, starts: Sequence[datetime], now: datetime) -> list[Workshop]:
    """Drafts with everything the workshop has, in the same series, which is made where it is missing.

    Raises DateIsOver, DateIsTaken; then nothing was copied.
    """
    workshop = _locked(workshop_id)
    if workshop.series is None:
        workshop.series = Series.objects.get_or_create(title=workshop.title)[0]
        workshop.save(update_fields=["series"])
    return [_copy(workshop, starts_at, now) for starts_at in starts]


def _missing(workshop: Workshop, now: datetime) -> Iterable[str]:
    place, offers_wheelchairs = workshop.place, AccessKind.WHEELCHAIR in workshop.arranged_help
    if workshop.starts_at <= now:
        yield _("Wählen Sie einen Beginn in der Zukunft.")
    if workshop.registration_closes_at <= now:
        yield _("Wählen Sie ein Ende der Anmeldung in der Zukunft.")
    if not (place.street and place.town):
        yield _("Tragen Sie beim Treffpunkt Straße und Ort ein.")
    if not (workshop.registration_phone or settings.HELP_PHONE):
        yield _("Tragen Sie ein Telefon für die Anmeldung ein.")
    if workshop.is_by_invitation and not workshop.invited_groups:
        yield _("Kreuzen Sie an, welche Gruppen eingeladen sind.")
    if offers_wheelchairs and not workshop.wheelchair_seats:
        yield _("Tragen Sie ein, wie viele Plätze für Rollstühle es gibt.")


def _locked(workshop_id: int, *states: str) -> Workshop:
    """The workshop under its lock. Raises WorkshopIsSomewhereElse where somebody else has moved it on."""
    workshop = Workshop.objects.select_for_update().get(pk=workshop_id)
    if states and workshop.state not in states:
        raise WorkshopIsSomewhereElse(state=workshop.get_state_display())
    return workshop


def _locked_before_its_end(workshop_id: int, now: datetime) -> Workshop:
    workshop = _locked(workshop_id, State.ANNOUNCED, State.CLOSED)
    if workshop.standing(now) == Standing.OVER:
        raise WorkshopIsOver
    return workshop


def _into(workshop: Workshop, state: State) -> Workshop:
    workshop.state = state
    workshop.save(update_fields=["state"])
    return workshop


def _tell_everybody(workshop: Workshop, kind: NoticeKind, now: datetime) -> int:
    registrations = workshop.registrations.active().by_time().select_related("contact")
    for registration in registrations:
        registration.workshop = workshop
        tell(registration, kind, now=now)
    return len(registrations)


def _set_times(workshop: Workshop, starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    closes_at = _moved_along(workshop.registration_closes_at, workshop.starts_at, starts_at)
    if workshop.registration_opens_at > now:
        workshop.registration_opens_at = _moved_along(workshop.registration_opens_at, workshop.starts_at, starts_at)
    elif closes_at <= workshop.registration_opens_at:
        # A much earlier date: registration that has begun goes on to the start.
        closes_at = starts_at
    workshop.starts_at, workshop.ends_at = starts_at, ends_at
    workshop.registration_closes_at = min(closes_at, ends_at)


def _moved_along(moment: datetime, before: datetime, after: datetime) -> datetime:
    """As far from `after` as it was from `before`, by the clock on the wall: 14 o'clock stays so in summer too."""
    # Within one time zone Python reckons by the clock on the wall.
    return timezone.localtime(moment) + (timezone.localtime(after) - timezone.localtime(before))


def _forget_outdated_notices(workshop: Workshop, *, is_same_day: bool, now: datetime) -> None:
    """Open ones speak of the former date. Back on a date of before, everybody is told and reminded anew."""
    kinds = (NoticeKind.MOVED,) if is_same_day else (NoticeKind.MOVED, *REMINDERS)
    notices = Notice.objects.filter(registration__workshop=workshop, kind__in=kinds)
    notices.filter(about_start=workshop.starts_at).delete()
    notices.open().update(done_at=now)


def _keep_promises_short(workshop: Workshop, now: datetime) -> None:
    """No promise lasts into the last day before; where that has begun the seat belongs to who moved up."""
    if now < workshop.last_answer_at:
        running = workshop.registrations.promised().filter(promised_until__gt=workshop.last_answer_at)
        running.update(promised_until=workshop.last_answer_at)
    settle_promises(workshop, now=now)


def _copy(workshop: Workshop, starts_at: datetime, now: datetime) -> Workshop:
    if starts_at <= now:
        raise DateIsOver(starts_at)
    if Workshop.objects.filter(title=workshop.title, starts_at=starts_at).exists():
        raise DateIsTaken(starts_at)
    copy = Workshop.objects.get(pk=workshop.pk)
    copy.pk, copy.state, copy.state_reason = None, State.DRAFT, ""
    copy._state.adding = True
    copy.seats_taken = copy.wheelchair_seats_taken = 0
    copy.needs_purged_at = copy.contacts_purged_at = None
    copy.ends_at = _moved_along(workshop.ends_at, workshop.starts_at, starts_at)
    copy.registration_closes_at = _moved_along(workshop.registration_closes_at, workshop.starts_at, starts_at)
    copy.starts_at, copy.registration_opens_at = starts_at, now
    if copy.registration_closes_at <= now:
        copy.registration_closes_at = starts_at
    copy.slug = _slug(workshop.title, starts_at)
    copy.save()
    copy.topics.set(workshop.topics.all())
    copy.areas.set(workshop.areas.all())
    return copy


def _slug(title: str, starts_at: datetime) -> str:
    """From title and date; a second one on that day has its hour behind it."""
    start = timezone.localtime(starts_at)
    slug = f"{slug_for(title)[:LONGEST_NAME].strip('-')}-{start:%Y-%m-%d}"
    return f"{slug}-{start:%H%M}" if Workshop.objects.filter(slug=slug).exists() else slug
