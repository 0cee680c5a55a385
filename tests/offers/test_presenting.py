"""Sentences for titles, headings and places."""

import pytest

from offers.models import Area, Heading, Level
from offers.presenting import closed_words, heading_words, list_title, place_words
from tests.factories import TODAY

HEADINGS = list(Heading)


def area(level: Level, name: str = "Musterort") -> Area:
    return Area(level=level, name=name)


@pytest.mark.parametrize(
    ("level", "words"),
    [
        (Level.DISTRICT, ["In Ihrem Stadtteil", "In der Nähe", "In der ganzen Stadt"]),
        (Level.MUNICIPALITY, ["In Ihrer Gemeinde", "In der Nähe", "Im ganzen Landkreis"]),
        (Level.COUNTY, ["An festen Orten", "In der Nähe", "Im ganzen Landkreis"]),
        (Level.ASSOCIATION, ["An festen Orten", "In der Nähe", "Im ganzen Landkreis"]),
        (Level.CITY, ["An festen Orten", "In der Nähe", "Hier gehen Sie hin"]),
        (None, ["An festen Orten", "In der Nähe", "Hier gehen Sie hin"]),
    ],
)
def test_headings_speak_from_where_somebody_looks(level, words):
    seen_from = area(level) if level else None
    assert [heading_words(heading, seen_from) for heading in HEADINGS] == [
        "Kommt zu Ihnen oder hilft am Telefon",
        *words,
    ]


@pytest.mark.parametrize(
    ("level", "name", "words"),
    [
        (Level.DISTRICT, "Betzenberg", "in Betzenberg"),
        (Level.CITY, "Kaiserslautern", "in Kaiserslautern"),
        (Level.MUNICIPALITY, "Bann", "in Bann"),
        (Level.COUNTY, "Landkreis Kaiserslautern", "im Landkreis Kaiserslautern"),
        (Level.ASSOCIATION, "Verbandsgemeinde Landstuhl", "in der Verbandsgemeinde Landstuhl"),
        (Level.DISTRICT_GROUP, "Kernstadt", "in der Kernstadt"),
    ],
)
def test_place_words_fit_the_kind_of_area(level, name, words):
    assert place_words(area(level, name)) == words


def test_no_area_is_no_place():
    assert place_words(None) == ""


@pytest.mark.parametrize(
    ("total", "asked", "title"),
    [
        (0, {}, "Kein Angebot gefunden"),
        (1, {}, "1 Angebot"),
        (24, {"theme": "Einkaufen", "area": area(Level.DISTRICT, "Betzenberg")}, None),
        (2, {"query": "rollator"}, "2 Angebote für „rollator“"),
        (0, {"query": "x", "theme": "Pflege"}, "Kein Angebot gefunden für „x“ zum Thema Pflege"),
    ],
)
def test_title_says_the_result_as_a_sentence(total, asked, title):
    expected = title or "24 Angebote zum Thema Einkaufen in Betzenberg"
    assert list_title(total, **({"theme": "", "area": None, "query": ""} | asked)) == expected


def test_pause_names_its_last_day():
    assert closed_words(TODAY) == "Macht Pause bis 23. November 2026."
