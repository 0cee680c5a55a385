"""Seats: who fits gets one, nobody is parted, and nothing is given twice."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.factories import NOW
from tests.workshop_factories import BY_MAIL, make_party, make_registration, make_workshop
from tests.workshop_seats import TWO, invite, log, seats, taken
from workshops.actions.refusals import InvitationIsNeeded, InvitationIsUsed, NoWheelchairSpace, RegistrationIsNotOpen
from workshops.actions.seats import cancel, change_party
from workshops.models import Origin, Registration, Seat, Standing, State, Workshop

pytestmark = pytest.mark.django_db


def test_party_that_fits_gets_its_seats():
    workshop = make_workshop(seats=3)
    pair = make_registration(workshop, names=TWO)
    assert seats(pair) == [Seat.SEATED]
    assert taken(workshop) == (2, 2)
    assert log(workshop) == [(pair.pk, "seated", 1)]
    assert list(pair.guests.order_by("position").values_list("position", "group")) == [
        (1, "older_people"),
        (2, "older_people"),
    ]
    assert pair.contact.names == [*TWO]


def test_party_that_left_no_contact_is_not_told():
    registration = make_registration(contact=None, origin=Origin.PHONE)
    assert not registration.notices.exists()
    assert not hasattr(registration, "contact")


def test_party_that_does_not_fit_waits_together_and_lets_a_smaller_one_pass():
    workshop = make_workshop(seats=3)
    first, pair, single = (
        make_registration(workshop, names=TWO),
        make_registration(workshop, names=TWO),
        make_registration(workshop),
    )
    assert seats(first, pair, single) == [Seat.SEATED, Seat.WAITING, Seat.SEATED]
    assert taken(workshop) == (3, 3)


def test_cancelling_twice_gives_back_once_and_leaves_the_queue():
    workshop = make_workshop(seats=1)
    first, second = make_registration(workshop), make_registration(workshop)
    for registration in (second, second, first, first):
        cancel(registration_id=registration.pk, now=NOW)
    assert seats(first, second) == [Seat.CANCELLED, Seat.CANCELLED]
    assert taken(workshop) == (0, 0)
    assert len(log(workshop)) == 4


def test_who_is_cancelled_by_us_is_told():
    registration = make_registration(contact=BY_MAIL)
    cancel(registration_id=registration.pk, now=NOW, by_us=True)
    assert list(registration.notices.open().values_list("kind", "way")) == [("cancelled_by_us", "mail")]


def test_wheelchair_spaces_are_counted_apart():
    workshop = make_workshop(seats=5, wheelchair_seats=1)
    first = make_registration(workshop, wheelchairs=1)
    second = make_registration(workshop, wheelchairs=1)
    assert seats(first, second) == [Seat.SEATED, Seat.WAITING]
    with pytest.raises(NoWheelchairSpace):
        make_registration(workshop, names=TWO, wheelchairs=2)
    walking = make_registration(workshop)
    for wheelchairs in (1, 2):
        with pytest.raises(NoWheelchairSpace):
            change_party(registration_id=walking.pk, party=make_party(TWO, wheelchairs=wheelchairs), now=NOW)
    with pytest.raises(NoWheelchairSpace):
        change_party(registration_id=second.pk, party=make_party(TWO, wheelchairs=2), now=NOW)
    workshop.refresh_from_db()
    assert (workshop.seats_taken, workshop.wheelchair_seats_taken, workshop.free_wheelchair_seats) == (2, 1, 0)


@pytest.mark.parametrize(
    ("fields", "standing"),
    [
        ({"state": State.DRAFT}, Standing.DRAFT),
        ({"state": State.CLOSED}, Standing.CLOSED),
        ({"state": State.HELD}, Standing.OVER),
        ({"state": State.CANCELLED, "state_reason": "Sturm"}, Standing.CANCELLED),
        ({"starts_at": NOW - timedelta(hours=4)}, Standing.OVER),
        ({"registration_opens_at": NOW + timedelta(days=1)}, Standing.NOT_YET),
        ({"registration_closes_at": NOW}, Standing.CLOSED),
    ],
)
def test_registering_is_refused_with_the_reason(fields, standing):
    workshop = make_workshop(**fields)
    with pytest.raises(RegistrationIsNotOpen) as refusal:
        make_registration(workshop)
    assert refusal.value.standing == standing
    assert str(refusal.value) == standing.label
    assert not Registration.objects.exists()


def test_staff_register_before_it_opens_and_after_it_closed():
    early = make_workshop(registration_opens_at=NOW + timedelta(days=1))
    late = make_workshop(state=State.CLOSED)
    assert seats(*(make_registration(workshop, origin=Origin.PHONE) for workshop in (early, late))) == ["seated"] * 2


def test_invitation_is_needed_and_used_once_until_it_is_given_back():
    workshop = make_workshop(is_by_invitation=True)
    invitation, of_another = invite(workshop), invite(make_workshop())
    for wrong in (None, of_another):
        with pytest.raises(InvitationIsNeeded):
            make_registration(workshop, invitation=wrong)
    first = make_registration(workshop, invitation=invitation)
    with pytest.raises(InvitationIsUsed):
        make_registration(workshop, invitation=invitation)
    cancel(registration_id=first.pk, now=NOW)
    assert seats(make_registration(workshop, invitation=invitation)) == ["seated"]
    assert seats(make_registration(workshop, origin=Origin.PHONE)) == ["seated"]


def test_database_refuses_overbooking_whoever_writes():
    workshop = make_workshop(seats=1)
    with pytest.raises(IntegrityError, match="workshop_is_never_overbooked"), transaction.atomic():
        Workshop.objects.filter(pk=workshop.pk).update(seats_taken=2)
    with pytest.raises(IntegrityError, match="workshop_wheelchair_seats_are_never_overbooked"), transaction.atomic():
        Workshop.objects.filter(pk=workshop.pk).update(wheelchair_seats_taken=2)


def test_workshop_whose_personal_data_was_deleted_takes_nobody_any_more():
    workshop = make_workshop(needs_purged_at=NOW)
    with pytest.raises(RegistrationIsNotOpen) as refusal:
        make_registration(workshop)
    assert refusal.value.standing == Standing.OVER
