"""Text in own words: kept as it was written, however long it is."""

import pytest

from needs.actions import sheets
from needs.keys import key_of
from tests.factories import NOW
from tests.needs_form import address, data_of, written
from tests.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def keep_text(sheet, text: str) -> None:
    sheets.keep(key=key_of(sheet.code), typed={"13": [text]}, language="de", now=NOW)


def test_text_is_kept_as_it_was_written(client, sheet):
    page = address(sheet, "13")
    text = " Am Markt:\n<b>Bänke</b> & Schatten "
    said = words(client.get(page))
    assert "Schreiben Sie keine Namen und keine Krankheiten auf. Höchstens 1000 Zeichen." in said
    answer = client.post(page, {"text": text.replace("\n", "\r\n"), "zitat": "ja"})
    assert answer.url == address(sheet, "mehr")
    assert (data_of(sheet)["13"], data_of(sheet)["13-zitat"]) == ([text], ["ja"])
    again = client.get(page)
    assert written(again) == text
    assert b'name="zitat" value="ja" checked' in again.content
    client.post(page, {"text": text})
    assert data_of(sheet)["13-zitat"] == []


def test_text_that_is_too_long_is_kept_and_named(client, sheet):
    response = client.post(address(sheet, "13"), {"text": "a" * 1_010})
    assert response.status_code == 400
    assert words(response).count("Kürzen Sie den Text um 10 Zeichen. Erlaubt sind 1000.") == 2
    assert len(written(response)) == 1_010


def test_text_twenty_times_too_long_is_kept_whole(client, sheet):
    response = client.post(address(sheet, "13"), {"text": "a\0" + "b" * 19_999})
    assert words(response).count("Kürzen Sie den Text um 19000 Zeichen. Erlaubt sind 1000.") == 2
    assert written(client.get(address(sheet, "13"))) == "a" + "b" * 19_999


@pytest.mark.parametrize("button", ["weiter", "zurueck", "pause"])
def test_text_beyond_any_answer_is_refused_aloud(client, sheet, button):
    keep_text(sheet, "Kurz")
    response = client.post(address(sheet, "13"), {"text": "b" * 20_001, "zitat": "ja", button: "ja"})
    assert response.status_code == 400
    said = "Das ist zu viel zum Speichern. Kürzen Sie den Text um 19001 Zeichen. Erlaubt sind 1000."
    assert words(response).count(said) == 2
    assert written(response) == "b" * 20_001
    assert b'name="zitat" value="ja" checked' in response.content
    assert data_of(sheet)["13"] == ["Kurz"]
