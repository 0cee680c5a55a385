"""Stock of places: what counts, where, and for how many people."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from concept.models import StockState
from concept.stock import Stock, offers_of_cell, stock_of_topic_groups, stock_of_topics
from needs.counting import Place, Split
from offers.models import Level, Mode
from tests.concept_stock_factories import list_all, make_absence, make_age_count, make_checked_offer
from tests.factories import (
    TODAY,
    make_area,
    make_city,
    make_municipality,
    make_offer,
    make_opening_time,
    make_place,
    make_topic,
    make_topic_group,
)
from tests.needs_factories import make_planning_area

pytestmark = pytest.mark.django_db
YEAR_AGO = TODAY - timedelta(days=365)


@pytest.fixture
def topic():
    return make_topic()


@pytest.fixture
def kaiserstadt():
    """A city of four districts, the first two of them in a group, and one village beside it."""
    city = make_city()
    centre = make_area(Level.DISTRICT_GROUP, parent=city, name="Kern")
    districts = [
        make_area(parent=parent, name=name)
        for name, parent in (("Ost", centre), ("West", centre), ("Nord", city), ("Süd", city))
    ]
    return city, centre, districts, make_municipality(name="Dorf")


def by_district(topic, **about):
    """The stock of the topic's Lebensbereich in each district, and the city last."""
    list_all()
    found = stock_of_topic_groups(today=about.get("today", TODAY), split=Split.DISTRICTS)
    return [found[key] for key in sorted(found, key=lambda key: key[1] or 10**9) if key[0] == topic.group_id]


def published(topic, **about):
    return [stock.published for stock in by_district(topic, **about)]


def test_densities_are_the_ones_of_the_method(topic, kaiserstadt):
    """The vector of methods.md section 7."""
    city, _centre, districts, _village = kaiserstadt
    for district, people in zip(districts, (4200, 1100, 900, 700), strict=True):
        make_age_count(district, people)
    for number, areas in ((40, districts[:1]), (60, [city]), (20, districts[:2])):
        for _offer in range(number):
            make_checked_offer(topics=[topic], service_areas=areas)
    found = by_district(topic)
    assert [(stock.confirmed, stock.people_65, stock.per_thousand) for stock in found] == [
        (120, 4200, Decimal("21.99")),
        (80, 1100, Decimal("12.47")),
        (60, 900, Decimal("8.70")),
        (60, 700, Decimal("8.70")),
        (120, 6900, Decimal("17.39")),
    ]


def test_place_and_service_area_are_two_things(topic, kaiserstadt):
    _city, centre, (east, _west, north, _south), village = kaiserstadt
    make_offer(topics=[topic], places=[make_place(area=north)], service_areas=[centre])
    make_offer(topics=[topic], places=[make_place(area=east)])
    make_offer(topics=[topic], places=[make_place(area=centre)])
    make_offer(topics=[topic], places=[make_place(area=village)], service_areas=[village])
    make_offer(topics=[topic], modes=[Mode.PHONE])
    assert [(stock.published, stock.placed_here) for stock in by_district(topic)] == [
        (2, 1),
        (1, 0),
        (1, 1),
        (0, 0),
        (3, 3),
    ]


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({}, (1, 1)),
        ({"published": False}, (0, 0)),
        ({"verified_on": YEAR_AGO}, (1, 1)),
        ({"verified_on": YEAR_AGO - timedelta(days=1)}, (0, 1)),
        ({"verified_on": None, "verified_how": ""}, (0, 1)),
        ({"valid_from": TODAY + timedelta(days=1)}, (0, 0)),
        ({"valid_until": TODAY - timedelta(days=1)}, (0, 0)),
        ({"valid_from": TODAY, "valid_until": TODAY + timedelta(days=7)}, (1, 1)),
        ({"closed_until": TODAY + timedelta(days=9)}, (1, 1)),
        ({"valid_from": TODAY, "valid_until": TODAY}, (0, 0)),
        ({"valid_from": TODAY - timedelta(days=1), "valid_until": TODAY + timedelta(days=5)}, (0, 0)),
        ({"schedule_text": "Jährlich im September (2025: 12.-13.9.)"}, (0, 0)),
        ({"schedule_text": "einmal im Jahr"}, (0, 0)),
        ({"schedule_text": "einmalig"}, (0, 0)),
        ({"schedule_text": "halbjährlich"}, (1, 1)),
        ({"schedule_text": "einmal im Monat"}, (1, 1)),
    ],
)
def test_what_counts_as_stock(topic, fields, counts):
    make_checked_offer(topics=[topic], service_areas=[make_area()], **fields)
    assert [(stock.confirmed, stock.published) for stock in by_district(topic)] == [counts] * 2


