"""The rows that lists read follow the offers: what is in them, and that they go with what isn't public."""

from datetime import date

import pytest

from offers.actions.listing import connect_neighbours, metres_between, relist
from offers.models import Area, Heading, Level, Listing, Neighbour, Offer, Reach, ReachArea, Status, Word
from tests.factories import (
    NOW,
    make_area,
    make_city,
    make_municipality,
    make_offer,
    make_opening_time,
    make_place,
    make_provider,
    make_target_group,
    make_topic,
    make_topic_group,
)

pytestmark = pytest.mark.django_db


def relist_all() -> int:
    return relist(offers=Offer.objects.all(), now=NOW)


def test_listing_holds_what_facets_ask_for():
    city = make_city()
    group = make_topic_group(plain_name="Alltag", slug="alltag")
    topics = [make_topic(plain_name="Einkaufen", slug="einkaufen", group=group), make_topic(slug="fahren", group=group)]
    place = make_place(area=make_area(parent=city), is_step_free=True)
    offer = make_offer(
        title="Einkaufshilfe",
        topics=topics,
        places=[place],
        service_areas=[city],
        target_groups=[make_target_group(slug="demenz")],
        modes=["zuhause"],
        cost_kinds=["frei"],
        languages=["de", "tr"],
        valid_from=date(2026, 1, 1),
    )
    assert relist_all() == 1
    listing = Listing.objects.get()
    assert listing.offer_id == offer.pk
    assert listing.themes == ["einkaufen", "fahren", "alltag"]
    assert (listing.costs, listing.modes, listing.languages) == (["frei"], ["zuhause"], ["de", "tr"])
    assert (listing.audiences, listing.is_step_free) == (["demenz"], True)
    assert (listing.valid_from, listing.valid_until, listing.sort_title) == (date(2026, 1, 1), None, "einkaufshilfe")
    assert listing.reach.key == f"{place.area_id}|{city.pk}|1"
    assert "'einkaufshilf':2A" in listing.words
    assert listing.card["title"] == "Einkaufshilfe"


def test_relist_removes_what_is_no_longer_public_and_only_that():
    kept, gone = make_offer(), make_offer()
    relist_all()
    Offer.objects.filter(pk=gone.pk).update(status=Status.ARCHIVED)
    assert relist_all() == 1
    assert list(Listing.objects.values_list("offer", flat=True)) == [kept.pk]


def test_relist_makes_an_existing_listing_anew():
    offer = make_offer(title="Alter Name")
    relist_all()
    Offer.objects.filter(pk=offer.pk).update(title="Neuer Name")
    relist_all()
    assert Listing.objects.get().card["title"] == "Neuer Name"


def test_offers_that_are_there_in_the_same_way_share_one_reach():
    place = make_place(area=make_area(parent=make_city()))
    make_offer(places=[place])
    make_offer(places=[place])
    make_offer()
    relist_all()
    assert Reach.objects.count() == 2


@pytest.mark.parametrize(
    ("is_step_free", "modes", "expected"),
    [(True, [], True), (None, [], False), (False, ["zuhause"], False)],
)
def test_step_free_is_what_is_known_of_the_place(is_step_free, modes, expected):
    make_offer(places=[make_place(is_step_free=is_step_free)], modes=modes)
    relist_all()
    assert Listing.objects.get().is_step_free is expected


@pytest.mark.parametrize(("modes", "expected"), [(["telefon"], True), (["vor-ort"], False)])
def test_without_a_place_only_who_need_not_go_there_has_no_steps(modes, expected):
    make_offer(modes=modes)
    relist_all()
    assert Listing.objects.get().is_step_free is expected


def test_words_of_offers_are_remembered_for_the_spelling_once():
    make_offer(title="Gedächtnistraining am Morgen", summary="Üben 2026", providers=[make_provider()])
    relist_all()
    relist_all()
    assert sorted(Word.objects.values_list("word", flat=True)) == ["gedächtnistraining", "morgen", "üben"]


def test_query_count_of_relisting_does_not_grow_with_the_offers(django_assert_num_queries):
    place = make_place()
    for _turn in range(3):
        make_offer(places=[place])
    relist_all()
    first = Offer.objects.first().pk
    with django_assert_num_queries(22):
        relist(offers=Offer.objects.filter(pk=first), now=NOW)
    with django_assert_num_queries(22):
        relist_all()


def test_neighbours_are_the_nearest_in_both_directions_and_never_far():
    near = [make_area(name=f"Nah {n}", latitude=49.44 + n / 1000, longitude=7.77) for n in range(7)]
    far = make_municipality(name="Fern", latitude=49.60, longitude=7.77)
    connect_neighbours()
    of_first = set(Neighbour.objects.filter(area=near[0]).values_list("other__name", flat=True))
    # The five nearest of its own, and the one that counts it among its own five nearest.
    assert of_first == {"Nah 1", "Nah 2", "Nah 3", "Nah 4", "Nah 5"}
    assert not Neighbour.objects.filter(area=far).exists()
    for pair in Neighbour.objects.all():
        assert Neighbour.objects.filter(area=pair.other_id, other=pair.area_id, metres=pair.metres).exists()


def test_only_where_people_live_has_neighbours():
    make_city(latitude=49.44, longitude=7.77)
    make_area(latitude=49.44, longitude=7.77)
    make_area(level=Level.COUNTY, latitude=49.44, longitude=7.77)
    assert connect_neighbours() == 0


def test_new_neighbours_change_what_is_listed_nearby():
    city = make_city()
    one = make_area(parent=city, latitude=49.44, longitude=7.77)
    make_offer(places=[make_place(area=one)])
    relist_all()
    village = make_municipality(latitude=49.445, longitude=7.77)
    connect_neighbours()
    heading = ReachArea.objects.get(area=village).heading
    assert heading == Heading.NEARBY


def test_distance_is_that_of_the_great_circle():
    # One degree of latitude is 111.2 km on a sphere of 6,371 km.
    north, south = Area(latitude=50, longitude=7), Area(latitude=49, longitude=7)
    assert metres_between(north, south) == pytest.approx(111_195, abs=1)


def test_times_that_are_over_are_told_no_more():
    offer = make_offer()
    make_opening_time(offer, weekdays=[1], valid_until=date(2026, 11, 22))
    make_opening_time(offer, weekdays=[2], valid_until=date(2026, 11, 23))
    relist_all()
    times = Listing.objects.get().card["times"]
    assert times == ["Mittwoch 9 bis 12 Uhr, bis 23. November 2026", "Nicht an Feiertagen"]
