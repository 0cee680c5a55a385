"""Releases (Stände): made, frozen, published, discarded. What is public never changes (triggers keep it)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import override

from concept.actions.chapters import MARK
from concept.actions.findings import publish_finding
from concept.actions.log import lock_log, role_of, write_log
from concept.actions.measures import propose_ready
from concept.actions.refusals import (
    ChaptersAreInvented,
    FindingIsPublished,
    NoChapterIsWritten,
    NoThresholds,
    NumbersMoved,
    ReleaseIsNotFrozen,
    ReleaseIsPublished,
    ReleaseIsWorkedOn,
    WavesAreRunning,
)
from concept.disclosure import figures, public_rows
from concept.document import assemble, changes_since
from concept.frozen import grade_of, numbers_of
from concept.matrix import live_matrix
from concept.models import (
    Chapter,
    Figure,
    FigureCount,
    Finding,
    FindingState,
    LogKind,
    MatchCell,
    Release,
    ReleaseState,
)
from concept.public_cells import public_cells
from needs.actions.results import fix_numbers
from needs.counting import WavesDiffer
from needs.models import Thresholds, Wave, WaveState


@transaction.atomic
def make_release(*, title: str, waves: Iterable[Wave], now: datetime, is_example: bool = False) -> Release:
    """A draft with the next number. Raises ReleaseIsWorkedOn, WavesAreRunning, WavesDiffer."""
    # One after the other: two at once would take the same number.
    lock_log()
    waves = list(waves)
    _refuse_waves(waves, is_example=is_example)
    if Release.objects.exclude(state=ReleaseState.PUBLISHED).filter(is_example=is_example).exists():
        raise ReleaseIsWorkedOn
    last = Release.objects.aggregate(last=Max("number"))["last"] or 0
    release = Release.objects.create(number=last + 1, title=title, is_example=is_example)
    release.waves.set(waves)
    return release


@transaction.atomic
def choose_waves(*, release_id: int, waves: Iterable[Wave]) -> Release:
    """Other waves; numbers that were frozen are dropped with them. Raises ReleaseIsPublished, WavesAreRunning …"""
    release = _lock(release_id)
    waves = list(waves)
    _refuse_waves(waves, is_example=release.is_example)
    if set(waves) != set(release.waves.all()):
        release.waves.set(waves)
        _drop_numbers(release)
        release.state, release.frozen_at = ReleaseState.DRAFT, None
        release.save(update_fields=["state", "frozen_at"])
    return release


def freeze(*, release_id: int, by, now: datetime) -> Release:
    """Count, hide, and write what of it is public; again and again until it is published.

    Everything is read in one snapshot; what came in or was withdrawn meanwhile isn't in it. Then it is written, if
    nobody else froze, changed or published a release in between. Raises ReleaseIsPublished, WavesAreRunning,
    NumbersCanStillChange, NoThresholds, NumbersMoved.
    """
    release = Release.objects.get(pk=release_id)
    if release.state == ReleaseState.PUBLISHED:
        raise ReleaseIsPublished
    waves = list(release.waves.order_by("pk"))
    _refuse_waves(waves, is_example=release.is_example)
    with transaction.atomic():
        # All or none. From here on nothing is typed in for them any more, and their own tables don't leave.
        for wave in waves:
            fix_numbers(wave_id=wave.pk, now=now)
    # Whatever language the planner reads: words are compared with those of the last release.
    with override(settings.LANGUAGE_CODE):
        previous, rows = _counted(release, now)
    return _write(release, waves, previous, rows, by=by, now=now)


def _counted(release: Release, now: datetime) -> tuple[Release | None, tuple[list[FigureCount], list[MatchCell]]]:
    """The release before, and all rows of this one, from one snapshot of the database."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        waves = list(release.waves.select_related("thresholds").order_by("pk"))
        release.thresholds = Thresholds.objects.newest_first().first()
        if release.thresholds is None:
            raise NoThresholds
        previous = _previous(release)
        matrix = live_matrix(waves, thresholds=release.thresholds, today=timezone.localdate(now))
        rows, old = public_rows(waves, previous=previous)
        return previous, (list(figures(release, rows, old)), list(public_cells(release, matrix, rows)))


