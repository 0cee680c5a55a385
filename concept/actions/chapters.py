"""The usual chapters of the concept (methods.md section 10): made once, written by planners, put into order."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from concept.actions.refusals import Refusal
from concept.models import Chapter, ChapterKind
from offers.models import TopicGroup

USUAL = Path(__file__).resolve().parent.parent / "data" / "chapters.csv"
# Between usual chapters there is room for others.
STEP = 10


class ChaptersChanged(Refusal):
    sentence = _("Inzwischen gibt es andere Kapitel. Laden Sie die Seite neu und ordnen Sie noch einmal.")


@transaction.atomic
def ensure_chapters() -> int:
    """The usual chapters that aren't there yet, without any text; how many were made. What is written stays."""
    chapters = [Chapter(**fields, position=number * STEP) for number, fields in enumerate(_usual(), start=1)]
    last = Chapter.objects.order_by("-position").first()
    known = set(Chapter.objects.exclude(key=None).values_list("key", flat=True))
    taken = set(Chapter.objects.exclude(topic_group=None).values_list("topic_group", flat=True))
    missing = [each for each in chapters if each.key not in known and each.topic_group_id not in taken]
    if last:
        # Where some have been made and put into order, others come at the end.
        for place, chapter in enumerate(missing, start=1):
            chapter.position = last.position + place * STEP
    Chapter.objects.bulk_create(missing)
    return len(missing)


@transaction.atomic
def order_chapters(chapter_ids: Sequence[int]) -> None:
    """Puts all chapters into this order."""
    chapters = {chapter.pk: chapter for chapter in Chapter.objects.select_for_update()}
    if sorted(chapter_ids) != sorted(chapters):
        raise ChaptersChanged
    for place, pk in enumerate(chapter_ids, start=1):
        chapters[pk].position = place * STEP
    Chapter.objects.bulk_update(chapters.values(), ["position"])


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
