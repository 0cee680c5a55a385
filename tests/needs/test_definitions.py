"""The path through the form: who is asked what."""

import pytest

from needs.actions.questionnaires import load_first_questionnaire, new_version
from needs.actions.waves import close_wave
from needs.definitions import Subject, frozen_definition, load_definition, offers_of
from needs.models import Frame, Question, Questionnaire
from offers.models import TopicGroup
from tests.factories import NOW, make_offer, make_provider, make_topic_group
from tests.needs_factories import make_surroundings, make_wave

pytestmark = pytest.mark.django_db
LIFE_AREAS = ["beratung", "hilfe-zu-hause"]
OLDER = {"1": ["older_people"]}
CORE_OF_OLDER = ["1", "2", "3", "4", "5", *(f"6-{slug}" for slug in LIFE_AREAS), *map(str, range(7, 14))]


@pytest.fixture
def definition():
    make_surroundings()
    return load_definition(load_first_questionnaire(now=NOW).pk)


def names(definition, data, *, frame=Frame.OPEN, **options):
    return [step.name for step in definition.steps(data, frame=frame, **options)]


def test_an_older_person_is_asked_the_core(definition):
    assert names(definition, OLDER) == CORE_OF_OLDER


def test_who_said_nothing_yet_is_asked_what_everybody_is_asked(definition):
    assert names(definition, {})[:4] == ["1", "2", "3", "6-beratung"]


def test_the_council_is_asked_neither_age_nor_sex_nor_what_it_searched(definition):
    asked = names(definition, {"1": ["council"]})
    assert [name for name in ("4", "5", "8") if name in asked] == []


def test_who_is_several_is_asked_what_one_of_them_is_asked(definition):
    assert "8" in names(definition, {"1": ["council", "relatives"]})


def test_only_what_is_missing_is_asked_further_and_directly_behind(definition):
    data = OLDER | {"6-beratung": ["missing"], "6-hilfe-zu-hause": ["fine"]}
    asked = names(definition, data)
    assert asked[5:9] == ["6-beratung", "6a-beratung", "6b-beratung", "6-hilfe-zu-hause"]
    assert "6a-hilfe-zu-hause" not in asked


@pytest.mark.parametrize(("answer", "number"), [(["ja"], 9), (["nein"], 0), ([], 0)])
def test_the_second_part_comes_only_for_who_wants_it(definition, answer, number):
    more = names(definition, OLDER | {"mehr": answer})[len(CORE_OF_OLDER) :]
    assert len(more) == number


def test_an_organisation_is_asked_about_each_of_its_offers_and_nothing_personal(definition):
    offers = [Subject(slug="mittagstisch", name="Mittagstisch", offer_id=1)]
    asked = names(definition, {"1": ["providers"], "mehr": ["ja"]}, frame=Frame.ORGANISATIONS, offers=offers)
    assert [name for name in ("2", "4", "5", "14", "27") if name in asked] == []
    assert asked[-4:] == ["24-mittagstisch", "25", "26", "26a"]


def test_offers_of_names_the_published_ones_of_an_organisation():
    provider = make_provider()
    offer = make_offer(providers=[provider])
    make_offer()
    assert offers_of(provider.pk) == [Subject(slug=offer.slug, name=offer.title, offer_id=offer.pk)]
    assert offers_of(None) == []


def test_a_follow_up_of_a_question_asked_once_follows_it(definition):
    Question.objects.filter(key="office_tasks").update(
        after=Question.objects.get(key="office_helps"), after_options=["yes"]
    )
    definition = load_definition(definition.questionnaire_id)
    assert "11" not in names(definition, OLDER)
    assert "11" in names(definition, OLDER | {"10": ["yes"]})


def test_without_a_question_for_groups_nobody_belongs_to_one():
    empty = Questionnaire.objects.create(name="Leer", made_at=NOW)
    assert load_definition(empty.pk).roles(OLDER) == []


def test_parts_of_life_stay_as_they_were_asked_about():
    """What the catalogue does after a wave has opened is of the next version."""
    wave = make_wave()
    TopicGroup.objects.filter(slug="beratung").update(plain_name="Rat", slug="rat", position=9)
    make_topic_group(plain_name="Neues")
    frozen = load_definition(wave.questionnaire_id)
    assert [(area.slug, area.name) for area in frozen.life_areas] == [
        ("beratung", "Beratung"),
        ("hilfe-zu-hause", "Hilfe zu Hause"),
    ]
    assert [area.topic_group_id for area in frozen.life_areas] == list(
        TopicGroup.objects.filter(slug__in=("rat", "hilfe-zu-hause")).order_by("pk").values_list("pk", flat=True)
    )
    draft = load_definition(new_version(questionnaire=wave.questionnaire, now=NOW).pk)
    assert sorted(area.slug for area in draft.life_areas) == ["hilfe-zu-hause", "neues", "rat"]
    # A second wave with the same questionnaire asks the same.
    close_wave(wave_id=wave.pk, now=NOW)
    make_wave(questionnaire=wave.questionnaire)
    assert load_definition(wave.questionnaire_id).life_areas == frozen.life_areas


def test_a_frozen_definition_is_read_once(definition, django_assert_num_queries):
    with django_assert_num_queries(4):
        first = frozen_definition(definition.questionnaire_id)
    with django_assert_num_queries(0):
        assert frozen_definition(definition.questionnaire_id) is first
