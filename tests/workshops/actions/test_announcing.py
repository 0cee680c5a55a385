"""A workshop's life: announced when it is complete, moved and called off with everybody told, copied, held."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.factories import NOW, make_area, make_place, make_topic
from tests.workshop_factories import BY_LETTER, BY_MAIL, make_registration, make_series, make_workshop, tell_of_promise
from workshops.actions.announcing import (
    announce,
    call_off,
    close_registration,
    copy_to_dates,
    mark_held,
    move,
    reopen,
)
from workshops.actions.notices import close_outdated, tell
from workshops.actions.refusals import (
    DateIsOver,
    DateIsTaken,
    RegistrationTimeIsOver,
    WorkshopIsIncomplete,
    WorkshopIsOver,
    WorkshopIsSomewhereElse,
)
from workshops.actions.seats import cancel, expire_promises
from workshops.models import Notice, NoticeKind, Seat, SeatEventKind, Series, State, Workshop

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def help_line(settings):
    settings.HELP_PHONE = "+496313650"


def moved(workshop, **changes):
    starts_at = changes.pop("starts_at", workshop.starts_at + 7 * DAY)
    return move(
        **{
            "workshop_id": workshop.pk,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=3),
            "place_id": workshop.place_id,
            "room": "",
            "reason": "Die Heizung ist kaputt.",
            "now": NOW,
            **changes,
        }
    )


def notices(registration):
    """Kind, the date it speaks of, whether it is done."""
    rows = registration.notices.order_by("pk")
    return [(notice.kind, notice.about_start, notice.done_at is not None) for notice in rows]


def seat_of(registration):
    registration.refresh_from_db()
    return registration.seat


def test_announce_shows_a_complete_draft():
    workshop = make_workshop(state=State.DRAFT)
    assert announce(workshop_id=workshop.pk, now=NOW).state == State.ANNOUNCED
    assert list(Workshop.objects.public()) == [workshop]


def test_announce_says_everything_that_is_missing(settings):
    settings.HELP_PHONE = ""
    workshop = make_workshop(
        state=State.DRAFT,
        place=make_place(street=""),
        starts_at=NOW,
        registration_closes_at=NOW,
        is_by_invitation=True,
        arranged_help=["wheelchair"],
        wheelchair_seats=0,
    )
    with pytest.raises(WorkshopIsIncomplete) as refused:
        announce(workshop_id=workshop.pk, now=NOW)
    assert str(refused.value) == (
        "Wählen Sie einen Beginn in der Zukunft. Wählen Sie ein Ende der Anmeldung in der Zukunft. "
        "Tragen Sie beim Treffpunkt Straße und Ort ein. Tragen Sie ein Telefon für die Anmeldung ein. "
        "Kreuzen Sie an, welche Gruppen eingeladen sind. "
        "Tragen Sie ein, wie viele Plätze für Rollstühle es gibt."
    )
    assert Workshop.objects.get().state == State.DRAFT


@pytest.mark.parametrize(("help_phone", "own"), [("", "+496315550177"), ("+496313650", "")])
def test_announce_needs_one_of_two_telephones(settings, help_phone, own):
    settings.HELP_PHONE = help_phone
    workshop = make_workshop(state=State.DRAFT, registration_phone=own, place=make_place(town="Musterstadt"))
    announce(workshop_id=workshop.pk, now=NOW)


def test_announce_wants_the_town_too():
    workshop = make_workshop(state=State.DRAFT, place=make_place(town=""))
    with pytest.raises(WorkshopIsIncomplete, match="Straße und Ort"):
        announce(workshop_id=workshop.pk, now=NOW)


def test_a_second_announcement_is_refused():
    workshop = make_workshop()
    with pytest.raises(WorkshopIsSomewhereElse, match="Diese Werkstatt hat den Stand „angekündigt“."):
        announce(workshop_id=workshop.pk, now=NOW)


def test_registration_is_closed_and_opened_again():
    workshop = make_workshop()
    assert close_registration(workshop_id=workshop.pk, now=NOW).state == State.CLOSED
    with pytest.raises(WorkshopIsSomewhereElse):
        close_registration(workshop_id=workshop.pk, now=NOW)
    assert reopen(workshop_id=workshop.pk, now=NOW).state == State.ANNOUNCED
    assert Workshop.objects.get().state == State.ANNOUNCED


def test_registration_that_the_clock_closed_is_not_opened_again():
    workshop = make_workshop(state=State.CLOSED, registration_closes_at=NOW)
    with pytest.raises(RegistrationTimeIsOver, match="„Anmeldung bis“"):
        reopen(workshop_id=workshop.pk, now=NOW)


def test_calling_off_tells_everybody_by_their_way_and_drops_what_was_open():
    workshop = make_workshop(seats=1)
    caller = make_registration(workshop)
    tell(caller, NoticeKind.WEEK_BEFORE, now=NOW)
    waiting = make_registration(workshop, contact=BY_LETTER)
    gone = make_registration(workshop, contact=BY_MAIL)
    cancel(registration_id=gone.pk, now=NOW)
    assert call_off(workshop_id=workshop.pk, reason="Zu wenige Anmeldungen.", now=NOW) == 2
    workshop.refresh_from_db()
    assert (workshop.state, workshop.state_reason) == (State.CANCELLED, "Zu wenige Anmeldungen.")
    assert [str(notice.registration) for notice in Notice.objects.to_call()] == [str(caller)]
    assert [(notice.kind, notice.registration) for notice in Notice.objects.to_write()] == [("called_off", waiting)]
    assert not Notice.objects.to_mail().exists()


def test_of_a_workshop_called_off_no_promise_runs_out():
    workshop = make_workshop(seats=1)
    first, second = make_registration(workshop), make_registration(workshop)
    cancel(registration_id=first.pk, now=NOW)
    assert seat_of(second) == Seat.PROMISED
    call_off(workshop_id=workshop.pk, reason="Sturm", now=NOW)
    assert expire_promises(now=NOW + 5 * DAY) == 0
    assert notices(second)[-1][0] == NoticeKind.CALLED_OFF


@pytest.mark.parametrize("state", [State.DRAFT, State.HELD, State.CANCELLED])
def test_only_what_people_expect_is_called_off_or_moved(state):
    workshop = make_workshop(state=state, state_reason="Sturm")
    with pytest.raises(WorkshopIsSomewhereElse):
        call_off(workshop_id=workshop.pk, reason="Sturm", now=NOW)
    with pytest.raises(WorkshopIsSomewhereElse):
        moved(workshop)


def test_what_is_over_is_neither_called_off_nor_moved():
    workshop = make_workshop(starts_at=NOW - DAY)
    with pytest.raises(WorkshopIsOver):
        call_off(workshop_id=workshop.pk, reason="Sturm", now=NOW)
    with pytest.raises(WorkshopIsOver):
        moved(workshop)


def test_moving_tells_everybody_of_the_new_date_and_closes_old_reminders():
    workshop = make_workshop()
    registration = make_registration(workshop, contact=BY_LETTER)
    tell(registration, NoticeKind.WEEK_BEFORE, now=NOW)
    other = make_place(name="Anderer Saal")
    start = workshop.starts_at + 7 * DAY
    assert moved(workshop, place_id=other.pk, room="Saal 2") == 1
    before = workshop.starts_at
    workshop.refresh_from_db()
    assert (workshop.starts_at, workshop.ends_at, workshop.registration_closes_at) == (
        start,
        start + timedelta(hours=3),
        start,
    )
    assert (workshop.place, workshop.room, workshop.state_reason) == (other, "Saal 2", "Die Heizung ist kaputt.")
    # Registration has begun: it stays open.
    assert workshop.registration_opens_at == NOW - 30 * DAY
    assert notices(registration) == [
        ("receipt", before, False),
        ("week_before", before, True),
        ("moved", start, False),
    ]


def test_back_on_the_first_date_everybody_is_told_again():
    workshop = make_workshop()
    registration = make_registration(workshop)
    first = workshop.starts_at
    tell(registration, NoticeKind.DAY_BEFORE, now=NOW)
    for start in (first + DAY, first, first + DAY):
        moved(workshop, starts_at=start)
    # Of each date one open notice at most: that of the date that counts.
    assert notices(registration)[1:] == [("moved", first, True), ("moved", first + DAY, False)]


def test_another_place_on_the_same_day_keeps_the_reminders():
    workshop = make_workshop()
    registration = make_registration(workshop)
    tell(registration, NoticeKind.WEEK_BEFORE, now=NOW)
    for room in ("Saal 1", "Saal 2"):
        moved(workshop, starts_at=workshop.starts_at, room=room)
    assert [kind for kind, _start, is_done in notices(registration) if not is_done] == ["week_before", "moved"]


def test_a_date_in_the_past_is_refused():
    workshop = make_workshop()
    with pytest.raises(DateIsOver) as refused:
        moved(workshop, starts_at=NOW)
    assert (
        str(refused.value) == "23. November 2026, 10:00 Uhr ist schon vorbei. Wählen Sie einen Termin in der Zukunft."
    )


def test_registration_times_move_along_by_the_clock_on_the_wall():
    start = datetime(2027, 3, 26, 14, 0, tzinfo=BERLIN)
    workshop = make_workshop(
        starts_at=start,
        registration_opens_at=datetime(2027, 3, 1, 9, 0, tzinfo=BERLIN),
        registration_closes_at=datetime(2027, 3, 25, 12, 0, tzinfo=BERLIN),
    )
    # Summer time begins on 28 March.
    moved(workshop, starts_at=datetime(2027, 4, 9, 15, 0, tzinfo=BERLIN))
    workshop.refresh_from_db()
    assert workshop.registration_opens_at == datetime(2027, 3, 15, 10, 0, tzinfo=BERLIN)
    assert workshop.registration_closes_at == datetime(2027, 4, 8, 13, 0, tzinfo=BERLIN)


def test_a_much_earlier_date_keeps_registration_open_to_the_start():
    workshop = make_workshop(registration_opens_at=NOW - DAY, registration_closes_at=NOW + DAY)
    start = NOW + 2 * DAY
    moved(workshop, starts_at=start)
    workshop.refresh_from_db()
    assert (workshop.registration_opens_at, workshop.registration_closes_at) == (NOW - DAY, start)


def test_registration_ends_with_a_workshop_that_became_shorter():
    workshop = make_workshop(registration_closes_at=NOW + 14 * DAY + timedelta(hours=6))
    start = workshop.starts_at + DAY
    moved(workshop, starts_at=start, ends_at=start + timedelta(hours=1))
    workshop.refresh_from_db()
    assert workshop.registration_closes_at == start + timedelta(hours=1)


@pytest.fixture
def promised():
    """A workshop for one, whose seat is promised until the third day from now."""
    workshop = make_workshop(seats=1)
    first, second = make_registration(workshop), make_registration(workshop)
    cancel(registration_id=first.pk, now=NOW)
    second = tell_of_promise(second)
    assert second.promised_until == NOW + 3 * DAY
    return workshop, second


@pytest.mark.parametrize(("start", "until"), [(NOW + 3 * DAY, NOW + 2 * DAY), (NOW + 30 * DAY, NOW + 3 * DAY)])
def test_a_promise_ends_a_day_before_the_new_date(promised, start, until):
    workshop, registration = promised
    moved(workshop, starts_at=start)
    assert seat_of(registration) == Seat.PROMISED
    assert registration.promised_until == until


def test_close_to_the_new_date_a_promised_seat_is_given_for_good(promised):
    workshop, registration = promised
    moved(workshop, starts_at=NOW + timedelta(hours=20))
    assert (seat_of(registration), registration.promised_until) == (Seat.SEATED, None)
    event = workshop.seat_events.latest_first().first()
    assert (event.registration, event.kind, event.free_seats) == (registration, SeatEventKind.SEATED, 0)


@pytest.mark.parametrize(("start", "seat"), [(NOW + 3 * DAY, Seat.PROMISED), (NOW + DAY, Seat.SEATED)])
def test_a_promise_nobody_was_told_of_is_kept_when_the_date_moves(start, seat):
    workshop = make_workshop(seats=1)
    first, second = make_registration(workshop), make_registration(workshop)
    cancel(registration_id=first.pk, now=NOW)
    moved(workshop, starts_at=start)
    second.refresh_from_db()
    assert (second.seat, second.promised_until) == (seat, None)


def test_called_off_after_the_start_those_on_the_way_are_told_until_its_end():
    workshop = make_workshop()
    registration = make_registration(workshop)
    assert call_off(workshop_id=workshop.pk, reason="Sturm", now=workshop.starts_at + timedelta(minutes=1)) == 1
    assert close_outdated(now=workshop.ends_at - timedelta(minutes=1)) == 0
    assert [notice.registration for notice in Notice.objects.to_call()] == [registration]
    assert close_outdated(now=workshop.ends_at) == 1


def test_what_has_ended_was_held():
    over = make_workshop(starts_at=NOW - DAY)
    closed = make_workshop(starts_at=NOW - DAY, state=State.CLOSED)
    draft = make_workshop(starts_at=NOW - DAY, state=State.DRAFT)
    running = make_workshop(starts_at=NOW - timedelta(hours=2))
    assert mark_held(now=NOW) == 2
    assert mark_held(now=NOW) == 0
    assert dict(Workshop.objects.values_list("pk", "state")) == {
        over.pk: State.HELD,
        closed.pk: State.HELD,
        draft.pk: State.DRAFT,
        running.pk: State.ANNOUNCED,
    }


# Nothing of the first one's life goes over to its copies.
OWN = {"id", "slug", "state", "state_reason", "starts_at", "ends_at", "seats_taken", "wheelchair_seats_taken"} | {
    "registration_opens_at",
    "registration_closes_at",
    "needs_purged_at",
    "contacts_purged_at",
}


def test_copies_are_drafts_with_everything_else():
    workshop = make_workshop(
        title="Wie wir älter werden",
        state=State.HELD,
        starts_at=datetime(2026, 10, 20, 14, 0, tzinfo=BERLIN),
        registration_opens_at=datetime(2026, 10, 1, 9, 0, tzinfo=BERLIN),
        registration_closes_at=datetime(2026, 10, 19, 12, 0, tzinfo=BERLIN),
        agenda="14 Uhr: Begrüßung",
        arranged_help=["ride"],
        invited_groups=["council"],
        state_reason="Sturm",
        needs_purged_at=NOW,
        contacts_purged_at=NOW,
        seats_taken=3,
        wheelchair_seats_taken=1,
    )
    workshop.topics.set([make_topic()])
    workshop.areas.set([make_area()])
    # Winter time has begun in between.
    first, second = (datetime(2027, 1, day, 14, 0, tzinfo=BERLIN) for day in (12, 26))
    copies = copy_to_dates(workshop_id=workshop.pk, starts=[first, second], now=NOW)
    workshop.refresh_from_db()
    assert workshop.series == Series.objects.get(title="Wie wir älter werden")
    assert list(Workshop.objects.by_start()) == [workshop, *copies]
    copy = Workshop.objects.get(pk=copies[1].pk)
    kept = {field.name for field in Workshop._meta.concrete_fields} - OWN
    assert {name: getattr(copy, name) for name in kept} == {name: getattr(workshop, name) for name in kept}
    assert {name: getattr(copy, name) for name in OWN - {"id"}} == {
        "slug": "wie-wir-aelter-werden-2027-01-26",
        "state": State.DRAFT,
        "state_reason": "",
        "starts_at": second,
        "ends_at": datetime(2027, 1, 26, 17, 0, tzinfo=BERLIN),
        "seats_taken": 0,
        "wheelchair_seats_taken": 0,
        "registration_opens_at": NOW,
        "registration_closes_at": datetime(2027, 1, 25, 12, 0, tzinfo=BERLIN),
        "needs_purged_at": None,
        "contacts_purged_at": None,
    }
    assert (list(copy.topics.all()), list(copy.areas.all())) == (
        list(workshop.topics.all()),
        list(workshop.areas.all()),
    )


def test_copies_join_the_series_they_come_from():
    workshop = make_workshop(series=make_series(title="Zehn Werkstätten"), title="x" * 120)
    morning, noon = (workshop.starts_at + timedelta(days=7, hours=hours) for hours in (-4, 0))
    copies = copy_to_dates(workshop_id=workshop.pk, starts=[morning, noon], now=NOW)
    assert [copy.series.title for copy in copies] == ["Zehn Werkstätten"] * 2
    # Two on one day are told apart by the hour; the address fits.
    assert [copy.slug for copy in copies] == [f"{'x' * 64}-2026-12-14", f"{'x' * 64}-2026-12-14-1400"]
    assert Series.objects.count() == 1


def test_registration_for_a_near_copy_goes_on_to_its_start():
    workshop = make_workshop(registration_closes_at=NOW + 7 * DAY)
    (copy,) = copy_to_dates(workshop_id=workshop.pk, starts=[NOW + 2 * DAY], now=NOW)
    assert copy.registration_closes_at == NOW + 2 * DAY


def test_a_date_is_copied_to_once_and_nothing_is_left_of_a_refused_copy():
    workshop = make_workshop()
    new = workshop.starts_at + DAY
    with pytest.raises(DateIsTaken, match="^Am 8. Dezember 2026, 14:00 Uhr gibt es diese Werkstatt schon."):
        copy_to_dates(workshop_id=workshop.pk, starts=[new, new], now=NOW)
    with pytest.raises(DateIsOver):
        copy_to_dates(workshop_id=workshop.pk, starts=[new, NOW], now=NOW)
    assert list(Workshop.objects.all()) == [workshop]
    assert not Series.objects.exists()
