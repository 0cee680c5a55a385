"""Contact points, and how many equally large ones they come to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concept.fragmentation import ContactPoints, effective_number, offers_in_city, points_by_topic, points_of
from tests.concept_stock_factories import list_all, make_checked_offer
from tests.factories import TODAY, make_municipality, make_offer, make_provider, make_topic


def test_the_effective_number_is_one_over_the_sum_of_squared_shares():
    assert [effective_number(weights) for weights in ([], [3], [1, 1], [2, 2, 2, 2])] == [0, 1, 2, 4]
    assert effective_number([6, 1, 1, 1, 1]) == pytest.approx(2.5)


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=30), st.integers(1, 50))
def test_it_lies_between_one_and_all_and_forgets_the_scale(weights, factor):
    number = effective_number(weights)
    assert number * (1 + 1e-12) >= 1
    assert number <= len(weights) * (1 + 1e-12)
    assert effective_number([factor * weight for weight in weights]) == pytest.approx(number)


def test_providers_are_the_contact_points_of_the_offers():
    large, small = 1, 2
    links = [("a", large), ("b", large), ("c", small), ("d", large), ("d", small)]
    # 2.5 offers against 1.5: 16 / 8.5.
    assert points_of(links) == ContactPoints(2, pytest.approx(16 / 8.5))
    assert points_of(links).equally_large == 2
    assert points_of([]) == ContactPoints(0, 0.0)


@pytest.mark.django_db
def test_contact_points_are_counted_by_topic_and_by_both_bounds(city, django_assert_num_queries):
    advice, bus, nothing = make_topic(), make_topic(), make_topic()
    large, small = make_provider(), make_provider()
    make_checked_offer(topics=[advice, bus], providers=[large], service_areas=[city.hill])
    make_checked_offer(topics=[advice], providers=[large], service_areas=[city.hill])
    make_checked_offer(topics=[advice], providers=[large], service_areas=[city.centre])
    make_offer(topics=[advice], providers=[small], service_areas=[city.hill])
    # Not for the people of this city; and one with nobody to turn to.
    make_checked_offer(topics=[advice], providers=[make_provider()], service_areas=[make_municipality()])
    make_checked_offer(topics=[nothing], service_areas=[city.hill]).providers.clear()
    list_all()
    with django_assert_num_queries(2):
        found = points_by_topic(offers_in_city(today=TODAY), today=TODAY)
    one = ContactPoints(1, 1.0)
    assert [found.confirmed.get(topic.pk) for topic in (advice, bus, nothing)] == [one, one, None]
    # Three offers against one: 16 / 10.
    two = ContactPoints(2, pytest.approx(1.6))
    assert [found.published.get(topic.pk) for topic in (advice, bus, nothing)] == [two, one, None]
