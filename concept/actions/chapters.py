"""The usual chapters of the concept (methods.md section 10): made once, written by planners, put into order."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from concept.models import Chapter, ChapterKind
from offers.models import TopicGroup

USUAL = Path(__file__).resolve().parent.parent / "data" / "chapters.csv"
# How a text begins that is invented for trying out.
MARK = "Beispiel: "
# Between usual chapters there is room for others.
STEP = 10


@transaction.atomic
def ensure_chapters() -> int:
    """The usual chapters that aren't there yet, without any text; how many were made. What is written stays."""
    chapters = [Chapter(**fields, position=number * STEP) for number, fields in enumerate(_usual(), start=1)]
    last = Chapter.objects.aggregate(last=Max("position"))["last"]
    known = set(Chapter.objects.exclude(key=None).values_list("key", flat=True))
    taken = set(Chapter.objects.exclude(topic_group=None).values_list("topic_group", flat=True))
    missing = [each for each in chapters if each.key not in known and each.topic_group_id not in taken]
    if last:
        # Where some have been made and put into order, others come at the end.
        for place, chapter in enumerate(missing, start=1):
            chapter.position = last + place * STEP
    Chapter.objects.bulk_create(missing)
    return len(missing)


@transaction.atomic
def place_chapter(*, chapter_id: int, after_id: int | None) -> None:
    """Puts a chapter behind another one, or first; all others keep their order."""
    chapters = list(Chapter.objects.select_for_update().in_order())
    moved = next(chapter for chapter in chapters if chapter.pk == chapter_id)
    chapters.remove(moved)
    places = [None, *(chapter.pk for chapter in chapters)]
    chapters.insert(places.index(after_id), moved)
    for place, chapter in enumerate(chapters, start=1):
        chapter.position = place * STEP
    Chapter.objects.bulk_update(chapters, ["position"])


@transaction.atomic
def add_chapter(chapter: Chapter, *, after_id: int | None) -> Chapter:
    """One of their own, at its place."""
    chapter.position = (Chapter.objects.aggregate(last=Max("position"))["last"] or 0) + STEP
    chapter.save()
    place_chapter(chapter_id=chapter.pk, after_id=after_id)
    return chapter


def _usual() -> Iterator[dict]:
    with USUAL.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["kind"] == ChapterKind.PART_OF_LIFE:
                yield from _parts_of_life(row)
            else:
                yield row


def _parts_of_life(row: dict) -> Iterator[dict]:
    """One for each Lebensbereich of the catalogue, under its name."""
    for number, group in enumerate(TopicGroup.objects.in_order(), start=1):
        own = {"key": f"{row['key']}_{group.code}".lower(), "number": f"{row['number']}.{number}"}
        yield row | own | {"title": group.plain_name, "topic_group": group}
