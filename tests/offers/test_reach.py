"""Who lists an offer, under which heading: a small tree of areas with every case in it."""

import pytest

from offers.models import Heading
from offers.reach import AreaTree, Presence, areas_served, headings

CITY, INNER, EAST, WEST, HILL, COUNTY, TOWN, VILLAGE = range(1, 9)
TREE = AreaTree(
    parents={
        CITY: None,
        INNER: CITY,
        EAST: INNER,
        WEST: INNER,
        HILL: CITY,
        COUNTY: None,
        TOWN: COUNTY,
        VILLAGE: TOWN,
    },
    neighbours={EAST: frozenset({WEST, VILLAGE}), WEST: frozenset({EAST}), VILLAGE: frozenset({EAST})},
)


def seen(places=(), serves=(), comes=False) -> dict[int, Heading]:
    return headings(Presence(frozenset(places), frozenset(serves), comes), TREE)


def test_place_with_unknown_service_area_is_listed_in_the_whole_city_and_beyond_the_border_nearby():
    assert seen(places=[EAST]) == {
        CITY: Heading.IN_YOUR_DISTRICT,
        INNER: Heading.IN_YOUR_DISTRICT,
        EAST: Heading.IN_YOUR_DISTRICT,
        WEST: Heading.NEARBY,
        HILL: Heading.WHOLE_CITY,
        VILLAGE: Heading.NEARBY,
    }


def test_known_service_area_keeps_an_offer_from_neighbours_it_does_not_serve():
    assert seen(places=[EAST], serves=[EAST]) == {
        CITY: Heading.IN_YOUR_DISTRICT,
        INNER: Heading.IN_YOUR_DISTRICT,
        EAST: Heading.IN_YOUR_DISTRICT,
    }


def test_service_of_the_city_reaches_every_district():
    assert seen(serves=[CITY]) == dict.fromkeys([CITY, INNER, EAST, WEST, HILL], Heading.WHOLE_CITY)


def test_help_that_comes_stands_first_wherever_it_is_known_to_come():
    assert seen(places=[WEST], serves=[INNER], comes=True) == dict.fromkeys(
        [CITY, INNER, EAST, WEST], Heading.COMES_TO_YOU
    )


def test_help_that_comes_never_stands_first_where_nobody_knows_whether_it_does():
    assert Heading.COMES_TO_YOU not in seen(places=[WEST], comes=True).values()


def test_offer_without_place_and_service_area_is_listed_everywhere():
    assert seen() == dict.fromkeys(TREE.parents, Heading.WHOLE_CITY)


@pytest.mark.parametrize(
    ("places", "serves", "expected"),
    [
        ([EAST], [], {EAST, INNER, CITY}),
        ([], [], set()),
        ([], [CITY], {CITY, INNER, EAST, WEST, HILL}),
        ([WEST], [HILL], {WEST, INNER, CITY, HILL}),
    ],
)
def test_offer_counts_where_it_is_known_to_serve_and_around_its_place(places, serves, expected):
    assert areas_served(Presence(frozenset(places), frozenset(serves), True), TREE) == expected


@pytest.mark.parametrize(
    "presence",
    [
        Presence(frozenset(), frozenset(), False),
        Presence(frozenset({12, 3}), frozenset({7}), True),
        Presence(frozenset({1}), frozenset({2, 30}), False),
    ],
)
def test_presence_is_read_back_from_its_key(presence):
    assert Presence.from_key(presence.key) == presence
