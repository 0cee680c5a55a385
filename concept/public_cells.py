"""The join as the public reads it, and as planners do: verdicts only from numbers that are told."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from django.utils.translation import gettext as _

from concept.disclosure import Key, Public
from concept.expressed import Expressed
from concept.grades import grade
from concept.hiding import CITY, DEMAND, REASONS, Words
from concept.matching import main_reasons, verdict
from concept.matrix import NEED_IS_CLEAR, Matrix, MatrixCell
from concept.models import EvidenceKind, MatchCell, Release, Verdict
from concept.need import FEWEST_GROUPS, RankRange, agreement, equal_index, rank_ranges, spread
from needs.counting import OLDER, Tally
from needs.disclosure import FEW, HALF, MOST, SHOWN_GROUPS

DISPUTED = "disputed"
STEP = 5
TENS = 10


def public_cells(release: Release, matrix: Matrix, rows: Mapping[Key, Public]) -> Iterator[MatchCell]:
    """A cell for each Lebensbereich in each planning area and in the city, nothing saved yet."""
    city = {topic_group: _city_tallies(matrix, rows, topic_group) for topic_group, _place in matrix.cells}
    ranks = rank_ranges(city, fewest=release.thresholds.ranked_answers)
    for (topic_group, place), cell in matrix.cells.items():
        row = rows.get(Key(matrix.frame, topic_group, "", OLDER))
        older = told_tally(row.told[place].words) if row else Tally()
        found, opened = verdict(older, cell.stock, release.thresholds), matrix.thresholds_as_opened
        yield MatchCell(
            release=release,
            topic_group_id=topic_group,
            planning_area_id=None if place == CITY else place,
            verdict=found,
            verdict_as_opened=verdict(older, cell.stock, opened) if opened and older.opinions else "",
            frame=matrix.frame or "",
            grade=_grade(matrix, cell, older, found),
            reasons=main_reasons(older),
            **_stock(cell, cell.expressed),
            **(_beside(release, city[topic_group], ranks.get(topic_group)) if place == CITY else {}),
        )


def in_tens(count: int) -> int:
    """At least so many. Below ten nothing: a sum of such numbers leaves from nobody to nine for each that is hidden."""
    return count // TENS * TENS


def told_tally(words: Words) -> Tally:
    """What somebody who reads the words would take for the numbers: the fewest people that they may speak of.

    Where it isn't told how many need it, everybody may. Reasons are in hundredths; those that the fewest name count as
    nothing: many of them would outweigh a reason that most name.
    """
    if words.is_hidden:
        return Tally()
    size = int(words.answers.split()[0])
    missing = round(part_of(words.shares["unmet"]) * size)
    needing = round(part_of(words.shares[DEMAND]) * size) if DEMAND in words.shares else size
    fine = max(0, needing - missing)
    told = words.shares[REASONS].items()
    reasons = {key: round(100 * part_of(share)) for key, share in told if share not in _lowest()}
    return Tally(fine, missing, size - missing - fine, reasons=reasons)


def part_of(share: str) -> Fraction:
    """The middle of what a share in words stands for."""
    ends = {str(HALF): Fraction(1, 2), str(MOST): Fraction(5, 6)}
    ends |= {str(_("über 90 %")): Fraction(19, 20), str(_("über 95 %")): Fraction(39, 40)}
    known = _lowest() | ends
    return known[share] if share in known else Fraction(int(share.removesuffix(" %")), 100)


def _lowest() -> dict[str, Fraction]:
    return {str(FEW): Fraction(1, 6), str(_("unter 5 %")): Fraction(1, 40), str(_("unter 10 %")): Fraction(1, 20)}


def _city_tallies(matrix: Matrix, rows: Mapping[Key, Public], topic_group: int) -> dict[str, Tally]:
    found = {group: rows.get(Key(matrix.frame, topic_group, "", group)) for group in SHOWN_GROUPS}
    return {group: told_tally(row.told[CITY].words) if row else Tally() for group, row in found.items()}


def _grade(matrix: Matrix, cell: MatrixCell, older: Tally, found: Verdict) -> str:
    # As it is told: from one that is hidden nobody can tell whether somebody waits.
    agreeing = {EvidenceKind.WAITING} if in_tens(cell.expressed.waiting) and found in NEED_IS_CLEAR else set()
    return grade(frame=matrix.frame, answers=older.opinions, other_sources=agreeing)


def _stock(cell: MatrixCell, expressed: Expressed) -> dict:
    stock = cell.stock
    return {
        "stock_state": stock.state,
        "confirmed": stock.confirmed,
        "published": stock.published,
        "placed_here": stock.placed_here,
        "step_free": stock.step_free,
        "per_thousand": stock.per_thousand,
        "searches_in_vain": in_tens(expressed.empty_searches),
        "waiting": in_tens(expressed.waiting),
    }


def _beside(release: Release, tallies: Mapping[str, Tally], ranks: RankRange | None) -> dict:
    """Index and agreement of the groups, from what everybody reads of them."""
    index = equal_index(tallies)
    if index is None or len(index.groups) < FEWEST_GROUPS:
        return {}
    words = {name: _in_steps(getattr(index, name)) for name in ("value", "low", "high")}
    named = {"groups": list(index.groups), "ranks": ranks._asdict() if ranks else None}
    found = agreement(tallies, release.thresholds)
    if found == DISPUTED:
        ends = spread(tallies)
        named |= {"lowest": ends.lowest, "highest": ends.highest}
    return {"index": words | named, "agreement": found}


def _in_steps(share: float) -> str:
    return f"{STEP * round(100 * share / STEP)} %"
