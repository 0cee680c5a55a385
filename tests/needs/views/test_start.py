"""The page on which people begin the form, in the open call and at a workshop."""

from datetime import timedelta

import pytest

from needs.actions import sheets
from needs.actions.urn import empty_urn
from needs.models import Frame, Sheet, Submission
from tests.factories import NOW
from tests.needs_factories import make_sheet, make_wave, send_sheet
from tests.needs_form import address
from tests.reading import heading, words
from tests.workshop_factories import make_workshop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def test_start_says_what_becomes_of_the_answers(client, wave, settings):
    settings.HELP_PHONE = "0631 3650"
    settings.CITY_FACTS = settings.CITY_FACTS | {"address": "Stadt Musterstadt | Musterweg 1"}
    response = client.get("/bedarf/")
    said = words(response)
    assert response.status_code == 200
    assert heading(response) == "Was fehlt Ihnen?"
    for sentence in (
        "Wir messen noch, wie lange es dauert.",
        "Wir fragen ohne Namen.",
        "Wer den Code hat, kann sie lesen und löschen.",
        "Stadt Musterstadt Musterweg 1",
        "Sie antworten freiwillig.",
        "Was Sie nicht abschicken, löschen wir nach 30 Tagen.",
        "so löschen wir nach 3 Jahren alle Antworten. Ihren Text löschen wir schon nach 1 Jahr.",
        "Ihren Code eintragen",
        "0631 3650",
    ):
        assert sentence in said, sentence
    assert "anonym" not in said.lower()
    assert 'href="/bedarf/bogen.pdf"' in response.content.decode()
    assert "Beispiel" not in said
    assert not Sheet.objects.exists()


def test_start_says_how_long_it_took_ten_people(client, wave):
    for number in range(10):
        sheet = make_sheet(wave)
        Sheet.objects.filter(pk=sheet.pk).update(seconds=60 * (number + 1))
        send_sheet(sheet)
        if number == 8:
            assert "Wir messen noch" in words(client.get("/bedarf/"))
    empty_urn(now=NOW + timedelta(hours=2))
    assert "Die Hälfte der Menschen brauchte bisher höchstens 5 Minuten." in words(client.get("/bedarf/"))
    Submission.objects.update(channel="paper")
    assert "Wir messen noch" in words(client.get("/bedarf/"))


def test_start_of_an_example_names_no_measured_time(client):
    wave = make_wave(is_example=True)
    for _number in range(10):
        sheet = make_sheet(wave)
        Sheet.objects.filter(pk=sheet.pk).update(seconds=120)
        send_sheet(sheet)
    empty_urn(now=NOW + timedelta(hours=2))
    assert Submission.objects.filter(minutes=2).count() == 10
    assert "Wir messen noch" in words(client.get("/bedarf/"))


def test_start_without_a_call_names_other_ways(client, settings):
    settings.HELP_PHONE = "0631 3650"
    response = client.get("/bedarf/")
    assert "Zurzeit läuft keine Befragung für alle." in words(response)
    assert "0631 3650" in words(response)
    assert 'href="/hilfe-fehlt/"' in response.content.decode()
    assert "Anfangen" not in words(response)
    assert client.post("/bedarf/").status_code == 200
    assert not Sheet.objects.exists()


def test_begin_leads_to_the_first_question(client, wave, django_assert_num_queries):
    client.post("/bedarf/")
    with django_assert_num_queries(2):
        client.get("/bedarf/")
    # Most of them give out a code and count for the network.
    with django_assert_num_queries(10):
        answer = client.post("/bedarf/")
    sheet = Sheet.objects.order_by("pk").last()
    assert (answer.status_code, answer.url) == (303, address(sheet, "1"))
    assert (sheet.wave, sheet.language, sheet.channel) == (wave, "de", "online")
    assert client.post("/en/bedarf/").url.startswith("/en/bedarf/")


def test_robots_begin_nothing(client, wave):
    response = client.post("/bedarf/", {"website": "http://spam.example"})
    assert response.status_code == 400
    assert "Drücken Sie noch einmal auf „Anfangen“." in words(response)
    assert not Sheet.objects.exists()


def test_too_many_sheets_of_one_network_are_refused(client, wave, monkeypatch):
    monkeypatch.setattr(sheets, "BEGUN_A_DAY", 0)
    response = client.post("/bedarf/")
    assert response.status_code == 429
    assert "Von hier wurden heute schon sehr viele Bögen angefangen." in words(response)


def test_who_answers_at_a_workshop_is_counted_there(client, wave):
    at_workshop = make_wave(frame=Frame.WORKSHOP, workshop=make_workshop(title="Am Tisch", slug="am-tisch"))
    response = client.get("/bedarf/werkstatt/am-tisch/")
    assert "Für alle, die hierher kommen: Am Tisch" in words(response)
    assert "Bogen zum Ausdrucken, PDF" not in words(response)
    assert 'href="/en/bedarf/werkstatt/am-tisch/"' in response.content.decode()
    assert client.post("/bedarf/werkstatt/am-tisch/").status_code == 303
    assert Sheet.objects.get().wave == at_workshop


def test_a_workshop_without_a_form_has_none(client, wave):
    make_workshop(slug="am-tisch")
    assert client.get("/bedarf/werkstatt/am-tisch/").status_code == 404
