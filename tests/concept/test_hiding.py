"""What is told of a row: rule by rule, and attacked by linear programming and by trying out all small worlds."""

from itertools import product
from random import Random

import pytest

from concept import hiding
from concept.hiding import (
    CHOSEN,
    CITY,
    DEMAND,
    DONT_KNOW,
    FINE,
    HIDDEN,
    MISSING,
    NOT_NEEDED,
    PEOPLE,
    REASON,
    UNKNOWN,
    Before,
    Cell,
    Rules,
    Words,
    settle,
    share,
)
from tests.concept.attacks import Reader
from tests.concept.rows import REASONS, RULES, SHARES_TOLD, counts, row


def unmet(cells, rules=RULES, **options):
    told = settle(cells, rules, is_growing=options.get("is_growing", False))
    return [each.words.shares.get("unmet", "") for each in told.values()]


@pytest.mark.parametrize(
    ("part", "whole", "size", "words"),
    [
        (3, 10, 10, "wenige"),
        (4, 12, 12, "etwa die Hälfte"),
        (9, 12, 12, "die meisten"),
        (9, 99, 99, "unter 10 %"),
        (10, 99, 99, "10 %"),
        (90, 99, 99, "über 90 %"),
        (89, 99, 99, "90 %"),
        (13, 30, 30, "45 %"),
        (4, 100, 100, "unter 5 %"),
        (62, 140, 140, "44 %"),
        # Who doesn't know is told in the steps of those with an opinion.
        (80, 100, 20, "die meisten"),
        (71, 170, 99, "40 %"),
    ],
)
def test_share(part, whole, size, words):
    assert share(part, whole, size) == words


def test_words_of_a_cell():
    told = RULES.tell(counts(fine=40, missing=62, not_needed=38, dont_know=60, not_here=31, too_far=5))
    assert told == Words(
        "100 bis 299",
        {
            "unmet": "44 %",
            "demand": "73 %",
            "unknown": "30 %",
            "reasons": {"not_here": "50 %", "too_far": "unter 10 %", "full": "unter 10 %"},
        },
    )
    assert RULES.tell(counts(fine=4, missing=5, dont_know=80)) == HIDDEN
    # Nine who miss something: why, isn't told.
    assert RULES.tell(counts(fine=4, missing=9, not_here=9)).shares["reasons"] == {}
    chosen = {PEOPLE: 40, CHOSEN + "yes": 30, CHOSEN + "no": 10}
    assert RULES.tell(chosen) == Words("30 bis 99", {"chosen": {"yes": "75 %", "no": "25 %"}})


def test_large_city_tells_nearly_all():
    area = counts(fine=30, missing=30, not_needed=20, dont_know=9, not_here=12)
    assert unmet(row(area, area, area)) == ["38 %", "40 %", "40 %", "40 %"]


def test_small_part_of_a_large_city_is_hidden_alone():
    area, small = counts(fine=30, missing=30, not_needed=20), counts(fine=3, missing=5, not_needed=1)
    assert unmet(row(area, area, small)) == ["38 %", "40 %", "40 %", ""]


def test_next_smallest_is_hidden_where_the_city_would_tell():
    """ "Wenige" of 29 are nine at most, "etwa die Hälfte" of ten are four at least: five would be left."""
    half, small = counts(fine=5, missing=5), counts(fine=6, missing=1)
    assert unmet(row(half, small, counts(fine=4))) == ["wenige", "", "", ""]
    assert unmet(row(counts(missing=6))) == [""] * 2


def test_share_of_the_city_that_bounds_a_hidden_number_is_left_out():
    """Nobody says "gut so": what is needed and what is missing are the same, so the city would tell that of each."""
    told = settle(row(counts(missing=40, not_needed=40), counts(missing=5)), RULES, is_growing=False)
    assert sorted(told[CITY].words.shares) == ["reasons", "unknown", "unmet"]


