"""What a code of the form opens, without an account."""

import re

import pytest
from django.core import signing

from needs.actions import sheets
from needs.actions.contributions import advance, write_note
from needs.actions.sheets import begin_with_letter, find_sheet, keep, send, withdraw
from needs.actions.urn import empty_urn
from needs.actions.waves import close_wave, issue_letters
from needs.keys import key_of
from needs.models import Answer, Contribution, Frame, Letter, Sheet, Standing, Submission
from tests.factories import NOW, make_user
from tests.needs_factories import NETWORK, make_sheet, make_wave, send_sheet
from tests.needs_pages import ANSWERS
from tests.reading import heading, headings, words
from workshops.actions.codes import code_in_words
from workshops.models import Code
from workshops.views.opened import opened_address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def typed(client, code: Code) -> str:
    """Where the code form leads whoever types this code."""
    answer = client.post("/code/", {"code": code_in_words(code)})
    assert answer.status_code == 303
    return answer.url


def page(sheet: Sheet, name: str, language: str = "de") -> str:
    return f"{'/en' if language == 'en' else ''}/bedarf/{key_of(sheet.code)}/{name}/"


def counted(sheet: Sheet) -> Code:
    """Sent and out of the urn; its code as it is kept then."""
    code = sheet.code
    send_sheet(sheet)
    close_wave(wave_id=sheet.wave_id, now=NOW)
    empty_urn(now=NOW)
    return Code.objects.get(digest=code.digest)


# --- A sheet ---


def test_code_leads_to_the_first_open_question(client, django_assert_num_queries):
    """Two pages: the code's, the question's."""
    sheet = make_sheet(answers={"2": ["myself"], "4": ["75_84"]})
    answer = client.get(typed(client, sheet.code))
    assert (answer.status_code, answer.url) == (303, page(sheet, "5"))
    # First what is wrong.
    keep(key=key_of(sheet.code), typed={"3": []}, language="en", now=NOW)
    opened = typed(client, sheet.code)
    with django_assert_num_queries(3):
        answer = client.get(opened)
    assert answer.url == page(sheet, "3", "en")


def test_code_of_a_sheet_with_every_question_answered_leads_to_the_check_page(client):
    sheet = make_sheet()
    while (url := client.get(typed(client, sheet.code)).url) != page(sheet, "pruefen"):
        name = url.split("/")[3]
        keep(key=key_of(sheet.code), typed={name: ["nein"] if name == "mehr" else []}, language="de", now=NOW)


def test_sent_sheet_can_be_read_again(client, django_assert_num_queries):
    sheet = send_sheet(make_sheet(answers=ANSWERS))
    opened = typed(client, sheet.code)
    client.get(opened)
    with django_assert_num_queries(3):
        response = client.get(opened)
    said = words(response)
    assert said.startswith(f"Ihre Antworten Ihr Code: {code_in_words(sheet.code)}".replace("\N{NO-BREAK SPACE}", " "))
    assert "Ihr Bogen ist angekommen. Noch hat ihn niemand gelesen." in said
    assert "Was fehlt am meisten? Einkaufen" in said
    assert "Ändern" not in said
    assert "Meine Antworten löschen" in said


def test_answers_are_read_in_their_own_language(client):
    sheet = make_sheet(answers=ANSWERS)
    keep(key=key_of(sheet.code), typed={"7": ["no"]}, language="en", now=NOW)
    answer = client.get(typed(client, counted(sheet)))
    assert answer.url.startswith("/en/bedarf/code/")
    assert "What is missing most? Einkaufen" in words(client.get(answer.url))


