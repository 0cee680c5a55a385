"""Seats: counted under the workshop's lock, one rule for everybody.

The rule, as staff read it too (`RULE`): a party gets seats when all of it fits. Who doesn't fit waits, in the order of
coming. When seats become free the queue is asked from the front: every party that fits gets its seats, one that doesn't
fit keeps its place and doesn't hold up a smaller one behind it. Companions are never parted.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from workshops.actions.codes import issue_code
from workshops.actions.notices import tell, tell_by_new_way
from workshops.actions.parties import Party, open_again, write_party
from workshops.actions.refusals import (
    InvitationIsNeeded,
    InvitationIsUsed,
    NoWheelchairSpace,
    PartyIsTooLarge,
    PromiseIsOver,
    RegistrationIsNotOpen,
    RegistrationIsOver,
    WorkshopIsOver,
)
from workshops.models import (
    CodeKind,
    Invitation,
    NoticeKind,
    Origin,
    Registration,
    Seat,
    SeatEvent,
    SeatEventKind,
    Standing,
    Workshop,
)

RULE = _(
    "Wer sich zusammen anmeldet, bleibt zusammen. Passt eine Gruppe nicht mehr, wartet sie. Wird ein Platz frei, "
    "fragen wir die Warteliste von vorn: Jede Gruppe, die ganz passt, rückt nach. Eine Gruppe, die nicht passt, behält "
    "ihren Rang und hält kleinere Gruppen hinter ihr nicht auf. In der letzten Stunde vor dem Beginn rückt niemand "
    "mehr nach: Freie Plätze sind dann für alle, die da sind."
)
# Who is at home can no longer be told and come in time: a seat that is free now is for who stands at the door.
LAST_MOVE_UP = timedelta(hours=1)


@transaction.atomic
def register(
    *,
    workshop_id: int,
    party: Party,
    origin: Origin,
    now: datetime,
    invitation: Invitation | None = None,
) -> Registration:
    """Register a party: with seats if all of it fits, else on the waiting list.

    Staff (any origin but the portal) may also register before it opens and after it closes. Raises
    RegistrationIsNotOpen, InvitationIsNeeded, InvitationIsUsed, NoWheelchairSpace, PartyIsTooLarge.
    """
    # The lock makes counting seats and taking them a single step.
    workshop = Workshop.objects.select_for_update().get(pk=workshop_id)
    _refuse_unless_open(workshop, origin, now)
    _refuse_uninvited(workshop, origin, invitation)
    if party.wheelchairs > workshop.wheelchair_seats:
        raise NoWheelchairSpace
    if len(party.people) > workshop.seats:
        raise PartyIsTooLarge(workshop.seats)
    registration = Registration.objects.create(
        workshop=workshop,
        # Who is in the room already has nothing to come back to.
        code=None if origin == Origin.WALK_IN else issue_code(CodeKind.REGISTRATION),
        invitation=invitation,
        seat=Seat.WAITING,
        people=len(party.people),
        wheelchairs=party.wheelchairs,
        origin=origin,
        registered_at=now,
        queued_at=now,
    )
    write_party(registration, party, now=now)
    if workshop.has_room_for(registration.people, registration.wheelchairs):
        _take(workshop, registration)
        _move(registration, Seat.SEATED)
        _log(registration, SeatEventKind.SEATED, now)
    else:
        _log(registration, SeatEventKind.QUEUED, now)
    tell(registration, NoticeKind.RECEIPT, now=now)
    return registration


@transaction.atomic
def cancel(*, registration_id: int, now: datetime, by_us: bool = False) -> Registration:
    """Give seats or the place in the queue back, and let the next ones move up. Cancelling twice changes nothing."""
    registration = _locked(registration_id)
    if not registration.is_active:
        return registration
    workshop = registration.workshop
    if registration.holds_seats:
        _give_back(workshop, registration)
    _move(registration, Seat.CANCELLED, ended_at=now)
    registration.notices.open().update(done_at=now)
    _log(registration, SeatEventKind.CANCELLED, now)
    if by_us:
        tell(registration, NoticeKind.CANCELLED_BY_US, now=now)
    move_up(workshop, now=now)
    return registration


@transaction.atomic
def confirm(*, registration_id: int, now: datetime) -> Registration:
    """Whoever moved up says yes. Twice changes nothing; raises PromiseIsOver when the time is over."""
    registration = _locked(registration_id)
    if registration.seat == Seat.SEATED:
        return registration
    until = registration.promised_until
    if registration.seat != Seat.PROMISED or (until and until <= now):
        raise PromiseIsOver
    _move(registration, Seat.SEATED)
    registration.notices.filter(kind=NoticeKind.PROMISED).open().update(done_at=now)
    _log(registration, SeatEventKind.CONFIRMED, now)
    return registration


@transaction.atomic
def change_party(*, registration_id: int, party: Party, now: datetime) -> Registration:
    """Other people, another way of contact, other needs. More people only where they fit; fewer make room.

    Raises RegistrationIsOver, WorkshopIsOver, NoWheelchairSpace, PartyIsTooLarge; then nothing has changed.
    """
    registration = _locked(registration_id)
    workshop = registration.workshop
    _refuse_unless_changeable(registration, now)
    before = (registration.people, registration.wheelchairs)
    wanted = (len(party.people), party.wheelchairs)
    if before != wanted:
        _resize(workshop, registration, *wanted)
        _log(registration, SeatEventKind.CHANGED, now)
    open_again(registration, party, has_other_wheelchairs=before[1] != wanted[1])
    write_party(registration, party, now=now)
    if party.contact is not None:
        tell_by_new_way(registration)
    move_up(workshop, now=now)
    return registration


@transaction.atomic
def expire_promises(*, now: datetime) -> int:
    """Promised seats whose time is over go to the next ones. Returns how many.

    Those of whom nobody was told are kept for them: a day before the start they are theirs.
    """
    lapsed = Registration.objects.with_lapsed_promise(now)
    untold = Registration.objects.with_untold_promise(now)
    count = 0
    affected = Workshop.objects.filter(pk__in=(lapsed | untold).values("workshop"))
    for workshop in affected.select_for_update().order_by("pk"):
        # Asked again under the lock: somebody may have said yes in between.
        for registration in lapsed.filter(workshop=workshop).by_time():
            registration.workshop = workshop
            _give_back(workshop, registration)
            _move(registration, Seat.EXPIRED, ended_at=now)
            _log(registration, SeatEventKind.EXPIRED, now)
            tell(registration, NoticeKind.EXPIRED, now=now)
            count += 1
        settle_promises(workshop, now=now)
        move_up(workshop, now=now)
    return count


def settle_promises(workshop: Workshop, *, now: datetime) -> None:
    """In the last day nobody is asked any more: promises that still hold become seats. Needs the workshop's lock."""
    if now < workshop.last_answer_at:
        return
    for registration in workshop.registrations.promised().exclude(promised_until__lte=now).by_time():
        registration.workshop = workshop
        _move(registration, Seat.SEATED)
        _log(registration, SeatEventKind.SEATED, now)


