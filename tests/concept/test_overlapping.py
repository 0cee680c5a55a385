"""Hints of overlap: every rule, what excuses a pair, and entries that stand in the catalogue twice."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concept.compared import trigrams
from concept.models import AgeCount, Norm, WaitingList
from concept.overlapping import Candidate, Shared, candidates, compare_all, same_groups, shared_service, twins
from offers.models import Closure
from tests.factories import (
    PHONE,
    TODAY,
    make_area,
    make_city,
    make_contact,
    make_offer,
    make_place,
    make_provider,
    make_target_group,
    make_topic,
)
from tests.overlap_pairs import make_pair

pytestmark = pytest.mark.django_db
MONDAY = {"weekdays": [0], "starts_at": time(9), "ends_at": time(10)}


def found():
    return [(candidate.first, candidate.second) for candidate in candidates(today=TODAY)]


def facts():
    [candidate] = candidates(today=TODAY)
    return candidate.facts


def count_people(area, people):
    AgeCount.objects.create(area=area, as_of=date(2025, 12, 31), age_from=65, people=people, source="Stadt")


def test_a_pair_is_found_with_a_reason_for_each_rule():
    topic, group, area = make_topic(plain_name="Vorsorge"), make_target_group(name="Angehörige"), make_area()
    first, second = make_pair(topics=[topic], target_groups=[group], service_areas=[area])
    assert candidates(today=TODAY) == [
        Candidate(
            first.pk,
            second.pk,
            [
                "Gleiches Thema: Vorsorge.",
                "Für dieselben Gruppen: Angehörige.",
                "Sie sind in denselben Gebieten da: 1 von 1 Gebieten haben beide.",
                "Zur gleichen Zeit: Mittwoch.",
                "Verschiedene Anbieter.",
            ],
            [],
        )
    ]


def test_several_common_topics_make_one_pair():
    topics = [make_topic(plain_name="Vollmacht"), make_topic(plain_name="Betreuung")]
    first, second = make_pair(topics=topics)
    [candidate] = candidates(today=TODAY)
    assert candidate[:2] == (first.pk, second.pk)
    assert candidate.reasons[0] == "Gleiches Thema: Betreuung, Vollmacht."


@pytest.mark.parametrize(
    "other",
    [
        {"published": False},
        {"valid_until": date(2026, 11, 22)},
        {"valid_from": date(2026, 11, 24)},
    ],
)
def test_only_public_offers_of_today_are_compared(other):
    make_pair(second=other)
    assert found() == []


def test_another_topic_is_no_overlap():
    make_pair(second={"topics": [make_topic()]})
    assert compare_all(today=TODAY) == ([], 0)


def test_target_groups_have_to_be_the_same_by_half():
    groups = {number: f"Gruppe {number}" for number in range(4)}
    first, half, less = ({key: groups[key] for key in keys} for keys in ((0, 1), (0,), (1, 2, 3)))
    assert [same_groups(first, half), same_groups(first, less)] == [True, False]
    assert [same_groups({}, {}), same_groups(first, {})] == [True, False]


def test_groups_unknown_on_both_sides_are_said_to_be_unknown():
    make_pair(target_groups=[])
    [candidate] = candidates(today=TODAY)
    assert candidate.reasons[1] == "Für welche Gruppen die Angebote da sind, ist bei beiden nicht bekannt."


def test_groups_known_on_one_side_make_no_overlap():
    make_pair(second={"target_groups": []})
    assert compare_all(today=TODAY) == ([], 0)


def test_unknown_service_areas_are_counted_and_not_guessed():
    area = make_area()
    make_pair(second={"service_areas": []}, service_areas=[area])
    make_pair(service_areas=[])
    assert compare_all(today=TODAY) == ([], 2)


def test_service_areas_count_by_people_where_all_are_known():
    """Two of three areas are shared, but few live there."""
    small, tiny, large = make_area(), make_area(), make_area()
    first, second = make_pair(service_areas=[small, tiny], second={"service_areas": [small, tiny, large]})
    assert found() == [(first.pk, second.pk)]
    for area, people in ((small, 100), (tiny, 50), (large, 151)):
        count_people(area, people)
    assert found() == []


def test_the_share_of_people_is_said():
    small, large = make_area(), make_area()
    count_people(small, 100)
    count_people(large, 200)
    make_pair(service_areas=[small, large], second={"service_areas": [large]})
    [candidate] = candidates(today=TODAY)
    assert candidate.reasons[2] == "Sie sind für dieselben Menschen da: 66 % der Menschen ab 65, die eines erreicht."


def test_a_missing_figure_or_nobody_leaves_the_areas_to_count():
    both, one, other = frozenset({1, 2}), frozenset({1}), frozenset({2})
    assert shared_service(both, one, {1: 10, 2: 90}) == Shared(10, 100, is_people=True)
    assert shared_service(both, one, {1: 10}) == Shared(1, 2, is_people=False)
    assert shared_service(both, one, {1: 0, 2: 0}) == Shared(1, 2, is_people=False)
    assert shared_service(one, other, {1: 10, 2: 90}) == Shared(0, 100, is_people=True)


def test_the_whole_city_is_all_its_districts():
    city = make_city()
    districts = [make_area(parent=city) for _number in range(3)]
    make_pair(service_areas=[city], second={"service_areas": districts[:1]})
    assert compare_all(today=TODAY) == ([], 0)
    first, second = make_pair(service_areas=[city], second={"service_areas": districts[:2]})
    assert found() == [(first.pk, second.pk)]


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "is_near"),
    [
        (time(12), time(13), True),
        (time(12, 1), time(13), False),
        (time(6), time(7, 30), True),
        (time(6), time(7, 29), False),
        (time(22), time(8), False),
    ],
)
def test_times_of_one_weekday_lie_at_most_90_minutes_apart(starts_at, ends_at, is_near):
    """The first is there from 9 to 10:30."""
    make_pair(second={"times": [{"weekdays": [2], "starts_at": starts_at, "ends_at": ends_at}]})
    assert bool(found()) is is_near


def test_another_weekday_is_no_overlap():
    make_pair(second={"times": [MONDAY]})
    assert found() == []


def test_times_into_the_next_day_count_for_the_day_they_begin():
    night = {"weekdays": [2], "starts_at": time(20), "ends_at": time(2)}
    first, second = make_pair(
        first={"times": [night]}, second={"times": [{**night, "starts_at": time(23), "ends_at": time(23, 30)}]}
    )
    assert found() == [(first.pk, second.pk)]


def test_times_that_are_over_count_no_more():
    over = {"weekdays": [0], "starts_at": time(9), "ends_at": time(10), "valid_until": date(2026, 11, 22)}
    first, second = make_pair(second={"title": "Telefonrat", "times": [over]})
    [candidate] = candidates(today=TODAY)
    assert candidate[:2] == (first.pk, second.pk)
    assert candidate.reasons[3] == "Feste Zeiten sind nicht eingetragen: „Telefonrat“."


def test_without_fixed_times_both_are_named():
    make_pair(first={"title": "Rat A"}, second={"title": "Hilfe B"}, times=[])
    [candidate] = candidates(today=TODAY)
    assert candidate.reasons[3:5] == [
        "Feste Zeiten sind nicht eingetragen: „Rat A“.",
        "Feste Zeiten sind nicht eingetragen: „Hilfe B“.",
    ]


def test_two_of_one_title_are_named_with_their_numbers():
    first, second = make_pair(title="Beratung", times=[], first={"slug": "a"}, second={"slug": "b"})
    [candidate] = candidates(today=TODAY)
    assert candidate.reasons[3] == f"Feste Zeiten sind nicht eingetragen: „Beratung“ (Angebot {first.pk})."


def test_one_provider_at_one_place_is_no_overlap():
    provider, place = make_provider(), make_place()
    make_pair(providers=[provider])
    make_pair(providers=[provider], places=[place])
    assert found() == []


def test_one_provider_at_two_places_says_so():
    provider = make_provider()
    make_pair(
        providers=[provider], places=[make_place(street="Weg 1")], second={"places": [make_place(street="Weg 2")]}
    )
    [candidate] = candidates(today=TODAY)
    assert candidate.reasons[-1] == "Ein Anbieter, verschiedene Orte."


def test_what_excuses_a_pair_stands_beside_it():
    topic, area = make_topic(plain_name="Vorsorge"), make_area()
    north, south = make_area(name="Nord"), make_area(name="Süd")
    first, second = make_pair(
        topics=[topic],
        service_areas=[area],
        first={
            "title": "Rat A",
            "languages": ["tr", "de"],
            "modes": ["telefon"],
            "providers": [make_provider(kind="kirche")],
            "places": [make_place(area=north, is_step_free=True, street="Weg 1")],
            "times": [_monthly([1])],
        },
        second={
            "title": "Hilfe B",
            "languages": ["de"],
            "modes": ["vor-ort", "zuhause"],
            "places": [make_place(area=south, is_step_free=False, street="Weg 2")],
            "times": [_monthly([3])],
        },
    )
    WaitingList.objects.create(offer=second, people=7, as_of=TODAY, source="Anbieter")
    count_people(area, 1000)
    Norm.objects.create(topic=topic, offers_per_thousand="2.01", source="Plan 2024", decided_on=TODAY)
    assert facts() == [
        "Eine Warteliste gibt es bei „Hilfe B“.",
        "Andere Sprachen: „Rat A“: Deutsch, Türkisch; „Hilfe B“: Deutsch.",
        "Andere Art der Hilfe: „Rat A“: am Telefon; „Hilfe B“: kommt zu mir nach Hause, ich gehe hin.",
        "Nur bei einem ist der Anbieter eine Kirche oder Religionsgemeinschaft.",
        "Ohne Stufen ist nur „Rat A“.",
        "Andere Stadtteile: „Rat A“: Nord; „Hilfe B“: Süd.",
        "Sie finden in verschiedenen Wochen des Monats statt.",
        "Zusammen liegen sie unter dem Richtwert für „Vorsorge“ (Plan 2024).",
    ]


def test_what_is_the_same_or_unknown_excuses_nothing():
    topic, area = make_topic(), make_area()
    place = make_place(is_step_free=True)
    _first, second = make_pair(
        topics=[topic],
        service_areas=[area],
        languages=["de"],
        modes=["telefon"],
        places=[place],
        first={"times": [_monthly([1, 3])]},
        second={"times": [_monthly([3])]},
    )
    WaitingList.objects.create(offer=second, people=0, as_of=TODAY, source="Anbieter")
    Norm.objects.create(topic=topic, offers_per_thousand="2", source="Plan", decided_on=TODAY)
    assert facts() == []
    count_people(area, 1000)
    assert facts() == []


def test_access_that_nobody_looked_at_says_nothing():
    north = make_area()
    make_pair(
        first={"places": [make_place(area=north, is_step_free=True)]},
        second={"places": [make_place(area=north, is_step_free=False), make_place(area=north)]},
    )
    assert facts() == []


def test_the_other_one_may_be_the_one_without_steps():
    north = make_area()
    make_pair(
        first={"places": [make_place(area=north, is_step_free=False)]},
        second={"title": "Hilfe B", "places": [make_place(area=north, is_step_free=True)]},
    )
    assert facts() == ["Ohne Stufen ist nur „Hilfe B“."]


def test_two_churches_are_a_choice_and_one_church_is_none():
    church = make_provider(kind="kirche")
    make_pair(providers=[church], first={"places": [make_place(street="Weg 1")]})
    assert facts() == []


def test_churches_of_their_own_are_a_choice():
    make_pair(first={"providers": [make_provider(kind="kirche")]}, second={"providers": [make_provider(kind="kirche")]})
    assert facts() == ["Verschiedene Kirchen oder Religionsgemeinschaften bieten sie an."]


def test_the_last_week_may_be_the_fourth():
    make_pair(first={"times": [_monthly([-1])]}, second={"times": [_monthly([4])]})
    assert facts() == []


def test_nearly_one_title_and_a_common_mark_are_one_entry():
    first, second = make_pair(
        first={"title": "Beratung zur Vorsorge"}, second={"title": "Beratung zur Vorsorge!", "slug": "zwei"}
    )
    assert found() == [(first.pk, second.pk)]
    for offer in (first, second):
        make_contact(offer=offer, kind="email", value=f"{offer.slug}@Verein.example")
    assert found() == []
    [twin] = twins(today=TODAY)
    assert (twin.first.pk, twin.second.pk) == (first.pk, second.pk)
    assert twin.reasons == ["Fast gleicher Titel, und Telefonnummer, E-Mail-Anbieter oder Postleitzahl sind gleich."]


@pytest.mark.parametrize("title", ["Beratung zur Vorsorge", "Rat (60+) & Tat", "Café-Treff Süd", "Straßenfest", "A b"])
def test_trigrams_are_those_of_postgresql(title):
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute("SELECT show_trgm(%s)", [title])
        [expected] = cursor.fetchone()
    # Those with other letters than ASCII's are kept as digests there.
    ascii_only = {trigram for trigram in trigrams(title) if trigram.isascii()}
    assert {trigram for trigram in expected if not trigram.startswith("0x")} == ascii_only
    assert len(expected) == len(trigrams(title))


def test_titles_without_letters_are_like_none():
    first, second = make_pair(first={"title": "–", "slug": "a"}, second={"title": "!", "slug": "b"})
    for offer in (first, second):
        make_contact(offer=offer, value=PHONE)
    assert twins(today=TODAY) == []


def test_one_title_at_two_addresses_is_two_offers():
    title = "Sprechstunde der Gemeindeschwester"
    places = [make_place(street="Weg 1", postal_code="67655"), make_place(street="Weg 2", postal_code="67655")]
    first, second = make_pair(
        title=title, first={"slug": "a", "places": places[:1]}, second={"slug": "b", "places": places[1:]}
    )
    assert twins(today=TODAY) == []
    assert found() == [(first.pk, second.pk)]


def test_one_phone_and_one_address_of_two_providers_are_one_entry():
    first, second = make_pair(
        phone=PHONE,
        first={"places": [make_place(street="Musterstraße 1")]},
        second={"places": [make_place(street="Muster-Str. 1")]},
    )
    [twin] = twins(today=TODAY)
    assert (twin.first.pk, twin.second.pk) == (first.pk, second.pk)
    assert twin.reasons == ["Gleiche Telefonnummer und gleiche Anschrift."]
    assert found() == []


def test_what_one_provider_offers_at_one_place_isnt_one_entry():
    make_pair(phone=PHONE, providers=[make_provider()], places=[make_place()])
    assert twins(today=TODAY) == []


def test_the_address_of_a_provider_counts_where_there_is_no_place():
    providers = [make_provider(street="Am Markt 1", postal_code="67655", phone=PHONE) for _number in range(2)]
    first, second = make_pair(first={"providers": providers[:1]}, second={"providers": providers[1:]})
    assert [(twin.first.pk, twin.second.pk) for twin in twins(today=TODAY)] == [(first.pk, second.pk)]


def test_an_offer_that_serves_everything_is_compared_like_any_other():
    city = make_city()
    for _number in range(3):
        make_area(parent=city)
    topic, group = make_topic(), make_target_group()
    same = {"topics": [topic], "target_groups": [group], "phone": ""}
    everything = make_offer(**same, service_areas=[city])
    make_offer(**same, service_areas=[city.children.first()])
    assert found() == []
    two = make_offer(**same, service_areas=list(city.children.all()))
    assert found() == [(everything.pk, two.pk)]


@pytest.mark.parametrize("pairs", [1, 3])
def test_the_number_of_queries_doesnt_grow_with_the_catalogue(pairs):
    for _number in range(pairs):
        first, _second = make_pair(places=[make_place()])
        Closure.objects.create(offer=first, first_day=TODAY, last_day=TODAY)
    with CaptureQueriesContext(connection) as queries:
        assert len(candidates(today=TODAY)) == pairs
    assert len(queries) == 14


def _monthly(weeks):
    return {"frequency": "monthly", "weekdays": [2], "weeks_of_month": weeks, "starts_at": time(9), "ends_at": time(10)}
