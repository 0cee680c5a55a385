"""The usual chapters: made once, without any text, and put into order."""

import pytest
from django.core.management import call_command

from concept.actions.chapters import add_chapter, ensure_chapters, place_chapter
from concept.models import Chapter
from tests.factories import make_topic_group

pytestmark = pytest.mark.django_db


def titles():
    return [str(chapter) for chapter in Chapter.objects.in_order()]


def test_usual_chapters_are_made_once_without_text():
    make_topic_group(plain_name="Wohnen", code="F07")
    assert (ensure_chapters(), ensure_chapters()) == (17, 0)
    assert titles()[:2] == ["1 Vorwort", "1.1 Kurzfassung"]
    assert titles()[7] == "5.1 Wohnen"
    assert set(Chapter.objects.values_list("text", "goal")) == {("", "")}
    part = Chapter.objects.get(key="part_of_life_f07")
    assert (part.kind, part.topic_group.plain_name) == ("part_of_life", "Wohnen")
    assert "" not in Chapter.objects.values_list("hint", flat=True)


def test_what_planners_made_of_a_chapter_stays():
    ensure_chapters()
    Chapter.objects.filter(key="foreword").update(title="Grußwort", text="Guten Tag.")
    Chapter.objects.filter(key="glossary").delete()
    assert ensure_chapters() == 1
    assert titles()[0] == "1 Grußwort"
    assert Chapter.objects.get(key="foreword").text == "Guten Tag."


def test_a_new_part_of_life_comes_at_the_end_and_one_with_a_chapter_gets_no_second():
    make_topic_group(plain_name="Wohnen", position=899)
    ensure_chapters()
    make_topic_group(plain_name="Verkehr", position=900)
    own = make_topic_group(plain_name="Sport", position=901)
    Chapter.objects.create(title="Sport", kind="part_of_life", topic_group=own, position=500)
    assert ensure_chapters() == 1
    assert titles()[-2:] == ["Sport", "5.2 Verkehr"]


def test_a_chapter_is_put_behind_another_or_first():
    first, second, third = (Chapter.objects.create(title=title, position=at) for at, title in enumerate("ABC", 1))
    place_chapter(chapter_id=first.pk, after_id=second.pk)
    assert titles() == ["B", "A", "C"]
    place_chapter(chapter_id=third.pk, after_id=None)
    assert titles() == ["C", "B", "A"]


def test_a_chapter_of_their_own_stands_where_it_is_wanted():
    first = add_chapter(Chapter(title="A"), after_id=None)
    add_chapter(Chapter(title="B"), after_id=None)
    add_chapter(Chapter(title="C"), after_id=first.pk)
    assert titles() == ["B", "A", "C"]


def test_the_command_says_how_many(capsys):
    call_command("ensure_chapters")
    call_command("ensure_chapters")
    assert capsys.readouterr().out == "16 Kapitel angelegt.\n0 Kapitel angelegt.\n"
