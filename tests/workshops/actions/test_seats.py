"""Seats and waiting list: nobody is parted, nobody is forgotten, nothing is given twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from tests.factories import NOW
from tests.workshop_factories import (
    BY_LETTER,
    BY_MAIL,
    BY_PHONE,
    make_party,
    make_registration,
    make_workshop,
    tell_of_promise,
)
from workshops.actions.codes import issue_code
from workshops.actions.notices import told
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
from workshops.actions.seats import cancel, change_party, confirm, expire_promises, move_up, register
from workshops.models import (
    HOLDING,
    CodeKind,
    Invitation,
    Notice,
    Origin,
    Registration,
    Seat,
    StakeholderGroup,
    Standing,
    State,
    Workshop,
)

pytestmark = pytest.mark.django_db

TWO = ("Ada Beispiel", "Bea Beispiel")
THREE = (*TWO, "Cem Beispiel")


def taken(workshop) -> tuple[int, int]:
    """Seats given according to the column and to the registrations: always the same."""
    workshop.refresh_from_db()
    counted = Registration.objects.filter(workshop=workshop, seat__in=HOLDING).aggregate(Sum("people"))
    return workshop.seats_taken, counted["people__sum"] or 0


def seats(*registrations) -> list[str]:
    return [Registration.objects.get(pk=registration.pk).seat for registration in registrations]


def log(workshop) -> list[tuple[int, str, int]]:
    return list(workshop.seat_events.order_by("pk").values_list("registration_id", "kind", "free_seats"))


def invite(workshop) -> Invitation:
    return Invitation.objects.create(
        workshop=workshop,
        code=issue_code(CodeKind.INVITATION),
        group=StakeholderGroup.PROVIDERS,
        made_at=NOW,
    )


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


def test_party_grows_only_where_it_fits():
    workshop = make_workshop(seats=4)
    pair, _other = make_registration(workshop, names=TWO), make_registration(workshop)
    change_party(registration_id=pair.pk, party=make_party(THREE), now=NOW)
    assert taken(workshop) == (4, 4)
    assert Registration.objects.get(pk=pair.pk).contact.names == [*THREE]
    single = workshop.registrations.get(people=1)
    with pytest.raises(PartyIsTooLarge, match="Es ist kein Platz mehr frei. Ihre Anmeldung bleibt"):
        change_party(registration_id=single.pk, party=make_party(TWO), now=NOW)
    assert taken(workshop) == (4, 4)


def test_refusal_says_how_many_more_would_fit():
    workshop = make_workshop(seats=2)
    single = make_registration(workshop)
    with pytest.raises(PartyIsTooLarge, match="nur noch 1 Platz frei"):
        change_party(registration_id=single.pk, party=make_party(THREE), now=NOW)


def test_party_that_shrinks_makes_room():
    workshop = make_workshop(seats=2, hours_to_confirm=0)
    pair, waiting = make_registration(workshop, names=TWO), make_registration(workshop)
    change_party(registration_id=pair.pk, party=make_party(), now=NOW)
    assert seats(pair, waiting) == [Seat.SEATED, Seat.SEATED]
    assert pair.guests.count() == 1
    assert [kind for _pk, kind, _free in log(workshop)[2:]] == ["changed", "seated"]


def test_waiting_party_that_shrinks_may_fit_at_once():
    workshop = make_workshop(seats=1, hours_to_confirm=0)
    pair = None
    with pytest.raises(PartyIsTooLarge):
        make_registration(workshop, names=TWO)
    workshop = make_workshop(seats=2, hours_to_confirm=0)
    make_registration(workshop)
    pair = make_registration(workshop, names=TWO)
    with pytest.raises(PartyIsTooLarge):
        change_party(registration_id=pair.pk, party=make_party(THREE), now=NOW)
    change_party(registration_id=pair.pk, party=make_party(), now=NOW)
    assert seats(pair) == [Seat.SEATED]


def test_changing_contact_and_needs_leaves_the_seats_alone():
    workshop = make_workshop()
    registration = make_registration(workshop, needs={"ride": "", "call": ""})
    first_consent = registration.needs.get(kind="ride").consented_at
    later = NOW + timedelta(days=1)
    party = make_party(contact=BY_MAIL, needs={"ride": "von der Haustür", "hearing_loop": ""})
    change_party(registration_id=registration.pk, party=party, now=later)
    registration.refresh_from_db()
    assert sorted(registration.needs.values_list("kind", "text", "consented_at")) == [
        ("hearing_loop", "", later),
        ("ride", "von der Haustür", first_consent),
    ]
    assert (registration.contact.way, registration.contact.phone) == ("mail", "")
    assert len(log(workshop)) == 1


def test_need_in_other_words_has_to_be_arranged_anew():
    registration = make_registration(needs={"ride": "", "other": "Ein Stuhl"})
    registration.needs.update(arranged_at=NOW)
    change_party(registration_id=registration.pk, party=make_party(needs={"ride": "", "other": "Zwei"}), now=NOW)
    assert dict(registration.needs.values_list("kind", "arranged_at")) == {"ride": NOW, "other": None}


def test_another_number_of_wheelchairs_has_to_be_arranged_anew():
    needs = {"wheelchair": "", "ride": ""}
    registration = make_registration(make_workshop(wheelchair_seats=2), names=TWO, wheelchairs=1, needs=needs)
    registration.needs.update(arranged_at=NOW)
    change_party(registration_id=registration.pk, party=make_party(TWO, wheelchairs=2, needs=needs), now=NOW)
    assert dict(registration.needs.values_list("kind", "arranged_at")) == {"wheelchair": None, "ride": NOW}


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


def test_what_is_over_is_not_changed():
    registration = make_registration()
    workshop = registration.workshop
    with pytest.raises(WorkshopIsOver):
        change_party(registration_id=registration.pk, party=make_party(), now=workshop.ends_at)
    cancel(registration_id=registration.pk, now=NOW)
    with pytest.raises(RegistrationIsOver):
        change_party(registration_id=registration.pk, party=make_party(), now=NOW)


def test_database_refuses_overbooking_whoever_writes():
    workshop = make_workshop(seats=1)
    with pytest.raises(IntegrityError, match="workshop_is_never_overbooked"), transaction.atomic():
        Workshop.objects.filter(pk=workshop.pk).update(seats_taken=2)
    with pytest.raises(IntegrityError, match="workshop_wheelchair_seats_are_never_overbooked"), transaction.atomic():
        Workshop.objects.filter(pk=workshop.pk).update(wheelchair_seats_taken=2)


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


def test_raised_seats_let_the_queue_move_up_as_far_as_they_go():
    workshop = make_workshop(seats=2, hours_to_confirm=0)
    make_registration(workshop, names=TWO)
    waiting = [make_registration(workshop, names=TWO), make_registration(workshop)]
    Workshop.objects.filter(pk=workshop.pk).update(seats=5)
    with transaction.atomic():
        assert move_up(Workshop.objects.select_for_update().get(pk=workshop.pk), now=NOW) == 2
    assert seats(*waiting) == [Seat.SEATED, Seat.SEATED]


def test_workshop_whose_personal_data_was_deleted_takes_nobody_any_more():
    workshop = make_workshop(needs_purged_at=NOW)
    with pytest.raises(RegistrationIsNotOpen) as refusal:
        make_registration(workshop)
    assert refusal.value.standing == Standing.OVER
