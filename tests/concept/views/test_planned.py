"""The public pages of the concept: each opens, with everything and with nothing, marked and kept as it should be."""

import pytest

from portal.page_cache import store
from tests.concept_pages import make_planned
from tests.portal.reading import main_text
from tests.portal.test_words import assert_easy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
# What each says where there is nothing yet.
EMPTY = {
    "/konzept/": "Wir fragen Sie, was Ihnen fehlt.",
    "/konzept/abgleich/": "Es gibt noch keine Zahlen.",
    "/konzept/abgleich/betzenberg/": "Es gibt noch keine Zahlen.",
    "/konzept/befunde/": "Hier steht noch kein Befund.",
    "/konzept/massnahmen/": "Hier steht noch keine Maßnahme.",
    "/konzept/beschluesse/": "Hier steht noch kein Beschluss.",
    "/konzept/nicht-weiterverfolgt/": "Zurzeit keine.",
    "/konzept/seniorenbuero/": "Dazu gibt es noch keine Zahlen.",
}


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return main_text(response.content.decode())


@pytest.mark.parametrize(("address", "words"), EMPTY.items())
def test_page_says_that_there_is_nothing_yet(client, address, words):
    assert words in page(client, address)


@pytest.mark.parametrize(
    ("address", "led_to"),
    [
        ("/konzept/", "/konzept/staende/"),
        ("/konzept/massnahmen/", 'class="filter"'),
        ("/konzept/seniorenbuero/", 'class="button" href="/konzept/befunde/"'),
    ],
)
def test_page_leads_nowhere_where_there_is_nothing_yet(client, address, led_to):
    assert led_to not in client.get(address).content.decode()
    store.clear()
    make_planned()
    assert led_to in client.get(address).content.decode()


@pytest.mark.parametrize("address", EMPTY)
def test_page_with_everything_says_so_no_longer(client, address):
    make_planned()
    text = page(client, address)
    # No statements have the same reason here, so a part of this page stays empty.
    assert EMPTY[address] not in text or address == "/konzept/nicht-weiterverfolgt/"
    assert "Beispiel" not in text


@pytest.mark.parametrize("address", EMPTY)
def test_examples_are_marked_on_every_page(client, address):
    make_planned(is_example=True)
    assert "Beispiel: " in page(client, address)


@pytest.mark.parametrize("address", ["/konzept/", "/konzept/abgleich/", "/konzept/seniorenbuero/"])
def test_numbers_of_examples_are_said_to_be_invented(client, address):
    make_planned(is_example=True)
    assert "Beispiel: Diese Zahlen und Sätze sind erfunden." in page(client, address)


def test_details_of_examples_are_marked(client):
    planned = make_planned(is_example=True)
    rows = (planned.finding, planned.withdrawn, planned.measure, planned.rejected, planned.resolution)
    for address in (*(row.get_absolute_url() for row in rows), f"/konzept/anliegen/{planned.theme.number}/"):
        assert "Beispiel: " in page(client, address)


@pytest.mark.parametrize("address", EMPTY)
def test_page_is_kept_for_everybody(client, address):
    client.get(address)
    assert len(store.entries) == 1


@pytest.mark.parametrize("address", ["/konzept/", "/konzept/nicht-weiterverfolgt/"])
def test_own_words_are_easy_to_read(client, address):
    assert_easy(page(client, address))


@pytest.mark.parametrize("address", EMPTY)
def test_page_opens_with_a_release_that_says_nothing(client, address):
    make_planned(frames=())
    assert client.get(address).status_code == 200