def test_counted_answers_are_read_again_with_what_became_of_them(client, django_assert_num_queries):
    sheet = make_sheet(answers=ANSWERS | {"2": ["helping"], "15": ["Zwei Cafés."]})
    before = words(client.get(page(sheet, "pruefen")))
    code = counted(sheet)
    mine, other = Contribution.objects.order_by("pk")
    by = make_user()
    advance(contribution_ids=[mine.pk], standing=Standing.READ, by=by, now=NOW)
    advance(contribution_ids=[other.pk], standing=Standing.NOT_FOLLOWED, reason="Das liegt beim Land.", by=by, now=NOW)
    opened = typed(client, code)
    client.get(opened)
    with django_assert_num_queries(9):
        response = client.get(opened)
    said = words(response)
    assert headings(response, 2)[0] == "Das wurde daraus"
    assert "Wir haben Ihren Beitrag gelesen." in said
    assert "Der Grund: Das liegt beim Land." in said
    # The same answers as before they were sent, question by question.
    for line in (
        "Wer sind Sie? Ältere Person Angehörige oder pflegende Person",
        "Füllen Sie den Fragebogen für sich selbst aus? Ich helfe jemandem beim Ausfüllen",
        "Für welchen Stadtteil antworten Sie? Betzenberg",
        "Wie alt sind Sie? 75 bis 84",
        "Sind Sie eine Frau, ein Mann oder divers? Keine Angabe",
        "Hilfe im Alltag: Woran liegt es? Zu weit weg Voll oder lange Wartezeit",
        "vergeblich eine Hilfe oder einen Platz gesucht? Nein, ich habe nichts vergeblich gesucht",
        "Was fehlt am meisten? Einkaufen",
        "Möchten Sie uns noch etwas sagen? Am Markt fehlt eine Bank. Und ein Dach gegen den Regen.",
        "Was könnte man zusammenlegen? Zwei Cafés.",
        "im Alltag Unterstützung? Einkaufen Wege und Fahrten",
    ):
        assert line in said, line
        assert line in before, line


def test_answers_without_a_district_and_without_the_second_part_are_read_again(client):
    sheet = make_sheet(answers={"3": ["whole_city"]})
    response = client.get(typed(client, counted(sheet)))
    assert "Für welchen Stadtteil antworten Sie? Ganze Stadt" in words(response)
    assert "Wenn Sie noch Zeit haben" not in headings(response, 2)


def test_answers_of_an_organisation_are_read_again(client, city):
    wave = make_wave(frame=Frame.ORGANISATIONS)
    [letter] = issue_letters(wave_id=wave.pk, providers=[city.office])
    sheet = begin_with_letter(code=letter.code, language="de", network=NETWORK, now=NOW)
    answers = {
        "1": ["providers"],
        "3": ["betzenberg"],
        "24-einkaufshilfe-betzenberg": ["free"],
        "24-cafe-im-nachbarschaftshaus": ["waiting_list"],
    }
    keep(key=key_of(sheet.code), typed=answers, language="de", now=NOW)
    code = counted(sheet)
    # An offer that has gone since takes its answer out of the way.
    city.cafe.status = "archived"
    city.cafe.save(update_fields=["status"])
    said = words(client.get(typed(client, code)))
    assert "Stellungnahme von: Stadtteilbüro Innenstadt" in said
    assert "Einkaufshilfe Betzenberg: Ist dieses Angebot ausgelastet? Freie Plätze" in said
    assert "Voll, Warteliste" not in said
    assert Answer.objects.filter(offer=city.cafe).exists()


def test_code_of_deleted_answers_says_so(client):
    code = counted(make_sheet())
    opened = opened_address("needs:opened", code.pk)
    Submission.objects.all().delete()
    response = client.get(opened)
    assert (response.status_code, heading(response)) == (200, "Hier ist nichts mehr gespeichert")


@pytest.mark.parametrize("name", ["opened", "letter", "contribution", "withdraw"])
def test_after_two_hours_the_code_is_asked_again(client, name):
    sheet = make_sheet()
    old = opened_address(f"needs:{name}", 0)
    wrong = opened_address(f"needs:{name}", sheet.code_id).replace(
        signing.dumps(sheet.code_id, salt="code"), signing.dumps(sheet.code_id, salt="other")
    )
    for address in (old, wrong):
        answer = client.get(address)
        assert (answer.status_code, answer.url) == (303, "/code/?abgelaufen")
        assert answer.headers["Cache-Control"] == "no-store"


# --- Taking back ---


@pytest.mark.parametrize("is_counted", [True, False])
def test_answers_are_taken_back_after_a_question(client, is_counted):
    sheet = make_sheet(answers=ANSWERS)
    code = counted(sheet) if is_counted else send_sheet(sheet).code
    address = opened_address("needs:withdraw", code.pk)
    asked = client.get(address)
    assert heading(asked) == "Wollen Sie Ihre Antworten löschen?"
    assert "Ja, alles löschen Nein, zurück" in words(asked)
    done = client.post(address)
    assert (done.status_code, heading(done)) == (200, "Ihre Antworten sind gelöscht")
    assert (Submission.objects.count(), Sheet.objects.count(), Contribution.objects.count()) == (0, 0, 0)
    assert client.post(address).url == "/code/?abgelaufen"


# --- A letter ---


