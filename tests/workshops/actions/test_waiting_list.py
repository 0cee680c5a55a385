"""The waiting list: it moves up in order, a promised seat waits for an answer, nobody is forgotten."""

from datetime import timedelta

import pytest
from django.db import transaction

from tests.factories import NOW
from tests.workshop_factories import BY_LETTER, BY_MAIL, BY_PHONE, make_registration, make_workshop, tell_of_promise
from tests.workshop_seats import TWO, log, seats, taken
from workshops.actions.notices import told
from workshops.actions.refusals import PromiseIsOver
from workshops.actions.seats import cancel, confirm, expire_promises, move_up
from workshops.models import Notice, Origin, Seat, Workshop

pytestmark = pytest.mark.django_db


def test_queue_moves_up_in_order_and_the_log_says_who_was_passed_over():
    workshop = make_workshop(seats=2, hours_to_confirm=0)
    first, second = make_registration(workshop), make_registration(workshop)
    pair = make_registration(workshop, names=TWO, now=NOW)
    single = make_registration(workshop, now=NOW + timedelta(minutes=1))
    later = make_registration(workshop, now=NOW + timedelta(minutes=2))

    cancel(registration_id=first.pk, now=NOW + timedelta(hours=1))

    assert seats(pair, single, later) == [Seat.WAITING, Seat.SEATED, Seat.WAITING]
    assert log(workshop)[5:] == [
        (first.pk, "cancelled", 1),
        (pair.pk, "passed_over", 0),
        (single.pk, "seated", 0),
    ]
    cancel(registration_id=second.pk, now=NOW + timedelta(hours=2))
    cancel(registration_id=single.pk, now=NOW + timedelta(hours=3))
    # One seat became free, then another: first the single behind the pair, and the pair goes on waiting for two.
    assert seats(pair, later) == [Seat.WAITING, Seat.SEATED]
    assert taken(workshop) == (1, 1)


def test_promised_seat_waits_for_an_answer_and_then_goes_on():
    workshop = make_workshop(seats=1, hours_to_confirm=48)
    first, second, third = (make_registration(workshop) for _each in range(3))
    cancel(registration_id=first.pk, now=NOW)
    second = tell_of_promise(second)
    assert (second.seat, second.promised_until) == (Seat.PROMISED, NOW + timedelta(hours=48))

    assert expire_promises(now=NOW + timedelta(hours=47)) == 0
    assert expire_promises(now=NOW + timedelta(hours=48)) == 1
    assert seats(second, third) == [Seat.EXPIRED, Seat.PROMISED]
    assert taken(workshop) == (1, 1)
    with pytest.raises(PromiseIsOver):
        confirm(registration_id=second.pk, now=NOW + timedelta(hours=49))
    assert expire_promises(now=NOW + timedelta(hours=49)) == 0


def test_confirming_keeps_the_seat_and_twice_changes_nothing():
    workshop = make_workshop(seats=1)
    first, second = make_registration(workshop), make_registration(workshop)
    cancel(registration_id=first.pk, now=NOW)
    confirm(registration_id=second.pk, now=NOW + timedelta(hours=1))
    confirm(registration_id=second.pk, now=NOW + timedelta(hours=2))
    assert seats(second) == [Seat.SEATED]
    assert [kind for _pk, kind, _free in log(workshop)] == ["seated", "queued", "cancelled", "promised", "confirmed"]
    assert not Notice.objects.filter(registration=second, kind="promised").open().exists()


def test_confirming_too_late_is_refused_even_before_the_worker_came_by():
    workshop = make_workshop(seats=1, hours_to_confirm=1)
    first, second = make_registration(workshop), make_registration(workshop)
    cancel(registration_id=first.pk, now=NOW)
    tell_of_promise(second)
    with pytest.raises(PromiseIsOver, match="Die Zeit ist vorbei"):
        confirm(registration_id=second.pk, now=NOW + timedelta(hours=1))


