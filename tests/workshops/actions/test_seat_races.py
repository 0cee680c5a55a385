"""Many people at the same moment: no seat is given twice and none is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from tests.factories import NOW
from tests.workshop_factories import make_party, make_registration, make_workshop, tell_of_promise
from tests.workshop_seats import TWO, invite, seats, taken
from workshops.actions.refusals import InvitationIsUsed, PromiseIsOver
from workshops.actions.seats import cancel, confirm, expire_promises, register
from workshops.models import Origin, Registration, Seat

pytestmark = pytest.mark.django_db


def at_once(jobs: int, work) -> list:
    """Does the work in so many threads that all begin at the same moment; each has a connection of its own."""
    start = Barrier(jobs)

    def begin(number: int):
        start.wait()
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(jobs) as threads:
        return list(threads.map(begin, range(jobs)))


@pytest.mark.django_db(transaction=True)
def test_fifty_people_at_once_share_the_last_three_seats():
    workshop = make_workshop(seats=3)
    at_once(
        50,
        lambda number: register(
            workshop_id=workshop.pk, party=make_party([f"Person {number}"]), origin=Origin.PORTAL, now=NOW
        ),
    )
    assert taken(workshop) == (3, 3)
    assert sorted(Registration.objects.values_list("seat", flat=True)) == ["seated"] * 3 + ["waiting"] * 47


@pytest.mark.django_db(transaction=True)
def test_twenty_cancellations_at_once_lose_no_seat():
    workshop = make_workshop(seats=20, hours_to_confirm=0)
    seated = [make_registration(workshop) for _each in range(20)]
    for _each in range(9):
        make_registration(workshop, names=TWO)
    at_once(20, lambda number: cancel(registration_id=seated[number].pk, now=NOW))
    assert taken(workshop) == (18, 18)
    assert not workshop.registrations.waiting().exists()


@pytest.mark.django_db(transaction=True)
def test_one_letter_used_twice_at_once_registers_once():
    workshop = make_workshop(is_by_invitation=True)
    invitation = invite(workshop)

    def use(_number: int) -> str:
        try:
            return make_registration(workshop, invitation=invitation).seat
        except InvitationIsUsed:
            return "refused"

    assert sorted(at_once(4, use)) == ["refused", "refused", "refused", "seated"]


@pytest.mark.django_db(transaction=True)
def test_saying_yes_at_the_last_moment_and_expiring_happen_one_after_the_other():
    workshop = make_workshop(seats=1, hours_to_confirm=1)
    first, second = make_registration(workshop), make_registration(workshop)
    cancel(registration_id=first.pk, now=NOW)
    tell_of_promise(second)
    end = NOW + timedelta(hours=1)

    def race(number: int):
        if number:
            return expire_promises(now=end)
        return confirm(registration_id=second.pk, now=end - timedelta(seconds=1)).seat

    try:
        at_once(2, race)
    except PromiseIsOver:
        assert seats(second) == [Seat.EXPIRED]
        assert taken(workshop) == (0, 0)
    else:
        assert seats(second) == [Seat.SEATED]
        assert taken(workshop) == (1, 1)
