"""Filling in the form, page by page: one tap a page, nothing typed is lost."""

import re
from datetime import timedelta
from html import unescape

import pytest

from needs.actions import sheets
from needs.actions.sheets import find_sheet, throw_away
from needs.actions.urn import empty_urn
from needs.actions.waves import close_wave, issue_letters
from needs.keys import key_of
from needs.models import Frame, Sheet, Submission
from offers.reference import forget
from tests.factories import NOW, make_topic
from tests.needs_factories import make_sheet, make_wave, send_sheet
from tests.needs_pages import meanwhile
from tests.reading import heading, headings, words
from tests.workshop_factories import make_workshop
from workshops.actions.codes import code_in_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
TWELVE = ["hilfe-im-alltag", "menschen-treffen", "rat-und-hilfe-finden", "sonstiges"]


@pytest.fixture
def wave():
    return make_wave()


@pytest.fixture
def sheet(wave):
    return make_sheet(wave)


def address(sheet: Sheet, page: str, language: str = "de") -> str:
    return f"{'/en' if language == 'en' else ''}/bedarf/{key_of(sheet.code)}/{page}/"


def data_of(sheet: Sheet) -> dict:
    return find_sheet(key_of(sheet.code)).data


def ticked(response) -> list[str]:
    return re.findall(r'<input type="checkbox" name="antwort" value="([\w-]+)" checked>', response.content.decode())


def taps(response) -> list[str]:
    return re.findall(r'<button class="button" name="antwort" value="([\w-]+)"', response.content.decode())


def written(response) -> str:
    return unescape(re.search(r"<textarea[^>]*>\n(.*?)</textarea>", response.content.decode(), re.DOTALL)[1])


# --- The beginning ---


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


def test_an_example_says_so_everywhere(client):
    wave = make_wave(is_example=True)
    sheet = make_sheet(wave)
    for page in ("/bedarf/", address(sheet, "1"), address(sheet, "pruefen"), address(sheet, "pause")):
        assert "Beispiel: Diese Befragung ist erfunden." in words(client.get(page))


# --- Every page ---


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


# --- One tap ---


def test_one_tap_answers_and_leads_on(client, sheet):
    page = address(sheet, "6-hilfe-im-alltag")
    response = client.get(page)
    assert taps(response) == ["fine", "missing", "not_needed", "dont_know"]
    assert "Ihre Antwort" not in words(response)
    answer = client.post(page, {"antwort": "fine"})
    assert (answer.status_code, answer.url) == (303, address(sheet, "6-menschen-treffen"))
    assert data_of(sheet)["6-hilfe-im-alltag"] == ["fine"]
    again = words(client.get(page))
    assert "Das ist gut so (Ihre Antwort) Da fehlt mir etwas Das brauche" in again
    assert "Weiter Frage überspringen Zurück" in again
    # "Weiter" keeps it.
    assert client.post(page, {"weiter": "ja"}).url == address(sheet, "6-menschen-treffen")
    assert data_of(sheet)["6-hilfe-im-alltag"] == ["fine"]


def test_follow_ups_come_only_where_something_is_missing(client, sheet):
    page = address(sheet, "6-hilfe-im-alltag")
    assert client.post(page, {"antwort": "missing"}).url == address(sheet, "6a-hilfe-im-alltag")
    assert client.post(address(sheet, "6a-hilfe-im-alltag"), {"antwort": "very"}).url == address(
        sheet, "6b-hilfe-im-alltag"
    )
    assert client.post(page, {"antwort": "fine"}).url == address(sheet, "6-menschen-treffen")
    # What was said there is still kept, and shown where somebody has the page open.
    assert data_of(sheet)["6a-hilfe-im-alltag"] == ["very"]
    aside = client.get(address(sheet, "6a-hilfe-im-alltag"))
    assert words(aside).startswith(
        "Teil 2 von 5: Zwölf Lebensbereiche, Bereich 1 von 4 Hilfe im Alltag: Wie wichtig ist das, was fehlt?"
    )
    assert "Sehr wichtig (Ihre Antwort)" in words(aside)
    late = client.post(address(sheet, "6a-hilfe-im-alltag"), {"antwort": "less"})
    assert (late.status_code, late.url) == (303, address(sheet, "2"))
    assert data_of(sheet)["6a-hilfe-im-alltag"] == ["less"]
    assert client.post(address(sheet, "6a-hilfe-im-alltag"), {"zurueck": "ja"}).url == address(sheet, "2")