def test_times_tell_more_than_words(topic):
    offer = make_checked_offer(topics=[topic], service_areas=[make_area()], schedule_text="montags, jährlich Pause")
    make_opening_time(offer)
    assert published(topic) == [1, 1]


@pytest.mark.parametrize(
    ("access", "modes", "step_free"),
    [
        ([True], [Mode.VISIT], 1),
        ([False, True], [], 1),
        ([False], [Mode.VISIT], 0),
        ([None], [], 0),
        ([], [], 0),
        ([], [Mode.ONLINE], 0),
        ([], [Mode.PHONE], 1),
        ([False], [Mode.VISIT, Mode.HOME], 1),
    ],
)
def test_step_free_is_a_place_without_steps_or_help_that_comes(topic, access, modes, step_free):
    area = make_area()
    places = [make_place(area=area, is_step_free=answer) for answer in access]
    make_checked_offer(topics=[topic], places=places, modes=modes, service_areas=[area])
    make_offer(topics=[topic], service_areas=[area], modes=[Mode.HOME])
    assert [(stock.confirmed, stock.published, stock.step_free) for stock in by_district(topic)] == [
        (1, 2, step_free)
    ] * 2


def test_an_offer_of_two_topics_counts_once_in_their_part_of_life():
    group, area = make_topic_group(), make_area()
    topics = [make_topic(group=group), make_topic(group=group), make_topic()]
    make_offer(topics=topics, service_areas=[area])
    list_all()
    groups = stock_of_topic_groups(today=TODAY, split=Split.PLANNING_AREAS)
    single = stock_of_topics(today=TODAY, split=Split.PLANNING_AREAS)
    assert groups == {
        (group.pk, Place.CITY): Stock(published=1),
        (topics[2].group_id, Place.CITY): Stock(published=1),
    }
    assert single == {(topic.pk, Place.CITY): Stock(published=1) for topic in topics}


def test_nothing_yet_looked_found_none_and_unchecked_are_different(kaiserstadt):
    city, centre, (east, _west, north, _south), _village = kaiserstadt
    looked, found, confirmed, empty = (make_topic() for _each in range(4))
    make_absence(east, looked.group, looked_on=date(2026, 3, 1))
    make_absence(centre, looked.group, looked_on=date(2026, 2, 1))
    make_absence(north, looked.group, looked_on=TODAY + timedelta(days=1))
    make_absence(city, found.group, looked_on=date(2026, 1, 1))
    make_offer(topics=[found], service_areas=[east])
    make_checked_offer(topics=[confirmed], service_areas=[city])
    assert [(stock.state, stock.looked_on) for stock in by_district(looked)] == [
        (StockState.NONE, date(2026, 3, 1)),
        (StockState.NONE, date(2026, 2, 1)),
        *[(StockState.UNKNOWN, None)] * 3,
    ]
    assert [stock.state for stock in by_district(found)] == ["unchecked", "none", "none", "none", "unchecked"]
    assert [stock.state for stock in by_district(confirmed)] == ["confirmed"] * 5
    assert [stock.state for stock in by_district(empty)] == ["unknown"] * 5


def test_a_planning_area_was_looked_at_when_all_of_it_was(topic, kaiserstadt):
    _city, _centre, districts, _village = kaiserstadt
    whole, half, without = make_planning_area(*districts[:2]), make_planning_area(districts[2]), make_planning_area()
    for district, day in zip(districts[:2], (4, 2), strict=True):
        make_absence(district, topic.group, looked_on=date(2026, 5, day))
    found = stock_of_topic_groups(today=TODAY, split=Split.PLANNING_AREAS)
    assert {place: stock.looked_on for (_group, place), stock in found.items()} == {
        whole.pk: date(2026, 5, 2),
        half.pk: None,
        without.pk: None,
        Place.CITY: None,
    }


