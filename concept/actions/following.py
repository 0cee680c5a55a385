"""What became of contributions, from the findings, measures and resolutions that they stand behind.

Where each stands follows from all that rests on its themes, so it comes out the same in whatever order things happen.
What somebody decided at the desk not to follow stays so.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from concept.models import Evidence, Finding, FindingState, Measure, MeasureState, StatusReport
from concept.trail import Families, contributions_behind
from needs.actions.contributions import advance
from needs.models import Contribution, Standing
from needs.standings import MOVES

# What follows from findings; only from and to these a contribution is moved here.
OWN = (Standing.FINDING, Standing.MEASURE, Standing.RESOLVED, Standing.DONE)
# States of a measure in which a resolution about it holds.
RESOLVED = (MeasureState.RESOLVED, MeasureState.RUNNING, MeasureState.DONE)


class Known(NamedTuple):
    """Of a published finding: the public measures on it."""

    measure: int
    state: str
    is_resolved: bool
    reason: str


def follow(findings: Iterable[Finding], *, by, now: datetime) -> int:
    """Say of the contributions behind these findings what became of them. Returns how many moved."""
    findings, families = list(findings), Families()
    themes = list(Evidence.objects.filter(finding__in=findings, theme__isnull=False).values_list("theme", flat=True))
    if not themes:
        return 0
    # Findings of one action are all examples or none.
    behind = contributions_behind(themes, is_example=findings[0].is_example, families=families)
    keys = list(behind.values_list("pk", flat=True))
    # In one order for everybody, as in `advance`.
    locked = Contribution.objects.filter(pk__in=keys).select_for_update().order_by("pk")
    moves = defaultdict(list)
    published, measures = _published_on(findings[0].is_example), _measures()
    for contribution in locked.prefetch_related("themes"):
        on_it = {
            finding: measures[finding]
            for theme in contribution.themes.all()
            for key in families.upwards(theme.pk)
            for finding in published[key]
        }
        known = {measure for each in on_it.values() for measure in each}
        target, reason = target_of(on_it.values(), known)
        if _may_be_moved(contribution, target, known):
            moves[contribution.standing, target, reason].append(contribution.pk)
    return sum(_move(keys, *move, by, now) for move, keys in moves.items())


def target_of(findings: Collection[list[Known]], measures: set[Known]) -> tuple[str, str]:
    """Where a contribution stands that these published findings and their measures rest on, and why where it ends.

    It ends where each finding has a measure and all were given up; a finding that nobody answered is still open.
    """
    alive = [measure for measure in measures if measure.state != MeasureState.REJECTED]
    if not findings:
        return Standing.THEME, ""
    if not alive:
        return (Standing.NOT_FOLLOWED, max(measures).reason) if all(findings) else (Standing.FINDING, "")
    if all(measure.state == MeasureState.DONE for measure in alive):
        return Standing.DONE, ""
    return Standing.RESOLVED if any(measure.is_resolved for measure in alive) else Standing.MEASURE, ""


def _may_be_moved(contribution: Contribution, target: str, known: set[Known]) -> bool:
    if target == Standing.THEME:
        # Its finding was withdrawn; a theme without a finding moves nothing.
        return contribution.standing in OWN
    # Not followed because of a measure that was given up; any other reason is one that somebody gave for it alone.
    ended_here = contribution.standing_reason in {measure.reason for measure in known}
    return contribution.standing != target and (contribution.standing != Standing.NOT_FOLLOWED or ended_here)


def _published_on(is_example: bool) -> dict[int, set[int]]:
    """Keys of published findings by the theme that stands behind them."""
    rows = Evidence.objects.filter(
        theme__isnull=False, finding__state=FindingState.PUBLISHED, finding__is_example=is_example
    )
    found = defaultdict(set)
    for theme, finding in rows.values_list("theme", "finding"):
        found[theme].add(finding)
    return found


def _measures() -> dict[int, list[Known]]:
    """The public measures of each finding, with why they were given up."""
    reports = StatusReport.objects.filter(state=MeasureState.REJECTED).in_order()
    reasons = dict(reports.values_list("measure", "reason"))
    found = defaultdict(list)
    rows = Measure.objects.public().values_list("findings", "pk", "state", "resolutions")
    for finding, measure, state, resolution in rows:
        is_resolved = resolution is not None and state in RESOLVED
        found[finding].append(Known(measure, state, is_resolved, reasons.get(measure, "")))
    return found


def _move(keys: list[int], standing: str, target: str, reason: str, by, now: datetime) -> int:
    """Step by step, since each step is one that needs.standings allows; each stands in the log of the bundling."""
    way = way_to(standing, target)
    for step in way:
        why = reason if step == Standing.NOT_FOLLOWED else ""
        advance(contribution_ids=keys, standing=step, reason=why, by=by, now=now)
    return len(keys) if way else 0


def way_to(standing: str, target: str) -> list[str]:
    """The shortest way that is allowed, over what follows from findings; empty where there is none."""
    ways, seen = [[standing]], {standing}
    while ways:
        way = ways.pop(0)
        if way[-1] == target:
            return way[1:]
        steps = [step for step in MOVES[Standing(way[-1])] if step == target or step in OWN]
        ways += [[*way, step] for step in steps if step not in seen]
        seen.update(steps)
    return []
