"""The public pages of the concept: what they show, and what they say where there is nothing yet."""

import pytest

from tests.concept_pages import make_planned

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
PAGES = (
    "/konzept/",
    "/konzept/abgleich/",
    "/konzept/abgleich/betzenberg/",
    "/konzept/befunde/",
    "/konzept/massnahmen/",
    "/konzept/beschluesse/",
    "/konzept/nicht-weiterverfolgt/",
    "/konzept/seniorenbuero/",
)


@pytest.mark.parametrize("address", PAGES)
def test_page_opens_while_there_is_nothing(client, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_page_opens_with_everything(client, address):
    make_planned()
    assert client.get(address).status_code == 200


def test_details_open(client):
    planned = make_planned()
    for row in (planned.finding, planned.withdrawn, planned.measure, planned.rejected, planned.resolution):
        assert client.get(row.get_absolute_url()).status_code == 200
    assert client.get(f"/konzept/anliegen/{planned.theme.number}/").status_code == 200
