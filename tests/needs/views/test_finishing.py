"""The end of the form: check page, receipt, stopping for today, throwing away."""

import re

import pytest

from needs.actions import sheets
from needs.actions.sheets import find_sheet, keep
from needs.actions.urn import empty_urn
from needs.actions.waves import close_wave
from needs.keys import key_of
from needs.models import Sheet
from tests.factories import NOW, make_emergency_number
from tests.needs_factories import make_sheet, send_sheet
from tests.needs_form import address
from tests.needs_pages import ANSWERS, meanwhile
from tests.reading import heading, headings, words
from workshops.actions.codes import code_in_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
SENDING = 9


@pytest.fixture
def sheet():
    return make_sheet(answers=ANSWERS)


def code_words(sheet: Sheet) -> str:
    return code_in_words(sheet.code).replace("\N{NO-BREAK SPACE}", " ")


# --- The check page ---


def test_check_page_says_everything_by_section(client, sheet, django_assert_num_queries):
    client.get(address(sheet, "pruefen"))
    with django_assert_num_queries(2):
        response = client.get(address(sheet, "pruefen"))
    assert headings(response, 2) == [
        "Über Sie",
        "Zwölf Lebensbereiche",
        "Zurechtkommen",
        "Eine Stelle für ältere Menschen",
        "Zum Schluss",
        "Wenn Sie noch Zeit haben",
        "Ihr Code",
        "Doch nicht antworten?",
    ]
    said = words(response)
    for line in (
        "Wer sind Sie? Ältere Person Angehörige oder pflegende Person Ändern",
        "Wie alt sind Sie? 75 bis 84 Ändern",
        "Sind Sie eine Frau, ein Mann oder divers? Keine Angabe Ändern",
        "Hilfe im Alltag: Woran liegt es? Zu weit weg Voll oder lange Wartezeit Ändern",
        "Menschen treffen: Wie ist das für Sie? Keine Angabe Ändern",
        "Was fehlt am meisten? Einkaufen Ändern",
        "Möchten Sie uns noch etwas sagen? Am Markt fehlt eine Bank. Und ein Dach gegen den Regen. Ändern",
        "im Alltag Unterstützung? Einkaufen Wege und Fahrten Ändern",
        "Absenden",
    ):
        assert line in said, line
    assert "weiter antworten" not in said


def test_change_leads_back_to_the_check_page(client, sheet):
    change = f"{address(sheet, '4')}?pruefen"
    assert (
        f'href="{change}" aria-label="Ändern: Wie alt sind Sie?"'
        in client.get(address(sheet, "pruefen")).content.decode()
    )
    assert "Zurück zur Übersicht" in words(client.get(change))
    assert client.post(change, {"antwort": "unsinn"}).status_code == 400
    # Questions of the second part that nobody answered don't stand in the way.
    assert client.post(change, {"antwort": "85_up"}).url != address(sheet, "pruefen")
    keep(key=key_of(sheet.code), typed=_visited(sheet), language="de", now=NOW)
    assert client.post(change, {"antwort": "85_up"}).url == address(sheet, "pruefen")
    assert "Wie alt sind Sie? 85 oder älter" in words(client.get(address(sheet, "pruefen")))
    assert client.post(change, {"zurueck": "ja"}).url == address(sheet, "pruefen")


def _visited(sheet: Sheet) -> dict:
    """Every page of the core was seen."""
    seen = [step.name for step in sheets.steps_of(find_sheet(key_of(sheet.code))) if step.question.part == "core"]
    return {page: [] for page in seen if page not in ANSWERS}


def test_change_leads_first_to_the_questions_it_opens(client, sheet):
    keep(key=key_of(sheet.code), typed=_visited(sheet), language="de", now=NOW)
    answer = client.post(f"{address(sheet, '6-menschen-treffen')}?pruefen", {"antwort": "missing"})
    assert answer.url == f"{address(sheet, '6a-menschen-treffen')}?pruefen"
    answer = client.post(answer.url, {"antwort": "very"})
    assert answer.url == f"{address(sheet, '6b-menschen-treffen')}?pruefen"
    answer = client.post(answer.url, {"weiter": "ja"})
    assert answer.url == address(sheet, "pruefen")
    # Whoever wants to go on after all does.
    assert client.post(f"{address(sheet, 'mehr')}?pruefen", {"antwort": "ja"}).url == address(sheet, "14")


