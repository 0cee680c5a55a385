"""The words of the questions: by language, and by who answers."""

import pytest

from needs.definitions import load_definition
from needs.models import Frame
from needs.words import heading, help_text, option_text, question_text, topic_number, value_words
from offers.reference import Theme, reference
from tests.needs_factories import make_wave

pytestmark = pytest.mark.django_db


@pytest.fixture
def steps():
    """All pages by their names."""
    definition = load_definition(make_wave().questionnaire_id)
    roles = ["older_people", "relatives", "council", "providers", "churches", "volunteers", "administration"]
    possible = definition.possible_steps(roles, frame=Frame.OPEN)
    return {step.name: step for step in possible}


@pytest.mark.parametrize(
    ("roles", "german", "english"),
    [
        ([], "Beratung: Wie ist das für Sie?", "Beratung: how is it for you?"),
        (["council", "older_people"], "Beratung: Wie ist das für Sie?", "Beratung: how is it for you?"),
        (
            ["relatives", "providers"],
            "Beratung: Wie ist das für die Person, um die Sie sich kümmern?",
            "Beratung: how is it for the person you look after?",
        ),
        (
            ["providers"],
            "Beratung: Wie ist das für ältere Menschen in Ihrem Stadtteil?",
            "Beratung: how is it for older people in your part of the city?",
        ),
    ],
)
def test_question_text_goes_by_who_answers(steps, roles, german, english):
    step = steps["6-beratung"]
    assert (question_text(step, roles, "de"), question_text(step, roles, "en")) == (german, english)


@pytest.mark.parametrize("roles", [["older_people"], ["relatives"], ["administration"]])
def test_question_for_all_is_the_same_for_all(steps, roles):
    assert question_text(steps["12"], roles, "de") == "Wer sollte das übernehmen?"
    assert question_text(steps["12"], roles, "en") == "Who should run it?"


def test_headings_help_and_options_have_both_languages(steps):
    step = steps["9"]
    assert (heading(step.question, "de"), heading(step.question, "en")) == ("Zurechtkommen", "Finding your way")
    assert (help_text(step.question, "de"), help_text(step.question, "en")) == (
        "Wählen Sie bis zu 3 Themen.",
        "Choose up to 3 topics.",
    )
    assert [option_text(option, "en") for option in step.options] == ["I do not know", "Prefer not to say"]
    assert option_text(step.options[0], "de") == "Weiß ich nicht"


def test_german_stands_where_the_english_is_missing(steps):
    step = steps["6-beratung"]
    step.question.heading_en = step.question.text_en = step.options[0].text_en = ""
    assert heading(step.question, "en") == "Zwölf Lebensbereiche"
    assert question_text(step, [], "en") == "Beratung: Wie ist das für Sie?"
    assert option_text(step.options[0], "en") == "Das ist gut so"


@pytest.mark.parametrize(
    ("page", "values", "shown"),
    [
        ("2", ["helping"], ["Ich helfe jemandem beim Ausfüllen"]),
        ("3", ["betzenberg"], ["Betzenberg"]),
        ("3", ["dont_know"], ["Weiß ich nicht"]),
        ("9", ["einkaufen", "dont_know", "unsinn"], ["Einkaufen", "Weiß ich nicht"]),
        ("13", ["Mir fehlt <b>Ruhe</b>."], ["Mir fehlt <b>Ruhe</b>."]),
        ("13", [], []),
    ],
)
def test_answers_are_shown_as_people_read_them(steps, page, values, shown):
    assert value_words(steps[page], values, reference(), "de") == shown


def test_topic_number_is_short():
    topic = Theme(slug="", code="T0603", name="", description="", group="gruppe")
    assert topic_number(topic) == "603"
