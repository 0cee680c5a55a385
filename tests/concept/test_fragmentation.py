"""Contact points, how many equally large ones they come to, and who doesn't know where to turn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concept.fragmentation import (
    ContactPoints,
    contact_points,
    contact_points_by_topic,
    effective_number,
    not_knowing_what_there_is,
    without_a_place_to_turn,
)
from needs.counting import Cell, Choices, Said, Share, Tally
from offers.models import Offer
from tests.factories import make_offer, make_provider, make_topic


def test_the_effective_number_is_one_over_the_sum_of_squared_shares():
    assert [effective_number(weights) for weights in ([], [3], [1, 1], [2, 2, 2, 2])] == [0, 1, 2, 4]
    assert effective_number([6, 1, 1, 1, 1]) == pytest.approx(2.5)


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=30), st.integers(1, 50))
def test_it_lies_between_one_and_all_and_forgets_the_scale(weights, factor):
    number = effective_number(weights)
    assert number * (1 + 1e-12) >= 1
    assert number <= len(weights) * (1 + 1e-12)
    assert effective_number([factor * weight for weight in weights]) == pytest.approx(number)


@pytest.mark.django_db
def test_providers_are_the_contact_points_of_the_offers():
    large, small, topic = make_provider(), make_provider(), make_topic()
    for providers in ([large], [large], [small], [large, small]):
        make_offer(providers=providers, topics=[topic])
    make_offer(providers=[make_provider()], topics=[topic], published=False)
    make_offer(providers=[], topics=[topic])
    make_offer(topics=[make_topic()])
    # 2.5 offers against 1.5: 16 / 8.5.
    expected = ContactPoints(2, pytest.approx(16 / 8.5))
    published = Offer.objects.published()
    assert contact_points(published.filter(topics=topic).by_name()) == expected
    assert contact_points_by_topic(published.by_name())[topic.pk] == expected


@pytest.mark.django_db
def test_without_offers_there_is_no_contact_point(django_assert_num_queries):
    make_topic()
    with django_assert_num_queries(3):
        assert contact_points(Offer.objects.published()) == ContactPoints(0, 0.0)
        assert contact_points_by_topic(Offer.objects.published()) == {}


def test_who_cannot_say_isnt_counted():
    chosen = {"sure": 3, "roughly": 2, "no": 5, "dont_know": 4, "not_said": 1}
    counted = {Said("orientation", "65_up"): Cell(Choices(15, chosen), Choices(2, {"sure": 2}))}
    assert without_a_place_to_turn(counted) == Cell(Share(5, 10), Share(0, 2))
    assert without_a_place_to_turn(counted, group="council") == Cell(Share(0, 0), Share(0, 0))


def test_the_reason_is_counted_among_those_who_miss_something():
    assert not_knowing_what_there_is(Tally(missing=8, reasons={"not_known": 3, "full": 5})) == Share(3, 8)
    assert not_knowing_what_there_is(Tally(fine=2)) == Share(0, 0)