def test_only_the_reason_that_bounds_a_hidden_number_is_left_out():
    """ "Unter 10 %" of those in the large planning area are less than nine, whoever they are."""
    area = counts(fine=30, missing=40, not_needed=29, not_here=20, too_far=1, full=13)
    told = settle(row(area, counts(missing=5)), RULES, is_growing=False)
    assert [each.words.shares.get("reasons") for each in told.values()] == [
        {"not_here": "45 %", "full": "30 %"},
        {"not_here": "50 %", "full": "35 %"},
        None,
    ]
    assert told[CITY].rules.shares == {DEMAND, UNKNOWN, REASON + "not_here", REASON + "full"}


def test_all_reasons_are_left_out_where_one_follows_from_the_others():
    area, small = counts(fine=12, missing=16, not_here=12, too_far=4, full=11), counts(missing=8, too_far=1, not_here=4)
    told = settle(row(area, small, rest=counts(fine=3)), RULES, is_growing=False)
    assert [each.words.shares.get("reasons") for each in told.values()] == [{}, {}, None]


def test_reason_that_was_left_out_stays_left_out():
    """Also where so many name it now that nothing would follow."""
    area = counts(fine=30, missing=40, not_needed=29, not_here=20, too_far=1, full=13)
    first = row(area, counts(missing=5))
    told = settle(first, RULES, is_growing=False)
    more = counts(fine=90, missing=120, not_needed=87, not_here=60, too_far=33, full=39)
    later = row(more, counts(missing=5), before=first, told=told, new={CITY: 198, 1: 198})
    again = settle(later, RULES, is_growing=True)
    assert [(each.is_new, each.words.shares["reasons"]) for each in (again[CITY], again[1])] == [
        (True, {"not_here": "48 %", "full": "31 %"}),
        (True, {"not_here": "50 %", "full": "33 %"}),
    ]
    assert not list(Reader(later, again, is_growing=True).found())


def test_figure_stands_until_ten_new_answers():
    first = row(counts(fine=50, missing=50), counts(fine=70, missing=30))
    told = settle(first, RULES, is_growing=False)
    more = (counts(fine=59, missing=50), counts(fine=80, missing=30))
    later = row(*more, before=first, told=told, new={CITY: 19, 1: 9, 2: 10})
    again = settle(later, RULES, is_growing=True)
    assert [each.is_new for each in again.values()] == [True, False, True]
    assert again[1].words == told[1].words
    assert not list(Reader(later, again, is_growing=True).found())


def test_what_was_told_once_stays_told():
    first = row(counts(fine=30, missing=30))
    told = settle(first, RULES, is_growing=False)
    fewer = settle(row(counts(fine=5), before=first, told=told, new={CITY: 12, 1: 12}), RULES, is_growing=False)
    assert [each.words for each in fewer.values()] == [told[place].words for place in first]


def test_question_that_is_asked_once():
    yes = {PEOPLE: 5, CHOSEN + "yes": 5, CHOSEN + "no": 0}
    first = {CITY: Cell(yes)}
    told = settle(first, RULES, is_growing=False)
    later = {PEOPLE: 60, CHOSEN + "yes": 60, CHOSEN + "no": 0}
    cells = {CITY: Cell(later, 55, Before(told[CITY].words, yes, yes, RULES))}
    again = settle(cells, RULES, is_growing=True)
    assert again[CITY].words.shares == {"chosen": {"yes": "über 90 %", "no": "unter 10 %"}}
    assert not list(Reader(cells, again, is_growing=True).found())


# Attacks. Rows as they come: planning areas of all sizes, a rest, other answers in each; then more of them come in.
SHARES = ((4, 4, 2, 1), (1, 10, 1, 1), (10, 1, 1, 0.3), (1, 1, 8, 3), (0.1, 5, 5, 1), (5, 5, 0.1, 0.1))


def add(chance, node, number, shares, named):
    node = dict(node)
    for opinion in chance.choices((FINE, MISSING, NOT_NEEDED, DONT_KNOW), shares, k=number):
        node[opinion] += 1
        for key, likely in zip(REASONS, named, strict=True):
            node[REASON + key] += opinion == MISSING and chance.random() < likely
    return node


