"""What holds for every page of the catalogue: it renders, costs few queries, refuses what it can't serve."""

import pytest

PAGES = (
    "/",
    "/angebote/",
    "/angebote/?ort=betzenberg",
    "/angebote/einkaufshilfe-betzenberg/",
    "/stadtteile/",
    "/stadtteile/betzenberg/",
    "/themen/",
    "/themen/hilfe-im-alltag/",
    "/anbieter/jobcenter-stadt/",
    "/merkzettel/",
    "/angebote/broschuere.pdf",
    "/angebote/einkaufshilfe-betzenberg/druck.pdf",
    "/angebote/einkaufshilfe-betzenberg/termine.ics",
    "/stadtteile/betzenberg/aushang/2026-11.pdf",
    "/stadtteile/betzenberg/termine.ics",
    "/hilfe-fehlt/",
    "/angebote/einkaufshilfe-betzenberg/fehler-melden/",
)


@pytest.mark.parametrize("address", PAGES)
def test_page_renders(client, city, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_page_answers_head_without_a_body(client, city, address):
    response = client.head(address)
    assert (response.status_code, response.content) == (200, b"")