def test_errors_of_earlier_pages_are_named_and_linked(client, sheet):
    wrong = {"1": ["older_people"], "3": [], "9": ["einkaufen", "dont_know"], "13": ["a" * 1_001]}
    keep(key=key_of(sheet.code), typed=wrong, language="de", now=NOW)
    response = client.get(address(sheet, "pruefen"))
    html = response.content.decode()
    assert response.status_code == 200
    assert "<title>Fehler: Stimmt alles so?" in html
    assert "Absenden</button>" not in html
    for page, sentence in (
        ("3", "Für welchen Stadtteil antworten Sie? Wählen Sie eine Antwort."),
        ("9", "Was fehlt am meisten? Sie haben „Weiß ich nicht“ und noch etwas anderes gewählt."),
        ("13", "Möchten Sie uns noch etwas sagen? Kürzen Sie den Text um 1 Zeichen."),
    ):
        assert f'<a href="{address(sheet, page)}?pruefen#antwort">{sentence}' in html
    refused = client.post(address(sheet, "pruefen"))
    assert (refused.status_code, heading(refused)) == (400, "Stimmt alles so?")
    assert Sheet.objects.sent().count() == 0


def test_text_that_calls_for_help_is_answered_with_the_numbers(client, sheet):
    make_emergency_number(number="112", name="Feuerwehr und Rettungsdienst")
    assert "Hilfe im Notfall" not in headings(client.get(address(sheet, "pruefen")), 2)
    keep(key=key_of(sheet.code), typed={"13": ["Ich will nicht mehr leben."]}, language="de", now=NOW)
    assert headings(client.get(address(sheet, "pruefen")), 2)[0] == "Hilfe im Notfall"


def test_text_that_seems_to_hold_a_name_is_hinted_at(client, sheet):
    assert "Steht da ein Name" not in words(client.get(address(sheet, "pruefen")))
    text = "Frau Muster hilft, Telefon 0631 3650000."
    keep(key=key_of(sheet.code), typed={"13": [text]}, language="de", now=NOW)
    response = client.get(address(sheet, "pruefen"))
    assert "Möchten Sie uns noch etwas sagen? Frau Muster, 0631 3650000 " in words(response)
    assert f'<a href="{address(sheet, "13")}?pruefen">Möchten Sie' in response.content.decode()
    # It may be right all the same.
    assert client.post(address(sheet, "pruefen")).url == address(sheet, "fertig")


def test_right_sheet_can_be_sent_at_the_top(client, sheet):
    html = client.get(address(sheet, "pruefen")).content.decode()
    assert (
        html.index("Alles stimmt, absenden</button>") < html.index("Wer sind Sie?") < html.index(">Absenden</button>")
    )
    keep(key=key_of(sheet.code), typed={"1": []}, language="de", now=NOW)
    assert "Alles stimmt, absenden" not in words(client.get(address(sheet, "pruefen")))


def test_robots_send_nothing(client, sheet):
    response = client.post(address(sheet, "pruefen"), {"website": "http://spam.example"})
    assert response.status_code == 400
    assert "Drücken Sie noch einmal auf „Absenden“." in words(response)
    assert Sheet.objects.sent().count() == 0


# --- Sending ---


def test_sending_leads_to_the_receipt(client, sheet, settings, django_assert_num_queries):
    client.get(address(sheet, "pruefen"))
    with django_assert_num_queries(SENDING):
        answer = client.post(address(sheet, "pruefen"))
    assert (answer.status_code, answer.url) == (303, address(sheet, "fertig"))
    with django_assert_num_queries(1):
        response = client.get(answer.url)
    assert words(response).startswith(
        f"Danke. Ihr Bogen ist angekommen Ihr Code {code_words(sheet)} Schreiben Sie den Code auf."
    )
    assert headings(response, 2) == [
        "Ihr Code",
        "So geht es weiter",
        "Möchten Sie an einer Werkstatt teilnehmen?",
        "Nutzen auch andere dieses Gerät?",
        "Wollen Sie Ihre Antworten löschen?",
    ]
    # No key leads from the answers to the contact data.
    assert '<a class="button" href="/mitmachen/">Werkstätten zeigen</a>' in response.content.decode()


def test_sending_twice_counts_once(client, sheet):
    answers = [client.post(address(sheet, "pruefen")) for _time in range(2)]
    assert {(answer.status_code, answer.url) for answer in answers} == {(303, address(sheet, "fertig"))}
    assert client.get(address(sheet, "pruefen")).url == address(sheet, "fertig")
    assert Sheet.objects.sent().count() == 1


def test_receipt_waits_for_the_sending(client, sheet):
    assert client.get(address(sheet, "fertig")).url == address(sheet, "pruefen")


def test_receipt_leads_to_the_answers_and_to_deleting_them(client, sheet):
    send_sheet(sheet)
    html = client.get(address(sheet, "fertig")).content.decode()
    answers, deleting = re.findall(r'href="(/bedarf/code/[^"]*)"', html)
    assert heading(client.get(answers)) == "Ihre Antworten"
    assert heading(client.get(deleting)) == "Wollen Sie Ihre Antworten löschen?"
    english = client.get(address(sheet, "fertig", "en")).content.decode()
    assert len(re.findall(r'href="/en/bedarf/code/[^"]*"', english)) == 2


