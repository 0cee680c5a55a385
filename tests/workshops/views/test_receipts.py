"""The receipt of a registration: code, seat or rank, what comes next; nothing is registered twice."""

import pytest

from tests.drafts import STEPS, TYPED, address, make_draft, send_draft
from tests.reading import words
from tests.workshop_factories import BY_LETTER, BY_MAIL, BY_PHONE, make_registration, make_workshop
from workshops.actions.codes import code_in_words
from workshops.models import Registration, Seat, State, Workshop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
PEOPLE = TYPED["personen"]


@pytest.mark.parametrize(
    ("contact", "typed", "next_words"),
    [
        (BY_PHONE, {"way": "phone"}, "Wir rufen Sie an, wenn sich etwas ändert."),
        (
            BY_LETTER,
            {"way": "letter", "street": "Musterweg 1", "postal_code": "67655", "town": "Kaiserslautern"},
            "Wir schicken Ihnen einen Brief mit allen Angaben.",
        ),
        (BY_MAIL, {"way": "mail", "email": "ada@example.org"}, "Sie bekommen gleich eine E-Mail von uns."),
    ],
)
def test_receipt_says_code_seat_and_what_comes_next(client, workshop, contact, typed, next_words):
    key = make_draft(workshop, erreichen=typed)
    answer = client.post(address(workshop, key, "pruefen"))
    assert (answer.status_code, answer.url) == (303, address(workshop, key, "fertig"))
    registration = Registration.objects.get()
    assert (registration.seat, registration.contact.way) == (Seat.SEATED, contact.way)
    receipt = words(client.get(answer.url))
    assert receipt.startswith(
        "Danke für Ihre Anmeldung Gut leben Montag, 7. Dezember 2026, 14 bis 17 Uhr Sie haben einen Platz. Ihr Code "
        + code_in_words(registration.code).replace("\N{NO-BREAK SPACE}", " ")
    )
    assert f"So geht es weiter {next_words} Sie können doch nicht kommen?" in receipt
    assert "Rufen Sie an: 0631 3654408" in receipt


@pytest.mark.parametrize(
    ("before", "contact", "rank", "next_words"),
    [
        (0, {}, "Als Nächstes sind Sie an der Reihe.", "Wir rufen Sie an, sobald ein Platz frei wird."),
        (
            1,
            {"way": "letter", "street": "Weg 1", "postal_code": "67655", "town": "Ort"},
            "Vor Ihnen wartet noch 1 Anmeldung.",
            "Wir schreiben Ihnen einen Brief, sobald ein Platz frei wird.",
        ),
        (
            2,
            {"way": "mail", "email": "ada@example.org"},
            "Vor Ihnen warten noch 2 Anmeldungen.",
            "Sie bekommen gleich eine E-Mail von uns. Wird ein Platz frei, schreiben wir Ihnen wieder.",
        ),
    ],
)
def test_receipt_of_the_waiting_list_says_the_rank(client, before, contact, rank, next_words):
    workshop = make_workshop(seats=1)
    for _party in range(1 + before):
        make_registration(workshop)
    key = make_draft(workshop, erreichen=contact)
    receipt = words(client.post(address(workshop, key, "pruefen"), follow=True))
    assert f"Sie stehen auf der Warteliste. {rank}" in receipt
    assert next_words in receipt


def test_after_sending_every_page_leads_to_the_receipt(client, workshop):
    send_draft(workshop, key := make_draft(workshop))
    receipt = address(workshop, key, "fertig")
    for page in STEPS[:4]:
        for answer in (client.get(address(workshop, key, page)), client.post(address(workshop, key, page), PEOPLE)):
            assert (answer.status_code, answer.url) == (303, receipt)
    Workshop.objects.update(state=State.CLOSED)
    assert client.get(address(workshop, key, "personen")).url == receipt
    assert Registration.objects.count() == 1


def test_receipt_waits_for_the_sending(client, workshop):
    key = make_draft(workshop)
    assert client.get(address(workshop, key, "fertig")).url == address(workshop, key, "pruefen")


def test_receipt_says_that_it_was_called_off_since(client, workshop):
    send_draft(workshop, key := make_draft(workshop))
    Workshop.objects.update(state=State.CANCELLED, state_reason="Wasser im Keller")
    receipt = words(client.get(address(workshop, key, "fertig")))
    assert "Diese Werkstatt fällt aus. Der Grund: Wasser im Keller" in receipt
    assert "Sie haben" not in receipt


def test_deleted_receipt_leaves_the_registration(client, workshop):
    send_draft(workshop, key := make_draft(workshop))
    assert "Ihre Anmeldung gilt weiter." in words(client.post(address(workshop, key, "loeschen")))
    assert Registration.objects.get().seat == Seat.SEATED
    assert client.get(address(workshop, key, "fertig")).url == address(workshop, key, "pruefen")
