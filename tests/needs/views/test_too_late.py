"""A page that is sent when its sheet is gone, sent or closed: what was typed is shown once more."""

import pytest

from needs.actions.sheets import throw_away
from needs.actions.waves import close_wave
from needs.keys import key_of
from tests.factories import NOW
from tests.needs_factories import send_sheet
from tests.needs_form import address, data_of
from tests.needs_pages import meanwhile
from tests.reading import heading, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def test_page_of_a_sheet_that_is_gone_shows_what_was_typed(client, sheet):
    page = address(sheet, "13")
    throw_away(key=key_of(sheet.code))
    response = client.post(page, {"text": "Mir fehlt\r\nein <Bus>."})
    assert response.status_code == 404
    assert heading(response) == "Hier ist kein Bogen mehr"
    assert "Ihre letzte Antwort ist nicht gespeichert. Das haben Sie zuletzt geschrieben Mir fehlt" in words(response)
    assert b"ein &lt;Bus&gt;." in response.content
    for chosen, text in (
        ("missing", "Das haben Sie zuletzt gewählt Da fehlt mir etwas Der Bogen"),
        ("x", "gespeichert. Der"),
    ):
        assert text in words(client.post(address(sheet, "6-hilfe-im-alltag"), {"antwort": chosen}))
    assert "gespeichert. Der Bogen" in words(client.post(address(sheet, "nie-gefragt"), {"antwort": "missing"}))
    close_wave(wave_id=sheet.wave_id, now=NOW)
    assert "gespeichert. Der Bogen" in words(client.post(address(sheet, "4"), {"antwort": "75_84"}))
    seen = client.get(page)
    assert (seen.status_code, heading(seen)) == (404, "Hier ist kein Bogen mehr")
    assert "nicht gespeichert" not in words(seen)
    assert "Ihren Code eintragen Neu anfangen" in words(seen)


def test_page_of_a_sheet_that_was_sent_shows_what_was_typed(client, sheet):
    send_sheet(sheet)
    response = client.post(address(sheet, "13"), {"text": "Noch etwas"})
    assert response.status_code == 409
    assert heading(response) == "Dieser Bogen ist schon abgeschickt"
    assert "Das haben Sie zuletzt geschrieben Noch etwas" in words(response)
    assert f'href="{address(sheet, "fertig")}"' in response.content.decode()
    assert client.get(address(sheet, "13")).url == address(sheet, "fertig")
    tapped = client.post(address(sheet, "4"), {"antwort": "75_84"})
    assert tapped.status_code == 409
    assert "Das haben Sie zuletzt gewählt 75 bis 84" in words(tapped)
    assert data_of(sheet).get("4") is None


def test_page_after_the_end_of_the_wave_shows_what_was_typed(client, sheet):
    close_wave(wave_id=sheet.wave_id, now=NOW)
    response = client.post(address(sheet, "13"), {"text": "Noch etwas"})
    assert response.status_code == 409
    assert heading(response) == "Diese Befragung ist zu Ende"
    assert "Diese Befragung läuft gerade nicht. Rufen Sie uns an" in words(response)
    assert "Das haben Sie zuletzt geschrieben Noch etwas" in words(response)
    assert client.get(address(sheet, "13")).status_code == 200
    assert "13" not in data_of(sheet)
    english = client.post(address(sheet, "9", "en"), {"antwort": ["einkaufen", "dont_know", "xyz"]})
    assert "This is what you chose last Einkaufen I do not know" in words(english)
    again = client.post(address(sheet, "mehr"), {"antwort": "nein"})
    assert "Das haben Sie zuletzt gewählt Nein, jetzt prüfen und absenden" in words(again)


def test_sheet_that_goes_while_a_page_is_sent_shows_what_was_typed(client, sheet):
    """Between the look at the sheet and the lock somebody throws it away in another window."""
    with meanwhile(lambda: throw_away(key=key_of(sheet.code))):
        response = client.post(address(sheet, "13"), {"text": "Noch etwas"})
    assert response.status_code == 404
    assert "Das haben Sie zuletzt geschrieben Noch etwas" in words(response)