def move_up(workshop: Workshop, *, now: datetime) -> int:
    """Ask the queue from the front: every party that fits gets its seats. Returns how many.

    Needs the workshop's lock.
    """
    if workshop.starts_at - LAST_MOVE_UP <= now or workshop.standing(now) in (Standing.OVER, Standing.CANCELLED):
        return 0
    is_asked = workshop.wants_answers(now)
    passed_over, moved = [], 0
    for registration in workshop.registrations.waiting():
        registration.workshop = workshop
        if not workshop.free_seats:
            break
        if not workshop.has_room_for(registration.people, registration.wheelchairs):
            passed_over.append(registration)
            continue
        _take(workshop, registration)
        _move(registration, Seat.PROMISED if is_asked else Seat.SEATED)
        for skipped in passed_over:
            _log(skipped, SeatEventKind.PASSED_OVER, now)
        passed_over.clear()
        _log(registration, SeatEventKind.PROMISED if is_asked else SeatEventKind.SEATED, now)
        tell(registration, NoticeKind.PROMISED if is_asked else NoticeKind.SEATED, now=now)
        moved += 1
    return moved


def _refuse_unless_open(workshop: Workshop, origin: Origin, now: datetime) -> None:
    standing = workshop.standing(now)
    allowed = {Standing.OPEN, Standing.FULL}
    if origin != Origin.PORTAL:
        allowed |= {Standing.NOT_YET, Standing.CLOSED}
    if standing not in allowed:
        raise RegistrationIsNotOpen(standing)
    # What was deleted stays deleted, even where the date was moved into the future afterwards.
    if workshop.needs_purged_at:
        raise RegistrationIsNotOpen(Standing.OVER)


