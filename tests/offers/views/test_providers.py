"""A provider with its offers, and who comes before and after it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from offers.models import Succession
from tests.catalogue import list_all
from tests.factories import NOW, make_offer, make_provider, make_succession
from tests.reading import headings, words


def test_provider_shows_who_it_is_and_what_it_offers(client, city):
    response = client.get("/anbieter/stadtteilburo-innenstadt/")
    assert words(response).startswith(
        "Stadtteilbüro Innenstadt Anlaufstelle im Stadtteil. Art Verein Adresse Königstraße 93, Musterstadt "
        "Erreichbar E-Mail: buero@example.org 2 Angebote "
    )
    assert headings(response, 3) == ["Einkaufshilfe Betzenberg", "Café im Nachbarschaftshaus"]


def test_planned_merger_names_the_others_the_day_and_the_state(client, city):
    response = client.get("/anbieter/jobcenter-stadt/")
    assert (
        "Ab 1. Januar 2027 gemeinsam mit Jobcenter Landkreis (geplant). Neuer Anbieter: Gemeinsames Jobcenter Art"
    ) in words(response)
    assert "/anbieter/gemeinsames-jobcenter/" not in response.content.decode()


def test_planned_provider_has_no_page(client, city):
    assert client.get("/anbieter/gemeinsames-jobcenter/").status_code == 404


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Künftig: neuer Name (geplant)."),
        (
            {"effective_on": date(2026, 1, 1), "state": Succession.State.DONE},
            "Ab 1. Januar 2026: neuer Name (vollzogen).",
        ),
    ],
)
def test_new_name_is_said_and_linked(client, db, fields, sentence):
    old, new = (
        make_provider(name="Alter Name"),
        make_provider(name="Neuer Name", source="Amtsblatt", source_date="2026"),
    )
    make_succession(old, new, kind=Succession.Kind.RENAME, **fields)
    response = client.get("/anbieter/alter-name/")
    assert f"{sentence} Neuer Anbieter: Neuer Name Art Verein Erreichbar Telefon noch nicht bekannt" in words(response)
    assert '<a href="/anbieter/neuer-name/">Neuer Name</a>' in response.content.decode()
    assert (
        "Erreichbar Telefon noch nicht bekannt Früher Alter Name Quelle Amtsblatt Stand der Quelle: 2026 "
        "0 Angebote Von diesem Anbieter haben wir noch kein Angebot erfasst."
    ) in words(client.get("/anbieter/neuer-name/"))


@pytest.mark.parametrize("number", [1, 3])
def test_provider_costs_the_same_for_one_and_for_three(client, city, number):
    for _offer in range(number - 1):
        make_offer(providers=[city.here])
    list_all(now=NOW)
    with CaptureQueriesContext(connection) as captured:
        assert f"{number} Angebot" in words(client.get("/anbieter/jobcenter-stadt/"))
    assert len(captured) == 6
