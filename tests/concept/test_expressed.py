"""What people look for, wait for or tell of themselves, counted by Lebensbereich and place."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from concept.expressed import Expressed, expressed_needs
from concept.models import WaitingList
from needs.counting import Place, Split
from offers.actions.listing import relist
from offers.models import Offer, SearchMiss
from tests.factories import (
    NOW,
    TODAY,
    make_area,
    make_city,
    make_municipality,
    make_offer,
    make_place,
    make_topic,
    make_topic_group,
)
from tests.needs_bundling_factories import make_contribution, make_theme
from tests.needs_factories import make_planning_area

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    whole = make_city()
    districts = [make_area(parent=whole) for _number in range(3)]
    unplanned, village = make_area(parent=whole), make_municipality()
    help_topic, advice = make_topic(), make_topic()
    return SimpleNamespace(
        whole=whole,
        one=districts[0],
        other=districts[1],
        third=districts[2],
        unplanned=unplanned,
        village=village,
        north=make_planning_area(*districts[:2]).pk,
        south=make_planning_area(districts[2]).pk,
        topic=help_topic,
        help=help_topic.group_id,
        advice_topic=advice,
        advice=advice.group_id,
    )


def count(split=Split.PLANNING_AREAS, **fields):
    return expressed_needs(**{"today": TODAY, "split": split, **fields})


def miss(area, topic, number, day=TODAY):
    SearchMiss.objects.create(day=day, area=area, topic=topic, count=number)


def wait(people, as_of=TODAY, **fields):
    offer = make_offer(**fields)
    WaitingList.objects.create(offer=offer, people=people, as_of=as_of, source="Der Anbieter")
    relist(offers=Offer.objects.all(), now=NOW)


def test_nothing_gives_no_rows(city):
    assert count() == {}


def test_empty_searches_count_in_their_planning_area_and_the_city(city):
    miss(city.one, city.topic, 2)
    miss(city.other, city.topic, 3)
    miss(city.third, city.advice_topic, 5)
    miss(city.whole, city.topic, 7)
    miss(None, city.topic, 11)
    miss(city.unplanned, city.topic, 13)
    miss(city.village, city.topic, 17)
    assert count() == {
        (city.help, city.north): Expressed(empty_searches=5),
        (city.advice, city.south): Expressed(empty_searches=5),
        (city.advice, Place.CITY): Expressed(empty_searches=5),
        (city.help, Place.CITY): Expressed(empty_searches=2 + 3 + 7 + 11 + 13),
    }


def test_districts_stand_for_themselves(city):
    miss(city.one, city.topic, 2)
    miss(city.unplanned, city.topic, 13)
    assert count(Split.DISTRICTS) == {
        (city.help, city.one.pk): Expressed(empty_searches=2),
        (city.help, city.unplanned.pk): Expressed(empty_searches=13),
        (city.help, Place.CITY): Expressed(empty_searches=15),
    }


def test_searches_without_a_topic_belong_to_no_part_of_life(city):
    miss(city.one, None, 4)
    assert count() == {
        (None, city.north): Expressed(empty_searches=4),
        (None, Place.CITY): Expressed(empty_searches=4),
    }


def test_twelve_months_count(city):
    year = timedelta(days=365)
    for day in (TODAY - year, TODAY + timedelta(days=1)):
        miss(None, city.topic, 100, day)
        wait(100, as_of=day, topics=[city.topic])
    make_contribution(now=NOW - year - timedelta(days=31))
    assert count() == {}
    miss(None, city.topic, 1, TODAY - year + timedelta(days=1))
    assert count() == {(city.help, Place.CITY): Expressed(empty_searches=1)}


def test_waiting_lists_count_where_the_offer_serves_and_in_each_of_its_parts_of_life(city):
    second = make_topic(group=city.topic.group)
    wait(8, topics=[city.topic, second, city.advice_topic], service_areas=[city.one, city.other, city.village])
    wait(5, topics=[city.topic], places=[make_place(area=city.third)])
    wait(100, topics=[city.topic], published=False, service_areas=[city.one])
    wait(100, topics=[city.topic], service_areas=[city.village])
    assert count() == {
        (city.help, city.north): Expressed(waiting=8),
        (city.help, city.south): Expressed(waiting=5),
        (city.help, Place.CITY): Expressed(waiting=13),
        (city.advice, city.north): Expressed(waiting=8),
        (city.advice, Place.CITY): Expressed(waiting=8),
    }


def test_an_offer_for_everybody_has_its_waiting_list_everywhere(city):
    wait(8, topics=[city.topic], service_areas=[city.whole])
    assert {place for _group, place in count()} == {city.north, city.south, Place.CITY}


def test_a_waiting_list_of_an_offer_whose_place_nobody_knows_counts_for_the_city(city):
    wait(8, topics=[city.topic])
    assert count() == {(city.help, Place.CITY): Expressed(waiting=8)}


def test_notes_and_missing_help_count_where_somebody_sorted_them_to(city):
    by_group, by_topic, by_theme = (make_contribution(area=city.one) for _number in range(3))
    by_group.topic_groups.add(city.help)
    by_topic.topics.add(city.topic, city.advice_topic)
    make_theme(None, by_theme, topic_group=city.topic.group)
    told = make_contribution(area=city.third, source="missing_help", code=None)
    told.topic_groups.add(city.help)
    assert count() == {
        (city.help, city.north): Expressed(notes=3),
        (city.advice, city.north): Expressed(notes=1),
        (city.advice, Place.CITY): Expressed(notes=1),
        (city.help, city.south): Expressed(helps=1),
        (city.help, Place.CITY): Expressed(helps=1, notes=3),
    }


def test_a_note_counts_once_in_a_part_of_life(city):
    note = make_contribution()
    note.topic_groups.add(city.help)
    note.topics.add(city.topic)
    make_theme(None, note, topic_group=city.topic.group)
    assert count() == {(city.help, Place.CITY): Expressed(notes=1)}


def test_a_merged_theme_counts_as_what_it_is_now(city):
    note = make_contribution()
    theme = make_theme(None, note, topic_group=city.topic.group)
    theme.merged_into = make_theme(topic_group=city.advice_topic.group)
    theme.save()
    assert count() == {(city.advice, Place.CITY): Expressed(notes=1)}


def test_what_nobody_sorted_yet_is_told_for_the_place(city):
    make_contribution(area=city.one)
    make_theme(None, make_contribution())
    assert count() == {
        (None, city.north): Expressed(notes=1),
        (None, Place.CITY): Expressed(notes=2),
    }


def test_other_sources_are_statements_not_counted_here(city):
    make_contribution(source="error_report", code=None)
    assert count() == {}


def test_examples_are_counted_beside_examples_only(city):
    make_contribution(is_example=True)
    assert count() == {}
    assert count(is_example=True) == {(None, Place.CITY): Expressed(notes=1)}


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_is_the_same(city, number, django_assert_num_queries):
    for _number in range(number):
        topic = make_topic(group=make_topic_group())
        miss(city.one, topic, 2)
        wait(3, topics=[topic], service_areas=[city.other])
        make_contribution(area=city.third).topics.add(topic)
    with django_assert_num_queries(13):
        assert len(count()) == number * 3


def test_a_day_of_the_first_month_counts(city):
    """A contribution knows its month only, which is written as its first day."""
    make_contribution(now=NOW)
    assert count(today=date(NOW.year, NOW.month, 1)) == {(None, Place.CITY): Expressed(notes=1)}
