"""Districts: the tile map, and one district with its numbers, offers and dates."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from offers.models import Absence, Area
from offers.reference import reference
from tests.catalogue import list_all
from tests.factories import NOW, make_offer, make_opening_time, make_place
from tests.reading import heading, headings, words


def test_map_shows_every_tile_in_its_place(client, city):
    html = client.get("/stadtteile/").content.decode()
    tiles = html.split('<ul class="map">')[1].split("</ul>")[0]
    assert tiles.count("<li") == 4
    assert '<li class="column-3 row-2"><a href="/stadtteile/betzenberg/"><span>\nBetzenberg' in tiles
    assert tiles.index("innenstadt") < tiles.index("betzenberg") < tiles.index("dansenberg")


def test_list_names_both_groups_and_the_county_with_their_offers(client, city):
    said = words(client.get("/stadtteile/"))
    assert said.endswith(
        "Stadtteile der Kernstadt Innenstadt (1) Bännjerrück/Karl-Pfaff-Siedlung Betzenberg (2) "
        "Ortsbezirke Dansenberg (1) "
        "Gemeinden im Landkreis Verbandsgemeinde Landstuhl Bann (1)"
    )


def test_city_without_a_county_shows_its_districts_only(client, city):
    Area.objects.filter(pk=city.village.pk).delete()
    Area.objects.filter(pk=city.association.pk).delete()
    assert "Gemeinden im Landkreis" not in words(client.get("/stadtteile/"))


def test_district_shows_fields_dates_offers_and_numbers(client, city):
    Absence.objects.create(area=city.hill, group=city.advice, looked_on=date(2026, 11, 3))
    city.unchecked.places.clear()
    city.unchecked.service_areas.add(city.west)
    list_all(now=NOW)
    response = client.get("/stadtteile/betzenberg/")
    assert heading(response) == "Hilfe in Betzenberg"
    said = words(response)
    assert (
        "Was gibt es wofür? Hilfe im Alltag: 1 Angebot Menschen treffen: 1 Angebot "
        "Rat und Hilfe finden: gibt es hier nicht (nachgesehen am 3. November 2026) Sonstiges: noch nicht erfasst "
        "Hier zählen nur Angebote, von denen wir wissen: Sie gelten hier. "
        "Die nächsten Termine Mittwoch, 25. November, 9 bis 12 Uhr: Café im Nachbarschaftshaus "
    ) in said
    assert headings(response, 3)[:2] == ["Einkaufshilfe Betzenberg", "Café im Nachbarschaftshaus"]
    assert said.endswith(
        "Alle 3 Angebote zeigen Zahlen Einwohner 4.711 Stand: 31. Dezember 2023. Quelle: Melderegister"
    )


def test_what_nobody_recorded_is_told_apart_from_what_isnt_there(client, city):
    said = words(client.get("/stadtteile/bann/"))
    assert "Menschen treffen: noch nicht erfasst" in said
    assert "gibt es hier nicht" not in said


def test_district_without_offers_says_so(client, city):
    city.rides.delete()
    list_all(now=NOW)
    said = words(client.get("/stadtteile/bann/"))
    assert "Hier haben wir noch kein Angebot erfasst. Rufen Sie uns an." in said
    assert "Die nächsten Termine" not in said
    assert "Zahlen" not in said


def test_numbers_keep_a_date_that_is_no_day(client, city):
    Area.objects.filter(pk=city.hill.pk).update(population_as_of="2024, ungefähr")
    assert "Stand: 2024, ungefähr." in words(client.get("/stadtteile/betzenberg/"))


def test_city_names_its_parts(client, city):
    said = words(client.get("/stadtteile/stadt-musterstadt/"))
    assert "Einwohner 101.486 Stand: 31. Dezember 2023." in said
    assert said.endswith("Dazu gehören Kernstadt Dansenberg")


def test_way_back_leads_through_the_areas_above(client, city):
    html = client.get("/stadtteile/bann/").content.decode()
    way = html.split('<ol class="breadcrumb__list">')[1].split("</ol>")[0]
    assert [part.split('"')[0] for part in way.split('href="')[1:]] == [
        "/",
        "/stadtteile/",
        "/stadtteile/landkreis-musterstadt/",
        "/stadtteile/verbandsgemeinde-landstuhl/",
    ]


def test_district_that_is_none_is_not_found(client, city):
    assert client.get("/stadtteile/atlantis/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_district_costs_the_same_for_one_and_for_three(client, city, number):
    for _offer in range(number - 1):
        make_opening_time(make_offer(places=[make_place(area=city.hill)]))
    list_all(now=NOW)
    reference()
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/stadtteile/betzenberg/").status_code == 200
    assert len(captured) == 6


def test_map_costs_two_queries(client, city):
    reference()
    with CaptureQueriesContext(connection) as captured:
        client.get("/stadtteile/")
    assert len(captured) == 2