def test_skipping_takes_the_answer_away(client, sheet):
    page = address(sheet, "4")
    client.post(page, {"antwort": "75_84"})
    assert client.post(page, {"ueberspringen": "ja"}).url == address(sheet, "5")
    assert data_of(sheet)["4"] == []


def test_question_that_needs_an_answer_cannot_be_skipped(client, wave):
    sheet = make_sheet(wave, answers={"1": [], "3": []})
    for page in ("1", "3"):
        assert "Frage überspringen" not in words(client.get(address(sheet, page)))
    response = client.post(address(sheet, "1"), {})
    assert response.status_code == 400
    assert b"<title>Fehler: Wer sind Sie?" in response.content
    assert headings(response, 2)[0] == "Prüfen Sie Ihre Angaben"
    assert words(response).count("Wählen Sie eine Antwort.") == 2
    assert '<a href="#antwort">Wählen Sie eine Antwort.</a>' in response.content.decode()
    # Also when the page is loaded again.
    assert words(client.get(address(sheet, "1"))).count("Wählen Sie eine Antwort.") == 2


def test_nonsense_is_kept_and_refused(client, sheet):
    response = client.post(address(sheet, "7"), {"antwort": "unsinn"})
    assert response.status_code == 400
    assert words(response).count("Wählen Sie noch einmal aus.") == 2
    assert data_of(sheet)["7"] == ["unsinn"]


def test_districts_stand_in_groups(client, sheet):
    response = client.get(address(sheet, "3"))
    assert headings(response, 2)[:3] == ["Kernstadt", "Ortsbezirke", "Oder"]
    assert taps(response) == [
        *("innenstadt", "bannjerruckkarl-pfaff-siedlung", "betzenberg", "dansenberg"),
        *("whole_city", "county", "dont_know", "not_said"),
    ]
    assert client.post(address(sheet, "3"), {"antwort": "betzenberg"}).url == address(sheet, "4")
    assert "Betzenberg (Ihre Antwort)" in words(client.get(address(sheet, "3")))


def test_question_goes_by_who_answers(client, wave):
    page = "6-hilfe-im-alltag"
    for roles, question in (
        (["older_people"], "Wie ist das für Sie?"),
        (["relatives"], "Wie ist das für die Person, um die Sie sich kümmern?"),
        (["volunteers"], "Wie ist das für ältere Menschen in Ihrem Stadtteil?"),
    ):
        sheet = make_sheet(wave, answers={"1": roles})
        assert heading(client.get(address(sheet, page))) == f"Hilfe im Alltag: {question}"


# --- Several answers, topics, text ---


def test_several_answers_are_ticked(client, sheet):
    page = address(sheet, "1")
    answer = client.post(page, {"antwort": ["older_people", "volunteers"]})
    assert answer.url == address(sheet, "2")
    assert ticked(client.get(page)) == ["older_people", "volunteers"]


@pytest.mark.parametrize(
    ("page", "values", "sentence"),
    [
        ("11", ["advice", "none"], "Sie haben „Nichts davon“ und noch etwas anderes gewählt."),
        (
            "11",
            ["advice", "overview", "linking", "volunteers", "events", "home_visits"],
            "Wählen Sie höchstens 5 Antworten. Jetzt sind es 6.",
        ),
        ("9", ["einkaufen", "fahrdienst", "treffpunkt", "verschiedenes"], "Wählen Sie höchstens 3 Antworten."),
    ],
)
def test_too_much_is_kept_and_named(client, sheet, page, values, sentence):
    response = client.post(address(sheet, page), {"antwort": values})
    assert response.status_code == 400
    assert words(response).count(sentence) == 2
    assert sorted(ticked(response)) == sorted(values)
    assert data_of(sheet)[page] == values


def test_nothing_ticked_leads_on(client, sheet):
    assert client.post(address(sheet, "11"), {"weiter": "ja"}).url == address(sheet, "12")
    assert data_of(sheet)["11"] == []


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


def keep_text(sheet, text: str) -> None:
    sheets.keep(key=key_of(sheet.code), typed={"13": [text]}, language="de", now=NOW)


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


# --- Leaving a page ---


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


# --- The second part ---


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


# --- Too late ---


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


# --- At a workshop ---


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
