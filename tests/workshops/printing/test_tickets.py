"""The ticket of a registration, and the page whose address it names."""

import pytest
from django.utils.translation import override

from offers.printing import qr_svg
from tests.factories import NOW
from tests.printed import tags, text
from tests.workshop_factories import make_registration, make_workshop
from tests.workshop_sheets import PHONE, a_workshop, code
from workshops import printing
from workshops.actions.seats import cancel
from workshops.models import Origin
from workshops.printing.facts import code_page

pytestmark = pytest.mark.django_db


def test_ticket_says_all_one_needs_on_one_page(settings):
    registration = make_registration(
        a_workshop(), names=["Ada Beispiel", "Bea Beispiel"], needs={"ride": "", "other": "Ich höre schlecht."}
    )
    made = printing.ticket(registration, now=NOW)
    assert text(made) == (
        f"Ihre Anmeldung Gut wohnen Sie haben 2 Plätze. Ihr Code: {code(registration)} "
        "Wann Montag, 7. Dezember 2026, 14 bis 17 Uhr "
        "Wo Alte Schmiede Saal 2 Musterstraße 1 67655 Musterstadt "
        "Anfahrt Haltestelle Rathaus, 120 Meter entfernt "
        "Zugang Zugang ohne Stufen. Keine Toilette für Rollstuhl "
        "Wer Ada Beispiel Bea Beispiel Hilfe Fahrt hin und zurück etwas anderes: Ich höre schlecht. "
        f"So sagen Sie ab Rufen Sie an: {PHONE} "
        "Oder im Internet: hilfe.example/code Dort tragen Sie Ihren Code ein. "
        "Hilfe in Ihrem Stadtteil Gedruckt am 23. November 2026 Seite 1 von 1"
    )
    assert "/Figure: QR-Code: die Seite, auf der Sie Ihren Code eintragen" in tags(made)


def test_ticket_names_the_way_to_the_screen_until_it_is_given_back():
    registration = make_registration(a_workshop(hybrid_link="https://video.example.org/gut-wohnen"))
    assert "Am Bildschirm https://video.example.org/gut-wohnen Wer" in text(printing.ticket(registration, now=NOW))
    registration = cancel(registration_id=registration.pk, now=NOW)
    assert "video.example.org" not in text(printing.ticket(registration, now=NOW))


def test_ticket_of_who_waits_says_so_and_names_no_empty_facts(settings):
    settings.HELP_PHONE = ""
    workshop = make_workshop(seats=1)
    make_registration(workshop)
    words = text(printing.ticket(make_registration(workshop, names=["Bea Beispiel"]), now=NOW))
    assert "Sie stehen auf der Warteliste." in words
    assert "Im Internet: hilfe.example/code" in words
    assert [name for name in ("Rufen Sie an", "Oder", "Anfahrt", "Zugang", "Hilfe ") if name in words] == ["Hilfe "]
    assert words.count("Hilfe ") == words.count("Hilfe in Ihrem Stadtteil") == 1


def test_ticket_of_who_cancelled_says_no_more_how_to(settings):
    registration = cancel(registration_id=make_registration(a_workshop()).pk, now=NOW)
    words = text(printing.ticket(registration, now=NOW))
    assert "Diese Anmeldung ist abgesagt." in words
    assert "So sagen Sie ab" not in words


def test_ticket_without_code_and_names_is_for_who_just_came():
    registration = make_registration(a_workshop(), contact=None, origin=Origin.WALK_IN)
    registration.code = None
    words = text(printing.ticket(registration, now=NOW))
    assert f"Rufen Sie an: {PHONE}" in words
    assert "Code" not in words
    assert "Wer " not in words


def test_code_page_is_named_and_scanned_without_a_code():
    assert code_page() == {"address": "hilfe.example/code", "qr": qr_svg("https://hilfe.example/code/")}
    with override("en"):
        assert code_page() == {"address": "hilfe.example/en/code", "qr": qr_svg("https://hilfe.example/en/code/")}


def test_printed_address_of_the_code_page_leads_there(client):
    """Paper leaves the last slash out: one sign less to type."""
    response = client.get("/code")
    assert (response.status_code, response.headers["Location"]) == (301, "/code/")
