"""Findings: made as drafts with a number, published with the numbers of a release, withdrawn with a reason.

A published one never changes (triggers keep it); each step stands in the log.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from concept.actions.following import follow
from concept.actions.log import lock_log, role_of, write_log
from concept.actions.refusals import (
    DissentIsAboutOneThing,
    EvidenceIsNotInRelease,
    FindingCarriesMeasures,
    FindingIsNotPublished,
    FindingIsPublished,
    FindingNamesOpenOverlap,
    FindingRestsOnNothing,
    WithdrawalNeedsReason,
)
from concept.frozen import missing_kinds
from concept.models import (
    Dissent,
    Evidence,
    EvidenceKind,
    Finding,
    FindingState,
    LogKind,
    Measure,
    OverlapState,
    Release,
)
from concept.trail import contributions_behind
from needs.models import PlanningArea
from offers.models import Topic, TopicGroup


@transaction.atomic
def make_finding(
    *,
    kind: str,
    sentence: str,
    topic_group: TopicGroup,
    explanation: str = "",
    topics: Iterable[Topic] = (),
    planning_areas: Iterable[PlanningArea] = (),
    evidence: Iterable[Mapping] = (),
    now: datetime,
    is_example: bool = False,
) -> Finding:
    """A draft. `evidence` are the fields of what it rests on: {"kind": "theme", "theme": theme}."""
    finding = number_finding(
        Finding(
            kind=kind,
            sentence=sentence,
            topic_group=topic_group,
            explanation=explanation,
            is_example=is_example,
        ),
        now=now,
    )
    finding.topics.set(topics)
    finding.planning_areas.set(planning_areas)
    Evidence.objects.bulk_create(Evidence(finding=finding, **fields) for fields in evidence)
    return finding


@transaction.atomic
def number_finding(finding: Finding, *, now: datetime) -> Finding:
    """Save a new one under the next number of its year: F-2026-014."""
    # One after the other: two at once would take the same number.
    lock_log()
    finding.year, finding.created_at = timezone.localdate(now).year, now
    last = Finding.objects.filter(year=finding.year).aggregate(last=Max("number"))["last"]
    finding.number = (last or 0) + 1
    finding.save(force_insert=True)
    return finding


@transaction.atomic
def publish_finding(
    finding: Finding, *, release: Release, numbers: Iterable[Mapping] = (), grade: str, by, now: datetime
) -> Finding:
    """With its numbers, which never change from here on. Contributions behind it learn that they are part of it.

    Called by `publish` of releases. Raises FindingIsPublished, FindingRestsOnNothing, FindingNamesOpenOverlap,
    EvidenceIsNotInRelease.
    """
    lock_log()
    finding = Finding.objects.select_for_update().get(pk=finding.pk)
    if finding.state != FindingState.DRAFT:
        raise FindingIsPublished
    evidence = list(finding.evidence.select_related("theme", "overlap").order_by("pk"))
    _count_statements(finding, evidence)
    if missing := missing_kinds(finding, release):
        raise EvidenceIsNotInRelease(name=finding.reference, kinds=[str(kind.label) for kind in missing])
    finding.state, finding.release, finding.grade, finding.numbers = (
        *(FindingState.PUBLISHED, release, grade),
        list(numbers),
    )
    finding.save(update_fields=["state", "release", "grade", "numbers"])
    _log(LogKind.PUBLISHED, finding, by, now, derived_from=_sources(finding, evidence), content=_content(finding))
    follow([finding], by=by, now=now)
    return finding


def _count_statements(finding: Finding, evidence: list[Evidence]) -> None:
    """How many stand behind each theme, kept with it. No finding without a contribution or a source of data."""
    for each in evidence:
        if each.kind == EvidenceKind.OVERLAP and each.overlap.state != OverlapState.CONFIRMED:
            raise FindingNamesOpenOverlap(name=finding.reference)
        if each.kind == EvidenceKind.THEME:
            each.statements = contributions_behind([each.theme_id], is_example=finding.is_example).count()
            each.save(update_fields=["statements"])
    # A theme that nothing is coded to any more is nothing to rest on.
    if not any(each.statements != 0 for each in evidence):
        raise FindingRestsOnNothing(name=finding.reference)


def _sources(finding: Finding, evidence: list[Evidence]) -> list[str]:
    """What it follows from, as ids of documents."""
    themes = [f"T-{each.theme.number}" for each in evidence if each.theme]
    return [str(finding.release), *themes, *(str(each.overlap) for each in evidence if each.overlap)]


def _content(finding: Finding) -> dict:
    return {
        **{name: getattr(finding, name) for name in ("kind", "sentence", "explanation", "grade", "numbers")},
        "topic_group": finding.topic_group.code,
        "topics": sorted(finding.topics.values_list("code", flat=True)),
        "planning_areas": sorted(finding.planning_areas.values_list("name", flat=True)),
    }


@transaction.atomic
def withdraw_finding(*, finding_id: int, reason: str, by, now: datetime) -> Finding:
    """Its address stays and says why. Raises WithdrawalNeedsReason, FindingIsNotPublished, FindingCarriesMeasures."""
    lock_log()
    finding = Finding.objects.select_for_update().get(pk=finding_id)
    if finding.state != FindingState.PUBLISHED:
        raise FindingIsNotPublished
    if not reason:
        raise WithdrawalNeedsReason
    alive = Measure.objects.alive().filter(findings=finding)
    others = Finding.objects.published().exclude(pk=finding.pk)
    if orphans := list(alive.exclude(findings__in=others).in_order()):
        raise FindingCarriesMeasures(names=[measure.reference for measure in orphans])
    finding.state, finding.withdrawn_reason = FindingState.WITHDRAWN, reason
    finding.save(update_fields=["state", "withdrawn_reason"])
    _log(LogKind.WITHDRAWN, finding, by, now, derived_from=[finding.reference], content={"reason": reason})
    follow([finding], by=by, now=now)
    return finding


@transaction.atomic
def dissent(
    *,
    finding: Finding | None = None,
    measure: Measure | None = None,
    text: str,
    voted_on,
    body: str = "Seniorenbeirat",
    by,
    now: datetime,
) -> Dissent:
    """Attach a dissenting vote to a finding or a measure, whatever its state; it is printed with it from then on.

    Raises DissentIsAboutOneThing.
    """
    about = finding or measure
    if about is None or (finding and measure):
        raise DissentIsAboutOneThing
    vote = Dissent.objects.create(
        finding=finding, measure=measure, body=body, text=text, voted_on=voted_on, entered_by=by
    )
    # Of what it dissents from, as it is worded now: a draft can still be written anew.
    worded = finding.sentence if finding else measure.title
    _log(
        LogKind.DISSENTED,
        about,
        by,
        now,
        derived_from=[about.reference],
        content={"body": body, "text": text, "voted_on": voted_on, "about": worded},
    )
    return vote


def _log(kind: str, about: Finding | Measure, by, now: datetime, **fields) -> None:
    write_log(kind=kind, subject=about.reference, role=role_of(by), now=now, is_example=about.is_example, **fields)
