"""What a release says that the one before it didn't."""

from datetime import date

import pytest

from concept.actions.chapters import ensure_chapters
from concept.document import assemble, changes_since
from concept.models import Finding, Measure
from tests.concept_factories import (
    make_cell,
    make_figure,
    make_finding,
    make_measure,
    make_release,
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
    make_measure(make_finding(state="published", release=previous, topic_group=group))
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
        "1 Zahl ist die alte: Seitdem kamen zu wenige neue Antworten dazu.",
        f"Die Maßnahme {measure.reference} ist jetzt: beschlossen.",
        f"Neu ist die Maßnahme {second.reference}: Mehr Wohnungen.",
    ]
    assert assemble(release)["changes"] == changes_since(previous, release)


def test_examples_are_compared_with_examples():
    make_release(state="published", number=1)
    example = make_release(state="frozen", number=2, is_example=True)
    assert assemble(example)["changes"] == ["Das ist der erste Stand. Es gibt noch nichts zu vergleichen."]
