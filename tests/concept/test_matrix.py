"""Stock × need for each Lebensbereich and place, against a slow version that goes through the forms."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from concept.expressed import Expressed
from concept.matching import main_reasons, verdict
from concept.matrix import leading_frame, live_matrix
from concept.models import Grade, Verdict, WaitingList
from concept.need import agreement, equal_index, rank_ranges, spread
from concept.stock import stock_of_topic_groups
from needs.counting import NOBODY, OLDER, Place, Split, Tally, WavesDiffer
from needs.models import OLDER_BANDS, Submission, Thresholds
from offers.actions.listing import relist
from offers.models import Absence, Offer, SearchMiss, TopicGroup
from tests.factories import NOW, TODAY, make_area, make_city, make_offer, make_place, make_topic, make_topic_group
from tests.needs_bundling_factories import make_contribution
from tests.needs_factories import make_planning_area, make_thresholds, make_wave
from tests.needs_results import make_many
from tests.submissions import make_submission
from workshops.models import StakeholderGroup

pytestmark = pytest.mark.django_db
GROUPS = (OLDER, "relatives", "council", "providers", "churches", "volunteers", "administration")
OLD = {"age_band": "75_84"}


@pytest.fixture
def city():
    """Two planning areas, of two districts and of one; advice and help at home."""
    whole = make_city()
    one, other, third = (make_area(parent=whole) for _number in range(3))
    north, south = make_planning_area(one, other), make_planning_area(third)
    advice = make_topic(group=make_topic_group(plain_name="Beratung"))
    help_at_home = make_topic(group=make_topic_group(plain_name="Hilfe zu Hause"))
    return SimpleNamespace(
        whole=whole,
        one=one,
        other=other,
        third=third,
        north=north.pk,
        south=south.pk,
        topic=advice,
        advice=advice.group_id,
        help_topic=help_at_home,
        help=help_at_home.group_id,
    )


def matrix(*waves, **fields):
    thresholds = fields.pop("thresholds", None) or Thresholds.objects.newest_first().first()
    return live_matrix(waves, **{"thresholds": thresholds, "today": TODAY, **fields})


def says(opinion, *reasons):
    return {"beratung": {"opinion": [opinion], "reasons": list(reasons)}}


def confirm(**fields):
    offer = make_offer(**{"verified_on": TODAY, "verified_how": "phone", **fields})
    relist(offers=Offer.objects.all(), now=NOW)
    return offer


def slow_cell(waves, slug, areas, group):
    """Every form, one after the other, with and without the flagged ones. `areas`: None for the whole city."""
    sides = [Counter(), Counter()]
    for form in Submission.objects.filter(wave__in=waves):
        belongs = form.age_band in OLDER_BANDS if group == OLDER else group in form.roles
        is_here = form.area_id in areas if areas is not None else form.area_id or form.no_district == "whole_city"
        if not belongs or not is_here:
            continue
        for answer in form.answers.filter(topic_group__slug=slug).select_related("question", "option"):
            for side in sides[: 1 if form.is_flagged else 2]:
                side[answer.question.key, answer.option.key] += 1
    return tuple(
        Tally(
            **{key: number for (question, key), number in side.items() if question == "opinion"},
            importance={key: number for (question, key), number in side.items() if question == "importance"},
            reasons={key: number for (question, key), number in side.items() if question == "reasons"},
        )
        for side in sides
    )


class TestTable:
    @pytest.fixture
    def wave(self, city):
        wave = make_wave()
        where = [{"area": city.one}, {"area": city.other}, {"area": city.third}, {"no_district": "whole_city"}, {}]
        bands, roles = ["65_74", "75_84", "under_60", "85_up", ""], StakeholderGroup.values
        for number in range(120):
            opinion = ("missing", "missing", "fine", "not_needed", "dont_know")[number % 5]
            reasons = [("too_far", "full"), ("not_here",), ("too_far", "times")][number % 3] if number % 5 < 2 else ()
            make_submission(
                wave,
                roles=sorted({roles[number % 7], roles[number % 4]}),
                age_band=bands[number * 3 % 7 % 5],
                is_flagged=number % 13 == 0,
                answers=says(opinion, *reasons) | {"hilfe-zu-hause": {"opinion": ["fine"]}},
                **where[number % 11 % 5],
            )
        confirm(topics=[city.topic], service_areas=[city.one])
        confirm(topics=[city.help_topic], service_areas=[city.whole])
        Absence.objects.create(area=city.third, group_id=city.advice, looked_on=TODAY)
        return wave

    @pytest.mark.parametrize("split", Split)
    def test_is_what_going_through_the_forms_gives(self, city, wave, split):
        found = matrix(wave, split=split)
        areas = {Place.CITY: None} | (
            {city.north: [city.one.pk, city.other.pk], city.south: [city.third.pk]}
            if split == Split.PLANNING_AREAS
            else {area.pk: [area.pk] for area in (city.one, city.other, city.third)}
        )
        slugs = dict(TopicGroup.objects.values_list("pk", "slug"))
        assert found.cells.keys() == {(group, place) for group in slugs for place in areas}
        stock = stock_of_topic_groups(today=TODAY, split=split)
        for (group, place), cell in found.cells.items():
            assert (cell.topic_group, cell.place, cell.stock) == (group, place, stock[group, place])
            assert tuple(cell.opinions) == GROUPS
            for name, opinions in cell.opinions.items():
                assert tuple(opinions) == slow_cell([wave], slugs[group], areas[place], name), (group, place, name)
            assert cell.verdict == verdict(cell.older, cell.stock, found.thresholds)
            assert (cell.verdict_as_opened, cell.grade) == ("", Grade.HINT)
            assert cell.reasons == main_reasons(cell.older)

    def test_its_verdicts_are_those_of_the_older_people(self, city, wave):
        found = matrix(wave)
        assert {key: cell.verdict.value for key, cell in found.cells.items()} == {
            (city.advice, city.north): "access",
            (city.advice, city.south): "watch",
            (city.advice, Place.CITY): "access",
            (city.help, city.north): "served",
            (city.help, city.south): "served",
            (city.help, Place.CITY): "served",
        }

    @pytest.mark.parametrize("forms", [1, 3])
    def test_takes_the_same_number_of_queries_for_one_and_for_many(self, city, forms, django_assert_num_queries):
        wave = make_wave()
        for _number in range(forms):
            make_submission(wave, area=city.one, answers=says("missing", "full"), **OLD)
            confirm(topics=[city.topic], service_areas=[city.one])
        with django_assert_num_queries(24):
            assert matrix(wave, thresholds=wave.thresholds).cells[city.advice, city.north].older.missing == forms


class TestFrames:
    @pytest.mark.parametrize(
        ("frames", "leads"),
        [
            ([], None),
            (["organisations", "workshop", "open", "register"], "register"),
            (["organisations", "workshop", "open"], "open"),
            (["organisations", "workshop"], "workshop"),
            (["organisations"], "organisations"),
        ],
    )
    def test_one_leads(self, frames, leads):
        assert leading_frame([SimpleNamespace(frame=frame) for frame in frames]) == leads

    def test_they_are_never_added(self, city):
        register, called = make_wave(frame="register"), make_wave()
        again = make_wave(frame="register")
        for wave, number in ((register, 6), (called, 50), (again, 7)):
            make_many(wave, number, says("missing"), **OLD)
        found = matrix(called, register, again)
        assert (found.frame, found.waves) == ("register", (register, again))
        assert found.cells[city.advice, Place.CITY].older.missing == 13

    def test_examples_stand_beside_real_waves_in_no_frame(self, city):
        with pytest.raises(WavesDiffer):
            matrix(make_wave(), make_wave(frame="organisations", is_example=True, is_open=False))


class TestThresholds:
    def test_both_results_stand_side_by_side_where_the_wave_opened_with_older_ones(self, city):
        wave = make_wave()
        make_many(wave, 40, says("missing"), **OLD)
        make_many(wave, 60, says("fine"), **OLD)
        confirm(topics=[city.topic], service_areas=[city.whole])
        older = wave.thresholds
        newer = make_thresholds(unmet_share=Decimal("0.60"))
        found = matrix(wave, thresholds=newer)
        cell = found.cells[city.advice, Place.CITY]
        assert (found.thresholds, found.thresholds_as_opened) == (newer, older)
        assert (cell.verdict, cell.verdict_as_opened) == (Verdict.SERVED, Verdict.UNDECIDABLE)

    def test_of_several_waves_the_oldest_counts(self, city):
        first = make_wave(frame="register")
        make_thresholds()
        second, newest = make_wave(frame="register"), make_thresholds()
        assert matrix(second, first, thresholds=newest).thresholds_as_opened == first.thresholds
        assert matrix(second, first, thresholds=second.thresholds).thresholds_as_opened == first.thresholds

    def test_one_result_stands_where_they_are_the_same(self, city):
        wave = make_wave()
        found = matrix(wave, thresholds=wave.thresholds)
        assert found.thresholds_as_opened is None
        assert {cell.verdict_as_opened for cell in found.cells.values()} == {""}


class TestGrades:
    @pytest.fixture
    def make_cell(self, city):
        def make(frame="open", opinion="missing", waiting=3, number=30):
            wave = make_wave(frame=frame)
            make_many(wave, number, says(opinion, "full"), **OLD)
            offer = confirm(topics=[city.topic], service_areas=[city.whole])
            if waiting:
                WaitingList.objects.create(offer=offer, people=waiting, as_of=TODAY, source="Anbieter")
            SearchMiss.objects.create(day=TODAY, area=city.one, topic=city.topic, count=500)
            for _number in range(3):
                make_contribution().topics.add(city.topic)
            return matrix(wave).cells[city.advice, Place.CITY]

        return make

    @pytest.mark.parametrize(("frame", "grade"), [("register", Grade.PROVEN), ("open", Grade.BACKED)])
    def test_a_waiting_list_backs_what_many_say(self, make_cell, frame, grade):
        cell = make_cell(frame)
        assert (cell.verdict, cell.waiting, cell.grade) == (Verdict.GAP, 3, grade)

    def test_searches_and_notes_never_raise_a_grade(self, make_cell):
        cell = make_cell("register", waiting=0)
        assert (cell.searches_in_vain, cell.notes, cell.helps) == (500, 3, 0)
        assert (cell.verdict, cell.grade) == (Verdict.GAP, Grade.HINT)

    def test_a_waiting_list_backs_no_verdict_that_all_is_well(self, make_cell):
        cell = make_cell("register", opinion="fine")
        assert (cell.verdict, cell.waiting, cell.grade) == (Verdict.SERVED, 3, Grade.HINT)

    def test_few_answers_stay_a_hint(self, make_cell):
        assert make_cell("register", number=29).grade == Grade.HINT


class TestBadInput:
    def test_nobody_was_asked(self, city):
        confirm(topics=[city.topic], service_areas=[city.whole])
        found = matrix(thresholds=make_thresholds())
        assert (found.frame, found.waves, found.thresholds_as_opened, found.unsorted) == (None, (), None, {})
        assert {cell.verdict for cell in found.cells.values()} == {Verdict.TOO_FEW}
        assert found.cells[city.advice, city.north].stock.confirmed == 1

    def test_nobody_answered(self, city):
        cell = matrix(make_wave()).cells[city.advice, city.north]
        assert (cell.verdict, cell.grade, cell.reasons) == (Verdict.TOO_FEW, Grade.HINT, [])
        assert cell.opinions == dict.fromkeys(GROUPS, NOBODY)
        assert (equal_index(cell.tallies), spread(cell.tallies)) == (None, None)

    def test_one_person_answered(self, city):
        wave = make_wave()
        make_submission(wave, area=city.one, answers=says("missing", "full"), **OLD)
        cell = matrix(wave).cells[city.advice, city.north]
        assert (cell.verdict, cell.older.missing, equal_index(cell.tallies)) == (Verdict.TOO_FEW, 1, None)

    def test_one_group_answered_that_is_not_the_older_people(self, city):
        wave = make_wave()
        make_many(wave, 40, says("missing", "full"), roles=["providers"])
        found = matrix(wave)
        cell = found.cells[city.advice, Place.CITY]
        assert (cell.verdict, equal_index(cell.tallies).groups) == (Verdict.TOO_FEW, ("providers",))
        assert agreement(cell.tallies, found.thresholds) == ""
        assert rank_ranges({cell.topic_group: cell.tallies}, fewest=30) == {}

    def test_a_planning_area_without_districts_has_cells_that_say_so(self, city):
        empty = make_planning_area()
        wave = make_wave()
        confirm(topics=[city.topic], service_areas=[city.whole])
        cell = matrix(wave).cells[city.advice, empty.pk]
        assert (cell.verdict, cell.stock.confirmed, cell.stock.per_thousand) == (Verdict.TOO_FEW, 0, None)

    def test_an_offer_of_everything_for_everybody_counts_in_each_cell_once(self, city):
        confirm(
            topics=[city.topic, city.help_topic],
            service_areas=[city.whole, city.one, city.third],
            places=[make_place(area=city.one)],
        )
        cells = matrix(make_wave()).cells
        assert {cell.stock.confirmed for cell in cells.values()} == {1}

    def test_a_part_of_life_that_nobody_was_asked_about_has_cells(self, city):
        wave = make_wave()
        later = make_topic_group()
        assert matrix(wave).cells[later.pk, city.north].verdict == Verdict.TOO_FEW


def test_a_flood_is_counted_whole(city):
    wave = make_wave()
    make_many(wave, 40, says("fine"), **OLD)
    make_many(wave, 300, says("missing", "full"), is_flagged=True, **OLD)
    confirm(topics=[city.topic], service_areas=[city.whole])
    cell = matrix(wave).cells[city.advice, Place.CITY]
    assert (cell.verdict, cell.older.missing, cell.opinions[OLDER].unflagged.missing) == (Verdict.GAP, 300, 0)


def test_what_belongs_to_no_part_of_life_stands_beside_the_place(city):
    SearchMiss.objects.create(day=TODAY, area=city.one, topic=None, count=4)
    make_contribution(area=city.third)
    assert matrix(make_wave()).unsorted == {
        city.north: Expressed(empty_searches=4),
        city.south: Expressed(notes=1),
        Place.CITY: Expressed(empty_searches=4, notes=1),
    }


def test_examples_show_example_notes_only(city):
    make_contribution(is_example=True, area=city.one)
    assert matrix(thresholds=make_thresholds()).unsorted == {}
    assert matrix(make_wave(is_example=True)).unsorted[city.north] == Expressed(notes=1)


def test_stock_is_of_the_day(city):
    confirm(topics=[city.topic], service_areas=[city.one])
    wave = make_wave()
    confirmed = [
        matrix(wave, today=day).cells[city.advice, city.north].stock.confirmed
        for day in (TODAY, TODAY + timedelta(days=800))
    ]
    assert confirmed == [1, 0]
