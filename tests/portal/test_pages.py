"""The legal and help pages: each opens, says its name once, and invents nothing."""

import pytest
from django.urls import reverse

from portal.page_cache import store

pytestmark = pytest.mark.django_db

NBSP = "\N{NO-BREAK SPACE}"
HEADINGS = {
    "/hilfe/": "So finden Sie Hilfe",
    "/leichte-sprache/": "Diese Seiten in Einfacher Sprache",
    "/gebaerdensprache/": "Deutsche Gebärdensprache",
    "/en/": "Help for older people in Kaiserslautern",
    "/mitmachen/": "Mitmachen",
    "/konzept/": "Was die Stadt plant",
    "/barrierefreiheit/": "Erklärung zur Barriere&shy;freiheit",
    "/barriere-melden/": "Barriere melden",
    "/datenschutz/": "Datenschutz",
    "/impressum/": "Impressum",
}
FACTS = {
    "/impressum/": ("address", "representative", "email", "editor"),
    "/datenschutz/": ("address", "data_protection_officer", "host"),
    "/barrierefreiheit/": ("sign_language_by",),
    "/barriere-melden/": ("address", "email"),
    "/gebaerdensprache/": ("sign_language_by", "email"),
}


@pytest.fixture(autouse=True)
def _no_page_is_kept():
    """The page cache knows nothing of settings that change under it."""
    store.clear()
    yield
    store.clear()


def page(client, address) -> str:
    return client.get(address).content.decode()


@pytest.mark.parametrize(("address", "heading"), HEADINGS.items())
def test_page_opens_with_its_heading(client, address, heading):
    response = client.get(address)
    html = response.content.decode()
    assert response.status_code == 200
    assert html.count("<h1>") == 1
    assert f"<h1>{heading}</h1>" in html
    assert '<main class="main" id="inhalt" tabindex="-1"' in html


@pytest.mark.parametrize("address", HEADINGS)
def test_page_is_reached_from_every_other_one(client, address):
    assert f'href="{address}"' in page(client, reverse("portal:hilfe"))


@pytest.mark.parametrize(("address", "names"), FACTS.items())
def test_unknown_facts_are_shown_as_gaps(client, settings, address, names):
    settings.CITY_FACTS = dict.fromkeys(settings.CITY_FACTS, "")
    gap = "<strong>Probebetrieb:</strong> Hier trägt die Stadt Kaiserslautern ein:"
    assert page(client, address).count(gap) == len(names)


@pytest.mark.parametrize(("address", "names"), FACTS.items())
def test_facts_the_city_entered_are_shown_by_lines(client, settings, address, names):
    settings.CITY_FACTS = {name: f"{name} <1> | zweite Zeile" for name in settings.CITY_FACTS}
    html = page(client, address)
    assert "Hier trägt die Stadt" not in html
    for name in names:
        assert f"<p>{name} &lt;1&gt;<br>zweite Zeile</p>" in html


def test_page_says_simple_and_not_easy_language(client):
    html = page(client, "/leichte-sprache/")
    assert "<title>Einfache Sprache – " in html
    # The one mention tells that it is missing.
    assert html.count("Leichte Sprache") == 0
    assert html.count("Leichter Sprache") == 1


def test_english_page_is_marked_as_english(client, settings):
    settings.HELP_PHONE, settings.HELP_HOURS = "0631 365-1234", {}
    html = page(client, "/en/")
    assert '<html lang="en">' in html
    assert html.count(f"0631{NBSP}365-1234") == 2
    assert "<ul><li>The hours are not known yet.</li></ul>" in html


def test_english_page_invents_no_number(client, settings):
    settings.HELP_PHONE = ""
    assert "Our telephone is not connected yet." in page(client, "/en/")


def test_health_tells_that_the_database_answers(client):
    response = client.get("/health/")
    assert (response.status_code, response.content) == (200, b"ok")


def test_print_carries_address_and_day(client):
    html = page(client, "/hilfe/?seite=2")
    assert "<p>Adresse dieser Seite: http://testserver/hilfe/?seite=2</p>" in html
    assert "<p>Gedruckt am " in html
