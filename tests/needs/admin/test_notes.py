"""What comes in from outside the form: notes of telephone calls, chosen error reports, and the rest by a button."""

import pytest
from django.urls import reverse

from needs.models import Contribution
from offers.models import ErrorReport, MissingHelp
from tests.factories import TODAY, make_area, make_error_report
from tests.minutes_factories import make_published_minutes
from tests.needs_bundling_factories import LEAK
from tests.reading import text
from workshops.actions.codes import code_in_words

pytestmark = pytest.mark.django_db
NOTE, CODE, REPORTS, TAKE_IN, LIST = (
    reverse(f"admin:needs_contribution_{name}") for name in ("add", "code", "reports", "take_in", "changelist")
)
# Session, person, second factor, rights (2), how many, reports with their offers.
REPORTS_QUERIES = 7


def messages(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def analyst(signed_in):
    return signed_in("Auswertung")


def test_a_note_gets_a_code_that_is_shown_once(client, typist):
    area = make_area(name="Betzenberg")
    typed = {"text": "Abends fehlt ein Bus.", "groups": ["relatives"], "area": area.pk, "may_be_quoted": "on"}
    response = client.post(NOTE, typed)
    assert response.url == CODE
    note = Contribution.objects.get()
    assert (note.source, note.text, note.groups, note.area, note.may_be_quoted) == (
        "phone_note",
        "Abends fehlt ein Bus.",
        ["relatives"],
        area,
        True,
    )
    digits = text(code_in_words(note.code))
    shown = client.get(CODE).content.decode()
    assert digits in text(shown)
    assert "Abends" not in shown
    again = text(client.get(CODE).content.decode())
    assert digits not in again
    assert "Der Code wurde schon gezeigt." in again


def test_a_note_needs_words_and_nothing_else(client, typist):
    response = client.post(NOTE, {"text": " "})
    assert "Schreiben Sie auf, was gesagt wurde." in response.content.decode()
    client.post(NOTE, {"text": "Ein Bus."})
    note = Contribution.objects.get()
    assert (note.groups, note.area, note.may_be_quoted) == ([], None, False)


def test_who_writes_notes_finds_the_page_and_no_contributions(client, typist):
    assert NOTE in client.get(reverse("admin:index")).content.decode()
    form = client.get(NOTE).content.decode()
    assert f'"{LIST}"' not in form
    assert client.get(LIST).status_code == 403


def test_planners_write_no_notes(client, planner):
    assert client.get(NOTE).status_code == 403
    assert client.post(NOTE, {"text": "Ein Bus."}).status_code == 403
    assert client.post(TAKE_IN).status_code == 403
    assert Contribution.objects.count() == 0


def test_error_reports_are_chosen_when_their_contact_is_gone(client, analyst):
    chosen = make_error_report(text=f"{LEAK} fand keinen Platz.", contact="0631 5550177")
    other = make_error_report(text="Die Nummer stimmt nicht.")
    ErrorReport.objects.finish()
    waiting = make_error_report(text="Der Chor ist voll.", contact="ada@example.org")
    page = client.get(REPORTS)
    assert list(page.context["page"]) == [other, chosen]
    after = client.post(REPORTS, {"report": [chosen.pk, waiting.pk, "x"]}, follow=True)
    assert messages(after) == ["1 Beitrag ist dazugekommen."]
    assert Contribution.objects.get().error_report == chosen
    assert list(after.context["page"]) == [other]
    assert messages(client.post(REPORTS, {"report": [chosen.pk]}, follow=True)) == ["Es ist nichts dazugekommen."]


@pytest.mark.parametrize("number", [1, 3])
def test_the_reports_ask_the_same_for_one_and_for_three(client, analyst, number, django_assert_num_queries):
    for _number in range(number):
        make_error_report(is_done=True)
    with django_assert_num_queries(REPORTS_QUERIES):
        client.get(REPORTS)


def test_the_button_takes_in_what_was_said_elsewhere(client, analyst):
    make_published_minutes()
    MissingHelp.objects.create(text="Ein Chor", received_on=TODAY)
    assert client.get(TAKE_IN).status_code == 405
    assert messages(client.post(TAKE_IN, follow=True)) == ["2 Beiträge sind dazugekommen."]
    assert messages(client.post(TAKE_IN, follow=True)) == ["Es ist nichts dazugekommen."]
