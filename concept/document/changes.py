"""What differs from the release before, in sentences for readers."""

from collections.abc import Iterator
from itertools import takewhile

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from concept.document.blocks import FILLERS, anchor_of, paragraphs
from concept.document.sources import Sources, load_sources
from concept.matrix import leading_frame
from concept.models import Chapter, ChapterKind, Figure, MatchCell, Release, Verdict
from concept.words import marked


def changes_since(previous: Release | None, release: Release) -> list[str]:
    """What a release says that the one before it didn't."""
    return changes_of(previous, load_sources(release, is_draft=False))


def release_before(release: Release) -> Release | None:
    earlier = Release.objects.published().filter(is_example=release.is_example, number__lt=release.number)
    return earlier.newest_first().first()


def changes_of(previous: Release | None, sources: Sources) -> list[str]:
    if previous is None:
        return [_("Das ist der erste Stand. Es gibt noch nichts zu vergleichen.")]
    told = [*_waves(previous, sources), *_thresholds(previous, sources), *_findings(previous, sources)]
    told += [*_verdicts(previous, sources), *_figures(previous, sources), *_measures(previous, sources)]
    told += [*_resolutions(previous, sources), *_chapters(previous, sources)]
    return told or [_("Gegenüber Stand %(number)d hat sich nichts geändert.") % {"number": previous.number}]


def _waves(previous: Release, sources: Sources) -> Iterator[str]:
    before, now = list(previous.waves.order_by("opens_on", "pk")), sources.waves
    for wave in now:
        if wave not in before:
            yield _("Neu ist die Befragung „%(name)s“.") % {"name": marked(wave, wave.name)}
    for wave in before:
        if wave not in now:
            yield _("Nicht mehr dabei ist die Befragung „%(name)s“.") % {"name": marked(wave, wave.name)}
    # Another order of the ways of asking changes all results at once, without one answer that differs.
    leading, led = leading_frame(now), leading_frame(before)
    if leading and led and leading != led:
        facts = {"now": leading.label, "before": led.label}
        yield _("Die Ergebnisse richten sich jetzt nach: %(now)s. Früher nach: %(before)s.") % facts


def _thresholds(previous: Release, sources: Sources) -> Iterator[str]:
    limits = sources.release.thresholds
    if limits and limits.pk != previous.thresholds_id:
        facts = {"number": limits.number, "reason": limits.reason}
        yield _("Die Schwellenwerte sind neu: Fassung %(number)d. Grund: %(reason)s") % facts


def _findings(previous: Release, sources: Sources) -> Iterator[str]:
    before = {block["reference"] for block in _blocks(previous, "finding")}
    for finding in sources.findings:
        if finding.reference not in before:
            facts = {"reference": finding.reference, "sentence": finding.sentence}
            yield _("Neu ist der Befund %(reference)s: %(sentence)s") % facts
    for finding in sources.withdrawn:
        if finding.reference in before:
            facts = {"reference": finding.reference, "reason": finding.withdrawn_reason}
            yield _("Zurückgezogen ist der Befund %(reference)s. Grund: %(reason)s") % facts


def _verdicts(previous: Release, sources: Sources) -> Iterator[str]:
    rows = MatchCell.objects.filter(release=previous)
    before = {(cell.topic_group_id, cell.planning_area_id): cell.verdict for cell in rows}
    for key, cell in sources.cells.items():
        if key in before and before[key] != cell.verdict:
            facts = {
                "group": cell.topic_group,
                "place": cell.planning_area or _("Ganze Stadt"),
                "before": Verdict(before[key]).label,
                "now": Verdict(cell.verdict).label,
            }
            yield _("%(group)s, %(place)s: früher „%(before)s“, jetzt „%(now)s“.") % facts


def _figures(previous: Release, sources: Sources) -> Iterator[str]:
    before = set(map(_about, Figure.objects.filter(release=previous, is_hidden=False)))
    first = sum(not figure.is_hidden and _about(figure) not in before for figure in sources.figures)
    if first:
        yield ngettext(
            "%(count)d Zahl steht zum ersten Mal da.", "%(count)d Zahlen stehen zum ersten Mal da.", first
        ) % {"count": first}
    kept = sum(figure.taken_from_id is not None and not figure.is_hidden for figure in sources.figures)
    if kept:
        yield ngettext(
            "%(count)d Zahl ist die alte: Seitdem kamen zu wenige neue Antworten dazu.",
            "%(count)d Zahlen sind die alten: Seitdem kamen zu wenige neue Antworten dazu.",
            kept,
        ) % {"count": kept}


def _about(figure: Figure) -> tuple:
    return figure.frame, figure.topic_group_id, figure.planning_area_id, figure.question, figure.group


def _measures(previous: Release, sources: Sources) -> Iterator[str]:
    before = {block["reference"]: block["state"] for block in _blocks(previous, "measure")}
    for measure in sources.measures:
        facts = {"reference": measure.reference, "title": measure.title, "now": measure.get_state_display()}
        if measure.reference not in before:
            yield _("Neu ist die Maßnahme %(reference)s: %(title)s.") % facts
        elif before[measure.reference] != measure.state:
            yield _("Die Maßnahme %(reference)s ist jetzt: %(now)s.") % facts


def _resolutions(previous: Release, sources: Sources) -> Iterator[str]:
    before = {block["reference"] for block in _blocks(previous, "resolution")}
    for resolution in sources.resolutions:
        if resolution.label not in before:
            facts = {"reference": resolution.label, "name": marked(resolution, resolution.name)}
            yield _("Neu ist der Beschluss %(reference)s: %(name)s.") % facts


def _chapters(previous: Release, sources: Sources) -> Iterator[str]:
    """Those whose title or text is another one."""
    before = {chapter["anchor"]: chapter for chapter in previous.document["chapters"]}
    changed = [
        chapter.title for chapter in sources.chapters if _is_changed(chapter, before.pop(anchor_of(chapter), None))
    ]
    if changed:
        yield _("Neu geschrieben ist: %(chapters)s.") % {"chapters": "; ".join(changed)}
    if before:
        gone = "; ".join(chapter["title"] for chapter in before.values())
        yield _("Nicht mehr dabei ist: %(chapters)s.") % {"chapters": gone}


def _is_changed(chapter: Chapter, before: dict | None) -> bool:
    has_goal = chapter.kind == ChapterKind.PART_OF_LIFE
    typed = [*paragraphs(chapter.text), *(paragraphs(chapter.goal) if has_goal else [])]
    if before is None:
        return bool(typed)
    return (chapter.title, typed) != (before["title"], _typed(before))


def _typed(chapter: dict) -> list[dict]:
    """What people wrote in a chapter as it was published: its first paragraphs, and the goal below a heading."""
    headings = int(chapter["kind"] == ChapterKind.PART_OF_LIFE)
    fillers = {str(filler) for filler in FILLERS}
    parts = list(takewhile(lambda block: block["type"] in ("paragraph", "heading"), chapter["blocks"]))
    ends = [place for place, block in enumerate(parts) if block["type"] == "heading"][headings : headings + 1]
    first = parts[: ends[0]] if ends else parts
    return [block for block in first if block["type"] == "paragraph" and block["text"] not in fillers]


def _blocks(release: Release, kind: str) -> Iterator[dict]:
    """Blocks of a kind in a document as it was published."""
    for chapter in release.document["chapters"]:
        for block in chapter["blocks"]:
            if block["type"] == kind:
                yield block
