"""Stock × need for each Lebensbereich and place: raw numbers, for the desk only.

Nothing here may be shown to anybody before it went through concept.disclosure. The numbers of need are of one sampling
frame, the leading one: frames are never merged (methods.md section 5).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from concept.expressed import NOTHING, UNSORTED, Expressed, expressed_needs
from concept.grades import grade
from concept.matching import main_reasons, verdict
from concept.models import EvidenceKind, Grade, Verdict
from concept.stock import Stock, stock_of_topic_groups
from concept.weights import Estimate, load_weights
from needs.counting import NOBODY, OLDER, About, Cell, Split, Tally, WavesDiffer, count_opinions
from needs.disclosure import SHOWN_GROUPS
from needs.models import Frame, Thresholds, Wave

# Whose answers decide, where several frames were asked: first the one that speaks for all.
FRAMES = (Frame.REGISTER, Frame.OPEN, Frame.WORKSHOP, Frame.ORGANISATIONS)
# Verdicts that say a need is there: a waiting list agrees with these.
NEED_IS_CLEAR = frozenset((Verdict.GAP, Verdict.ACCESS, Verdict.CHECK_STOCK_NEED_CLEAR))


@dataclass(frozen=True)
class MatrixCell:
    """A Lebensbereich in a place (keys of needs.counting: planning area, district or Place.CITY)."""

    topic_group: int
    place: int
    stock: Stock
    # By group, older people first; each with all forms and without the flagged ones.
    opinions: Mapping[str, Cell[Tally]]
    # By the older people's own column, with all forms: no cap, it would hide data.
    verdict: Verdict
    # By the thresholds that the waves opened with, where they are older; otherwise empty.
    verdict_as_opened: Verdict | str
    grade: Grade
    # Why something is missing, most named first.
    reasons: list[str]
    expressed: Expressed
    # Of everybody of 65 and older: of a sample drawn at random only, where there are official figures.
    estimate: Estimate | None = None
    # By the interval of that.
    verdict_weighted: Verdict | str = ""
    # Without flagged forms, which only who reads every answer may see (ADR 33).
    verdict_unflagged: Verdict | str = ""

    @property
    def older(self) -> Tally:
        return self.opinions[OLDER].everything

    @property
    def tallies(self) -> dict[str, Tally]:
        """By group, with all forms: for the index and the like of concept.need."""
        return {group: cell.everything for group, cell in self.opinions.items()}

    @property
    def searches_in_vain(self) -> int:
        return self.expressed.empty_searches

    @property
    def waiting(self) -> int:
        return self.expressed.waiting

    @property
    def helps(self) -> int:
        return self.expressed.helps

    @property
    def notes(self) -> int:
        return self.expressed.notes


@dataclass(frozen=True)
class Matrix:
    # None, and no waves, where nobody was asked.
    frame: Frame | None
    waves: tuple[Wave, ...]
    thresholds: Thresholds
    # What the waves opened with, where that is an older version: both results are shown.
    thresholds_as_opened: Thresholds | None
    # By Lebensbereich and place: each of the catalogue.
    cells: dict[tuple[int, int], MatrixCell]
    # By place: searches, notes and the like that belong to no Lebensbereich.
    unsorted: dict[int, Expressed] = field(default_factory=dict)
    split: Split = Split.PLANNING_AREAS


def leading_frame(waves: Sequence[Wave]) -> Frame | None:
    """Whose answers decide; None where there are no waves."""
    asked = {wave.frame for wave in waves}
    return next((frame for frame in FRAMES if frame in asked), None)


def live_matrix(
    waves: Sequence[Wave], *, thresholds: Thresholds, today: date, split: Split = Split.PLANNING_AREAS
) -> Matrix:
    """As it is now. Raises WavesDiffer for examples beside real waves.

    The number of queries doesn't depend on how much there is.
    """
    if len({wave.is_example for wave in waves}) > 1:
        raise WavesDiffer
    frame = leading_frame(waves)
    leading = tuple(wave for wave in waves if wave.frame == frame)
    opened = _opened_with(leading, thresholds)
    opinions = count_opinions(leading, split=split)
    weights = load_weights(leading) if frame == Frame.REGISTER else None
    in_areas = opinions if split == Split.PLANNING_AREAS or not weights else count_opinions(leading)
    expressed = expressed_needs(today=today, split=split, is_example=any(wave.is_example for wave in waves))
    cells = {}
    for (topic_group, place), stock in stock_of_topic_groups(today=today, split=split).items():
        said = {group: opinions.get(About(topic_group, place, group), NOBODY) for group in SHOWN_GROUPS}
        besides = expressed.get((topic_group, place), NOTHING)
        estimate = weights.estimate(in_areas, topic_group, place) if weights else None
        rules = (frame, thresholds, opened)
        cells[topic_group, place] = _cell((topic_group, place), stock, said, besides, rules, estimate)
    unsorted = {place: besides for (group, place), besides in expressed.items() if group is UNSORTED}
    return Matrix(frame, leading, thresholds, opened, cells, unsorted, split)


def _cell(
    where: tuple[int, int],
    stock: Stock,
    said: Mapping[str, Cell[Tally]],
    expressed: Expressed,
    rules: tuple[Frame | None, Thresholds, Thresholds | None],
    estimate: Estimate | None,
) -> MatrixCell:
    frame, thresholds, opened = rules
    older = said[OLDER].everything
    found = verdict(older, stock, thresholds)
    agreeing = {EvidenceKind.WAITING} if expressed.waiting and found in NEED_IS_CLEAR else set()
    return MatrixCell(
        *where,
        stock=stock,
        opinions=said,
        verdict=found,
        verdict_as_opened=verdict(older, stock, opened) if opened else "",
        grade=grade(frame=frame, answers=older.opinions, other_sources=agreeing),
        reasons=main_reasons(older),
        expressed=expressed,
        estimate=estimate,
        verdict_weighted=verdict(older, stock, thresholds, unmet=estimate.interval) if estimate else "",
        verdict_unflagged=verdict(said[OLDER].unflagged, stock, thresholds),
    )


def _opened_with(waves: Sequence[Wave], thresholds: Thresholds) -> Thresholds | None:
    """The oldest version that one of these waves opened with, where it is older than the one asked for."""
    versions = Thresholds.objects.filter(pk__in=[wave.thresholds_id for wave in waves if wave.thresholds_id])
    oldest = versions.newest_first().last()
    return oldest if oldest and oldest.number < thresholds.number else None
