"""The numbers of the form, against a slow version that goes through the forms row by row."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from needs.actions.questionnaires import load_first_questionnaire, new_version
from needs.counting import (
    EVERYBODY,
    OLDER,
    About,
    Cell,
    Choices,
    Place,
    Said,
    Share,
    Split,
    Tally,
    WavesDiffer,
    Who,
    count_choices,
    count_opinions,
    count_people,
)
from needs.intervals import jeffreys
from needs.models import OLDER_BANDS, Frame, Option, Submission
from offers.models import Topic, TopicGroup
from tests.factories import NOW, make_area, make_municipality, make_provider
from tests.needs_factories import make_planning_area, make_wave
from tests.submissions import make_submission
from workshops.models import StakeholderGroup

pytestmark = pytest.mark.django_db
counts = st.integers(0, 60)


def life_areas():
    return dict(TopicGroup.objects.values_list("slug", "pk"))


def slow_opinions(waves, split):
    """Every form, every place and every group, one after the other."""
    found = {}
    for form in Submission.objects.filter(wave__in=waves).select_related("area__planning_membership"):
        for answer in form.answers.exclude(topic_group=None).select_related("question", "option"):
            for place in slow_places(form, split):
                for group in slow_groups(form):
                    sides = found.setdefault((answer.topic_group_id, place, group), (Counter(), Counter()))
                    for side in sides[: 1 if form.is_flagged else 2]:
                        side[answer.question.key, answer.option.key] += 1
    return {About(*about): Cell(*map(slow_tally, sides)) for about, sides in found.items()}


def slow_places(form, split):
    if form.area is None:
        own = {"whole_city": Place.CITY_ONLY, "county": Place.COUNTY}.get(form.no_district, Place.UNKNOWN)
        return [own, Place.CITY] if own == Place.CITY_ONLY else [own]
    if form.area.level != "district":
        return [Place.COUNTY]
    membership = getattr(form.area, "planning_membership", None)
    planned = membership.planning_area_id if membership else Place.UNPLANNED
    return [form.area_id if split == Split.DISTRICTS else planned, Place.CITY]


def slow_groups(form):
    older = [OLDER, form.age_band] if form.age_band in OLDER_BANDS else []
    return [*older, *form.roles, EVERYBODY]


def slow_tally(counted):
    opinions = {option: number for (question, option), number in counted.items() if question == "opinion"}
    return Tally(
        **opinions,
        importance={option: number for (question, option), number in counted.items() if question == "importance"},
        reasons={option: number for (question, option), number in counted.items() if question == "reasons"},
    )


@pytest.fixture
def mixed_waves():
    """Two waves with two versions of the questionnaire, and forms of every kind."""
    waves = [make_wave()]
    second = new_version(questionnaire=waves[0].questionnaire, now=NOW)
    waves.append(make_wave(is_open=False, questionnaire=second))
    unplanned, town = make_area(name="Ohne Planungsraum"), make_municipality(name="Weilerbach")
    other = make_area(name="Siegelbach")
    make_planning_area(other)
    places = [{"area": unplanned}, {"area": town}, {"area": other}, {}, {"no_district": "whole_city"}]
    places += [{"no_district": "county"}, {"no_district": "not_said"}]
    bands, roles = ["", "under_60", "65_74", "75_84", "85_up", "not_said"], StakeholderGroup.values
    reasons = [["too_far"], ["full", "too_far"], []]
    for number in range(70):
        opinion = ("missing", "fine", "not_needed", "dont_know")[number % 4]
        answers = {"beratung": {"opinion": [opinion]}, "hilfe-zu-hause": {"opinion": ["fine"]}}
        if opinion == "missing":
            answers["beratung"] |= {"importance": ["very"], "reasons": reasons[number % 3]}
        make_submission(
            waves[number % 3 == 0],
            roles=[roles[number % 7], roles[number % 5 - 1]] if number % 7 != (number % 5 - 1) % 7 else [roles[0]],
            age_band=bands[number % 6],
            is_flagged=number % 11 == 0,
            answers=answers,
            **places[number * 3 % 7],
        )
    return waves


@pytest.mark.parametrize("split", Split)
def test_the_table_is_what_counting_row_by_row_gives(mixed_waves, split):
    counted = count_opinions(mixed_waves, split=split)
    assert counted == slow_opinions(mixed_waves, split)
    assert {place for _life_area, place, _group in counted if place <= 0} >= {*Place} - (
        {Place.UNPLANNED} if split == Split.DISTRICTS else set()
    )


def test_one_wave_alone_is_counted_alone(mixed_waves):
    assert count_opinions(mixed_waves[:1]) == slow_opinions(mixed_waves[:1], Split.PLANNING_AREAS)


def test_no_answers_give_no_rows():
    wave = make_wave()
    assert (count_opinions([wave]), count_choices([wave]), count_people([wave]), count_opinions([])) == ({}, {}, {}, {})


def test_a_form_counts_in_each_of_its_groups_and_once_in_the_city():
    wave = make_wave()
    make_submission(
        wave, roles=["relatives", "volunteers"], age_band="75_84", answers={"beratung": {"opinion": ["missing"]}}
    )
    found = {about.group: cell.everything for about, cell in count_opinions([wave]).items()}
    one = Tally(missing=1)
    assert found == dict.fromkeys([OLDER, "75_84", "relatives", "volunteers", EVERYBODY], one)


def test_an_opinion_that_says_nothing_is_left_out():
    """A questionnaire may offer more than the four that are counted."""
    draft = load_first_questionnaire(now=NOW)
    Option.objects.create(question=draft.questions.get(key="opinion"), key="not_said", text="Keine Angabe", position=90)
    wave = make_wave(questionnaire=draft)
    for opinion in ("fine", "not_said", "not_said"):
        make_submission(wave, answers={"beratung": {"opinion": [opinion]}})
    cell = count_opinions([wave])[About(life_areas()["beratung"], Place.UNKNOWN, EVERYBODY)]
    assert cell.everything == Tally(fine=1)


def test_flagged_forms_are_counted_and_can_be_left_out():
    wave = make_wave()
    for number in range(5):
        make_submission(wave, is_flagged=number < 3, answers={"beratung": {"opinion": ["missing"]}})
    cell = count_opinions([wave])[About(life_areas()["beratung"], Place.UNKNOWN, EVERYBODY)]
    assert cell == Cell(Tally(missing=5), Tally(missing=2))


def test_an_organisation_that_answered_in_two_waves_counts_once_with_the_latest():
    church = make_provider(name="Musterkirche")
    waves = [
        make_wave(is_open=False, frame=Frame.ORGANISATIONS, opens_on=date(2026, 10 + number, 1)) for number in (0, 1)
    ]
    for wave, opinion in zip(waves, ("missing", "fine"), strict=True):
        make_submission(
            wave,
            roles=["churches"],
            provider=church,
            no_district="whole_city",
            answers={"beratung": {"opinion": [opinion]}},
        )
    about = About(life_areas()["beratung"], Place.CITY, "churches")
    assert count_opinions(waves)[about].everything == Tally(fine=1)
    assert count_opinions(waves[:1])[about].everything == Tally(missing=1)


@pytest.mark.parametrize("other", [{"frame": Frame.REGISTER}, {"is_example": True}])
def test_frames_and_examples_are_never_added_up(other):
    waves = [make_wave(), make_wave(is_open=False, **other)]
    for count in (count_opinions, count_choices, count_people):
        with pytest.raises(WavesDiffer, match="lassen sich nicht zusammenzählen"):
            count(waves)


def test_other_questions_are_counted_by_group_for_the_whole_city():
    wave = make_wave()
    topic = Topic.objects.get(slug="einkaufen")
    inside, outside = {"no_district": "whole_city"}, {"no_district": "county"}
    for place, is_flagged, tasks in (
        (inside, False, ["advice", "overview"]),
        (inside, True, ["advice"]),
        (outside, False, []),
    ):
        make_submission(
            wave,
            roles=["council"],
            is_flagged=is_flagged,
            others={"orientation": ["no"], "office_tasks": tasks, "missing_most": [topic]},
            **place,
        )
    assert {said: cell for said, cell in count_choices([wave]).items() if said.group == "council"} == {
        Said("orientation", "council"): Cell(Choices(2, {"no": 2}), Choices(1, {"no": 1})),
        # Two people, three crosses.
        Said("office_tasks", "council"): Cell(
            Choices(2, {"advice": 2, "overview": 1}), Choices(1, {"advice": 1, "overview": 1})
        ),
        Said("missing_most", "council"): Cell(Choices(2, {"einkaufen": 2}), Choices(1, {"einkaufen": 1})),
    }


def test_who_answered_is_counted_by_age_and_place():
    wave = make_wave()
    area = make_area(name="Erfenbach")
    planning_area = make_planning_area(area)
    make_submission(wave, age_band="65_74", area=area)
    make_submission(wave, age_band="65_74", area=area, is_flagged=True)
    make_submission(wave, no_district="not_said")
    assert count_people([wave]) == {
        Who("65_74", planning_area.pk): Cell(2, 1),
        Who("65_74", Place.CITY): Cell(2, 1),
        Who("", Place.UNKNOWN): Cell(1, 1),
    }


def shares(tally: Tally) -> list[Share]:
    return [tally.unmet, tally.demand, tally.served, tally.unknown]


def test_shares_of_a_tally():
    tally = Tally(fine=50, missing=62, not_needed=28, dont_know=60)
    assert (tally.opinions, tally.unmet, tally.demand, tally.served, tally.unknown) == (
        140,
        (62, 140),
        (112, 140),
        (50, 112),
        (60, 200),
    )
    assert tally.unmet.value == 62 / 140


def test_without_answers_there_is_no_share():
    tally = Tally()
    assert [share.value for share in shares(tally)] == [None] * 4
    assert tally.interval is None


def test_the_interval_is_jeffreys_of_the_unmet_share():
    assert Tally(fine=50, missing=62, not_needed=28, dont_know=9).interval == jeffreys(62, 140)


@given(fine=counts, missing=counts, not_needed=counts, dont_know=counts)
def test_one_more_gut_so_never_raises_the_unmet_share(fine, missing, not_needed, dont_know):
    before = Tally(fine, missing, not_needed, dont_know)
    after = Tally(fine + 1, missing, not_needed, dont_know)
    assert after.unmet.value <= (1 if before.unmet.value is None else before.unmet.value)
    assert before.interval is None or after.interval.high <= before.interval.high


@given(fine=counts, missing=counts, not_needed=counts, dont_know=counts, times=st.integers(1, 9))
def test_repeating_every_answer_changes_no_share(fine, missing, not_needed, dont_know, times):
    once = Tally(fine, missing, not_needed, dont_know)
    often = Tally(fine * times, missing * times, not_needed * times, dont_know * times)
    assert [share.value for share in shares(often)] == [share.value for share in shares(once)]


@given(fine=counts, missing=counts, not_needed=counts, dont_know=counts)
def test_who_does_not_know_moves_only_the_share_that_does_not_know(fine, missing, not_needed, dont_know):
    before, after = Tally(fine, missing, not_needed, dont_know), Tally(fine, missing, not_needed, dont_know + 1)
    assert (after.unmet, after.demand, after.served) == (before.unmet, before.demand, before.served)
    assert after.unknown.value >= (before.unknown.value or 0)


@given(number=st.integers(1, 300))
def test_a_unanimous_answer_is_exactly_one_or_nothing(number):
    assert (Tally(missing=number).unmet.value, Tally(fine=number).unmet.value) == (1, 0)
    assert Tally(missing=number).interval.high == 1
    assert Tally(fine=number).interval.low == 0


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    forms=st.lists(
        st.tuples(
            st.sets(st.sampled_from(StakeholderGroup.values), min_size=1),
            st.sampled_from(["", "60_64", "65_74", "85_up"]),
            st.sampled_from(["whole_city", "county", "dont_know"]),
            st.booleans(),
            st.sampled_from(["fine", "missing", "not_needed", "dont_know"]),
        ),
        max_size=8,
    )
)
def test_whatever_people_answer_the_slow_version_agrees(db, forms):
    Submission.objects.all().delete()
    wave = make_wave(is_open=False)
    for roles, band, place, is_flagged, opinion in forms:
        make_submission(
            wave,
            roles=sorted(roles),
            age_band=band,
            no_district=place,
            is_flagged=is_flagged,
            answers={"beratung": {"opinion": [opinion]}},
        )
    assert count_opinions([wave]) == slow_opinions([wave], Split.PLANNING_AREAS)


def test_counting_takes_three_queries_however_many_waves(mixed_waves, django_assert_num_queries):
    with django_assert_num_queries(3):
        count_opinions(mixed_waves[:1])
    with django_assert_num_queries(3):
        count_opinions(mixed_waves)
