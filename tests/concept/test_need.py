"""The groups beside each other: the worked vectors of methods.md section 4, and what holds for all numbers."""

import random
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concept.need import (
    Index,
    RankRange,
    agreement,
    equal_index,
    equal_mean,
    geometric_mean,
    jeffreys_shares,
    older_half,
    per_head,
    rank_ranges,
    raw_shares,
    spread,
)
from needs.counting import OLDER, Tally
from needs.models import Thresholds

# People to whom something is missing, of those with an opinion.
WORKED = {
    OLDER: (62, 140),
    "relatives": (19, 31),
    "council": (9, 12),
    "providers": (5, 24),
    "churches": (4, 11),
    "volunteers": (14, 26),
}
ROLES = ("relatives", "council", "providers", "churches", "volunteers", "administration")


def tally(missing, of):
    """Half of the others say that it is fine, half that they don't need it; who doesn't know changes nothing."""
    others = of - missing
    return Tally(fine=others // 2, missing=missing, not_needed=others - others // 2, dont_know=7)


def tallies(counts):
    return {group: tally(*pair) for group, pair in counts.items()}


def to_3_places(value):
    return f"{float(value):.3f}"


@st.composite
def opinions(draw, *, least=10, most=400):
    of = draw(st.integers(least, most))
    return tally(draw(st.integers(0, of)), of)


def several(**limits):
    return st.dictionaries(st.sampled_from((OLDER, *ROLES)), opinions(**limits), min_size=1)


class TestWorkedVectors:
    def test_each_group_has_its_point(self):
        points = {group: to_3_places(share) for group, share in jeffreys_shares(tallies(WORKED)).items()}
        assert points == {
            OLDER: "0.443",
            "relatives": "0.609",
            "council": "0.731",
            "providers": "0.220",
            "churches": "0.375",
            "volunteers": "0.537",
        }

    def test_together(self):
        worked = tallies(WORKED)
        points = jeffreys_shares(worked)
        assert [to_3_places(value) for value in (equal_mean(points), geometric_mean(points), per_head(worked))] == [
            "0.486",
            "0.454",
            "0.463",
        ]

    def test_the_spread_names_who_stands_at_its_ends(self):
        found = spread(tallies(WORKED))
        assert (to_3_places(found.width), found.lowest, found.highest) == ("0.511", "providers", "council")

    def test_the_equal_index_is_of_raw_shares_and_its_interval_of_the_posteriors(self):
        found = equal_index(tallies(WORKED))
        assert [to_3_places(value) for value in found[:3]] == ["0.486", "0.421", "0.551"]
        assert to_3_places(geometric_mean(raw_shares(tallies(WORKED)))) == "0.450"
        assert found.groups == tuple(WORKED)

    def test_a_flood_of_providers_moves_what_weighs_by_head_most_and_older_people_not_at_all(self):
        flooded = tallies(WORKED | {"providers": (305, 324)})
        assert to_3_places(per_head(flooded)) == "0.759"
        assert to_3_places(equal_mean(jeffreys_shares(flooded))) == "0.606"
        assert raw_shares(flooded)[OLDER] == raw_shares(tallies(WORKED))[OLDER]

    def test_a_flood_of_older_people_moves_their_column(self):
        flooded = tallies(WORKED | {OLDER: (362, 440)})
        assert to_3_places(jeffreys_shares(flooded)[OLDER]) == "0.822"


@pytest.mark.parametrize(
    "counts", [WORKED, {OLDER: (3, 10)}, {OLDER: (1, 40), "council": (11, 11), "churches": (6, 12)}]
)
def test_the_interval_of_the_index_is_what_drawing_from_the_posteriors_gives(counts):
    """Independent and slow: 40,000 draws of each group's beta distribution. A single group of ten is furthest off."""
    chance = random.Random(5)  # noqa: S311 — a simulation
    means = sorted(
        sum(chance.betavariate(k + 0.5, n - k + 0.5) for k, n in counts.values()) / len(counts)
        for _draw in range(40_000)
    )
    found = equal_index(tallies(counts))
    assert (found.low, found.high) == pytest.approx((means[2_000], means[38_000]), abs=0.03)


def test_the_interval_reaches_to_an_index_of_nobody_and_of_everybody():
    nobody, everybody = (equal_index({group: tally(missing, 10) for group in (OLDER, *ROLES)}) for missing in (0, 10))
    assert (nobody.value, nobody.low, everybody.value, everybody.high) == (0, 0, 1, 1)
    assert 0 < nobody.high < 0.1
    assert 0.9 < everybody.low < 1


def test_small_groups_are_not_counted_in():
    small = {OLDER: tally(5, 10), "council": tally(9, 9)}
    assert equal_index(small) == equal_index({OLDER: small[OLDER]})
    assert (equal_index(small).groups, spread(small), agreement(small, Thresholds())) == ((OLDER,), None, "")


def test_nobody_gives_no_number():
    for nobody in ({}, {OLDER: Tally()}, {OLDER: Tally(dont_know=50)}, {OLDER: tally(1, 1)}):
        assert (equal_index(nobody), spread(nobody), agreement(nobody, Thresholds())) == (None, None, "")


def test_one_group_alone_is_the_index():
    found = equal_index({"providers": tally(5, 20)})
    assert found == Index(0.25, pytest.approx(0.108, abs=0.001), pytest.approx(0.416, abs=0.001), ("providers",))
    assert older_half(raw_shares({"providers": tally(5, 20)})) == Fraction(1, 4)


@given(said=several(), times=st.integers(2, 50), data=st.data())
def test_repeating_every_answer_of_a_group_changes_no_index(said, times, data):
    """Under Jeffreys within 1/(2(n+1)) of the group."""
    group = data.draw(st.sampled_from(sorted(said)))
    once = said[group]
    more = said | {
        group: Tally(fine=once.fine * times, missing=once.missing * times, not_needed=once.not_needed * times)
    }
    for weigh in (equal_mean, geometric_mean, older_half):
        assert weigh(raw_shares(more)) == weigh(raw_shares(said))
    moved = abs(jeffreys_shares(more)[group] - jeffreys_shares(said)[group])
    assert moved <= Fraction(1, 2 * (once.opinions + 1))


@given(
    share=st.fractions(0, 1, max_denominator=40),
    sizes=st.dictionaries(st.sampled_from((OLDER, *ROLES)), st.integers(1, 30), min_size=1),
)
def test_a_unanimous_result_is_moved_by_no_weight(share, sizes):
    of = {group: 10 * share.denominator * size for group, size in sizes.items()}
    said = {group: tally(int(share * number), number) for group, number in of.items()}
    shares = raw_shares(said)
    assert {equal_mean(shares), older_half(shares), per_head(said)} == {share}
    assert geometric_mean(shares) == pytest.approx(float(share))
    points = jeffreys_shares(said)
    assert all(abs(points[group] - share) <= Fraction(1, 2 * (number + 1)) for group, number in of.items())


@given(said=several(), more=st.integers(1, 50), data=st.data())
def test_adding_gut_so_never_raises_the_unmet_share(said, more, data):
    group = data.draw(st.sampled_from(sorted(said)))
    once = said[group]
    after = said | {group: Tally(fine=once.fine + more, missing=once.missing, not_needed=once.not_needed)}
    for weigh in (equal_mean, geometric_mean, older_half):
        assert weigh(raw_shares(after)) <= weigh(raw_shares(said))
    assert per_head(after) <= per_head(said)
    assert jeffreys_shares(after)[group] <= jeffreys_shares(said)[group]


@given(said=several())
def test_a_jeffreys_point_is_close_to_the_share(said):
    raw, points = raw_shares(said), jeffreys_shares(said)
    assert all(abs(points[group] - raw[group]) <= Fraction(1, 2 * (said[group].opinions + 1)) for group in said)


@given(said=several(least=0))
def test_the_index_is_a_share_within_its_interval(said):
    found = equal_index(said)
    if found:
        assert 0 <= found.low <= found.value <= found.high <= 1


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        # Together goes before disputed: all see it, however much.
        ({OLDER: (25, 100), "council": (12, 12)}, "together"),
        ({OLDER: (24, 100), "council": (12, 12)}, "only council"),
        ({OLDER: (62, 140), "council": (1, 12)}, f"only {OLDER}"),
        (WORKED, "disputed"),
        ({OLDER: (40, 100), "council": (4, 12), "churches": (5, 24)}, ""),
        ({OLDER: (10, 100), "council": (1, 12)}, ""),
        # Too few to be a second group.
        ({OLDER: (62, 140), "council": (9, 9)}, ""),
    ],
)
def test_what_the_groups_say_together(counts, says):
    assert agreement(tallies(counts), Thresholds()) == says