def test_receipt_of_an_emptied_urn_asks_for_the_code(client, sheet):
    send_sheet(sheet)
    close_wave(wave_id=sheet.wave_id, now=NOW)
    empty_urn(now=NOW)
    response = client.get(address(sheet, "fertig"))
    assert (response.status_code, heading(response)) == (200, "Ihr Bogen ist angekommen oder gelöscht")
    assert 'href="/code/"' in response.content.decode()


def test_too_many_sent_sheets_are_refused_and_kept(client, sheet, monkeypatch):
    monkeypatch.setattr(sheets, "SHEETS_A_DAY", 0)
    response = client.post(address(sheet, "pruefen"))
    assert response.status_code == 429
    assert "Von hier kamen heute schon sehr viele Bögen. Ihre Antworten sind gespeichert." in words(response)
    assert find_sheet(key_of(sheet.code)).data["13"] == ANSWERS["13"]


@pytest.mark.parametrize("is_meanwhile", [True, False])
def test_nothing_is_sent_after_the_end_of_the_wave(client, sheet, is_meanwhile):
    def close():
        # Locks nothing itself: it runs while the view waits for its lock.
        type(sheet.wave).objects.update(state="closed", closed_at=NOW)

    if is_meanwhile:
        with meanwhile(close):
            response = client.post(address(sheet, "pruefen"))
    else:
        close()
        response = client.post(address(sheet, "pruefen"))
    assert (response.status_code, heading(response)) == (409, "Diese Befragung ist zu Ende")
    assert Sheet.objects.sent().count() == 0


def test_sheet_that_is_gone_is_not_sent(client, sheet):
    with meanwhile(lambda: sheets.throw_away(key=key_of(sheet.code))):
        response = client.post(address(sheet, "pruefen"))
    assert (response.status_code, heading(response)) == (404, "Hier ist kein Bogen mehr")


# --- Stopping, deleting, printing ---


def test_pause_says_how_to_go_on(client, sheet, settings):
    settings.DRAFT_DAYS = 20
    response = client.get(address(sheet, "pause"))
    assert words(response).startswith(
        f"Ihre Antworten sind gespeichert Ihr Code {code_words(sheet)} Schreiben Sie den Code auf. Er gilt 20 Tage"
    )
    html = response.content.decode()
    assert 'an jedem Gerät: <a class="more" href="/code/">' in html
    assert f'href="{address(sheet, "merkblatt.pdf")[:-1]}"' in html
    assert f'href="{address(sheet, "5")}">Jetzt weitermachen' in html


@pytest.mark.parametrize("page", ["7", "pause", "pruefen"])
def test_deleting_is_asked_first(client, sheet, page):
    forget = address(sheet, "loeschen")
    html = client.get(address(sheet, page)).content.decode()
    assert f'href="{forget}">Meine Angaben löschen' in html
    assert f'action="{forget}"' not in html
    asked = client.get(forget)
    assert heading(asked) == "Wollen Sie Ihre Angaben löschen?"
    assert "Ja, alles löschen Nein, weitermachen" in words(asked)
    assert f'href="{address(sheet, "5")}">Nein, weitermachen' in asked.content.decode()
    assert find_sheet(key_of(sheet.code)).data == ANSWERS


def test_deleting_is_asked_only_where_something_is_to_delete(client, sheet):
    close_wave(wave_id=sheet.wave_id, now=NOW)
    assert heading(client.get(address(sheet, "loeschen"))) == "Wollen Sie Ihre Angaben löschen?"
    sent = send_sheet(make_sheet())
    assert client.get(address(sent, "loeschen")).url == address(sent, "fertig")
    sheets.throw_away(key=key_of(sheet.code))
    assert client.get(address(sheet, "loeschen")).status_code == 404


def test_what_is_deleted_is_gone(client, sheet):
    response = client.post(address(sheet, "loeschen"))
    assert (heading(response), response.status_code) == ("Ihre Angaben sind gelöscht", 200)
    assert "Hier ist nichts mehr von Ihnen gespeichert." in words(response)
    assert not Sheet.objects.exists()
    assert client.get(address(sheet, "pause")).status_code == 404


def test_deleted_receipt_leaves_the_answers(client, sheet):
    send_sheet(sheet)
    response = client.post(address(sheet, "loeschen"))
    assert heading(response) == "Diese Seite ist gelöscht"
    assert "Nur Ihr Code führt noch zu ihnen." in words(response)
    assert heading(client.get(address(sheet, "fertig"))) == "Ihr Bogen ist angekommen oder gelöscht"
    assert Sheet.objects.sent().count() == 1


def test_slip_is_a_pdf(client, sheet):
    slip = address(sheet, "merkblatt.pdf")[:-1]
    response = client.get(slip)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/pdf")
    assert response.headers["Cache-Control"] == "no-store"
    sheets.throw_away(key=key_of(sheet.code))
    assert client.get(slip).status_code == 404
