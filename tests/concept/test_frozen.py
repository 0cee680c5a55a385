"""What a finding takes along from a release."""

import pytest

from concept.frozen import numbers_of
from tests.concept_factories import make_figure, make_finding, make_release
from tests.factories import make_topic_group
from tests.needs_factories import make_wave

pytestmark = pytest.mark.django_db
OPEN = "offener Aufruf: Streuung innerhalb der Antworten, keine repräsentative Stichprobe"


@pytest.mark.parametrize(("is_old", "asked"), [(False, OPEN), (True, f"aus Stand 3, {OPEN}")])
def test_a_figure_that_stands_from_before_names_its_release(is_old, asked):
    earlier = make_release(state="published", number=3)
    release, group = make_release(state="frozen", waves=[make_wave(is_open=False)], number=4), make_topic_group()
    make_figure(release, group, taken_from=earlier if is_old else None)
    finding = make_finding(topic_group=group, evidence=[{"kind": "felt"}])
    assert [number["text"] for number in numbers_of(finding, release)] == [
        f"Ältere Menschen ab 65, ganze Stadt: 45 % von 30 bis 99 sagen „Da fehlt mir etwas“ ({asked})"
    ]
