"""The pages that move a workshop, call it off and copy it to new dates."""

import pytest
from django.utils import timezone

from tests.browser_forms import errors, messages
from tests.workshop_desk import address, log
from tests.workshop_factories import BY_LETTER, make_registration, make_workshop
from workshops.models import Notice, State, Workshop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("help_line")]


def test_moving_without_an_agenda_reminds_nobody_of_it(client, organiser):
    workshop = make_workshop()
    page = client.get(address("move", workshop))
    typed = {name: page.context["form"][name].value() for name in ("place", "room")}
    times = {"starts_at": "2027-01-12T14:00", "ends_at": "2027-01-12T17:00", "reason": "Wegen Schnee."}
    response = client.post(address("move", workshop), typed | times, follow=True)
    assert messages(response) == ["0 Anmeldungen werden benachrichtigt. E-Mails gehen von selbst hinaus."]


def test_moving_tells_everybody_and_leads_to_the_calls(client, organiser):
    workshop = make_workshop(agenda="14 Uhr: Begrüßung")
    make_registration(workshop)
    page = client.get(address("move", workshop))
    typed = {name: page.context["form"][name].value() for name in ("starts_at", "ends_at", "place", "room")}
    assert typed["place"] == workshop.place_id
    response = client.post(
        address("move", workshop),
        typed | {"starts_at": "2027-01-12T14:00", "ends_at": "2027-01-12T17:00", "reason": "Wegen Schnee."},
        follow=True,
    )
    assert response.redirect_chain == [(address("calls", workshop), 302)]
    assert messages(response) == [
        "Prüfen Sie auch den Ablauf: Dort können noch die alten Uhrzeiten stehen.",
        "1 Anmeldung wird benachrichtigt. E-Mails gehen von selbst hinaus.",
    ]
    workshop.refresh_from_db()
    assert workshop.state_reason == "Wegen Schnee."
    assert [notice.kind for notice in Notice.objects.to_call()] == ["moved"]
    assert log() == ["Verschoben"]


def test_a_wrong_move_keeps_what_was_typed(client, organiser):
    workshop = make_workshop()
    typed = {"starts_at": "2027-01-12T14:00", "ends_at": "2027-01-12T13:00", "place": workshop.place_id}
    response = client.post(address("move", workshop), typed)
    assert errors(response) == {
        "ends_at": ["Das Ende muss nach dem Beginn liegen."],
        "reason": ["Schreiben Sie den Grund in einem Satz."],
    }
    assert 'value="2027-01-12T14:00"' in response.content.decode()
    response = client.post(address("move", workshop), {"room": ""})
    assert set(errors(response)) == {"starts_at", "ends_at", "place", "reason"}


def test_a_refused_move_says_why(client, organiser):
    workshop = make_workshop()
    typed = {
        "starts_at": "2026-11-20T14:00",
        "ends_at": "2026-11-20T17:00",
        "place": workshop.place_id,
        "reason": "Wegen Schnee.",
    }
    response = client.post(address("move", workshop), typed)
    assert errors(response)["__all__"] == [
        "20. November 2026, 14:00 Uhr ist schon vorbei. Wählen Sie einen Termin in der Zukunft."
    ]


def test_planners_call_off_and_come_back_to_the_workshop(client, planner):
    workshop = make_workshop()
    assert client.get(address("call_off", workshop)).status_code == 200
    make_registration(workshop, contact=BY_LETTER)
    make_registration(workshop)
    response = client.post(address("call_off", workshop), {"reason": "Wegen Schnee."}, follow=True)
    assert response.redirect_chain == [(address("change", workshop), 302)]
    assert messages(response) == ["2 Anmeldungen werden benachrichtigt. E-Mails gehen von selbst hinaus."]
    assert Workshop.objects.get().state == State.CANCELLED
    assert log() == ["Abgesagt"]


def test_dates_are_copied_line_by_line(client, organiser):
    workshop = make_workshop(title="Wohnen")
    assert client.get(address("copy", workshop)).status_code == 200
    typed = "12.01.2027 14:00\n\n 26.1.27,  9:30 Uhr \r\n2027-02-02 10:00\n"
    response = client.post(address("copy", workshop), {"dates": typed}, follow=True)
    assert messages(response) == ["3 Entwürfe sind angelegt."]
    copies = Workshop.objects.filter(state=State.DRAFT).by_start()
    assert [f"{timezone.localtime(copy.starts_at):%d.%m.%Y %H:%M}" for copy in copies] == [
        "12.01.2027 14:00",
        "26.01.2027 09:30",
        "02.02.2027 10:00",
    ]
    assert log() == ["Kopiert"] * 3


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", "Schreiben Sie mindestens einen Termin."),
        (
            "12.01.2027 14:00\nmorgen",
            "„morgen“ ist nicht zu lesen. Schreiben Sie Tag und Uhrzeit so: 12.01.2027 14:00.",
        ),
        ("12.01.2027 14:00\n" * 21, "Kopieren Sie höchstens 20 Termine auf einmal."),
    ],
)
def test_dates_that_cannot_be_read_are_named(client, organiser, typed, found):
    response = client.post(address("copy", make_workshop()), {"dates": typed})
    assert errors(response) == {"dates": [found]}
    assert Workshop.objects.count() == 1
