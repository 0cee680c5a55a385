"""Leaving a page of the form by any of its buttons: nothing typed is lost."""

import pytest

from tests.needs_form import address, data_of, written
from tests.reading import heading, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def test_going_back_keeps_the_page_without_a_word_about_errors(client, sheet):
    answer = client.post(address(sheet, "11"), {"antwort": ["advice", "none"], "zurueck": "ja"})
    assert (answer.status_code, answer.url) == (303, address(sheet, "10"))
    assert data_of(sheet)["11"] == ["advice", "none"]
    assert client.post(address(sheet, "1"), {"antwort": ["council"], "zurueck": "ja"}).url == "/bedarf/"
    assert data_of(sheet)["1"] == ["council"]


@pytest.mark.parametrize("button", ["zurueck", "pause", "suchen"])
def test_whoever_only_leaves_has_not_answered(client, sheet, button):
    for page, typed in (("4", {}), ("9", {}), ("13", {"text": ""})):
        client.post(address(sheet, page), typed | {button: "ja"})
        assert page not in data_of(sheet)
    # But an answer can be taken back on the way.
    client.post(address(sheet, "9"), {"antwort": "einkaufen"})
    client.post(address(sheet, "9"), {button: "ja"})
    assert data_of(sheet)["9"] == []


def test_stopping_keeps_what_is_typed(client, sheet):
    answer = client.post(address(sheet, "13"), {"text": "halb fert", "pause": "ja"})
    assert (answer.status_code, answer.url) == (303, address(sheet, "pause"))
    assert data_of(sheet)["13"] == ["halb fert"]


def test_switching_the_language_keeps_what_is_typed(client, sheet):
    answer = client.post(f"{address(sheet, '13')}?pruefen", {"text": "halb fert", "sprache": "en"})
    assert (answer.status_code, answer.url) == (303, f"{address(sheet, '13', 'en')}?pruefen")
    english = client.get(answer.url)
    assert (heading(english), written(english)) == ("Is there anything else you would like to tell us?", "halb fert")
    assert english.headers["Content-Language"] == "en"
    assert b'<html lang="en">' in english.content
    back = client.post(address(sheet, "13", "en"), {"text": "half done", "sprache": "de"})
    assert back.url == address(sheet, "13")
    # A language that there isn't is no way out.
    assert client.post(address(sheet, "13"), {"text": "a", "sprache": "fr"}).url == address(sheet, "mehr")


def test_robots_are_asked_once_more_and_nothing_is_lost(client, sheet):
    response = client.post(address(sheet, "13"), {"text": "Kauft!", "website": "http://spam.example"})
    assert response.status_code == 400
    assert words(response).count("Drücken Sie noch einmal auf „Weiter“.") == 2
    assert written(response) == "Kauft!"
