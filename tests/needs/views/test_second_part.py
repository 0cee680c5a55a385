"""The second part of the form, for whoever still has time: offered once, left at any question."""

import pytest

from needs.actions import sheets
from needs.actions.waves import issue_letters
from needs.keys import key_of
from needs.models import Frame
from tests.factories import NOW
from tests.needs_factories import make_sheet, make_wave
from tests.needs_form import address, data_of
from tests.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def test_second_part_is_offered_and_can_be_left(client, sheet):
    page = address(sheet, "mehr")
    said = words(client.get(page))
    assert said.startswith(
        "Fast fertig Möchten Sie noch weiter antworten? Es gibt noch 9 Fragen. Alle sind freiwillig. "
        "Nein, jetzt prüfen und absenden Ja, weiter"
    )
    assert client.post(page, {}).status_code == 400
    assert client.post(page, {"antwort": "nein"}).url == address(sheet, "pruefen")
    assert client.post(page, {"antwort": "ja"}).url == address(sheet, "14")
    second = words(client.get(address(sheet, "14")))
    assert second.startswith("Wenn Sie noch Zeit haben, Frage 1 von 9 Wie wohnen Sie?")
    assert "Keine Fragen mehr, zum Absenden" in second
    answer = client.post(address(sheet, "16"), {"antwort": ["shopping"], "zum-ende": "ja"})
    assert answer.url == address(sheet, "pruefen")
    assert data_of(sheet)["16"] == ["shopping"]
    assert client.post(address(sheet, "23"), {"antwort": ["phone"]}).url == address(sheet, "pruefen")


def test_question_of_the_second_part_for_another_group_has_no_number(client, sheet):
    assert words(client.get(address(sheet, "27"))).startswith("Wenn Sie noch Zeit haben Was würde Ihnen das Ehrenamt")


def test_progress_never_moves_away(client, sheet):
    place = "Teil 2 von 5: Zwölf Lebensbereiche, Bereich 3 von 4"
    page = address(sheet, "6-rat-und-hilfe-finden")
    assert words(client.get(page)).startswith(place)
    client.post(address(sheet, "6-hilfe-im-alltag"), {"antwort": "missing"})
    client.post(address(sheet, "mehr"), {"antwort": "ja"})
    assert words(client.get(page)).startswith(place)
    english = words(client.get(address(sheet, "6-rat-und-hilfe-finden", "en")))
    assert english.startswith("Section 2 of 5: Twelve parts of life, number 3 of 4")


def test_one_question_more_is_said_in_the_singular(client, wave):
    sheet = make_sheet(wave, answers={"1": ["administration"]})
    assert "Es gibt noch 1 Frage. Sie ist freiwillig." in words(client.get(address(sheet, "mehr")))


def test_organisations_are_offered_no_second_part(client, city):
    wave = make_wave(frame=Frame.ORGANISATIONS)
    [letter] = issue_letters(wave_id=wave.pk, providers=[city.office])
    sheet = sheets.begin_with_letter(code=letter.code, language="de", network="", now=NOW)
    sheets.keep(key=key_of(sheet.code), typed={"1": ["providers"]}, language="de", now=NOW)
    assert client.get(address(sheet, "mehr")).url == address(sheet, "3")
    assert client.post(address(sheet, "26a"), {}).url == address(sheet, "pruefen")
