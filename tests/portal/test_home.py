"""The first page: what do you need, and where."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from offers.models import CatalogueVersion
from offers.reference import forget
from tests.factories import NOW, make_place
from tests.reading import headings, words
from tests.workshop_factories import make_registration, make_workshop
from workshops.models import State, Workshop


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


@pytest.mark.parametrize(("is_known", "count"), [(True, 4), (False, 8)])
def test_home_costs_few_queries(client, city, is_known, count):
    client.get("/themen/")
    if not is_known:
        forget()
    with CaptureQueriesContext(connection) as captured:
        client.get("/")
    assert len(captured) == count


def test_home_names_the_next_workshop_that_takes_place(client, city):
    make_workshop(title="Abgesagt", state=State.CANCELLED, state_reason="Sturm", starts_at=NOW + timedelta(days=1))
    make_workshop(title="Übermorgen", starts_at=NOW + timedelta(days=2), place=make_place(name="Stadtteilbüro"))
    make_workshop(title="Nächste Woche", starts_at=NOW + timedelta(days=7))
    said = words(client.get("/"))
    assert (
        "Die nächste Werkstatt: Dort sagen Sie, was fehlt. "
        "Übermorgen Mittwoch, 25. November 2026, 10 bis 13 Uhr Stadtteilbüro"
    ) in said
    assert "Nächste Woche" not in said


@pytest.mark.usefixtures("city")
def test_moved_workshop_is_on_the_kept_home_page_at_once(client, settings):
    settings.CATALOGUE_VERSION = "database"
    workshop = make_workshop(title="Treffen", starts_at=NOW + timedelta(days=2))
    assert "Mittwoch, 25. November" in words(client.get("/"))
    before = CatalogueVersion.objects.current()
    make_registration(workshop)
    assert CatalogueVersion.objects.current() == before
    Workshop.objects.filter(pk=workshop.pk).update(starts_at=NOW + timedelta(days=1))
    assert "Dienstag, 24. November" in words(client.get("/"))


def test_search_machines_are_told_where_not_to_look(client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain"
    assert response.content == b"User-agent: *\nDisallow: /admin/\nDisallow: /merkzettel/\nDisallow: /*.pdf\n"
