"""Measures: made from findings, proposed, and reported on until they are done or given up with a reason.

Each move is a status report and a line of the log; contributions behind a measure follow it.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from concept.actions.following import follow
from concept.actions.log import lock_log, role_of, write_log
from concept.actions.refusals import (
    ExamplesStayApart,
    MeasureCannotGoThere,
    MeasureIsNoDraft,
    MeasureNeedsFinding,
    MeasureNeedsPublishedFindings,
    RejectionNeedsReason,
)
from concept.models import Finding, FindingState, LogKind, Measure, MeasureState, StatusReport

# What can be reported of a measure, by where it stands. "beschlossen" is said by a resolution only.
NEXT = {
    MeasureState.DRAFT: (),
    MeasureState.PROPOSED: (MeasureState.RUNNING, MeasureState.REJECTED),
    MeasureState.RESOLVED: (MeasureState.RUNNING, MeasureState.DONE, MeasureState.REJECTED),
    MeasureState.RUNNING: (MeasureState.RUNNING, MeasureState.DONE, MeasureState.REJECTED),
    # Done by mistake, or done again.
    MeasureState.DONE: (MeasureState.RUNNING, MeasureState.DONE),
    MeasureState.REJECTED: (MeasureState.PROPOSED,),
}


@transaction.atomic
def make_measure(*, measure: Measure, findings: Iterable[Finding]) -> Measure:
    """Save a new draft under the next number: M-031. None without a finding.

    Raises MeasureNeedsFinding, ExamplesStayApart.
    """
    findings = list(findings)
    if not findings:
        raise MeasureNeedsFinding
    refuse_mixed(findings, is_example=measure.is_example)
    number_measure(measure)
    measure.findings.set(findings)
    return measure


@transaction.atomic
def number_measure(measure: Measure) -> Measure:
    """Its findings have to be written in the same transaction: the database refuses it without."""
    # One after the other: two at once would take the same number.
    lock_log()
    measure.number = (Measure.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    measure.save(force_insert=True)
    return measure


@transaction.atomic
def propose(*, measure_id: int, by, now: datetime) -> Measure:
    """Public from here on. Raises MeasureIsNoDraft, ExamplesStayApart, MeasureNeedsPublishedFindings."""
    lock_log()
    measure = Measure.objects.select_for_update().get(pk=measure_id)
    if measure.state != MeasureState.DRAFT:
        raise MeasureIsNoDraft
    findings = list(measure.findings.in_order())
    refuse_mixed(findings, is_example=measure.is_example)
    if hidden := [finding.reference for finding in findings if finding.state != FindingState.PUBLISHED]:
        raise MeasureNeedsPublishedFindings(names=hidden)
    move(measure, MeasureState.PROPOSED, by=by, now=now)
    _log(
        LogKind.PROPOSED,
        measure,
        by,
        now,
        subject=measure.reference,
        derived_from=[finding.reference for finding in findings],
        content=_content(measure),
    )
    follow(findings, by=by, now=now)
    return measure


@transaction.atomic
def propose_ready(*, is_example: bool, by, now: datetime, wanted: Iterable[int] | None = None) -> list[Measure]:
    """Propose the wanted ones, or every draft whose findings are all published: with the release that publishes them.

    Raises what `propose` raises.
    """
    found = Measure.objects.filter(is_example=is_example).in_order()
    hidden = Finding.objects.exclude(state=FindingState.PUBLISHED)
    ready = found.drafts().exclude(findings__in=hidden) if wanted is None else found.filter(pk__in=wanted)
    return [propose(measure_id=measure.pk, by=by, now=now) for measure in ready]


@transaction.atomic
def report(*, measure_id: int, state: str, text: str = "", reason: str = "", by, now: datetime) -> StatusReport:
    """What became of it. Raises MeasureCannotGoThere, RejectionNeedsReason."""
    lock_log()
    measure = Measure.objects.select_for_update().get(pk=measure_id)
    if state not in NEXT[MeasureState(measure.state)]:
        raise MeasureCannotGoThere(state=measure.get_state_display())
    if state == MeasureState.REJECTED and not reason:
        raise RejectionNeedsReason
    said = move(measure, state, text=text, reason=reason, by=by, now=now)
    _log(
        LogKind.REPORTED,
        measure,
        by,
        now,
        subject=str(said),
        derived_from=[measure.reference],
        content={"state": state, "text": text, "reason": said.reason},
    )
    follow(measure.findings.all(), by=by, now=now)
    return said


def refuse_mixed(rows: Iterable[Finding | Measure], *, is_example: bool) -> None:
    """Nothing real rests on what is invented, and nothing invented on what is real."""
    if others := [row.reference for row in rows if row.is_example != is_example]:
        raise ExamplesStayApart(names=others)


def move(measure: Measure, state: str, *, text: str = "", reason: str = "", by, now: datetime) -> StatusReport:
    """Where it stands from now on, with the report that says so; in the transaction of who locked it."""
    measure.state = state
    measure.save(update_fields=["state"])
    return StatusReport.objects.create(
        measure=measure,
        state=state,
        text=text,
        reason=reason if state == MeasureState.REJECTED else "",
        reported_on=timezone.localdate(now),
        by=by,
    )


def _content(measure: Measure) -> dict:
    names = ("title", "description", "responsible", "responsible_name", "partners", "horizon", "cost_class")
    return {name: getattr(measure, name) for name in (*names, "priority", "indicator")}


def _log(kind: str, measure: Measure, by, now: datetime, **fields) -> None:
    write_log(kind=kind, role=role_of(by), now=now, is_example=measure.is_example, **fields)
