"""What is done today of what a Seniorenbüro would do, and what both sides say."""

import csv
from datetime import date, timedelta

import pytest
from django.core.management import call_command

from concept.actions.office import FOLDER, load_office
from concept.fragmentation import ContactPoints
from concept.models import OfficeArgument, OfficeCriterion, OfficeOption, OfficeTask
from concept.office import arguments, tasks_today
from needs.actions.questionnaires import FOLDER as QUESTIONNAIRE
from offers.models import CONFIRMED_DAYS
from tests.factories import TODAY, make_area, make_offer, make_place, make_provider, make_topic
from tests.needs_factories import make_planning_area

pytestmark = pytest.mark.django_db


def make_task(name="Beratung", *topics, **fields):
    task = OfficeTask.objects.create(name=name, **fields)
    task.topics.set(topics)
    return task


def confirmed(topic, **fields):
    return make_offer(topics=[topic], verified_on=TODAY, verified_how="phone", **fields)


def read(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_task_names_confirmed_offers_gaps_and_contact_points():
    topic, other = make_topic(), make_topic()
    here, there, nowhere = (make_area(name=name) for name in ("Betzenberg", "Erfenbach", "Mölschbach"))
    make_planning_area(here, name="Mitte", position=1)
    make_planning_area(there, name="Nord", position=2)
    make_planning_area(nowhere, name="Süd", position=3)
    first, second = make_provider(), make_provider()
    at_place = confirmed(topic, title="Beratung", places=[make_place(area=here)], providers=[first])
    comes = confirmed(topic, title="Anlauf", service_areas=[there], providers=[first, second])
    make_offer(topics=[topic])
    make_offer(topics=[topic], verified_on=TODAY - timedelta(days=CONFIRMED_DAYS + 1), verified_how="phone")
    confirmed(topic, published=False)
    confirmed(topic, valid_until=TODAY - timedelta(days=1))
    confirmed(other)
    task = make_task("Beratung", topic)
    (found,) = tasks_today(today=TODAY)
    assert (found.task, found.has_topics) == (task, True)
    assert found.offers == [comes, at_place]
    assert (found.unchecked, found.missing_in) == (2, ["Süd"])
    assert found.contact_points == ContactPoints(2, pytest.approx(1.6))


def test_an_offer_of_two_topics_of_a_task_counts_once():
    topic, other = make_topic(), make_topic()
    offer = make_offer(topics=[topic, other], verified_on=TODAY - timedelta(days=CONFIRMED_DAYS), verified_how="phone")
    make_task("Beratung", topic, other)
    assert [(found.offers, found.contact_points) for found in tasks_today(today=TODAY)] == [
        ([offer], ContactPoints(1, 1.0))
    ]


def test_without_planning_areas_the_districts_tell_where_it_is_missing():
    make_area(name="Erfenbach")
    make_area(name="Betzenberg")
    make_task("Überblick")
    (found,) = tasks_today(today=TODAY)
    assert found.missing_in == ["Betzenberg", "Erfenbach"]
    assert (found.has_topics, found.offers, found.contact_points) == (False, [], ContactPoints(0, 0.0))


@pytest.mark.parametrize("rows", [1, 3])
def test_tasks_cost_the_same_for_one_and_for_many(rows, django_assert_num_queries):
    for number in range(rows):
        topic = make_topic()
        confirmed(topic, places=[make_place()])
        make_task(f"Aufgabe {number}", topic)
    with django_assert_num_queries(12):
        assert len(tasks_today(today=TODAY)) == rows


def test_both_voices_stand_side_by_side():
    later, first = (OfficeCriterion.objects.create(name=name, position=at) for name, at in (("Kosten", 2), ("Nähe", 1)))
    option = OfficeOption.objects.create(name="Die Stadt")
    fields = {"option": option, "text": "Weil.", "written_on": date(2026, 11, 2)}
    planning = OfficeArgument.objects.create(**fields, criterion=first, voice="planning")
    council = OfficeArgument.objects.create(**fields, criterion=first, voice="council")
    assert arguments() == {option: [(first, planning, council), (later, None, None)]}


def test_the_tables_are_loaded_once_and_then_the_planners():
    make_topic(code="T0101")
    call_command("load_office")
    names = [row["name"] for row in read("office_tasks.csv")]
    assert list(OfficeTask.objects.in_order().values_list("name", flat=True)) == names
    assert [topic.code for topic in OfficeTask.objects.get(position=1).topics.all()] == ["T0101"]
    assert [row.name for row in OfficeOption.objects.in_order()] == [row["name"] for row in read("office_options.csv")]
    OfficeTask.objects.filter(position__gt=1).delete()
    assert load_office() == 0
    assert OfficeTask.objects.count() == 1


def test_every_row_of_the_tables_names_its_source():
    rows = [row for name in ("tasks", "options", "criteria") for row in read(f"office_{name}.csv")]
    assert len(rows) == 21
    assert all(row["source"] for row in rows)


def test_the_tasks_are_the_answers_of_the_questionnaire():
    with (QUESTIONNAIRE / "options.csv").open(encoding="utf-8", newline="") as file:
        options = {row["key"]: row["text"] for row in csv.DictReader(file) if row["question"] == "office_tasks"}
    tasks = {row["option_key"]: row["name"] for row in read("office_tasks.csv")}
    assert tasks == {key: text for key, text in options.items() if key not in ("none", "dont_know", "not_said")}
