"""The words for rows of the concept."""

import pytest

from concept.fragmentation import ContactPoints
from concept.models import Grade, MatchCell, Verdict
from concept.words import (
    GRADE_MEANINGS,
    GROUPS,
    MEANINGS,
    SYMBOLS,
    agreement_in_words,
    as_asked,
    at_least_in_words,
    frame_in_words,
    groups_in_words,
    in_vain_in_words,
    marked,
    narrow,
    option_texts,
    placed_in_words,
    places_in_words,
    points_in_words,
    ranks_in_words,
    release_in_words,
    stock_in_words,
)
from needs.disclosure import SHOWN_GROUPS
from tests.concept_factories import make_cell, make_finding, make_release
from tests.needs_factories import make_planning_area, make_wave


def test_every_result_has_a_symbol_of_its_own_and_a_meaning():
    assert set(SYMBOLS) == set(MEANINGS) == set(Verdict)
    assert len(set(SYMBOLS.values())) == len(Verdict)
    assert set(GRADE_MEANINGS) == set(Grade)
    assert tuple(GROUPS) == SHOWN_GROUPS


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"stock_state": "confirmed", "confirmed": 3, "published": 5, "step_free": 1},
            "3 geprüfte Angebote, davon 1 ohne Stufen; 5 mit den nicht geprüften",
        ),
        (
            {"stock_state": "confirmed", "confirmed": 1, "published": 1},
            "1 geprüftes Angebot, davon 0 ohne Stufen",
        ),
        ({"stock_state": "unchecked", "published": 1}, "1 Angebot, noch nicht geprüft"),
        ({"stock_state": "unchecked", "published": 2}, "2 Angebote, noch nicht geprüft"),
        ({"stock_state": "none"}, "gibt es nicht"),
        ({"stock_state": "unknown"}, "noch nicht erfasst"),
    ],
)
def test_stock_tells_what_nobody_has_looked_at_from_what_there_is_not(fields, words):
    assert stock_in_words(make_cell(make_release(state="frozen"), **fields)) == words


@pytest.mark.parametrize(
    ("agreement", "words"),
    [
        ("", ""),
        ("together", "Alle Gruppen sehen das so."),
        (
            "disputed",
            "Das ist umstritten: Die Gruppen sehen es verschieden. Am häufigsten sagen „Da fehlt mir etwas“: "
            "Angehörige und Pflegende. Am seltensten: Anbieter.",
        ),
        ("only providers", "Nur eine Gruppe sieht das so: Anbieter."),
    ],
)
def test_agreement_says_who(agreement, words):
    index = {"groups": ["65_up", "providers"], "highest": "relatives", "lowest": "providers"}
    assert agreement_in_words(MatchCell(agreement=agreement, index=index)) == words
    assert groups_in_words(index) == "Ältere Menschen ab 65, Anbieter"


def test_a_release_of_before_says_that_it_is_disputed():
    words = "Das ist umstritten: Die Gruppen sehen es verschieden."
    assert agreement_in_words(MatchCell(agreement="disputed", index={"groups": []})) == words


def test_only_a_random_sample_goes_without_the_warning():
    assert frame_in_words("register") == "Zufallsauswahl aus dem Melderegister"
    assert frame_in_words("open") == "offener Aufruf: Streuung innerhalb der Antworten, keine repräsentative Stichprobe"


@pytest.mark.django_db
def test_examples_say_so():
    assert marked(make_finding(is_example=True), "Es fehlt etwas.") == "Beispiel: Es fehlt etwas."
    assert marked(make_finding(is_example=True), "Beispiel: Es fehlt etwas.") == "Beispiel: Es fehlt etwas."
    assert marked(make_finding(), "Es fehlt etwas.") == "Es fehlt etwas."
    release = make_release(state="published", number=2, is_example=True)
    assert release_in_words(release) == "Beispiel: Stand 2 vom 23. November 2026"


@pytest.mark.django_db
def test_place_of_a_finding_is_the_whole_city_unless_it_names_one():
    assert places_in_words(make_finding()) == "ganze Stadt"
    areas = [make_planning_area(name="Mitte"), make_planning_area(name="Westen")]
    assert places_in_words(make_finding(planning_areas=areas)) == "Mitte, Westen"


@pytest.mark.django_db
def test_options_are_in_the_words_of_the_questionnaire():
    assert option_texts(make_release(state="published")) == {"reasons": {}}
    release = make_release(state="frozen", waves=[make_wave(is_open=False)])
    texts = option_texts(release, ["orientation"])
    assert texts == {
        "orientation": {
            "sure": "Ja, sicher",
            "roughly": "Ungefähr",
            "no": "Nein",
            "dont_know": "Weiß ich nicht",
            "not_said": "Möchte ich nicht sagen",
        }
    }


def test_long_words_break_where_they_may():
    assert narrow("Zugangsproblem") == "Zugangs\N{SOFT HYPHEN}problem"


def test_full_tens_are_the_least():
    assert [at_least_in_words(count) for count in (0, 10, 20)] == ["weniger als 10", "mindestens 10", "mindestens 20"]


def test_contact_points_are_told_with_what_they_come_to():
    points = (None, ContactPoints(1, 1.0), ContactPoints(3, 2.9), ContactPoints(5, 1.8))
    assert [points_in_words(each) for each in points] == ["keine", "1", "3", "5, so viel wie 2 gleich große"]


@pytest.mark.django_db
def test_where_offers_lie_is_told_where_there_are_any():
    release = make_release(state="frozen")
    cells = [make_cell(release, published=published, placed_here=placed) for published, placed in ((5, 3), (1, 0))]
    assert [placed_in_words(cell) for cell in cells] == ["3 mit einem Ort hier", "0 mit einem Ort hier"]
    assert placed_in_words(make_cell(release)) == ""


def test_what_hardly_anybody_looked_for_may_be_nobodys():
    topics = {"bus": "Fahrdienst", "shop": "Einkaufen", "new": "Neu"}
    assert in_vain_in_words({"bus": "20 %", "shop": "wenige", "elsewhere": "die meisten"}, topics) == [
        "Fahrdienst: 20 %",
        "jedes andere Thema: wenige oder niemand",
    ]
    assert in_vain_in_words({"bus": "wenige", "shop": "wenige"}, topics) == ["jedes Thema: wenige oder niemand"]
    assert in_vain_in_words({"bus": "20 %"}, topics) == ["Fahrdienst: 20 %"]
    assert in_vain_in_words({}, topics) == []


def test_a_rank_is_one_or_a_range():
    ranks = ({"best": 2, "worst": 2}, {"best": 1, "worst": 3})
    assert [ranks_in_words(each) for each in ranks] == ["Rang 2", "Rang 1 bis 3"]


def test_answers_stand_as_they_were_asked_and_unknown_ones_last():
    told = {"no": "10 %", "new": "5 %", "yes": "20 %"}
    assert list(as_asked(["yes", "rather", "no"], told).items()) == [("yes", "20 %"), ("no", "10 %"), ("new", "5 %")]
