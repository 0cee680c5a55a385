"""What is deleted when, and that nothing is forgotten or deleted too early."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from tests.factories import NOW
from tests.workshop_factories import BY_MAIL, make_party, make_registration, make_series, make_workshop
from workshops.actions.announcing import call_off
from workshops.actions.nightly import keep_house
from workshops.actions.notices import tell
from workshops.actions.refusals import WorkshopIsOver
from workshops.actions.retention import erase, purge
from workshops.actions.seats import cancel, change_party
from workshops.models import (
    AccessNeed,
    ContactDetails,
    Draft,
    Guest,
    Notice,
    NoticeKind,
    Purge,
    Registration,
    Seat,
    State,
    Workshop,
)

pytestmark = pytest.mark.django_db
NEEDS = {"hearing_loop": "", "other": "Ich sehe schlecht."}
SECOND = timedelta(seconds=1)
NOTHING = {
    "Angaben zur Hilfe gelöscht": 0,
    "Kontaktdaten gelöscht": 0,
    "angefangene Anmeldungen gelöscht": 0,
}


def kept() -> tuple[int, int]:
    """How many access needs and how many contacts there are."""
    return AccessNeed.objects.count(), ContactDetails.objects.count()


def protocol():
    return list(Purge.objects.order_by("pk").values_list("workshop", "what", "count", "purged_at"))


def days_after(workshop, days):
    return workshop.ends_at + timedelta(days=days)


def test_needs_go_after_14_days_and_contacts_after_28():
    registration = make_registration(needs=NEEDS)
    workshop = registration.workshop
    needs_end, contacts_end = days_after(workshop, 14), days_after(workshop, 28)
    assert (purge(now=needs_end - SECOND), kept()) == (NOTHING, (2, 1))
    assert (purge(now=needs_end), kept()) == (NOTHING | {"Angaben zur Hilfe gelöscht": 2}, (0, 1))
    assert (purge(now=contacts_end - SECOND), kept()) == (NOTHING, (0, 1))
    assert (purge(now=contacts_end), kept()) == (NOTHING | {"Kontaktdaten gelöscht": 1}, (0, 0))
    assert (purge(now=contacts_end + SECOND), kept()) == (NOTHING, (0, 0))
    workshop.refresh_from_db()
    assert (workshop.needs_purged_at, workshop.contacts_purged_at) == (needs_end, contacts_end)
    assert protocol() == [(workshop.pk, "needs", 2, needs_end), (workshop.pk, "contacts", 1, contacts_end)]


def test_every_night_notes_what_took_place_and_purges():
    workshop = make_registration(needs=NEEDS).workshop
    assert keep_house(now=days_after(workshop, 14)) == {
        "Werkstätten als gehalten vermerkt": 1,
        "Angaben zur Hilfe gelöscht": 2,
        "Kontaktdaten gelöscht": 0,
        "angefangene Anmeldungen gelöscht": 0,
    }
    workshop.refresh_from_db()
    assert workshop.state == State.HELD


def test_days_are_settings(settings):
    settings.NEEDS_DAYS, settings.CONTACT_DAYS = 1, 2
    workshop = make_registration(needs=NEEDS).workshop
    purge(now=days_after(workshop, 1))
    assert kept() == (0, 1)
    purge(now=days_after(workshop, 2))
    assert kept() == (0, 0)


def test_what_names_nobody_stays():
    workshop = make_workshop(wheelchair_seats=2)
    registration = make_registration(workshop, names=["Ada", "Bea"], wheelchairs=2, needs={"wheelchair": ""})
    Guest.objects.filter(position=1).update(came_at=workshop.starts_at)
    purge(now=days_after(workshop, 28))
    registration.refresh_from_db()
    workshop.refresh_from_db()
    assert (registration.seat, registration.people, registration.wheelchairs) == (Seat.SEATED, 2, 0)
    assert (workshop.seats_taken, workshop.wheelchair_seats_taken) == (2, 2)
    assert registration.guests.filter(came_at__isnull=False, group="older_people").count() == 1


def test_each_workshop_has_its_line_in_the_protocol():
    first, second = make_workshop(), make_workshop()
    for workshop in (first, second, second):
        make_registration(workshop, needs={"ride": ""})
    make_workshop()
    end = days_after(first, 14)
    purge(now=end)
    assert sorted(protocol()) == [(first.pk, "needs", 1, end), (second.pk, "needs", 2, end)]


@pytest.mark.parametrize("state", [State.ANNOUNCED, State.CLOSED, State.HELD])
def test_contacts_stay_until_the_last_of_the_series_is_over(state):
    series = make_series()
    first = make_registration(make_workshop(series=series), needs=NEEDS).workshop
    last = make_workshop(series=series, starts_at=first.starts_at + timedelta(days=60), state=state)
    assert purge(now=days_after(first, 28))["Kontaktdaten gelöscht"] == 0
    assert kept() == (0, 1)
    purge(now=days_after(last, 28) - SECOND)
    assert kept() == (0, 1)
    purge(now=days_after(last, 28))
    assert kept() == (0, 0)


@pytest.mark.parametrize("state", [State.DRAFT, State.CANCELLED])
def test_what_is_only_planned_or_cancelled_keeps_no_contacts(state):
    series = make_series()
    first = make_registration(make_workshop(series=series)).workshop
    later = first.starts_at + timedelta(days=60)
    make_workshop(series=series, starts_at=later, state=state, state_reason="Sturm")
    purge(now=days_after(first, 28))
    assert kept() == (0, 0)


def test_another_series_keeps_no_contacts():
    first = make_registration(make_workshop(series=make_series())).workshop
    make_workshop(series=make_series(), starts_at=first.starts_at + timedelta(days=60))
    purge(now=days_after(first, 28))
    assert kept() == (0, 0)


def test_workshops_without_a_series_do_not_wait_for_each_other():
    first = make_registration().workshop
    make_workshop(starts_at=first.starts_at + timedelta(days=60))
    purge(now=days_after(first, 28))
    assert kept() == (0, 0)


def test_needs_of_who_cancelled_go_the_next_night_and_the_contact_later():
    workshop = make_workshop(starts_at=NOW + timedelta(days=200))
    make_registration(workshop, needs=NEEDS)
    cancelled = make_registration(workshop, needs=NEEDS)
    cancel(registration_id=cancelled.pk, now=NOW)
    purge(now=NOW)
    assert kept() == (2, 2)
    purge(now=NOW + timedelta(days=28) - SECOND)
    assert kept() == (2, 2)
    purge(now=NOW + timedelta(days=28))
    assert list(ContactDetails.objects.exclude(registration=cancelled)) == list(ContactDetails.objects.all())
    assert kept() == (2, 1)
    workshop.refresh_from_db()
    assert (workshop.needs_purged_at, workshop.contacts_purged_at) == (None, None)


def test_needs_of_a_workshop_called_off_go_the_next_night_and_the_contacts_later():
    workshop = make_workshop(starts_at=NOW + timedelta(days=200))
    make_registration(workshop, needs=NEEDS)
    call_off(workshop_id=workshop.pk, reason="Sturm", now=NOW)
    purge(now=NOW)
    assert kept() == (0, 1)
    purge(now=NOW + timedelta(days=28) - SECOND)
    assert kept() == (0, 1)
    purge(now=NOW + timedelta(days=28))
    assert kept() == (0, 0)


def test_open_notices_are_closed_with_the_contact():
    registration = make_registration()
    end = days_after(registration.workshop, 28)
    tell(registration, NoticeKind.THANKS, now=end - SECOND)
    purge(now=end)
    assert list(Notice.objects.filter(kind=NoticeKind.THANKS).values_list("done_at", flat=True)) == [end]


def test_restored_backup_is_purged_again():
    registration = make_registration(needs=NEEDS)
    end = days_after(registration.workshop, 28)
    Workshop.objects.update(needs_purged_at=end, contacts_purged_at=end)
    purge(now=end + SECOND)
    assert kept() == (0, 0)
    assert Workshop.objects.get().contacts_purged_at == end


def test_nothing_personal_comes_back_after_it_was_deleted():
    registration = make_registration(needs=NEEDS)
    end = days_after(registration.workshop, 14)
    purge(now=end)
    with pytest.raises(WorkshopIsOver):
        change_party(registration_id=registration.pk, party=make_party(needs=NEEDS), now=end)
    # Not even where somebody has moved the workshop into the future.
    Workshop.objects.update(starts_at=end + timedelta(days=5), ends_at=end + timedelta(days=6))
    with pytest.raises(WorkshopIsOver):
        change_party(registration_id=registration.pk, party=make_party(needs=NEEDS), now=end)
    assert kept() == (0, 1)


def make_draft(name, *, now=NOW, registration=None):
    data = {} if registration else {"personen": {"name_1": "Ada Beispiel"}}
    workshop = registration.workshop if registration else make_workshop(starts_at=NOW + timedelta(days=90))
    return Draft.objects.create(
        key_digest=name, workshop=workshop, data=data, changed_at=now, registration=registration
    )


@pytest.mark.parametrize(("is_sent", "days"), [(False, 30), (True, 2)])
def test_drafts_go_when_nobody_comes_back(is_sent, days):
    make_draft("old", registration=make_registration() if is_sent else None)
    end = NOW + timedelta(days=days)
    assert (purge(now=end - SECOND), Draft.objects.count()) == (NOTHING, 1)
    assert (purge(now=end), Draft.objects.count()) == (NOTHING | {"angefangene Anmeldungen gelöscht": 1}, 0)
    assert protocol() == [(None, "drafts", 1, end)]
    assert Registration.objects.count() == is_sent


def test_what_can_no_longer_be_sent_goes_the_next_night():
    draft = make_draft("late", now=NOW + timedelta(days=89))
    end = draft.workshop.ends_at
    assert (purge(now=end - SECOND), Draft.objects.count()) == (NOTHING, 1)
    assert (purge(now=end), Draft.objects.count()) == (NOTHING | {"angefangene Anmeldungen gelöscht": 1}, 0)


def test_who_wants_to_be_forgotten_is_at_once_and_the_next_one_moves_up():
    workshop = make_workshop(seats=1, hours_to_confirm=0)
    registration = make_registration(workshop, needs=NEEDS, contact=BY_MAIL, wheelchairs=1)
    waiting = make_registration(workshop)
    make_draft("sent", registration=registration)
    for _twice in range(2):
        erase(registration_id=registration.pk, now=NOW)
    assert list(ContactDetails.objects.values_list("registration", flat=True)) == [waiting.pk]
    assert (AccessNeed.objects.count(), Draft.objects.count()) == (0, 0)
    assert not registration.notices.open().exists()
    assert protocol() == [(workshop.pk, "needs", 2, NOW), (workshop.pk, "contacts", 1, NOW)]
    seats = Registration.objects.order_by("pk").values_list("seat", "wheelchairs")
    assert list(seats) == [(Seat.CANCELLED, 0), (Seat.SEATED, 0)]
    workshop.refresh_from_db()
    assert (workshop.seats_taken, workshop.wheelchair_seats_taken) == (1, 0)


def test_who_wants_to_be_forgotten_afterwards_stays_counted():
    registration = make_registration(needs=NEEDS)
    erase(registration_id=registration.pk, now=registration.workshop.ends_at)
    registration.refresh_from_db()
    assert (registration.seat, kept()) == (Seat.SEATED, (0, 0))


def test_a_night_costs_the_same_for_one_and_for_three_workshops(django_assert_num_queries):
    for count in (1, 2):
        for _each in range(count):
            workshop = make_registration(needs=NEEDS).workshop
        with django_assert_num_queries(25):
            purge(now=days_after(workshop, 28))


def is_somebody_waiting() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0] > 0


@pytest.mark.django_db(transaction=True)
def test_who_moves_seats_and_the_night_do_not_wait_for_each_other():
    registration = make_registration(needs={"wheelchair": ""}, wheelchairs=1)
    end = registration.workshop.ends_at

    def night():
        try:
            return purge(now=end + timedelta(days=14))
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        with transaction.atomic():
            Workshop.objects.select_for_update().get()
            purged = pool.submit(night)
            while not is_somebody_waiting():
                time.sleep(0.01)
            cancel(registration_id=registration.pk, now=end)
        assert purged.result() == NOTHING | {"Angaben zur Hilfe gelöscht": 1}
