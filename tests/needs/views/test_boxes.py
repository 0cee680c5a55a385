"""The open call on the home page and at the workshops, as long as it runs."""

import pytest

from needs.actions.waves import close_wave
from needs.models import Frame
from tests.factories import NOW
from tests.needs_factories import make_wave
from tests.reading import headings, words
from tests.workshop_factories import make_workshop
from workshops.models import State, Workshop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


@pytest.mark.parametrize("page", ["/", "/mitmachen/"])
def test_call_stands_on_the_page_while_it_runs(client, settings, page):
    # The page is kept until something it shows has changed; a trigger says so.
    settings.CATALOGUE_VERSION = "database"
    wave = make_wave(is_open=False)
    assert "Was fehlt Ihnen?" not in headings(client.get(page), 2)
    wave = make_wave(is_example=True)
    response = client.get(page)
    assert "Was fehlt Ihnen?" in headings(response, 2)
    assert "Beispiel: Diese Befragung ist erfunden." in words(response)
    assert 'href="/bedarf/"' in response.content.decode()
    close_wave(wave_id=wave.pk, now=NOW)
    assert "Was fehlt Ihnen?" not in headings(client.get(page), 2)


def test_form_belongs_to_taking_part(client):
    html = client.get("/bedarf/").content.decode()
    assert '<a href="/mitmachen/" aria-current="true">Mitmachen</a>' in html


def test_who_comes_to_a_workshop_finds_its_form_while_it_is_asked(client):
    workshop = make_workshop(slug="am-tisch")
    assert "Was fehlt Ihnen?" not in headings(client.get("/mitmachen/am-tisch/"), 2)
    wave = make_wave(frame=Frame.WORKSHOP, workshop=workshop, is_example=True)
    response = client.get("/mitmachen/am-tisch/")
    assert "Was fehlt Ihnen?" in headings(response, 2)
    assert "Beispiel: Diese Befragung ist erfunden." in words(response)
    assert 'href="/bedarf/werkstatt/am-tisch/"' in response.content.decode()
    close_wave(wave_id=wave.pk, now=NOW)
    assert "Was fehlt Ihnen?" not in headings(client.get("/mitmachen/am-tisch/"), 2)


def test_form_of_a_workshop_that_isnt_public_yet_is_not_there(client):
    workshop = make_workshop(slug="am-tisch", state=State.DRAFT)
    make_wave(frame=Frame.WORKSHOP, workshop=workshop)
    address = "/bedarf/werkstatt/am-tisch/"
    assert client.get(address).status_code == 404
    Workshop.objects.update(state=State.ANNOUNCED)
    assert client.get(address).status_code == 200
