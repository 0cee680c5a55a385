"""Priorities in the room: who may vote when, one ballot for each slip, and what came of it.

Secret: a ballot knows the group and, on paper, the table; never the slip, the person or the time. While a round is
open, whoever reads the database's own row stamps can still see that slip and ballot were written together; closing
deletes the slips, and with them what could be laid side by side. What stays: a group with a single ballot shows how
that person voted (staff see every group; people only groups of ten and more).
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from workshops.actions.codes import issue_codes
from workshops.actions.refusals import (
    BallotIsEmpty,
    OptionIsUnknown,
    PageHasCounted,
    RoundIsNotClosed,
    RoundIsNotOpen,
    RoundNeedsOptions,
    SlipIsUsed,
    TooManyPoints,
    TooManyPointsOnOne,
)
from workshops.models import (
    MOST_ON_ONE,
    POINTS,
    Ballot,
    CodeKind,
    Point,
    PriorityOption,
    PriorityRound,
    RoundState,
    StakeholderGroup,
    VotingSlip,
)

# Fewer ballots of a group don't stand apart in public: methods for small numbers.
FEWEST_IN_PUBLIC = 10


@dataclass(frozen=True)
class Cell:
    points: int
    percent: int


@dataclass(frozen=True)
class Column:
    """What one group, or all together, found important: a cell for each option, in the order of their numbers."""

    label: str
    ballots: int
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Results:
    """Columns to lay side by side, older people first, all groups last. Public ones may be empty: too few ballots."""

    options: Sequence[PriorityOption]
    columns: Sequence[Column]

    @property
    def rows(self) -> list[tuple[PriorityOption, list[Cell]]]:
        return [(option, [column.cells[place] for column in self.columns]) for place, option in enumerate(self.options)]

    @property
    def rankings(self) -> list[tuple[Column, list[tuple[PriorityOption, Cell]]]]:
        """For each column the options with the most points first."""
        return [
            (column, sorted(zip(self.options, column.cells, strict=True), key=lambda pair: -pair[1].points))
            for column in self.columns
        ]


@transaction.atomic
def open_round(*, round_id: int) -> PriorityRound:
    """From now on people vote, and the options stay as they are. Twice changes nothing.

    Raises RoundNeedsOptions, RoundIsNotOpen for a closed one.
    """
    found = _locked(round_id)
    if found.state == RoundState.CLOSED:
        raise RoundIsNotOpen(found.state)
    if found.options.count() < 2:
        raise RoundNeedsOptions
    found.state = RoundState.OPEN
    found.save(update_fields=["state"])
    return found


@transaction.atomic
def close_round(*, round_id: int, now: datetime) -> PriorityRound:
    """The result is fixed and may be seen. Twice changes nothing; raises RoundIsNotOpen before it was opened."""
    # Ballots take the same lock: one that came first counts, one that comes later is refused.
    found = _locked(round_id)
    if found.state == RoundState.CLOSED:
        return found
    _refuse_unless_open(found)
    found.state, found.closed_at = RoundState.CLOSED, now
    found.save(update_fields=["state", "closed_at"])
    found.slips.all().delete()
    return found


@transaction.atomic
def make_slips(*, round_id: int, number: int) -> list[VotingSlip]:
    """Codes to hand out; raises RoundIsNotOpen when the round is closed."""
    found = _locked(round_id)
    if found.state == RoundState.CLOSED:
        raise RoundIsNotOpen(found.state)
    codes = issue_codes(CodeKind.VOTING_SLIP, number)
    return VotingSlip.objects.bulk_create(VotingSlip(round=found, code=code) for code in codes)


@transaction.atomic
def cast_ballot(
    *,
    round_id: int,
    group: str,
    points: Mapping[int, int],
    is_paper: bool,
    table: str = "",
    slip_id: int | None = None,
    page_key: str = "",
) -> Ballot:
    """Count one ballot: `points` by the option's number; fewer than five are allowed.

    A slip is used up in the same step. Raises RoundIsNotOpen, SlipIsUsed, OptionIsUnknown, TooManyPointsOnOne,
    TooManyPoints, BallotIsEmpty; then nothing is counted and the slip can be used again.
    """
    found = _locked(round_id)
    _refuse_unless_open(found)
    if slip_id is not None and not found.slips.unused().filter(pk=slip_id).update(is_used=True):
        raise SlipIsUsed
    options = {option.number: option for option in found.options.all()}
    refuse_miscounted(points, options)
    ballot = Ballot.objects.create(round=found, group=group, table=table, is_paper=is_paper, page_key=page_key)
    singles = [(options[number], nth) for number, value in points.items() for nth in range(1, value + 1)]
    Point.objects.bulk_create(
        Point(ballot=ballot, number=number, option=option, nth=nth)
        for number, (option, nth) in enumerate(singles, start=1)
    )
    return ballot


@transaction.atomic
def cast_paper_ballot(*, key: str, round_id: int, group: str, points: Mapping[int, int], table: str) -> Ballot:
    """Count what was typed on the page with this key; sent again it is the same ballot.

    Raises what `cast_ballot` raises, and PageHasCounted where another one was counted from that page.
    """
    # Under the lock the second of two presses sees what the first one counted.
    counted = _locked(round_id).ballots.filter(page_key=key).first()
    if counted is None:
        return cast_ballot(round_id=round_id, group=group, points=points, is_paper=True, table=table, page_key=key)
    given = counted.points.values_list("option__number").annotate(Count("pk"))
    if (counted.group, counted.table, dict(given)) != (
        group,
        table,
        {n: value for n, value in points.items() if value},
    ):
        raise PageHasCounted
    return counted


@transaction.atomic
def take_back_paper_ballot(*, round_id: int, ballot_id: int) -> None:
    """The one that was just typed wrongly. Twice changes nothing; raises RoundIsNotOpen."""
    found = _locked(round_id)
    _refuse_unless_open(found)
    found.ballots.on_paper().filter(pk=ballot_id).delete()


def refuse_miscounted(points: Mapping[int, int], numbers: Container[int]) -> None:
    """Raises OptionIsUnknown, TooManyPointsOnOne, TooManyPoints, BallotIsEmpty. A form asks this beforehand."""
    given = {number: value for number, value in points.items() if value}
    for number, value in given.items():
        if number not in numbers:
            raise OptionIsUnknown(number=number)
        if not 0 < value <= MOST_ON_ONE:
            raise TooManyPointsOnOne(number=number)
    if sum(given.values()) > POINTS:
        raise TooManyPoints(given=sum(given.values()))
    if not given:
        raise BallotIsEmpty


def results(voted: PriorityRound) -> Results:
    """For staff: every group that voted, and all together. Raises RoundIsNotClosed, for everybody."""
    ballots, points = _counted(voted)
    return _table(voted, ballots, points, apart=ballots)


def public_results(voted: PriorityRound) -> Results:
    """For everybody: groups of ten and more, and all together. Raises RoundIsNotClosed."""
    ballots, points = _counted(voted)
    if sum(ballots.values()) < FEWEST_IN_PUBLIC:
        return Results(options=list(voted.options.in_order()), columns=[])
    return _table(voted, ballots, points, apart=_apart_in_public(ballots))


def _apart_in_public(ballots: Mapping[str, int]) -> set[str]:
    """The groups of ten and more; without the smallest of them where the rest could be had by subtraction."""
    apart = sorted((group for group in ballots if ballots[group] >= FEWEST_IN_PUBLIC), key=lambda group: ballots[group])
    rest = sum(ballots.values()) - sum(ballots[group] for group in apart)
    return {*apart[1:]} if 0 < rest < FEWEST_IN_PUBLIC else {*apart}


def _counted(voted: PriorityRound) -> tuple[dict[str, int], dict[tuple[str, int], int]]:
    """Ballots by group, points by group and option."""
    if voted.state != RoundState.CLOSED:
        raise RoundIsNotClosed
    counts = Point.objects.filter(ballot__round=voted).order_by().values_list("ballot__group", "option")
    points = {(group, option): count for group, option, count in counts.annotate(Count("pk"))}
    return voted.ballots.count_by_group(), points


def _table(
    voted: PriorityRound, ballots: Mapping[str, int], points: Mapping[tuple[str, int], int], *, apart: Iterable[str]
) -> Results:
    options = list(voted.options.in_order())

    def column(label: str, groups: Sequence[str]) -> Column:
        sums = [sum(points.get((group, option.pk), 0) for group in groups) for option in options]
        cells = [Cell(points=number, percent=round(100 * number / max(1, sum(sums)))) for number in sums]
        return Column(label=label, ballots=sum(ballots[group] for group in groups), cells=cells)

    columns = [column(str(label), [group]) for group, label in StakeholderGroup.choices if group in apart]
    return Results(options=options, columns=[*columns, column(_("alle Gruppen"), list(ballots))])


def _refuse_unless_open(found: PriorityRound) -> None:
    if found.state != RoundState.OPEN:
        raise RoundIsNotOpen(found.state)


def _locked(round_id: int) -> PriorityRound:
    return PriorityRound.objects.select_for_update().get(pk=round_id)
