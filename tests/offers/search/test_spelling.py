"""What a misspelt word may have meant."""

import pytest

from offers.search.spelling import build_speller, distance, nearest

SPELLER = build_speller({"rollator": 3, "rollatoren": 1, "pflegegrad": 1, "bus": 9, "arzt": 1, "heim": 2, "reim": 1})


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("rolator", [("rollator", 0.4)]),
        ("rollatro", [("rollator", 0.7)]),
        ("flegegrad", [("pflegegrad", 1.0)]),
        ("pflegegradd", [("pflegegrad", 0.4)]),
        ("bsu", []),
        ("xyzxyzxyz", []),
        ("arst", [("arzt", 0.5)]),
    ],
)
def test_nearest_word(typed, found):
    assert nearest(typed, SPELLER) == [(word, pytest.approx(cost)) for word, cost in found]


def test_nearest_prefers_the_more_frequent_of_equals():
    speller = build_speller({"pflegeheim": 2, "pflegereim": 5})
    assert [word for word, _cost in nearest("pflegexeim", speller)] == ["pflegereim", "pflegeheim"]


@pytest.mark.parametrize(
    ("word", "other", "cost"),
    [
        ("bett", "bett", 0),
        ("bet", "bett", 0.4),
        ("bed", "bet", 0.5),
        ("but", "bet", 0.7),
        ("bst", "bet", 1),
        ("ebtt", "bett", 0.7),
        ("bt", "bet", 0.6),
        ("", "bus", 3),
    ],
)
def test_distance_costs_less_for_common_mistakes(word, other, cost):
    assert distance(word, other, 9) == pytest.approx(cost)


def test_distance_gives_up_above_its_limit():
    assert distance("rollator", "xxxxxxxx", 1) == 2
