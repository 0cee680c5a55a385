"""The floor of § 71: yes, no, and what nobody has looked at yet."""

import pytest

from concept.floor import floor
from offers.models import Mode
from tests.concept_stock_factories import list_all, make_absence, make_checked_offer
from tests.factories import TODAY, make_area, make_offer, make_place, make_topic
from tests.needs_factories import make_planning_area

pytestmark = pytest.mark.django_db


@pytest.fixture
def area():
    return make_area()


@pytest.fixture
def planning_area(area):
    return make_planning_area(area)


@pytest.fixture
def topic():
    return make_topic(legal_numbers=[4])


def answer(planning_area, number=4):
    list_all()
    return floor(today=TODAY)[number, planning_area.pk]


def test_every_number_has_an_answer_in_every_planning_area(area, planning_area, topic):
    other = make_planning_area(make_area())
    make_checked_offer(topics=[make_topic(legal_numbers=[1, 5]), topic], modes=[Mode.PHONE], service_areas=[area])
    list_all()
    assert floor(today=TODAY) == {
        **{(number, planning_area.pk): "yes" if number in (1, 4, 5) else "not_looked" for number in range(1, 7)},
        **{(number, other.pk): "not_looked" for number in range(1, 7)},
    }


@pytest.mark.parametrize(
    ("fields", "step_free", "expected"),
    [
        ({}, True, "yes"),
        ({}, False, "no"),
        ({}, None, "not_looked"),
        ({"modes": [Mode.HOME]}, False, "yes"),
        ({"verified_on": None, "verified_how": ""}, True, "not_looked"),
        ({"valid_until": TODAY.replace(day=1)}, True, "not_looked"),
    ],
)
def test_one_offer_of_a_topic(area, planning_area, topic, fields, step_free, expected):
    make_checked_offer(topics=[topic], places=[make_place(area=area, is_step_free=step_free)], **fields)
    assert answer(planning_area) == expected


def test_what_nobody_can_reach_does_not_fulfil(area, planning_area, topic):
    make_checked_offer(topics=[topic], service_areas=[area], modes=[Mode.PHONE], phone="")
    assert answer(planning_area) == "no"


def test_without_a_place_nobody_knows_whether_there_are_steps(area, planning_area, topic):
    make_checked_offer(topics=[topic], service_areas=[area])
    assert answer(planning_area) == "not_looked"


def test_no_takes_a_look_at_every_part_of_life_that_counts(area, planning_area, topic):
    other = make_topic(legal_numbers=[4])
    make_absence(area, topic.group)
    assert answer(planning_area) == "not_looked"
    make_absence(area, other.group)
    assert answer(planning_area) == "no"
    make_offer(topics=[other], service_areas=[area])
    assert answer(planning_area) == "not_looked"


def test_a_topic_that_does_not_count_changes_nothing(area, planning_area, topic):
    make_checked_offer(topics=[make_topic()], modes=[Mode.PHONE], service_areas=[area])
    make_absence(area, topic.group)
    assert answer(planning_area) == "no"


@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_the_same_queries_for_one_and_for_three(django_assert_num_queries, number):
    for _each in range(number):
        area = make_area()
        make_planning_area(area)
        make_checked_offer(topics=[make_topic(legal_numbers=[2])], places=[make_place(area=area)])
    list_all()
    with django_assert_num_queries(16):
        floor(today=TODAY)
