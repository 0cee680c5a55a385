"""Names inside a query."""

from offers.search.lexicon import AreaEntry
from offers.search.places import meant_first, names_in

CITY = AreaEntry("KL", "city", ("Kaiserslautern",))
WEST = AreaEntry("KL-03", "district", ("Innenstadt-West",))
TOWN = AreaEntry("G-1", "municipality", ("Weilerbach",))
TOWNS = AreaEntry("VG", "association", ("Weilerbach",))
NAMES = {("innenstadt",): (CITY,), ("innenstadt", "west"): (WEST,), ("weilerbach",): (TOWN, TOWNS)}


def test_names_in_takes_the_longest_name():
    assert names_in(["treff", "innenstadt", "west", "weilerbach"], NAMES) == [
        (range(1, 3), (WEST,)),
        (range(3, 4), (TOWN, TOWNS)),
    ]


def test_names_in_finds_nothing_in_other_words():
    assert names_in(["west"], NAMES) == []


def test_association_is_meant_before_its_municipality_and_both_before_the_city():
    assert meant_first([CITY, TOWN, TOWNS, TOWN]) == [TOWNS, TOWN, CITY]
