"""What was typed: what of it counts, and what has to be put right."""

import pytest
from django.utils.translation import override

from needs.actions.questionnaires import load_first_questionnaire
from needs.definitions import load_definition
from needs.models import Frame
from needs.reading import can_be_kept, missing, read, typed
from offers.reference import reference
from tests.factories import NOW
from tests.needs_factories import make_surroundings

pytestmark = pytest.mark.django_db
OLDER = {"1": ["older_people"], "6-beratung": ["missing"]}


@pytest.fixture
def reading():
    """Read one page, as of an older person who misses advice."""
    make_surroundings()
    definition = load_definition(load_first_questionnaire(now=NOW).pk)

    def read_page(name, values, **beside):
        data = OLDER | {name: values} | beside
        step = next(step for step in definition.steps(data | OLDER, frame=Frame.OPEN) if step.name == name)
        return read(step, data, reference())

    return read_page


@pytest.mark.parametrize(
    ("page", "values"),
    [
        ("1", ["older_people", "volunteers"]),
        ("3", ["betzenberg"]),
        ("3", ["whole_city"]),
        ("6-beratung", ["missing"]),
        ("6b-beratung", ["too_far", "full"]),
        ("9", ["einkaufen", "seniorenberatung"]),
        ("9", ["dont_know"]),
        ("11", ["advice", "overview", "linking", "volunteers", "events"]),
        ("13", ["Mir fehlt ein Bus."]),
    ],
)
def test_what_can_be_chosen_counts(reading, page, values):
    found = reading(page, values)
    assert (list(found.values), found.problem, found.is_answered) == (values, "", True)


@pytest.mark.parametrize(
    ("page", "values", "problem"),
    [
        ("3", ["mannheim"], "Wählen Sie noch einmal aus."),
        ("9", ["beratung"], "Wählen Sie noch einmal aus."),
        ("4", ["65_74", "75_84"], "Wählen Sie nur eine Antwort. Nehmen Sie die anderen weg."),
        (
            "11",
            ["advice", "overview", "linking", "volunteers", "events", "home_visits"],
            "Wählen Sie höchstens 5 Antworten. Jetzt sind es 6.",
        ),
        (
            "6b-beratung",
            ["too_far", "dont_know"],
            "Sie haben „Weiß ich nicht“ und noch etwas anderes gewählt. Nehmen Sie eines davon weg.",
        ),
        (
            "9",
            ["einkaufen", "seniorenberatung", "not_said", "dont_know"],
            "Sie haben „Weiß ich nicht“ und noch etwas anderes gewählt. Nehmen Sie eines davon weg.",
        ),
        ("13", ["x" * 1_001], "Kürzen Sie den Text um 1 Zeichen. Erlaubt sind 1000."),
        ("13", ["x" * 1_012], "Kürzen Sie den Text um 12 Zeichen. Erlaubt sind 1000."),
    ],
    ids=[
        "district",
        "life area",
        "two ages",
        "six tasks",
        "beside don't know",
        "too many and don't know",
        "one too long",
        "twelve too long",
    ],
)
def test_what_is_wrong_says_what_to_do(reading, page, values, problem):
    found = reading(page, values)
    assert (found.problem, found.is_answered) == (problem, False)


def test_contradiction_is_named_in_the_language_of_the_page(reading):
    with override("en"):
        assert "“I do not know”" in reading("6b-beratung", ["too_far", "dont_know"]).problem


def test_an_empty_page_has_no_problem_but_may_be_missing(reading):
    assert reading("1", []).problem == ""
    assert missing(reading("1", [])) == "Wählen Sie eine Antwort."
    assert missing(reading("1", ["older_people"])) == ""
    assert missing(reading("4", [])) == ""


def test_the_same_twice_is_chosen_once(reading):
    assert reading("1", ["older_people", " older_people "]).values == ("older_people",)


@pytest.mark.parametrize(
    ("text", "consent", "may"),
    [("Mir fehlt ein Bus.", ["ja"], True), ("Mir fehlt ein Bus.", [], False), ("", ["ja"], False)],
)
def test_a_text_is_quoted_only_with_consent(reading, text, consent, may):
    assert reading("13", [text], **{"13-zitat": consent}).may_be_quoted is may


def test_typed_cuts_nothing():
    assert typed(["a\0b", "", " ", "a\0b"]) == ["ab", " "]
    assert typed(["x" * 50_000]) == ["x" * 50_000]


@pytest.mark.parametrize(
    ("values", "can"),
    [
        (["x"] * 200, True),
        (["x"] * 201, False),
        (["x" * 20_000], True),
        (["x" * 10_000, "y" * 10_001], False),
    ],
)
def test_what_no_sheet_can_keep(values, can):
    assert can_be_kept(values) is can
