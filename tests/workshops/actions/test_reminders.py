"""Reminders: once, in time, of the date that holds; and thanks."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection

from tests.factories import NOW, make_place
from tests.workshop_factories import BY_LETTER, BY_MAIL, BY_PHONE, make_registration, make_workshop, tell_of_promise
from workshops import tasks
from workshops.actions.announcing import call_off, move
from workshops.actions.reminders import make_reminders, thank
from workshops.actions.seats import cancel, confirm, expire_promises
from workshops.models import Guest, Notice, NoticeKind, Origin, Registration, Seat, State, Workshop

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


def at(day, hour=8, minute=0, month=12, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=BERLIN)


# Of the workshop of the factory, on Monday 7 December at 14 o'clock.
WEEK, DAY = at(30, month=11), at(6)


def reminders(registration):
    """What was made, and whether it is still to be done."""
    kinds = (NoticeKind.WEEK_BEFORE, NoticeKind.DAY_BEFORE)
    rows = registration.notices.filter(kind__in=kinds).order_by("pk")
    return [(notice.kind, notice.way, notice.done_at is None) for notice in rows]


def make_promised(workshop):
    """Somebody with the promise of a seat in a workshop of one seat; nobody has told them yet."""
    first = make_registration(workshop, contact=BY_PHONE)
    second = make_registration(workshop, contact=BY_MAIL)
    cancel(registration_id=first.pk, now=NOW)
    assert Registration.objects.get(pk=second.pk).seat == Seat.PROMISED
    return second


@pytest.mark.parametrize(
    ("due_at", "before", "after"),
    [
        (WEEK, [], [("week_before", "mail", True)]),
        (DAY, [("week_before", "mail", True)], [("week_before", "mail", False), ("day_before", "mail", True)]),
    ],
)
def test_reminder_is_made_from_eight_on_the_day_and_once(due_at, before, after):
    registration = make_registration(contact=BY_MAIL)
    if before:
        make_reminders(now=WEEK)
    assert make_reminders(now=due_at - timedelta(minutes=1)) == 0
    assert reminders(registration) == before
    assert [make_reminders(now=due_at), make_reminders(now=due_at + timedelta(minutes=15))] == [1, 0]
    assert reminders(registration) == after


def test_eight_days_before_nobody_is_reminded():
    make_registration(contact=BY_MAIL)
    assert make_reminders(now=at(29, 23, 59, month=11)) == 0


def test_worker_that_was_away_catches_up():
    registration = make_registration(contact=BY_MAIL)
    assert make_reminders(now=at(4, 17)) == 1
    assert reminders(registration) == [("week_before", "mail", True)]


def test_worker_that_was_away_longer_sends_the_later_reminder_alone():
    registration = make_registration(contact=BY_MAIL)
    assert make_reminders(now=at(7, 12)) == 1
    assert reminders(registration) == [("day_before", "mail", True)]


@pytest.mark.parametrize(("moment", "count"), [(at(7, 13, 59), 1), (at(7, 14), 0)])
def test_nobody_is_reminded_after_the_start(moment, count):
    make_registration(contact=BY_MAIL)
    assert make_reminders(now=moment) == count


def test_nobody_is_reminded_at_night():
    make_registration(contact=BY_MAIL)
    assert make_reminders(now=at(7, 3)) == 0


def test_reminder_that_nobody_gave_leaves_the_call_list_with_the_start():
    registration = make_registration(contact=BY_PHONE)
    make_reminders(now=DAY)
    assert list(Notice.objects.to_call()) == [registration.notices.get(kind="day_before")]
    make_reminders(now=at(7, 14))
    assert not Notice.objects.to_call()


def test_who_registers_an_hour_before_knows_of_it():
    registration = make_registration(contact=BY_MAIL, now=at(7, 13))
    assert make_reminders(now=at(7, 13, 15)) == 0
    assert reminders(registration) == []


def test_who_registers_three_days_before_is_reminded_once():
    registration = make_registration(contact=BY_MAIL, now=at(4, 10))
    assert [make_reminders(now=at(4, 10, 15)), make_reminders(now=DAY)] == [0, 1]
    assert reminders(registration) == [("day_before", "mail", True)]


def test_those_without_mail_are_called_and_no_letter_comes_too_late():
    workshop = make_workshop()
    caller, writer = make_registration(workshop), make_registration(workshop, contact=BY_LETTER)
    make_reminders(now=WEEK)
    Notice.objects.update(done_at=WEEK)
    assert make_reminders(now=DAY) == 1
    assert reminders(caller) == [("week_before", "phone", False), ("day_before", "phone", True)]
    assert reminders(writer) == [("week_before", "letter", False)]


def test_only_those_with_a_seat_are_reminded():
    workshop = make_workshop(seats=1)
    promised = make_promised(workshop)
    waiting = make_registration(workshop, contact=BY_MAIL)
    walk_in = make_registration(contact=None, origin=Origin.WALK_IN)
    Registration.objects.filter(pk=promised.pk).update(promised_until=at(3, 20))
    assert make_reminders(now=WEEK) == 0
    assert [reminders(registration) for registration in (promised, waiting, walk_in)] == [[], [], []]


def test_who_confirmed_is_reminded():
    promised = make_promised(make_workshop(seats=1))
    confirm(registration_id=promised.pk, now=NOW)
    assert make_reminders(now=WEEK) == 1
    assert reminders(promised) == [("week_before", "mail", True)]


def test_who_moves_up_late_has_just_been_told():
    workshop = make_workshop(seats=1, hours_to_confirm=0)
    first, second = make_registration(workshop), make_registration(workshop, contact=BY_MAIL)
    cancel(registration_id=first.pk, now=at(3, 12))
    assert make_reminders(now=at(3, 12, 15)) == 0
    assert make_reminders(now=DAY) == 1
    assert reminders(second) == [("day_before", "mail", True)]


def test_who_cancelled_is_not_reminded():
    registration = make_registration(contact=BY_MAIL)
    cancel(registration_id=registration.pk, now=NOW)
    assert make_reminders(now=WEEK) == 0


@pytest.mark.parametrize("state", [State.DRAFT, State.HELD, State.CANCELLED])
def test_workshop_that_does_not_take_place_reminds_nobody(state):
    make_registration(contact=BY_MAIL)
    Workshop.objects.update(state=state, state_reason="Sturm")
    assert make_reminders(now=WEEK) == 0


def test_workshop_called_off_closes_the_reminders():
    registration = make_registration(contact=BY_PHONE)
    make_reminders(now=WEEK)
    call_off(workshop_id=registration.workshop_id, reason="Sturm", now=at(1))
    assert make_reminders(now=DAY) == 0
    assert reminders(registration) == [("week_before", "phone", False)]


def move_to(workshop, starts_at, *, now):
    move(
        workshop_id=workshop.pk,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        place_id=make_place().pk,
        room="",
        reason="Sturm",
        now=now,
    )


def test_moved_workshop_reminds_anew_of_the_new_date():
    registration = make_registration(contact=BY_PHONE)
    make_reminders(now=WEEK)
    move_to(registration.workshop, at(17, 14), now=at(1, 12))
    assert reminders(registration) == [("week_before", "phone", False)]
    assert [make_reminders(now=DAY), make_reminders(now=at(10)), make_reminders(now=at(16))] == [0, 1, 1]
    assert list(registration.notices.open().order_by("pk").values_list("kind", "about_start")) == [
        ("moved", at(17, 14)),
        ("day_before", at(17, 14)),
    ]


def test_moved_to_a_near_date_is_reminder_enough():
    registration = make_registration(contact=BY_PHONE)
    move_to(registration.workshop, at(12, 14), now=at(6, 10))
    assert make_reminders(now=at(6, 10, 15)) == 0
    assert make_reminders(now=at(11)) == 1


@pytest.mark.parametrize(
    ("start", "week", "day"),
    [
        # Clocks go forward on 28 March 2027 and back on 31 October 2027, both in between.
        (at(29, 14, month=3, year=2027), at(22, month=3, year=2027), at(28, month=3, year=2027)),
        (at(1, 9, month=11, year=2027), at(25, month=10, year=2027), at(31, month=10, year=2027)),
    ],
)
def test_eight_stays_eight_when_the_clocks_change(start, week, day):
    make_registration(make_workshop(starts_at=start), contact=BY_MAIL)
    minute = timedelta(minutes=1)
    moments = (week - minute, week, day - minute, day)
    assert [make_reminders(now=moment) for moment in moments] == [0, 1, 0, 1]


def test_reminders_cost_a_fixed_number_of_queries_for_each_workshop(django_assert_num_queries):
    make_workshop(starts_at=WEEK + timedelta(days=1))
    with django_assert_num_queries(6):
        make_reminders(now=WEEK)


def test_worker_reminds_and_lets_promises_lapse(monkeypatch):
    promised = tell_of_promise(make_promised(make_workshop(seats=1)))
    seated = make_registration(contact=BY_MAIL)
    monkeypatch.setattr("django.utils.timezone.now", lambda: WEEK)
    tasks.remind(0)
    promised.refresh_from_db()
    assert promised.seat == Seat.EXPIRED
    assert reminders(seated) == [("week_before", "mail", True)]


def break_table(table, rule):
    """From now on the database refuses some rows: for what fails for a reason nobody has thought of."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT broken CHECK ({rule})")


