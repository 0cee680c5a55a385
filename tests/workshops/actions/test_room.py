"""On the day: who came, walk-ins, the head count, what is arranged."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from tests.factories import NOW
from tests.workshop_factories import make_registration, make_workshop, tell_of_promise
from workshops.actions.refusals import GuestHasNoSeat, NoSeatLeft, PromiseIsOver, RegistrationIsNotOpen
from workshops.actions.room import (
    add_walk_in,
    arrange,
    check_in,
    head_count,
    undo_arranged,
    undo_check_in,
    undo_walk_in,
)
from workshops.actions.seats import cancel
from workshops.models import Code, Guest, Registration, Seat, SeatEvent, StakeholderGroup, Workshop

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


def came(registration):
    return list(registration.guests.order_by("position").values_list("came_at", flat=True))


def seats_taken(workshop):
    return Workshop.objects.get(pk=workshop.pk).seats_taken


def test_a_guest_is_there_once_and_can_be_taken_back():
    registration = make_registration(names=["Ada Beispiel", "Bea Beispiel"])
    guest = registration.guests.get(position=2)
    check_in(guest_id=guest.pk, now=NOW)
    check_in(guest_id=guest.pk, now=LATER)
    assert came(registration) == [None, NOW]
    undo_check_in(guest_id=guest.pk)
    undo_check_in(guest_id=guest.pk)
    assert came(registration) == [None, None]
    check_in(guest_id=guest.pk, now=LATER)
    assert came(registration) == [None, LATER]
    assert Registration.objects.get().seat == Seat.SEATED


def moved_up(workshop):
    """A party that moved up from the queue and hasn't said yes."""
    first = make_registration(workshop)
    second = make_registration(workshop, names=["Cem Beispiel"])
    cancel(registration_id=first.pk, now=NOW)
    return Registration.objects.get(pk=second.pk)


def test_who_comes_confirms_the_promised_seat():
    registration = moved_up(make_workshop(seats=1))
    assert registration.seat == Seat.PROMISED
    check_in(guest_id=registration.guests.get().pk, now=LATER)
    assert Registration.objects.get(pk=registration.pk).seat == Seat.SEATED
    assert came(registration) == [LATER]


def test_who_comes_too_late_for_the_promise_has_no_seat():
    registration = tell_of_promise(moved_up(make_workshop(seats=1)))
    with pytest.raises(PromiseIsOver):
        check_in(guest_id=registration.guests.get().pk, now=registration.promised_until)
    assert came(registration) == [None]


@pytest.mark.parametrize("ends", ["waits", "cancels"])
def test_without_a_seat_nobody_is_checked_in(ends):
    workshop = make_workshop(seats=1)
    registration = make_registration(workshop)
    if ends == "waits":
        registration = make_registration(workshop, names=["Cem Beispiel"])
    else:
        cancel(registration_id=registration.pk, now=NOW)
    with pytest.raises(GuestHasNoSeat, match="keinen Platz"):
        check_in(guest_id=registration.guests.get().pk, now=LATER)
    assert came(registration) == [None]


@pytest.mark.django_db(transaction=True)
def test_check_in_waits_for_who_is_just_cancelling():
    registration = make_registration()
    guest = registration.guests.get()

    def come():
        try:
            check_in(guest_id=guest.pk, now=LATER)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            cancel(registration_id=registration.pk, now=NOW)
            coming = threads.submit(come)
            with pytest.raises(TimeoutError):
                coming.result(timeout=0.5)
        with pytest.raises(GuestHasNoSeat):
            coming.result(timeout=20)
    assert came(registration) == [None]


def test_a_walk_in_takes_a_seat_without_name_contact_or_code():
    workshop = make_workshop(seats=2)
    registration = add_walk_in(workshop_id=workshop.pk, group=StakeholderGroup.COUNCIL, now=NOW)
    kept = Registration.objects.values("seat", "people", "origin", "code", "wheelchairs", "registered_at").get()
    assert kept == {
        "seat": "seated",
        "people": 1,
        "origin": "walk_in",
        "code": None,
        "wheelchairs": 0,
        "registered_at": NOW,
    }
    assert list(Guest.objects.values_list("registration", "position", "group", "came_at")) == [
        (registration.pk, 1, "council", NOW)
    ]
    assert not hasattr(registration, "contact")
    assert not registration.notices.exists()
    assert not Code.objects.exists()
    assert seats_taken(workshop) == 1


def test_a_full_room_takes_no_walk_in_and_says_what_to_do():
    workshop = make_workshop(seats=1)
    make_registration(workshop)
    events = SeatEvent.objects.count()
    with pytest.raises(NoSeatLeft, match="Erhöhen Sie zuerst die Zahl der Plätze"):
        add_walk_in(workshop_id=workshop.pk, group="", now=NOW)
    assert Registration.objects.count() == 1
    assert (seats_taken(workshop), SeatEvent.objects.count()) == (1, events)


def test_nobody_walks_into_a_workshop_that_is_over():
    workshop = make_workshop()
    with pytest.raises(RegistrationIsNotOpen, match="Dieser Termin ist vorbei"):
        add_walk_in(workshop_id=workshop.pk, group="", now=workshop.ends_at)


def test_a_walk_in_is_taken_back_once_and_the_seat_goes_to_who_waits():
    workshop = make_workshop(seats=1)
    registration = add_walk_in(workshop_id=workshop.pk, group="", now=NOW)
    waiting = make_registration(workshop)
    undo_walk_in(registration_id=registration.pk, now=LATER)
    undo_walk_in(registration_id=registration.pk, now=LATER)
    assert Registration.objects.get(pk=registration.pk).seat == Seat.CANCELLED
    assert came(registration) == [None]
    assert Registration.objects.get(pk=waiting.pk).seat == Seat.PROMISED
    assert seats_taken(workshop) == 1


def test_who_registered_is_no_walk_in():
    registration = make_registration()
    undo_walk_in(registration_id=registration.pk, now=LATER)
    assert Registration.objects.get().seat == Seat.SEATED


def test_heads_are_counted_by_group_without_names():
    workshop = make_workshop()
    for names, group in ((["Ada", "Bea"], "older_people"), (["Cem"], "churches"), (["Dora"], "council")):
        make_registration(workshop, names=names, group=group)
    for guest in Guest.objects.exclude(group="churches"):
        check_in(guest_id=guest.pk, now=NOW)
    add_walk_in(workshop_id=workshop.pk, group="", now=NOW)
    cancelled = make_registration(workshop, group="providers")
    check_in(guest_id=cancelled.guests.get().pk, now=NOW)
    cancel(registration_id=cancelled.pk, now=NOW)
    check_in(guest_id=make_registration().guests.get().pk, now=NOW)
    assert head_count(workshop) == [("ältere Person", 2), ("Seniorenbeirat", 1), ("ohne Angabe", 1)]


def test_what_is_arranged_is_ticked_once_and_can_be_opened_again():
    registration = make_registration(needs={"hearing_loop": "", "other": "Ich sehe schlecht."})
    need = registration.needs.get(kind="other")
    arrange(need_id=need.pk, now=NOW)
    arrange(need_id=need.pk, now=LATER)
    ticks = registration.needs.order_by("kind").values_list("kind", "arranged_at")
    assert list(ticks) == [("hearing_loop", None), ("other", NOW)]
    undo_arranged(need_id=need.pk)
    assert list(ticks.all()) == [("hearing_loop", None), ("other", None)]