@transaction.atomic
def _write(release: Release, waves: Sequence[Wave], previous: Release | None, rows, *, by, now: datetime) -> Release:
    lock_log()
    current = _lock(release.pk)
    is_same = (current.state, current.frozen_at) == (release.state, release.frozen_at)
    if not is_same or previous != _previous(current) or set(current.waves.all()) != set(waves):
        raise NumbersMoved
    _drop_numbers(current)
    counts, cells = rows
    Figure.objects.bulk_create([each.figure for each in counts])
    FigureCount.objects.bulk_create(counts)
    MatchCell.objects.bulk_create(cells)
    current.state, current.frozen_at, current.thresholds = ReleaseState.FROZEN, now, release.thresholds
    current.save(update_fields=["state", "frozen_at", "thresholds"])
    shown = sum(not each.figure.is_hidden for each in counts)
    content = {"waves": [wave.pk for wave in waves], "thresholds": release.thresholds.number, "figures": shown}
    _log(LogKind.FROZEN, current, by, now, content=content)
    if previous and previous.thresholds != release.thresholds:
        numbers = {"before": previous.thresholds.number, "now": release.thresholds.number}
        _log(LogKind.THRESHOLDS, current, by, now, derived_from=[str(previous)], content=numbers)
    return current


@transaction.atomic
def publish(
    *,
    release_id: int,
    by,
    now: datetime,
    findings: Iterable[int] | None = None,
    measures: Iterable[int] | None = None,
) -> Release:
    """With these drafts of findings and of measures, or with all; from here on nothing of it changes.

    Raises ReleaseIsNotFrozen, NoChapterIsWritten, ChaptersAreInvented, FindingIsPublished, and what
    `publish_finding` and `propose` raise.
    """
    lock_log()
    release = _lock(release_id)
    if release.state != ReleaseState.FROZEN:
        raise ReleaseIsNotFrozen
    if not Chapter.objects.exclude(text="").exists():
        raise NoChapterIsWritten
    invented = Chapter.objects.filter(text__startswith=MARK)
    if not release.is_example and invented:
        raise ChaptersAreInvented(names=[chapter.title for chapter in invented.in_order()])
    drafts = _drafts(release, findings)
    with override(settings.LANGUAGE_CODE):
        for finding in drafts:
            numbers, grade = numbers_of(finding, release), grade_of(finding, release)
            publish_finding(finding, release=release, numbers=numbers, grade=grade, by=by, now=now)
        # Measures on these findings stand in the same document; none could be proposed before.
        propose_ready(is_example=release.is_example, by=by, now=now, wanted=measures)
        release.published_at, release.published_by = now, by
        release.changes = changes_since(_previous(release), release)
        release.document = assemble(release)
    release.state = ReleaseState.PUBLISHED
    release.save(update_fields=["state", "published_at", "published_by", "changes", "document"])
    names = [finding.reference for finding in drafts]
    _log(LogKind.PUBLISHED, release, by, now, derived_from=names, content={"document": release.document})
    return release


@transaction.atomic
def discard(*, release_id: int) -> None:
    """A release that nobody has seen. Raises ReleaseIsPublished."""
    _lock(release_id).delete()


def _refuse_waves(waves: Iterable[Wave], *, is_example: bool) -> None:
    if any(wave.is_example != is_example for wave in waves):
        raise WavesDiffer
    if running := [str(wave) for wave in waves if wave.state != WaveState.CLOSED]:
        raise WavesAreRunning(names=running)


def _lock(release_id: int) -> Release:
    release = Release.objects.select_for_update(of=("self",)).get(pk=release_id)
    if release.state == ReleaseState.PUBLISHED:
        raise ReleaseIsPublished
    return release


def _previous(release: Release) -> Release | None:
    return Release.objects.filter(is_example=release.is_example).latest_published()


def _drop_numbers(release: Release) -> None:
    release.figures.all().delete()
    release.cells.all().delete()


def _drafts(release: Release, wanted: Iterable[int] | None) -> list[Finding]:
    found = Finding.objects.filter(is_example=release.is_example).in_order()
    if wanted is None:
        return list(found.drafts())
    picked = list(found.filter(pk__in=wanted))
    if any(finding.state != FindingState.DRAFT for finding in picked):
        raise FindingIsPublished
    return picked


def _log(kind: str, release: Release, by, now: datetime, **fields) -> None:
    write_log(kind=kind, subject=str(release), role=role_of(by), now=now, is_example=release.is_example, **fields)