def two_releases(seed):
    """Of a row, the second growing from the first: cells and what is told of them."""
    chance = Random(seed)  # noqa: S311
    areas, size = chance.choice((2, 3, 6)), chance.choice((4, 8, 15, 30, 60, 150))
    shares, named = chance.choice(SHARES), [chance.choice((0.02, 0.3, 0.8)) for _reason in REASONS]
    nodes = [counts()] * (areas + 1)
    rules, cells, told = Rules(chance.choice((10, 10, 14)), SHARES_TOLD), None, None
    for part in (1, chance.choice((0.1, 0.5, 1))):
        more = [int(chance.expovariate(1) * size * part) for _node in nodes]
        nodes = [add(chance, node, number, shares, named) for node, number in zip(nodes, more, strict=True)]
        new = dict(enumerate((sum(more), *more)))
        is_growing = cells is not None
        cells = row(*nodes[:-1], rest=nodes[-1], before=cells, told=told, new=new)
        told = settle(cells, rules, is_growing=is_growing)
        yield cells, told, is_growing


def found_by_calculating(seeds):
    return [
        (seed, is_growing, *found)
        for seed in seeds
        for cells, told, is_growing in two_releases(seed)
        for found in Reader(cells, told, is_growing=is_growing).found()
    ]


def test_linear_programming_finds_no_hidden_number():
    assert found_by_calculating(range(40)) == []


def test_linear_programming_finds_hidden_numbers_without_the_rule(monkeypatch):
    """The guard itself: only what has too few answers is hidden, nothing besides."""
    monkeypatch.setattr(hiding._Row, "gives_away", lambda _row: "")
    assert len(found_by_calculating(range(40))) > 40


# All worlds of two planning areas and a rest, where people say that something is missing or that it is fine.
NUMBERS = {size: [(fine, size - fine) for fine in range(size + 1)] for size in range(0, 30)}


def possible(words, rules, most):
    """All numbers that read like this, of so many people at most."""
    everything = [pair for size in range(most + 1) for pair in NUMBERS[size]]
    if words.is_hidden:
        return set(everything)
    return {pair for pair in everything if rules.tell(counts(fine=pair[0], missing=pair[1])) == words}


def found_by_trying(areas, rest):
    """Hidden numbers that can't be everything from nobody to nine, whatever the world."""
    most = 29
    cells = row(*(counts(fine=fine, missing=missing) for fine, missing in areas), rest=counts(fine=rest))
    told = settle(cells, RULES, is_growing=False)
    if told[CITY].words.is_hidden or told[CITY].words.answers != "10 bis 29":
        return []
    rules = told[CITY].rules
    city = possible(told[CITY].words, rules, most)
    parts = {place: possible(told[place].words, rules, most) for place in cells if place != CITY}
    narrowed = []
    for place in parts:
        if not told[place].words.is_hidden:
            continue
        # The rest may be anybody: a world is possible where the others and this leave something for it.
        others = [other for each, other in parts.items() if each != place]
        least = others[0] if others else {(0, 0)}
        smallest = {pair for pair in least if not any(_is_less(other, pair) for other in least)}
        for answer in (0, 1):
            able = {
                pair[answer]
                for pair in parts[place]
                if any(
                    pair[0] + other[0] <= whole[0] and pair[1] + other[1] <= whole[1]
                    for other in smallest
                    for whole in city
                )
            }
            if not set(range(10)) <= able:
                narrowed.append((areas, rest, place, answer, max(able)))
    return narrowed


def _is_less(other, pair):
    return other != pair and other[0] <= pair[0] and other[1] <= pair[1]


SMALL = [(0, 0), (1, 2), (0, 6), (5, 4), (2, 9), (9, 2), (0, 10), (10, 0), (6, 7), (3, 12), (5, 5), (6, 1)]


def test_trying_all_worlds_finds_no_hidden_number():
    worlds = product(product(SMALL, repeat=2), (0, 4))
    assert [found for areas, rest in worlds for found in found_by_trying(areas, rest)] == []


def test_trying_all_worlds_finds_hidden_numbers_without_the_rule(monkeypatch):
    monkeypatch.setattr(hiding._Row, "gives_away", lambda _row: "")
    assert found_by_trying(((5, 5), (6, 1)), 4)
