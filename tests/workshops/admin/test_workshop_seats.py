"""Seats typed at the desk: fewer than those taken are refused, and more let the queue move up."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting

import pytest
from django.db import connection, transaction
from django.forms import modelform_factory
from django.urls import reverse

from tests.browser_forms import errors, messages, typed_form
from tests.workshop_desk import address, save
from tests.workshop_factories import make_registration, make_workshop
from workshops.admin.workshop_form import WorkshopForm
from workshops.models import Seat, Workshop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("help_line")]


def test_seats_below_those_taken_are_refused_with_what_to_do(client, organiser):
    workshop = make_workshop(seats=5, wheelchair_seats=2)
    make_registration(workshop, names=["Ada Beispiel", "Bea Beispiel"], wheelchairs=2)
    make_registration(workshop)
    list_of_it = f"{reverse('admin:workshops_registration_changelist')}?workshop__id__exact={workshop.pk}"
    link = f'<a href="{list_of_it}">Anmeldungen öffnen</a>'
    response = save(client, workshop, seats="2", wheelchair_seats="1")
    assert errors(response) == {
        "seats": [f"Es sind schon 3 Plätze vergeben. Sagen Sie zuerst 1 Person ab: {link}"],
        "wheelchair_seats": [
            f"Es sind schon 2 Plätze für Rollstühle vergeben. Sagen Sie zuerst 1 Person mit Rollstuhl ab: {link}"
        ],
    }
    assert link in response.content.decode()
    assert client.get(list_of_it).context["cl"].result_count == 2
    assert errors(save(client, workshop, seats="1", wheelchair_seats="0"))["wheelchair_seats"] == [
        f"Es sind schon 2 Plätze für Rollstühle vergeben. Sagen Sie zuerst 2 Personen mit Rollstuhl ab: {link}"
    ]
    assert save(client, workshop, seats="3").status_code == 302


def test_who_sees_no_registrations_is_told_who_does(client, planner):
    workshop = make_workshop(seats=3)
    make_registration(workshop)
    make_registration(workshop)
    assert errors(save(client, workshop, seats="1", wheelchair_seats="0")) == {
        "seats": [
            "Es sind schon 2 Plätze vergeben. Sagen Sie zuerst 1 Person ab. Das macht, wer die Anmeldungen betreut."
        ]
    }


def test_a_registration_beside_the_open_form_is_counted(client, organiser):
    workshop = make_workshop(seats=3)
    typed = typed_form(client, address("change", workshop)) | {"seats": "1", "summary": "Neu."}
    make_registration(workshop)
    assert client.post(address("change", workshop), typed).status_code == 302
    workshop.refresh_from_db()
    assert (workshop.seats, workshop.seats_taken, workshop.summary) == (1, 1, "Neu.")


@pytest.mark.django_db(transaction=True)
def test_a_registration_at_the_same_moment_waits_for_the_new_seats():
    workshop = make_workshop(seats=3)

    def register_elsewhere():
        try:
            return [make_registration(workshop).seat for _number in range(2)]
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            form = modelform_factory(Workshop, form=WorkshopForm, fields=["seats"])({"seats": "1"}, instance=workshop)
            assert form.is_valid()
            registering = threads.submit(register_elsewhere)
            with pytest.raises(StillWaiting):
                registering.result(timeout=0.5)
            form.instance.save(update_fields=["seats"])
        assert registering.result(timeout=20) == [Seat.SEATED, Seat.WAITING]
    workshop.refresh_from_db()
    assert (workshop.seats, workshop.seats_taken) == (1, 1)


def test_more_seats_let_the_queue_move_up(client, organiser):
    workshop = make_workshop(seats=1, hours_to_confirm=0)
    parties = [make_registration(workshop) for _number in range(3)]
    response = client.post(
        address("change", workshop), typed_form(client, address("change", workshop)) | {"seats": "3"}, follow=True
    )
    assert messages(response)[0] == "2 Anmeldungen sind von der Warteliste nachgerückt."
    assert [party.seat for party in workshop.registrations.by_time()] == [Seat.SEATED] * len(parties)
    workshop.refresh_from_db()
    assert workshop.seats_taken == 3
