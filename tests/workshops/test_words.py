"""What people read of a workshop and of their seat."""

from datetime import timedelta

import pytest

from tests.factories import NOW, make_place
from tests.workshop_factories import make_registration, make_workshop, tell_of_promise
from workshops.actions.seats import cancel, expire_promises
from workshops.models import Registration, State, Workshop
from workshops.words import access_lines, people_words, seat_words

pytestmark = pytest.mark.django_db


def said_to(registration) -> str:
    return seat_words(Registration.objects.get(pk=registration.pk))


def test_every_seat_has_its_sentence():
    workshop = make_workshop(seats=1, hours_to_confirm=24)
    first, second = make_registration(workshop), make_registration(workshop)
    assert said_to(first) == "Sie haben einen Platz."
    assert said_to(second) == "Sie stehen auf der Warteliste."
    cancel(registration_id=first.pk, now=NOW)
    assert said_to(first) == "Diese Anmeldung ist abgesagt."
    assert said_to(second) == (
        "Für Sie ist ein Platz frei. Sie können ihn jetzt bestätigen. Wir melden uns auch noch bei Ihnen."
    )
    tell_of_promise(second)
    assert said_to(second) == "Für Sie ist ein Platz frei. Bestätigen Sie ihn bis Dienstag, 24. November, 10.00 Uhr."
    expire_promises(now=NOW + timedelta(days=1))
    assert said_to(second) == "Die Zusage ist abgelaufen. Der Platz ist weitergegeben."


def test_seats_of_a_party_are_counted():
    workshop = make_workshop(seats=2, hours_to_confirm=24)
    first, second = (make_registration(workshop, names=["Ada Beispiel", "Bea Beispiel"]) for _each in range(2))
    assert said_to(first) == "Sie haben 2 Plätze."
    cancel(registration_id=first.pk, now=NOW)
    assert said_to(second) == (
        "Für Sie sind 2 Plätze frei. Sie können sie jetzt bestätigen. Wir melden uns auch noch bei Ihnen."
    )
    tell_of_promise(second)
    assert said_to(second) == "Für Sie sind 2 Plätze frei. Bestätigen Sie sie bis Dienstag, 24. November, 10.00 Uhr."


def test_who_has_a_seat_in_a_workshop_called_off_reads_that():
    registration, cancelled = make_registration(), make_registration()
    cancel(registration_id=cancelled.pk, now=NOW)
    Workshop.objects.update(state=State.CANCELLED, state_reason="Sturm")
    assert [said_to(registration), said_to(cancelled)] == [
        "Die Werkstatt fällt aus.",
        "Diese Anmeldung ist abgesagt.",
    ]


def test_people_are_counted_in_words():
    assert [people_words(number) for number in (1, 3)] == ["1 Person", "3 Personen"]


def test_access_says_only_what_somebody_has_looked_at():
    assert access_lines(make_place()) == []
    stairs = make_place(is_step_free=False, has_hearing_loop=False, access_note="Klingel links")
    assert access_lines(stairs) == ["Es gibt Stufen. Rufen Sie uns an, wenn Sie Hilfe brauchen.", "Klingel links"]
