"""People of 65 and older: only where the official age groups say so."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concept.actions.population import load_age_groups
from concept.exchange import AgeGroup
from concept.models import AgeCount
from concept.population import Span, older_of, older_people, sum_of
from tests.concept_stock_factories import make_age_count
from tests.factories import make_area

DAY = date(2025, 12, 31)
ages = st.integers(0, 120)


@pytest.mark.parametrize(
    ("spans", "people"),
    [
        ([(65, None, 7)], 7),
        ([(0, 65, 100), (65, 75, 3), (75, 85, 2), (85, None, 1)], 6),
        ([(65, 75, 3), (75, 110, 2)], 5),
        ([(65, None, 0)], 0),
        ([(60, 70, 9), (70, None, 3)], None),
        ([(65, 75, 3), (80, None, 2)], None),
        ([(65, 75, 3), (75, 85, 2)], None),
        ([(65, 100, 3)], None),
        ([(66, None, 3)], None),
        ([(0, None, 30)], None),
    ],
)
def test_everybody_of_65_and_older_or_nothing(spans, people):
    found = older_of((1, Span(*span)) for span in spans)
    assert found == ({} if people is None else {1: people})


@given(st.lists(ages, unique=True, min_size=1), st.data())
def test_it_agrees_with_counting_one_by_one(borders, data):
    """People stand by themselves; age groups that leave nobody of 65 out and take no younger one add up to them."""
    persons = data.draw(st.lists(ages))
    borders = sorted(borders)
    spans = [
        Span(begins, below, sum(begins <= age < (below or 200) for age in persons))
        for begins, below in zip(borders, [*borders[1:], None], strict=True)
    ]
    expected = {1: sum(age >= 65 for age in persons)} if 65 in borders else {}
    # Beyond 110 a group counts as open; nobody is so old here or there.
    if all(age < 110 for age in (*persons, *borders)):
        assert older_of((1, span) for span in spans) == expected


def test_a_sum_needs_every_figure():
    people = {1: 10, 2: 0, 3: 5}
    assert [sum_of(areas, people) for areas in ([1, 3], [2], [1, 4], [], iter([1, 2]))] == [15, 0, None, None, 10]


@pytest.mark.django_db
def test_only_the_latest_day_counts():
    old, new = make_area(), make_area()
    make_age_count(old, 40, as_of=date(2024, 12, 31))
    make_age_count(new, 30, as_of=date(2024, 12, 31))
    make_age_count(new, 33)
    assert older_people() == {new.pk: 33}


@pytest.mark.django_db
def test_without_figures_there_are_none():
    assert older_people() == {}


@pytest.mark.django_db
def test_a_table_replaces_the_figures_of_its_day():
    area, other = make_area(), make_area()
    make_age_count(other, 5)
    make_age_count(area, 4, as_of=date(2024, 12, 31), source="alt")
    groups = [AgeGroup(area.pk, DAY, 0, 65, 900), AgeGroup(area.pk, DAY, 65, None, 100)]
    rows = [
        (area.pk, date(2024, 12, 31), 65, None, 4, "alt"),
        (area.pk, DAY, 0, 65, 900, "Stadt"),
        (area.pk, DAY, 65, None, 100, "Stadt"),
    ]
    for _again in range(2):
        assert load_age_groups(groups=groups, source="Stadt") == 2
        kept = AgeCount.objects.order_by("as_of", "age_from")
        assert [*kept.values_list("area", "as_of", "age_from", "age_below", "people", "source")] == rows
