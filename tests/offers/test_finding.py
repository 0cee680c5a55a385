"""Finding: what words become in the database, and what lies nearby."""

import pytest

from offers.facets import areas_to_choose
from offers.filters import day_of, days_to_choose
from offers.finding import find, find_nearby, tsquery
from offers.reference import reference
from tests.factories import NOW, TODAY


@pytest.mark.parametrize(
    ("terms", "query"),
    [
        ((), ""),
        (((),), ""),
        ((("fahr", "bus"), ("begleit",)), "('fahr' | 'bus') & ('begleit')"),
        ((("o'x\\", "b"),), "('ox' | 'b')"),
    ],
)
def test_words_become_a_query_that_cant_break_out(terms, query):
    assert tsquery(terms) == query


def test_area_in_the_words_narrows_the_search(city):
    finding = find({"q": "einkaufen betzenberg"}, page=1, reference=reference(), now=NOW)
    assert (finding.area, finding.total) == (city.hill, 1)


def test_chosen_area_counts_more_than_the_words(city):
    finding = find({"q": "einkaufen betzenberg", "ort": "dansenberg"}, page=1, reference=reference(), now=NOW)
    assert (finding.area, finding.total) == (city.outer, 0)


def test_area_alone_shows_everything_of_it(city):
    finding = find({"q": "betzenberg"}, page=1, reference=reference(), now=NOW)
    assert finding.criteria.search is None
    assert finding.total == find({"ort": "betzenberg"}, page=1, reference=reference(), now=NOW).total


def test_nearest_places_come_first_and_only_the_first_with_results(city):
    known = reference()
    finding = find({"ort": "dansenberg", "thema": "einkaufen"}, page=1, reference=known, now=NOW)
    places = find_nearby(finding, reference=known, now=NOW)
    assert [(place.area, place.count, [row.offer for row in place.rows]) for place in places] == [
        (city.hill, 1, [city.helper.pk]),
    ]


def test_whole_city_has_nothing_nearby(city):
    known = reference()
    assert (
        find_nearby(find({"kosten": "pflegekasse"}, page=1, reference=known, now=NOW), reference=known, now=NOW) == []
    )


@pytest.mark.parametrize(
    ("slug", "choices"),
    [
        (
            None,
            ["Musterstadt", "Dansenberg", "Innenstadt", "Bännjerrück/Karl-Pfaff-Siedlung", "Betzenberg"],
        ),
        (
            "betzenberg",
            ["Musterstadt", "Dansenberg", "Innenstadt", "Bännjerrück/Karl-Pfaff-Siedlung", "Betzenberg"],
        ),
        ("bann", ["Landkreis Musterstadt", "Verbandsgemeinde Landstuhl", "Bann"]),
        ("landkreis-musterstadt", ["Landkreis Musterstadt", "Verbandsgemeinde Landstuhl"]),
    ],
)
def test_areas_to_choose_lie_around_the_chosen_one(city, slug, choices):
    known = reference()
    found = areas_to_choose(known.areas.get(slug), known)
    assert sorted(area.name for area in found) == sorted(choices)


def test_days_are_named_from_today_on():
    days = days_to_choose(now=NOW)
    assert [(value, str(words)) for value, words, _day in days] == [
        ("heute", "heute, 23. November"),
        ("morgen", "morgen, 24. November"),
        ("mittwoch", "Mittwoch, 25. November"),
        ("donnerstag", "Donnerstag, 26. November"),
        ("freitag", "Freitag, 27. November"),
        ("samstag", "Samstag, 28. November"),
        ("sonntag", "Sonntag, 29. November"),
    ]
    assert [day_of(value, now=NOW) for value, _words, _day in days] == [day for _value, _words, day in days]
    assert day_of("montag", now=NOW) == TODAY