def test_planning_areas_hold_what_serves_one_of_their_districts(topic, kaiserstadt):
    city, _centre, (east, west, north, south), _village = kaiserstadt
    for district, people in ((east, 300), (west, 100), (north, 600), (south, 0)):
        make_age_count(district, people)
    first, second, third = make_planning_area(east, west), make_planning_area(north), make_planning_area(south)
    make_checked_offer(topics=[topic], places=[make_place(area=west)])
    make_checked_offer(topics=[topic], service_areas=[city], places=[make_place(area=west), make_place(area=east)])
    make_checked_offer(topics=[topic], service_areas=[south])
    list_all()
    found = stock_of_topic_groups(today=TODAY, split=Split.PLANNING_AREAS)
    assert {
        place: (stock.confirmed, stock.placed_here, stock.people_65, stock.per_thousand)
        for (_group, place), stock in found.items()
    } == {
        # One for these 400, and two fifths of the one for 1,000.
        first.pk: (2, 2, 400, Decimal("3.50")),
        second.pk: (1, 0, 600, Decimal("1.00")),
        # Nobody of that age lives there.
        third.pk: (2, 0, 0, None),
        Place.CITY: (3, 2, 1000, Decimal("3.00")),
    }


def test_nothing_is_said_for_so_many_people_where_a_figure_is_missing(topic, kaiserstadt):
    _city, _centre, (east, west, _north, _south), _village = kaiserstadt
    make_age_count(east, 500)
    make_checked_offer(topics=[topic], service_areas=[east])
    assert [stock.per_thousand for stock in by_district(topic)] == [Decimal("2.00"), None, None, None, None]
    # One of them is for the people of a district too of whom nobody knows how many they are.
    make_checked_offer(topics=[topic], service_areas=[east, west])
    assert [stock.per_thousand for stock in by_district(topic)] == [None] * 5


def test_an_offer_for_everybody_counts_everywhere(topic, kaiserstadt):
    city, _centre, districts, village = kaiserstadt
    for district in districts:
        make_age_count(district, 250)
    make_checked_offer(topics=[topic], service_areas=[city, village])
    assert [(stock.confirmed, stock.per_thousand) for stock in by_district(topic)] == [(1, Decimal("1.00"))] * 5


def test_a_part_of_life_without_topics_has_its_rows(kaiserstadt):
    group = make_topic_group()
    assert stock_of_topic_groups(today=TODAY, split=Split.DISTRICTS) == {
        (group.pk, place): Stock() for place in [*(area.pk for area in kaiserstadt[2]), Place.CITY]
    }


def test_the_offers_of_a_cell_are_those_it_counts(topic, kaiserstadt):
    _city, _centre, (east, west, north, _south), village = kaiserstadt
    area = make_planning_area(east, west)
    one = make_offer(title="Ahorn", topics=[topic, make_topic(group=topic.group)], service_areas=[west])
    two = make_checked_offer(title="Birke", topics=[topic], places=[make_place(area=north)])
    make_offer(topics=[topic], service_areas=[village])
    make_offer(topics=[topic], schedule_text="jährlich", service_areas=[west])
    make_offer(topics=[make_topic()], service_areas=[west])
    list_all()
    cells = {"topic_group": topic.group_id, "today": TODAY}
    assert list(offers_of_cell(place=Place.CITY, split=Split.DISTRICTS, **cells)) == [one, two]
    assert list(offers_of_cell(place=area.pk, split=Split.PLANNING_AREAS, **cells)) == [one]
    assert list(offers_of_cell(place=north.pk, split=Split.DISTRICTS, **cells)) == [two]
    assert list(offers_of_cell(place=east.pk, split=Split.DISTRICTS, **cells)) == []


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("split", "queries"), [(Split.DISTRICTS, 7), (Split.PLANNING_AREAS, 9)])
def test_the_table_takes_the_same_queries_for_one_and_for_three(django_assert_num_queries, number, split, queries):
    for _each in range(number):
        area = make_area()
        make_age_count(area)
        make_planning_area(area)
        make_checked_offer(service_areas=[area], places=[make_place(area=area)])
    list_all()
    with django_assert_num_queries(queries):
        stock_of_topic_groups(today=TODAY, split=split)
    with django_assert_num_queries(queries):
        stock_of_topics(today=TODAY, split=split)