def test_worker_reminds_also_when_promises_cannot_lapse(monkeypatch):
    promised = tell_of_promise(make_promised(make_workshop(seats=1)))
    seated = make_registration(contact=BY_MAIL)
    break_table("workshops_seatevent", "kind <> 'expired'")
    monkeypatch.setattr("django.utils.timezone.now", lambda: WEEK)
    with pytest.raises(IntegrityError):
        tasks.remind(0)
    promised.refresh_from_db()
    assert promised.seat == Seat.PROMISED
    assert reminders(seated) == [("week_before", "mail", True)]


@pytest.mark.parametrize("failing", [0, 1])
def test_one_workshop_that_fails_keeps_nobody_else_from_being_reminded(failing):
    registrations = [make_registration(contact=BY_MAIL) for _each in range(2)]
    failed = registrations.pop(failing)
    break_table("workshops_notice", f"registration_id <> {failed.pk} OR kind = 'receipt'")
    with pytest.raises(IntegrityError):
        make_reminders(now=WEEK)
    assert [reminders(registration) for registration in (failed, *registrations)] == [
        [],
        [("week_before", "mail", True)],
    ]


def test_lapsed_promise_is_told():
    workshop = make_workshop(seats=1)
    first, second = make_registration(workshop), make_registration(workshop)
    cancel(registration_id=first.pk, now=NOW)
    assert [notice.kind for notice in Notice.objects.to_call()] == ["promised"]
    tell_of_promise(second)
    expire_promises(now=NOW + timedelta(days=4))
    assert [(notice.kind, notice.registration) for notice in Notice.objects.to_call()] == [("expired", second)]


