"""Topics: all of them, and one with its offers by district."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from offers.reference import reference
from tests.catalogue import list_all
from tests.factories import NOW, make_offer
from tests.reading import heading, headings, words


def test_list_names_every_topic_below_its_field(client, city):
    assert words(client.get("/themen/")) == (
        "Alle Themen Hilfe im Alltag Einkaufen Fahrdienst Menschen treffen Treffpunkt "
        "Rat und Hilfe finden Hilfe mit Formularen Sonstiges Verschiedenes"
    )


def test_field_shows_its_topics_offers_and_districts(client, city):
    make_offer(title="Noch eine Hilfe", topics=[city.shopping], service_areas=[city.outer])
    list_all(now=NOW)
    response = client.get("/themen/hilfe-im-alltag/")
    assert heading(response) == "Hilfe im Alltag"
    assert words(response).startswith(
        "Hilfe im Alltag Hilfe zu Hause. Alle 3 Angebote zeigen "
        "Wo brauchen Sie Hilfe? Musterstadt (2) Dansenberg (1) Betzenberg (1) "
        "Kommt zu Ihnen oder hilft am Telefon Einkaufshilfe Betzenberg "
    )
    assert words(response).endswith("Das gehört dazu Einkaufen (2) Fahrdienst (1)")
    assert headings(response, 3) == ["Einkaufshilfe Betzenberg", "Fahrdienst im Landkreis", "Noch eine Hilfe"]


def test_topic_leads_to_its_district_lists(client, city):
    html = client.get("/themen/einkaufen/").content.decode()
    assert '<a href="/angebote/?ort=betzenberg&amp;thema=einkaufen">Betzenberg</a>' in html
    assert '<a class="button button--main" href="/angebote/?thema=einkaufen">Das Angebot zeigen</a>' in html
    assert "Das gehört dazu" not in html


def test_topic_without_offers_asks_what_is_missing(client, city):
    city.helper.delete()
    list_all(now=NOW)
    response = client.get("/themen/einkaufen/")
    assert words(response) == (
        "Einkaufen Dazu haben wir noch kein Angebot erfasst. Rufen Sie uns an. Sagen Sie uns, was fehlt"
    )


def test_field_tells_which_topics_nobody_recorded(client, city):
    city.helper.delete()
    list_all(now=NOW)
    assert words(client.get("/themen/hilfe-im-alltag/")).endswith("Einkaufen (noch nicht erfasst) Fahrdienst (1)")


def test_topic_that_is_none_is_not_found(client, city):
    assert client.get("/themen/raumfahrt/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_topic_costs_the_same_for_one_and_for_three(client, city, number):
    for _offer in range(number - 1):
        make_offer(topics=[city.shopping])
    list_all(now=NOW)
    reference()
    with CaptureQueriesContext(connection) as captured:
        client.get("/themen/einkaufen/")
    assert len(captured) == 3
