"""What a finding takes along from a release."""

import pytest

from concept.frozen import numbers_of
from tests.concept_factories import make_figure, make_finding, make_release
from tests.factories import make_topic_group
from tests.needs_factories import make_wave

pytestmark = pytest.mark.django_db


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
