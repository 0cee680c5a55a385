"""The tasks people come for, without scripts, counted in pages."""

import pytest

from tests.reading import text

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def visited(page):
    """The pages that were shown, in their order; a redirect shows none."""
    shown = []
    page.on(
        "response",
        lambda response: (
            shown.append(response.url)
            if response.request.is_navigation_request() and not 300 <= response.status < 400
            else None
        ),
    )
    return shown


def test_telephone_number_for_help_near_me_takes_two_pages(site, page, visited):
    page.goto(site.address)
    page.get_by_role("link", name="Betzenberg").first.click()
    assert page.locator(".card .phone").first.get_attribute("href") == "tel:+496315550100"
    assert len(visited) == 2


def test_search_finds_a_number_in_two_pages(site, page, visited):
    page.goto(site.address)
    page.get_by_label("Schreiben Sie, was Sie brauchen").fill("einkaufen betzenberg")
    page.get_by_role("button", name="Hilfe suchen").click()
    assert page.locator("h1").inner_text() == "1 Angebot für „einkaufen betzenberg“"
    assert page.locator(".card .phone").first.is_visible()
    assert len(visited) == 2


def test_shortlist_of_three_takes_six_pages(site, page, visited):
    page.goto(f"{site.address}/angebote/?ort=betzenberg")
    for place in range(3):
        page.get_by_role("button", name="Auf den Merkzettel").nth(place).click()
        if place < 2:
            page.get_by_role("link", name="Zurück zu den Angeboten").click()
            assert page.url == f"{site.address}/angebote/?ort=betzenberg"
    assert page.locator("h1").inner_text() == "Ihr Merkzettel: 3 Angebote"
    assert len(visited) == 6


def test_error_is_reported_on_two_pages(site, page, visited):
    page.goto(f"{site.address}/angebote/einkaufshilfe-betzenberg/")
    page.get_by_label("Was stimmt nicht?").fill("Die Nummer ist falsch.")
    page.get_by_role("button", name="Fehler melden").click()
    assert page.locator("h1").inner_text() == "Danke. Wir prüfen das."
    assert len(visited) == 2


def test_filters_are_chosen_without_scripts(site, page):
    page.goto(f"{site.address}/angebote/?ort=betzenberg")
    box = page.locator(".filter")
    box.get_by_role("radio", name="gegen eine Spende (1)").check()
    box.get_by_role("button", name="Angebote zeigen").first.click()
    assert page.locator("h1").inner_text() == "1 Angebot in Betzenberg"
    page.get_by_role("link", name="„gegen eine Spende“ entfernen").click()
    assert page.url == f"{site.address}/angebote/?ort=betzenberg"


def test_results_come_before_the_filters_on_a_narrow_screen(site, page):
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(f"{site.address}/angebote/")
    assert page.locator(".card").first.bounding_box()["y"] < page.locator(".filter").bounding_box()["y"]
    assert not page.get_by_role("radio", name="kostenlos (1)").is_visible()
    page.locator("summary", has_text="Kosten").click()
    assert page.get_by_role("radio", name="kostenlos (1)").is_visible()


def test_tiles_lie_in_their_place_and_give_way_to_the_list(site, page):
    page.goto(f"{site.address}/stadtteile/")
    tiles = page.locator(".map a")
    boxes = {text(tile.inner_html()).split(" (")[0]: tile.bounding_box() for tile in tiles.all()}
    assert boxes["Innenstadt"]["x"] < boxes["Bännjerrück/Karl-Pfaff-Siedlung"]["x"] < boxes["Betzenberg"]["x"]
    assert boxes["Dansenberg"]["y"] > boxes["Betzenberg"]["y"]
    assert {(round(box["width"]), round(box["height"])) for box in boxes.values()} == {
        (round(boxes["Betzenberg"]["width"]), round(boxes["Betzenberg"]["height"]))
    }
    assert min(min(box["width"], box["height"]) for box in boxes.values()) >= 60
    page.set_viewport_size({"width": 700, "height": 900})
    assert not tiles.first.is_visible()
    assert page.get_by_role("link", name="Betzenberg").last.is_visible()


def test_print_leaves_out_what_paper_cannot_do(site, page):
    page.goto(f"{site.address}/angebote/einkaufshilfe-betzenberg/")
    page.emulate_media(media="print")
    for screen_only in (".nav", ".breadcrumb", "form", ".footer nav"):
        assert not page.locator(screen_only).first.is_visible(), screen_only
    assert page.get_by_text("Geprüft am 23. November 2026.").is_visible()
    assert page.get_by_text("Adresse dieser Seite:").is_visible()
    assert page.get_by_text("Gedruckt am 23. November 2026").is_visible()
