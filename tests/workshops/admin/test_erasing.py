"""Somebody calls and wants to be forgotten."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from tests.factories import NOW
from tests.workshop_factories import make_registration
from workshops.actions.seats import cancel
from workshops.models import AccessNeed, ContactDetails, Seat

pytestmark = pytest.mark.django_db


def address(page, registration):
    return reverse(f"admin:workshops_registration_{page}", args=[registration.pk])


def test_data_goes_at_once_and_the_history_names_nobody(client, organiser):
    registration = make_registration(needs={"ride": ""})
    answer = client.post(address("erase", registration), {"is_sure": "on"}, follow=True)
    assert answer.redirect_chain == [(address("change", registration), 302)]
    assert [str(message) for message in answer.context["messages"]] == [f"Die Daten von {registration} sind gelöscht."]
    assert (AccessNeed.objects.count(), ContactDetails.objects.count()) == (0, 0)
    registration.refresh_from_db()
    assert registration.seat == Seat.CANCELLED
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_repr, entry.change_message) == (organiser, str(registration), "Daten gelöscht")


def test_nothing_is_deleted_by_a_slip(client, organiser):
    registration = make_registration()
    assert client.get(address("erase", registration)).status_code == 200
    answer = client.post(address("erase", registration), {})
    assert "Kreuzen Sie an, dass wirklich gelöscht werden soll." in answer.content.decode()
    assert ContactDetails.objects.count() == 1


def test_there_is_nothing_to_delete_twice(client, organiser):
    registration = make_registration()
    registration.contact.delete()
    assert client.get(address("erase", registration)).status_code == 404


def test_who_has_cancelled_can_still_be_forgotten(client, organiser):
    registration = make_registration()
    cancel(registration_id=registration.pk, now=NOW)
    page = client.get(address("change", registration))
    assert page.context["links"] == [{"label": "Daten löschen", "url": address("erase", registration)}]