@pytest.mark.parametrize("contact", [BY_PHONE, BY_LETTER, BY_MAIL])
def test_promise_nobody_was_told_of_does_not_run_out(contact):
    workshop = make_workshop(seats=1)
    first, second, third = (make_registration(workshop, contact=contact) for _each in range(3))
    cancel(registration_id=first.pk, now=NOW)
    last_day = workshop.starts_at - timedelta(days=1)

    assert expire_promises(now=last_day - timedelta(minutes=1)) == 0
    assert seats(second, third) == [Seat.PROMISED, Seat.WAITING]
    assert confirm(registration_id=second.pk, now=last_day - timedelta(minutes=1)).seat == Seat.SEATED


def test_promise_nobody_was_told_of_is_a_seat_in_the_last_day():
    workshop = make_workshop(seats=1)
    first, second, third = (make_registration(workshop) for _each in range(3))
    cancel(registration_id=first.pk, now=NOW)
    last_day = workshop.starts_at - timedelta(days=1)
    assert tell_of_promise(second, now=last_day).promised_until is None
    assert [expire_promises(now=last_day), expire_promises(now=last_day)] == [0, 0]
    assert seats(second, third) == [Seat.SEATED, Seat.WAITING]
    assert [kind for _pk, kind, _free in log(workshop)][-2:] == ["promised", "seated"]


def test_promise_runs_for_a_week_from_a_letter_on():
    workshop = make_workshop(seats=1)
    first, second = make_registration(workshop), make_registration(workshop, contact=BY_LETTER)
    cancel(registration_id=first.pk, now=NOW)
    later = NOW + timedelta(days=2)
    assert tell_of_promise(second, now=later).promised_until == NOW + timedelta(days=9)


def test_what_was_told_is_told_once_and_a_yes_said_before_stays():
    workshop = make_workshop(seats=1)
    first, second = make_registration(workshop), make_registration(workshop)
    cancel(registration_id=first.pk, now=NOW)
    notice = second.notices.get(kind="promised")
    confirm(registration_id=second.pk, now=NOW)
    assert not told(notice_id=notice.pk, now=NOW + timedelta(hours=1))
    notice.refresh_from_db()
    second.refresh_from_db()
    assert (notice.done_at, second.seat, second.promised_until) == (NOW, Seat.SEATED, None)


def test_in_the_last_hour_free_seats_are_for_who_is_there():
    workshop = make_workshop(seats=1)
    first, second = make_registration(workshop), make_registration(workshop)
    last_hour = workshop.starts_at - timedelta(hours=1)
    cancel(registration_id=first.pk, now=last_hour)
    assert seats(second) == [Seat.WAITING]
    walk_in = make_registration(workshop, contact=None, origin=Origin.WALK_IN, now=last_hour)
    assert seats(walk_in) == [Seat.SEATED]


def test_just_before_the_last_hour_the_queue_still_moves_up():
    workshop = make_workshop(seats=1)
    first, second = make_registration(workshop), make_registration(workshop)
    cancel(registration_id=first.pk, now=workshop.starts_at - timedelta(hours=1, seconds=1))
    assert seats(second) == [Seat.SEATED]


def test_close_to_the_day_a_seat_needs_no_answer():
    workshop = make_workshop(seats=1)
    first, second = make_registration(workshop), make_registration(workshop)
    cancel(registration_id=first.pk, now=workshop.starts_at - timedelta(hours=5))
    assert seats(second) == [Seat.SEATED]


@pytest.mark.parametrize("moment", ["starts_at", "ends_at"])
def test_nobody_moves_up_once_it_has_begun(moment):
    workshop = make_workshop(seats=1)
    first, second = make_registration(workshop), make_registration(workshop)
    cancel(registration_id=first.pk, now=getattr(workshop, moment))
    assert (seats(second), taken(workshop)) == ([Seat.WAITING], (0, 0))


def test_raised_seats_let_the_queue_move_up_as_far_as_they_go():
    workshop = make_workshop(seats=2, hours_to_confirm=0)
    make_registration(workshop, names=TWO)
    waiting = [make_registration(workshop, names=TWO), make_registration(workshop)]
    Workshop.objects.filter(pk=workshop.pk).update(seats=5)
    with transaction.atomic():
        assert move_up(Workshop.objects.select_for_update().get(pk=workshop.pk), now=NOW) == 2
    assert seats(*waiting) == [Seat.SEATED, Seat.SEATED]
