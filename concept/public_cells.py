"""The join as the public reads it, and as planners do: verdicts only from numbers that are told."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from concept.disclosure import Key, Public, judged
from concept.expressed import Expressed
from concept.grades import grade
from concept.hiding import CITY, REASONS, Told, Words, part_of
from concept.matrix import NEED_IS_CLEAR, Matrix, MatrixCell
from concept.models import EvidenceKind, MatchCell, Release, Verdict
from concept.need import RankRange, agreement, equal_index, rank_ranges
from needs.counting import OLDER, Tally
from needs.disclosure import FEW, ROUGHLY_BELOW, SHOWN_GROUPS

# An index speaks of several groups.
FEWEST_GROUPS = 3
STEP = 5
TENS = 10


def public_cells(release: Release, matrix: Matrix, rows: Mapping[Key, Public]) -> Iterator[MatchCell]:
    """A cell for each Lebensbereich in each planning area and in the city, nothing saved yet."""
    city = {topic_group: _city_tallies(matrix, rows, topic_group) for topic_group, _place in matrix.cells}
    ranks = rank_ranges(city, fewest=release.thresholds.ranked_answers)
    for (topic_group, place), cell in matrix.cells.items():
        row = rows.get(Key(matrix.frame, topic_group, "", OLDER))
        found, opened, reasons = _judged(matrix, row, cell)
        yield MatchCell(
            release=release,
            topic_group_id=topic_group,
            planning_area_id=None if place == CITY else place,
            verdict=found,
            verdict_as_opened=opened,
            frame=matrix.frame or "",
            grade=_grade(matrix, row, cell, found),
            reasons=list(reasons),
            **_stock(cell, cell.expressed),
            **(_beside(release, city[topic_group], ranks.get(topic_group)) if place == CITY else {}),
        )


def in_tens(count: int) -> int:
    """At least so many. Below ten nothing: a sum of such numbers leaves from nobody to nine for each that is hidden."""
    return count // TENS * TENS


def told_tally(words: Words) -> Tally:
    """What somebody who reads the words would take for the numbers: the fewest people that they may speak of."""
    if words.is_hidden:
        return Tally()
    size, share = int(words.answers.split()[0]), words.shares["unmet"]
    lowest = Fraction(1, 6) if share == str(FEW) else Fraction(1, 20)
    missing = round((part_of(share) or lowest) * size)
    return Tally(fine=size - missing, missing=missing)


def _city_tallies(matrix: Matrix, rows: Mapping[Key, Public], topic_group: int) -> dict[str, Tally]:
    found = {group: rows.get(Key(matrix.frame, topic_group, "", group)) for group in SHOWN_GROUPS}
    return {group: told_tally(row.told[CITY].words) if row else Tally() for group, row in found.items()}


def _judged(matrix: Matrix, row: Public | None, cell: MatrixCell) -> tuple:
    """A figure that stands from before is judged by its own numbers, and only where these are many."""
    told = row.told[cell.place] if row else None
    if told is None or told.words.is_hidden:
        return Verdict.TOO_FEW, "", ()
    if told.is_new:
        return told.words.verdict or (Verdict.TOO_FEW, "", ())
    if told_tally(told.words).opinions < ROUGHLY_BELOW or cell.place not in row.stands:
        return Verdict.TOO_FEW, "", ()
    return judged(matrix, (cell.topic_group, cell.place), row.stands[cell.place], told.words.shares[REASONS])


def _grade(matrix: Matrix, row: Public | None, cell: MatrixCell, found: str) -> str:
    told: Told | None = row.told[cell.place] if row else None
    agreeing = {EvidenceKind.WAITING} if cell.expressed.waiting and found in NEED_IS_CLEAR else set()
    answers = told_tally(told.words).opinions if told else 0
    return grade(frame=matrix.frame, answers=answers, other_sources=agreeing)


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
    return {"index": words | named, "agreement": agreement(tallies, release.thresholds)}


def _in_steps(share: float) -> str:
    return f"{STEP * round(100 * share / STEP)} %"