def _refuse_uninvited(workshop: Workshop, origin: Origin, invitation: Invitation | None) -> None:
    if invitation is None:
        if workshop.is_by_invitation and origin == Origin.PORTAL:
            raise InvitationIsNeeded
        return
    if invitation.workshop_id != workshop.pk:
        raise InvitationIsNeeded
    if invitation.registrations.active().exists():
        raise InvitationIsUsed


def _refuse_unless_changeable(registration: Registration, now: datetime) -> None:
    if not registration.is_active:
        raise RegistrationIsOver
    workshop = registration.workshop
    if workshop.standing(now) in (Standing.OVER, Standing.CANCELLED) or workshop.needs_purged_at:
        raise WorkshopIsOver


def _resize(workshop: Workshop, registration: Registration, people: int, wheelchairs: int) -> None:
    """Another size of the party: those who hold seats keep at least what they had, or are refused."""
    former = registration.people
    if registration.holds_seats:
        _give_back(workshop, registration)
    if people > (workshop.free_seats if registration.holds_seats else workshop.seats):
        raise PartyIsTooLarge(max(0, workshop.free_seats - former))
    free_wheelchairs = workshop.wheelchair_seats
    if registration.holds_seats:
        free_wheelchairs -= workshop.wheelchair_seats_taken
    if wheelchairs > free_wheelchairs:
        raise NoWheelchairSpace
    registration.people, registration.wheelchairs = people, wheelchairs
    registration.save(update_fields=["people", "wheelchairs"])
    if registration.holds_seats:
        _take(workshop, registration)


def _locked(registration_id: int) -> Registration:
    """The registration as it is under its workshop's lock."""
    found = Registration.objects.values_list("workshop_id", flat=True).get(pk=registration_id)
    workshop = Workshop.objects.select_for_update().get(pk=found)
    registration = Registration.objects.get(pk=registration_id)
    registration.workshop = workshop
    return registration


def _take(workshop: Workshop, registration: Registration, sign: int = 1) -> None:
    workshop.seats_taken += sign * registration.people
    workshop.wheelchair_seats_taken += sign * registration.wheelchairs
    workshop.save(update_fields=["seats_taken", "wheelchair_seats_taken"])


def _give_back(workshop: Workshop, registration: Registration) -> None:
    _take(workshop, registration, sign=-1)


def _move(registration: Registration, seat: Seat, *, ended_at: datetime | None = None) -> None:
    registration.seat, registration.promised_until, registration.ended_at = seat, None, ended_at
    registration.save(update_fields=["seat", "promised_until", "ended_at"])


def _log(registration: Registration, kind: SeatEventKind, now: datetime) -> None:
    SeatEvent.objects.create(
        workshop=registration.workshop,
        registration=registration,
        kind=kind,
        people=registration.people,
        free_seats=registration.workshop.free_seats,
        happened_at=now,
    )
