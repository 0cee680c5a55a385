"""What a finding takes along from a release."""

import pytest

from concept.frozen import grade_of, missing_kinds, numbers_of
from tests.concept_factories import make_cell, make_figure, make_finding, make_release
from tests.factories import make_topic_group
from tests.needs_factories import make_planning_area, make_wave

pytestmark = pytest.mark.django_db
EXPRESSED = [{"kind": "search"}, {"kind": "waiting"}]


@pytest.mark.parametrize(("is_old", "since"), [(False, ""), (True, " (aus Stand 3)")])
def test_a_figure_that_stands_from_before_names_its_release(is_old, since):
    earlier = make_release(state="published", number=3)
    release, group = make_release(state="frozen", waves=[make_wave(is_open=False)], number=4), make_topic_group()
    for asked in ("65_up", "providers"):
        make_figure(release, group, group=asked, taken_from=earlier if is_old else None)
    finding = make_finding(topic_group=group, evidence=[{"kind": "felt"}])
    said = f"45 % von 30 bis 99 Befragten sagen „Da fehlt mir etwas“{since}"
    assert [number["text"] for number in numbers_of(finding, release)] == [
        f"Ältere Menschen ab 65, ganze Stadt: {said}",
        f"Anbieter, ganze Stadt: {said}",
        "Offener Aufruf: Streuung innerhalb der Antworten, keine repräsentative Stichprobe.",
    ]


@pytest.mark.parametrize(
    ("waiting", "others", "grade", "missing"),
    [
        # In one of its two places is enough.
        ([0, 20], ["felt", "waiting"], "B", []),
        ([0, 0], ["felt", "waiting"], "C", ["waiting"]),
        ([0, 0], ["felt", "waiting", "norm"], "B", ["waiting"]),
        ([0, 0], ["felt", "search", "stock"], "C", ["search"]),
        ([20, 20], ["waiting", "stock"], "C", []),
    ],
)
def test_a_grade_counts_what_the_release_has(waiting, others, grade, missing):
    group, areas = make_topic_group(), [make_planning_area(), make_planning_area()]
    release = make_release(state="frozen", waves=[make_wave(is_open=False)])
    for area, count in zip(areas, waiting, strict=True):
        make_cell(release, group, area, waiting=count)
        make_figure(release, group, area)
    evidence = [{"kind": kind, "text": "§ 71" if kind == "norm" else ""} for kind in others]
    finding = make_finding(topic_group=group, planning_areas=areas, evidence=evidence)
    assert (grade_of(finding, release), missing_kinds(finding, release)) == (grade, missing)


def test_numbers_of_a_cell_stand_where_there_are_some():
    release, (some, none) = make_release(state="frozen"), (make_topic_group(), make_topic_group())
    make_cell(release, some, searches_in_vain=20, waiting=10)
    make_cell(release, none)
    told = [
        [number["text"] for number in numbers_of(make_finding(topic_group=group, evidence=EXPRESSED), release)]
        for group in (some, none)
    ]
    assert told == [
        ["ganze Stadt: mindestens 20 Suchen ohne Ergebnis", "ganze Stadt: mindestens 10 Menschen warten"],
        [],
    ]
