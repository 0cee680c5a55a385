"""What all pages of the form have in common: their cost, their head, whom they belong to."""

import re

import pytest

from needs.actions import sheets
from needs.actions.waves import issue_letters
from needs.keys import key_of
from needs.models import Frame
from tests.factories import NOW
from tests.needs_factories import make_sheet, make_wave, send_sheet
from tests.needs_form import address
from tests.reading import heading, words
from workshops.actions.codes import code_in_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def test_an_example_says_so_everywhere(client):
    wave = make_wave(is_example=True)
    sheet = make_sheet(wave)
    for page in ("/bedarf/", address(sheet, "1"), address(sheet, "pruefen"), address(sheet, "pause")):
        assert "Beispiel: Diese Befragung ist erfunden." in words(client.get(page))


def test_each_page_costs_few_queries(client, sheet, django_assert_num_queries):
    """Of those of a page that is sent, two are the savepoint that an atomic action takes inside a test."""
    client.get(address(sheet, "9"))
    for page, typed in (
        ("6-hilfe-im-alltag", {"antwort": "missing"}),
        ("9", {"antwort": ["einkaufen", "fahrdienst"]}),
        ("13", {"text": "Mir fehlt ein Bus."}),
        ("mehr", {"antwort": "nein"}),
    ):
        with django_assert_num_queries(2):
            assert client.get(address(sheet, page)).status_code == 200
        with django_assert_num_queries(6):
            assert client.post(address(sheet, page), typed).status_code == 303


def test_page_of_an_organisation_costs_few_queries(client, city, django_assert_num_queries):
    wave = make_wave(frame=Frame.ORGANISATIONS)
    [letter] = issue_letters(wave_id=wave.pk, providers=[city.office])
    sheet = sheets.begin_with_letter(code=letter.code, language="de", network="", now=NOW)
    sheets.keep(key=key_of(sheet.code), typed={"1": ["providers"]}, language="de", now=NOW)
    page = address(sheet, "24-einkaufshilfe-betzenberg")
    client.get(page)
    with django_assert_num_queries(4):
        response = client.get(page)
    assert "Stellungnahme von: Stadtteilbüro Innenstadt" in words(response)
    assert heading(response) == "Einkaufshilfe Betzenberg: Ist dieses Angebot ausgelastet?"
    assert "Teil 6 von 6: Ihre Einrichtung, Angebot 1 von 2" in words(response)
    with django_assert_num_queries(7):
        assert client.post(page, {"antwort": "free"}).status_code == 303


def test_organisation_does_not_choose_the_roles_of_persons(client, city):
    wave = make_wave(frame=Frame.ORGANISATIONS)
    [letter] = issue_letters(wave_id=wave.pk, providers=[city.office])
    sheet = sheets.begin_with_letter(code=letter.code, language="de", network="", now=NOW)
    html = client.get(address(sheet, "1")).content.decode()
    offered = re.findall(r'name="antwort" value="(\w+)"', html)
    assert offered == ["council", "providers", "churches", "volunteers", "administration"]
    assert "Wählen Sie noch einmal aus." in words(client.post(address(sheet, "1"), {"antwort": ["older_people"]}))


def test_pages_belong_to_one_person(client, sheet):
    sent = send_sheet(make_sheet(sheet.wave))
    for page in (
        "/bedarf/",
        *(address(sheet, page) for page in ("1", "3", "9", "13", "mehr", "pruefen", "pause")),
        address(sent, "fertig"),
        "/bedarf/unbekannt/1/",
    ):
        response = client.get(page)
        assert (response.headers["Cache-Control"], response.headers["X-Robots-Tag"]) == ("no-store", "noindex")
        assert response.headers["Content-Language"] == "de"
        assert response.cookies == {}


def test_printed_pages_show_no_key(client, sheet):
    key = key_of(sheet.code)
    for page in ("1", "pruefen", "pause"):
        html = client.get(address(sheet, page)).content.decode()
        assert "Adresse der Befragung: http://testserver/bedarf/" in html
        links = len(re.findall(rf'(?:href|action)="/(?:en/)?bedarf/{key}/', html))
        assert html.count(key) == links


def test_page_shows_progress_code_and_ways_out(client, sheet):
    said = words(client.get(address(sheet, "4")))
    assert said.startswith("Teil 1 von 5: Über Sie Wie alt sind Sie? Unter 60 60 bis 64")
    assert "Frage überspringen Zurück Speichern und später weitermachen Show in English" in said
    assert f"Ihr Code {code_in_words(sheet.code)}".replace("\N{NO-BREAK SPACE}", " ") in said
    assert "Meine Angaben löschen" in said
    assert "Weiter" not in re.sub("später weiter", "", said)


def test_unknown_page_leads_to_the_first_open_one(client, sheet):
    for answer in (client.get(address(sheet, "99")), client.post(address(sheet, "6-unsinn"), {"antwort": "fine"})):
        assert (answer.status_code, answer.url) == (303, address(sheet, "2"))
