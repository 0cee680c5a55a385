"""The first page: what do you need, and where."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from offers.reference import forget
from tests.reading import headings, words


def test_home_leads_to_every_field_and_district(client, city):
    response = client.get("/")
    assert headings(response, 2) == [
        "Fragen? Rufen Sie an",
        "Was brauchen Sie?",
        "Wo wird Hilfe gebraucht?",
        "Mitmachen",
        "Hilfe im Notfall",
        "Einfache Sprache",
        "Deutsche Gebärdensprache",
    ]
    assert (
        "Was brauchen Sie? Hilfe im Alltag Menschen treffen Rat und Hilfe finden Sonstiges Alle Themen einzeln "
        "Wo wird Hilfe gebraucht? Kernstadt Innenstadt Bännjerrück/Karl-Pfaff-Siedlung Betzenberg "
        "Ortsbezirke Dansenberg Ich weiß den Stadtteil nicht Karte der Stadtteile und Gemeinden im Landkreis "
    ) in words(response)
    html = response.content.decode()
    assert '<a class="tile" href="/angebote/?thema=hilfe-im-alltag">Hilfe im Alltag</a>' in html
    assert '<a href="/angebote/?ort=betzenberg">Betzenberg</a>' in html


@pytest.mark.parametrize(("is_known", "count"), [(True, 2), (False, 6)])
def test_home_costs_few_queries(client, city, is_known, count):
    client.get("/themen/")
    if not is_known:
        forget()
    with CaptureQueriesContext(connection) as captured:
        client.get("/")
    assert len(captured) == count


def test_search_machines_are_told_where_not_to_look(client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain"
    assert response.content == b"User-agent: *\nDisallow: /admin/\nDisallow: /merkzettel/\n"