def test_what_the_groups_say_goes_by_the_thresholds():
    counts = tallies({OLDER: (40, 100), "council": (6, 12)})
    assert agreement(counts, Thresholds(unmet_share=Decimal("0.45"))) == "only council"
    wide = tallies({OLDER: (40, 100), "council": (6, 12), "churches": (4, 20)})
    assert [agreement(wide, Thresholds(disputed_spread=width)) for width in (Decimal("0.25"), Decimal("0.30"))] == [
        "disputed",
        "",
    ]


class TestRanks:
    def test_how_much_they_depend_on_the_weights(self):
        rows = {
            1: tallies({OLDER: (20, 100), "council": (20, 20), "churches": (20, 20)}),
            2: tallies({OLDER: (60, 100), "council": (8, 20), "churches": (8, 20)}),
            3: tallies({OLDER: (10, 100), "council": (2, 20), "churches": (2, 20)}),
        }
        assert rank_ranges(rows, fewest=30) == {1: RankRange(1, 2), 2: RankRange(1, 2), 3: RankRange(3, 3)}

    def test_equal_ones_share_their_ranks(self):
        rows = {row: tallies({OLDER: (20, 100)}) for row in (1, 2)}
        assert rank_ranges(rows, fewest=30) == {1: RankRange(1, 2), 2: RankRange(1, 2)}

    def test_rows_with_few_older_people_have_none(self):
        rows = {1: tallies({OLDER: (9, 29)}), 2: tallies({OLDER: (9, 30)}), 3: tallies({OLDER: (0, 0)})}
        assert rank_ranges(rows, fewest=30) == {2: RankRange(1, 1)}
        assert rank_ranges({}, fewest=30) == {}

    @pytest.mark.parametrize("fewest", [0, 5])
    def test_a_limit_below_ten_ranks_no_row_that_is_too_small(self, fewest):
        rows = {1: tallies({OLDER: (3, 9)}), 2: tallies({OLDER: (0, 0)}), 3: tallies({OLDER: (3, 10)})}
        assert rank_ranges(rows, fewest=fewest) == {3: RankRange(1, 1)}

    def test_a_group_that_was_not_asked_everywhere_gives_no_row_an_advantage(self):
        """The council would put the second row first."""
        rows = {
            1: tallies({OLDER: (50, 100), "council": (2, 9)}),
            2: tallies({OLDER: (40, 100), "council": (90, 90)}),
        }
        assert rank_ranges(rows, fewest=30) == {1: RankRange(1, 1), 2: RankRange(2, 2)}

    @given(
        rows=st.dictionaries(
            st.integers(1, 12),
            st.fixed_dictionaries(
                {OLDER: opinions(least=25, most=60)}, optional={role: opinions(least=8, most=12) for role in ROLES}
            ),
        )
    )
    def test_as_sorting_by_each_weighting_gives(self, rows):
        assert rank_ranges(rows, fewest=30) == slow_ranks(rows)


def slow_ranks(rows):
    rows = {row: said for row, said in rows.items() if said[OLDER].opinions >= 30}
    groups = [g for g in (OLDER, *ROLES) if all(g in said and said[g].opinions >= 10 for said in rows.values())]
    half = {group: Fraction(1, 2 * (len(groups) - 1)) for group in groups[1:]} if len(groups) > 1 else {}
    ranks = {row: set() for row in rows}
    for weights in (
        {group: Fraction(1, max(1, len(groups))) for group in groups},
        {OLDER: 1 - sum(half.values()), **half},
        None,
    ):
        scores = {}
        for row, said in rows.items():
            if weights:
                scores[row] = sum(w * Fraction(said[g].missing, said[g].opinions) for g, w in weights.items())
            else:
                people = sum(said[g].opinions for g in groups)
                scores[row] = Fraction(sum(said[g].missing for g in groups), people)
        falling = sorted(scores.values(), reverse=True)
        for row, score in scores.items():
            ranks[row] |= {1 + falling.index(score), len(falling) - falling[::-1].index(score)}
    return {row: RankRange(min(found), max(found)) for row, found in ranks.items()}
