"""What a release says that the one before it didn't."""

from datetime import date

import pytest

from concept.actions.chapters import ensure_chapters
from concept.document import assemble, changes_since
from concept.models import Chapter, Finding, Measure
from tests.concept_factories import (
    make_cell,
    make_figure,
    make_finding,
    make_measure,
    make_release,
    make_resolution,
    publish_straight,
)
from tests.factories import make_area, make_topic_group
from tests.needs_factories import make_planning_area, make_thresholds, make_wave

pytestmark = pytest.mark.django_db


def test_the_first_release_has_nothing_to_compare_with():
    release = make_release(state="frozen")
    assert changes_since(None, release) == ["Das ist der erste Stand. Es gibt noch nichts zu vergleichen."]
    assert assemble(release)["changes"] == changes_since(None, release)


def test_nothing_new_is_said_too():
    wave, group = make_wave(is_open=False), make_topic_group(plain_name="Wohnen")
    previous = make_release(state="frozen", number=1, waves=[wave])
    make_resolution(make_measure(make_finding(state="published", release=previous, topic_group=group)))
    ensure_chapters()
    publish_straight(previous, document=assemble(previous))
    release = make_release(state="frozen", number=2, thresholds=previous.thresholds, waves=[wave])
    assert changes_since(previous, release) == ["Gegenüber Stand 1 hat sich nichts geändert."]


def test_all_that_changed_is_told_in_sentences():
    group, area = make_topic_group(plain_name="Wohnen"), make_planning_area(make_area(), name="Nord")
    previous = make_release(state="frozen", number=1)
    make_cell(previous, group, verdict="watch")
    make_cell(previous, group, area, verdict="gap")
    old = make_finding(state="published", release=previous, topic_group=group)
    kept = make_finding(state="published", release=previous, topic_group=group)
    measure = make_measure(kept, title="Ein Bus")
    ensure_chapters()
    publish_straight(previous, document=assemble(previous))
    Finding.objects.filter(pk=old.pk).update(state="withdrawn", withdrawn_reason="Die Zahl war falsch.")
    Measure.objects.filter(pk=measure.pk).update(state="resolved")

    thresholds = make_thresholds(reason="Der Rat will es so.", decided_on=date(2026, 11, 1))
    wave = make_wave(name="Zweite Befragung", is_open=False)
    release = make_release(state="frozen", number=2, thresholds=thresholds, waves=[wave])
    make_cell(release, group, verdict="gap")
    make_cell(release, group, area, verdict="gap")
    make_figure(release, group, taken_from=previous)
    # It tells nothing, so nothing of it is old.
    make_figure(release, group, area, taken_from=previous, is_hidden=True, shares={})
    new = make_finding(state="published", release=release, topic_group=group, sentence="Es fehlen Wohnungen.")
    second = make_measure(new, title="Mehr Wohnungen")
    # Nothing of an example, and nothing withdrawn that was never published.
    make_finding(state="withdrawn", release=release, topic_group=group)
    assert changes_since(previous, release) == [
        "Neu ist die Befragung „Zweite Befragung“.",
        f"Die Schwellenwerte sind neu: Fassung {thresholds.number}. Grund: Der Rat will es so.",
        f"Neu ist der Befund {new.reference}: Es fehlen Wohnungen.",
        f"Zurückgezogen ist der Befund {old.reference}. Grund: Die Zahl war falsch.",
        "Wohnen, Ganze Stadt: früher „beobachten“, jetzt „Lücke“.",
        "1 Zahl steht zum ersten Mal da.",
        "1 Zahl ist die alte: Seitdem kamen zu wenige neue Antworten dazu.",
        f"Die Maßnahme {measure.reference} ist jetzt: beschlossen.",
        f"Neu ist die Maßnahme {second.reference}: Mehr Wohnungen.",
    ]
    assert assemble(release)["changes"] == changes_since(previous, release)


def test_texts_that_differ_are_named():
    """A release is never called the same when people read something else."""
    group = make_topic_group(plain_name="Wohnen")
    ensure_chapters()
    foreword, goals, areas, removed = (
        Chapter.objects.filter(**kind).order_by("pk").first()
        for kind in ({"kind": "text"}, {"topic_group": group}, {"kind": "areas"}, {"kind": "plain"})
    )
    Chapter.objects.filter(pk=foreword.pk).update(text="Eins.\n\nZwei.")
    Chapter.objects.filter(pk=areas.pk).update(text="Drei.")
    previous = make_release(state="frozen", number=1)
    publish_straight(previous, document=assemble(previous))
    release = make_release(state="frozen", number=2, thresholds=previous.thresholds)
    same = ["Gegenüber Stand 1 hat sich nichts geändert."]
    assert changes_since(previous, release) == same
    Chapter.objects.filter(pk=foreword.pk).update(text="Eins.")
    assert changes_since(previous, release) == [f"Neu geschrieben ist: {foreword.title}."]
    Chapter.objects.filter(pk=foreword.pk).update(text="Eins.\n\nZwei.")
    Chapter.objects.filter(pk=goals.pk).update(goal="Alle wohnen gut.")
    Chapter.objects.filter(pk=areas.pk).update(title="Wo")
    removed.delete()
    assert changes_since(previous, release) == [
        f"Neu geschrieben ist: {goals.title}; Wo.",
        f"Nicht mehr dabei ist: {removed.title}.",
    ]


def test_new_chapters_are_named_when_they_say_something():
    previous = make_release(state="published", number=1)
    ensure_chapters()
    chapter = Chapter.objects.filter(kind="text").first()
    release = make_release(state="frozen", number=2, thresholds=previous.thresholds)
    assert changes_since(previous, release) == ["Gegenüber Stand 1 hat sich nichts geändert."]
    Chapter.objects.filter(pk=chapter.pk).update(text="Neu.")
    assert changes_since(previous, release) == [f"Neu geschrieben ist: {chapter.title}."]


def test_another_way_of_asking_that_decides_is_named():
    asked = make_wave(name="Aufruf", is_open=False)
    previous = make_release(state="frozen", number=1, waves=[asked])
    publish_straight(previous, document=assemble(previous))
    drawn = make_wave(name="Stichprobe", frame="register", is_open=False)
    release = make_release(state="frozen", number=2, thresholds=previous.thresholds, waves=[asked, drawn])
    assert changes_since(previous, release) == [
        "Neu ist die Befragung „Stichprobe“.",
        "Die Ergebnisse richten sich jetzt nach: Zufallsauswahl aus dem Melderegister. Früher nach: offener Aufruf.",
    ]


def test_dropped_waves_first_figures_and_resolutions_are_named():
    group = make_topic_group()
    previous = make_release(state="frozen", number=1, waves=[make_wave(name="Erste", is_open=False)])
    make_figure(previous, group, group="relatives")
    make_figure(previous, group, is_hidden=True, shares={})
    publish_straight(previous)
    release = make_release(state="frozen", number=2, thresholds=previous.thresholds)
    make_figure(release, group, group="relatives")
    make_figure(release, group)
    resolution = make_resolution(name="Mehr Bänke")
    assert changes_since(previous, release) == [
        "Nicht mehr dabei ist die Befragung „Erste“.",
        "1 Zahl steht zum ersten Mal da.",
        f"Neu ist der Beschluss {resolution.label}: Mehr Bänke.",
    ]


def test_examples_are_compared_with_examples():
    make_release(state="published", number=1)
    example = make_release(state="frozen", number=2, is_example=True)
    assert assemble(example)["changes"] == ["Das ist der erste Stand. Es gibt noch nichts zu vergleichen."]
