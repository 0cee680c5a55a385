"""On the day: who has come, who came without a registration, and what is arranged for whom."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from workshops.actions.parties import Party, Person
from workshops.actions.refusals import GuestHasNoSeat, NoSeatLeft
from workshops.actions.seats import cancel, confirm, register
from workshops.models import AccessNeed, Guest, Origin, Registration, Seat, StakeholderGroup, Workshop


@transaction.atomic
def check_in(*, guest_id: int, now: datetime) -> None:
    """Somebody is there. Twice changes nothing; who comes confirms a promised seat.

    Raises GuestHasNoSeat, PromiseIsOver.
    """
    # The lock keeps the seat from being given away in between.
    Workshop.objects.select_for_update(of=("self",)).get(registrations__guests=guest_id)
    registration = Registration.objects.get(guests=guest_id)
    if not registration.holds_seats:
        raise GuestHasNoSeat
    if registration.seat == Seat.PROMISED:
        confirm(registration_id=registration.pk, now=now)
    Guest.objects.filter(pk=guest_id, came_at=None).update(came_at=now)


def undo_check_in(*, guest_id: int) -> None:
    """The wrong button: they aren't there. The seat stays theirs."""
    Guest.objects.filter(pk=guest_id).update(came_at=None)


@transaction.atomic
def add_walk_in(*, workshop_id: int, group: str, now: datetime) -> Registration:
    """Somebody came without a registration: one seat, no name, no code. Who waits in the room isn't put in a queue.

    Raises NoSeatLeft, and RegistrationIsNotOpen for a workshop that is over or cancelled.
    """
    party = Party(people=[Person(name="", group=group)])
    registration = register(workshop_id=workshop_id, party=party, origin=Origin.WALK_IN, now=now)
    if not registration.holds_seats:
        # Nothing of it stays: the transaction is undone.
        raise NoSeatLeft
    registration.guests.update(came_at=now)
    return registration


@transaction.atomic
def undo_walk_in(*, registration_id: int, now: datetime) -> None:
    """The wrong button: the seat is free again. Twice changes nothing."""
    registration = Registration.objects.walk_ins().filter(pk=registration_id).first()
    if registration:
        cancel(registration_id=registration.pk, now=now)
        registration.guests.update(came_at=None)


def head_count(workshop: Workshop) -> list[tuple[str, int]]:
    """How many came, by group; without names, and so still there when the names are deleted."""
    counts = Guest.objects.filter(registration__workshop=workshop).who_came().count_by_group()
    groups = [*StakeholderGroup.choices, ("", _("ohne Angabe"))]
    return [(label, counts[group]) for group, label in groups if group in counts]


def arrange(*, need_id: int, now: datetime) -> None:
    """It is arranged. Twice changes nothing."""
    AccessNeed.objects.filter(pk=need_id, arranged_at=None).update(arranged_at=now)


def undo_arranged(*, need_id: int) -> None:
    AccessNeed.objects.filter(pk=need_id).update(arranged_at=None)