def test_letter_names_its_wave_and_begins_one_sheet(client, django_assert_num_queries):
    wave = make_wave(frame=Frame.REGISTER, name="Befragung mit Brief")
    [letter] = issue_letters(wave_id=wave.pk, number=1)
    address = typed(client, letter.code)
    with django_assert_num_queries(3):
        response = client.get(address)
    assert heading(response) == "Danke, dass Sie mitmachen"
    assert "Befragung mit Brief Ihr Code gilt für einen Bogen." in words(response)
    assert "Sie bekommen gleich einen neuen Code. Nach dem Absenden gilt nur noch dieser. Anfangen" in words(response)
    assert "Wir fragen ohne Namen." in words(response)
    assert re.search(r'href="/en/bedarf/code/[^"]*/brief/" hreflang="en"', response.content.decode())
    answer = client.post(address)
    sheet = Sheet.objects.get()
    assert (answer.status_code, answer.url) == (303, page(sheet, "1"))
    assert (sheet.letter, sheet.wave) == (letter, wave)
    # Again it leads to the same sheet.
    keep(key=key_of(sheet.code), typed={"1": ["older_people"], "3": ["dont_know"]}, language="de", now=NOW)
    assert client.get(address).url == page(sheet, "2")
    assert client.post(address).url == page(sheet, "2")
    assert Sheet.objects.count() == 1
    send(key=key_of(sheet.code), network=NETWORK, now=NOW)
    used = client.get(address)
    assert (used.status_code, Letter.objects.get().is_used) == (200, True)
    assert "Mit diesem Code ist schon ein Bogen abgeschickt." in words(used)
    assert "Dann lesen Sie Ihre Antworten mit dem neuen Code von Ihrem Zettel." in words(used)
    assert "Anfangen" not in words(used)
    assert "Wir füllen den Bogen mit Ihnen aus" not in words(used)
    assert "Der Code aus Ihrem Brief ist jetzt verbraucht." in words(client.get(page(sheet, "fertig")))
    refused = client.post(address)
    assert refused.status_code == 409
    assert words(refused).count("Mit diesem Code ist schon ein Bogen abgeschickt.") == 1


def test_letter_to_an_organisation_names_it(client, city):
    wave = make_wave(frame=Frame.ORGANISATIONS, is_example=True)
    [letter] = issue_letters(wave_id=wave.pk, providers=[city.office])
    said = words(client.get(typed(client, letter.code)))
    assert "Stellungnahme von: Stadtteilbüro Innenstadt" in said
    assert "Der Name Ihrer Einrichtung steht bei der Stellungnahme." in said
    assert "In den Zahlen steht kein Name." in said
    assert "ohne Namen" not in said
    assert "Beispiel: Diese Befragung ist erfunden." in said


def test_letter_of_a_wave_that_is_over_says_so(client):
    wave = make_wave(frame=Frame.REGISTER)
    [letter] = issue_letters(wave_id=wave.pk, number=1)
    close_wave(wave_id=wave.pk, now=NOW)
    address = typed(client, letter.code)
    for response, status in ((client.get(address), 200), (client.post(address), 409)):
        assert response.status_code == status
        assert "Diese Befragung läuft gerade nicht." in words(response)
    assert not Sheet.objects.exists()


def test_too_many_begun_with_letters_are_refused(client, monkeypatch):
    monkeypatch.setattr(sheets, "BEGUN_A_DAY", 0)
    [letter] = issue_letters(wave_id=make_wave(frame=Frame.REGISTER).pk, number=1)
    response = client.post(typed(client, letter.code))
    assert response.status_code == 429
    assert "Von hier wurden heute schon sehr viele Bögen angefangen." in words(response)


# --- A note of the telephone ---


def test_note_says_what_became_of_it(client, django_assert_num_queries):
    note = write_note(text="Der Bus fehlt.", groups=["relatives"], area=None, may_be_quoted=False, now=NOW)
    address = typed(client, note.code)
    with django_assert_num_queries(3):
        response = client.get(address)
    assert words(response).startswith(
        "Das wurde aus Ihrem Beitrag Ihr Beitrag ist angekommen. Gelesen hat ihn noch niemand. "
        "Das haben wir aufgeschrieben Der Bus fehlt."
    )
    Contribution.objects.update(is_example=True)
    assert "Beispiel" in words(client.get(address))


def test_withdrawn_sheet_is_found_no_more():
    sheet = make_sheet()
    assert withdraw(code=sheet.code, now=NOW)
    assert find_sheet(key_of(sheet.code)) is None