def thanked():
    return list(Notice.objects.filter(kind=NoticeKind.THANKS).order_by("pk").values_list("registration", flat=True))


def test_thanks_go_to_those_who_came():
    workshop = make_workshop()
    came = make_registration(workshop, names=["Ada", "Bea"], contact=BY_LETTER)
    make_registration(workshop, contact=BY_MAIL)
    # Nobody is called to be thanked.
    by_phone = make_registration(workshop)
    Guest.objects.filter(registration__in=[came, by_phone]).update(came_at=workshop.starts_at)
    after = workshop.ends_at + timedelta(days=5)
    assert [thank(workshop=workshop, now=after), thank(workshop=workshop, now=after)] == [1, 1]
    assert thanked() == [came.pk]


def test_thanks_go_to_all_with_seats_where_nobody_was_checked_in():
    workshop = make_workshop(seats=1)
    seated, _waiting = (make_registration(workshop, contact=BY_MAIL) for _each in range(2))
    assert thank(workshop=workshop, now=workshop.ends_at) == 1
    assert thanked() == [seated.pk]


def test_thanks_go_to_nobody_whose_contact_is_deleted():
    workshop = make_workshop()
    make_registration(workshop, contact=BY_MAIL).contact.delete()
    assert thank(workshop=workshop, now=workshop.ends_at) == 0
    assert thanked() == []
