"""Topics to choose from: found by words of everyday, and what was ticked is never lost."""

import re

import pytest

from offers.reference import forget
from tests.factories import make_topic
from tests.needs_form import address, data_of, ticked
from tests.reading import headings, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def test_topics_are_found_by_words_of_everyday_and_nothing_is_lost(client, sheet):
    page = address(sheet, "9")
    response = client.post(page, {"antwort": ["fahrdienst"], "thema": "Papierkram", "suchen": "ja"})
    assert response.status_code == 200
    assert ticked(response) == ["fahrdienst"]
    assert headings(response, 2)[:4] == [
        "Das haben Sie gewählt",
        "Thema suchen",
        "Das haben wir gefunden",
        "Alle Themen",
    ]
    assert "Das haben wir gefunden Hilfe mit Formularen Alle Themen Hilfe im Alltag Einkaufen" in words(response)
    html = response.content.decode()
    assert 'name="thema" value="Papierkram"' in html
    # Each topic stands once.
    values = re.findall(r'name="antwort" value="([\w-]+)"', html)
    assert len(values) == len(set(values)) == 7
    assert data_of(sheet)["9"] == ["fahrdienst"]
    answer = client.post(page, {"antwort": ["fahrdienst", "hilfe-mit-formularen"], "thema": "Papierkram"})
    assert answer.url == address(sheet, "10")
    assert words(client.get(page)).count("Hilfe mit Formularen") == 1


def test_a_part_of_life_finds_its_topics(client, sheet):
    response = client.post(address(sheet, "9"), {"thema": "hilfe im all", "suchen": "ja"})
    assert "Das haben wir gefunden Einkaufen Fahrdienst Alle Themen" in words(response)


@pytest.mark.parametrize("typed", ["xyzzy", ""])
def test_search_that_finds_nothing_says_what_else(client, sheet, typed):
    response = client.post(address(sheet, "9"), {"thema": typed, "suchen": "ja"})
    assert "Dazu haben wir kein neues Thema gefunden." in words(response)
    # Whoever only searched hasn't answered.
    assert "9" not in data_of(sheet)


def test_search_for_help_in_despair_shows_the_numbers(client, sheet):
    response = client.post(address(sheet, "9"), {"thema": "ich will nicht mehr leben", "suchen": "ja"})
    assert "Hilfe im Notfall" in headings(response, 2)


def test_ticks_beyond_any_answer_are_refused_aloud(client, sheet):
    response = client.post(address(sheet, "9"), {"antwort": ["einkaufen", *(f"x{number}" for number in range(200))]})
    assert response.status_code == 400
    assert words(response).count("Das ist zu viel zum Speichern. Wählen Sie noch einmal aus.") == 2
    assert ticked(response) == ["einkaufen"]
    assert "9" not in data_of(sheet)
    # Also where nothing else is wrong.
    blank = client.post(address(sheet, "13"), {"text": " " * 20_001})
    assert words(blank).count("Das ist zu viel zum Speichern. Nehmen Sie etwas weg.") == 2


def test_every_topic_can_be_ticked_and_stays(client, sheet):
    """More than can be chosen, more than sixty: what was ticked is still there to take some away."""
    slugs = [make_topic(plain_name=f"Thema {number}").slug for number in range(94)]
    forget()
    response = client.post(address(sheet, "9"), {"antwort": slugs})
    assert response.status_code == 400
    assert ticked(response) == slugs
    assert data_of(sheet)["9"] == slugs
