"""Chapters out of sources: what planners wrote, and below it what the portal knows."""

from django.utils import timezone

from concept.document import annex, parts
from concept.document.blocks import NOT_WRITTEN, anchor_of, day, paragraph, paragraphs
from concept.document.changes import changes_of, release_before
from concept.document.sources import Sources, load_sources
from concept.models import Chapter, ChapterKind, Release
from concept.words import frame_in_words

BELOW = {
    ChapterKind.DUTIES: parts.duties,
    ChapterKind.PARTICIPATION: parts.participation,
    ChapterKind.POPULATION: parts.population,
    ChapterKind.PART_OF_LIFE: parts.part_of_life,
    ChapterKind.AREAS: parts.areas,
    ChapterKind.MEASURES: parts.measures,
    ChapterKind.NOT_FOLLOWED: parts.not_followed,
    ChapterKind.ANNEX: annex.tables,
}


def assemble(release: Release, *, is_draft: bool = False) -> dict:
    """The whole document of a release whose numbers are frozen, as JSON; a draft shows drafts of findings, too."""
    sources = load_sources(release, is_draft=is_draft)
    return {
        "release": {
            "number": release.number,
            "title": release.title,
            "is_example": release.is_example,
            "frozen_on": day(timezone.localdate(release.frozen_at)) if release.frozen_at else "",
            "thresholds": release.thresholds.number if release.thresholds else None,
        },
        "is_draft": is_draft,
        "frames": [frame_in_words(frame) for frame in sources.frames],
        "changes": changes_of(release_before(release), sources),
        "chapters": _with_levels([_chapter(chapter, sources) for chapter in sources.chapters]),
        "data": annex.data(sources),
    }


def _chapter(chapter: Chapter, sources: Sources) -> dict:
    is_written = bool(chapter.text.strip())
    written = paragraphs(chapter.text) if is_written else [paragraph(NOT_WRITTEN)]
    below = BELOW.get(chapter.kind)
    return {
        "anchor": anchor_of(chapter),
        "number": chapter.number,
        "title": chapter.title,
        "kind": chapter.kind,
        "is_written": is_written,
        "blocks": [*written, *(below(chapter, sources) if below else [])],
    }


def _with_levels(chapters: list[dict]) -> list[dict]:
    """ "5.1" stands below "5"; the first chapter has none above it."""
    return [
        chapter | {"level": 2 if place and "." in chapter["number"].strip(".") else 1}
        for place, chapter in enumerate(chapters)
    ]


def plain_chapters(document: dict) -> list[dict]:
    """The summary in Einfache Sprache, as people wrote it."""
    return [chapter for chapter in document["chapters"] if chapter["kind"] == ChapterKind.PLAIN]
