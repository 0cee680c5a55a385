"""A question of the form: one tap answers and leads on, several answers are ticked."""

import pytest

from tests.needs_factories import make_sheet
from tests.needs_form import address, data_of, taps, ticked
from tests.reading import heading, headings, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


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
