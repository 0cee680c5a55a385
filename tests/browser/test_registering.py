"""Registering in a real browser: by keyboard alone, with Back, reload, two windows, two clicks and without a cookie."""

import pytest

from tests.drafts import digits_of
from workshops.models import Registration, Seat

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
MOST_PAGES = 6
MOST_STOPS = 80


@pytest.fixture
def start(site):
    return f"{site.address}/mitmachen/gut-leben/"


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


def tab_to(page, target) -> None:
    """Press Tab until a control has the focus."""
    for _press in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab never reaches {target}")


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def go_to_check(page, start: str, name: str) -> None:
    """Everything typed, by mouse; the check page is open."""
    page.goto(start)
    page.get_by_role("link", name="Jetzt anmelden").click()
    page.get_by_label("Ihr Vorname und Nachname").fill(name)
    press(page, "Weiter")
    page.get_by_role("radio", name="Anruf").check()
    page.get_by_label("Für den Anruf: Ihre Telefonnummer").fill("0631 5550177")
    press(page, "Weiter")
    press(page, "Weiter")
    assert title(page) == "Stimmt alles so?"


def title(page) -> str:
    return page.locator("h1").inner_text()


def registered(name: str) -> list[Registration]:
    return list(Registration.objects.filter(contact__names__contains=[name]))


def test_whole_registration_by_keyboard_takes_six_pages(page, start, visited):
    page.goto(start)
    tab_to(page, page.get_by_role("link", name="Jetzt anmelden"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/personen/")
    tab_to(page, page.get_by_label("Ihr Vorname und Nachname"))
    page.keyboard.type("Tasta Beispiel")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    tab_to(page, page.locator("summary"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Vorname und Nachname der zweiten Person"))
    page.keyboard.type("Turi Beispiel")
    tab_to(page, page.get_by_role("button", name="Weiter"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/erreichen/")
    tab_to(page, page.get_by_role("radio", name="Anruf"))
    page.keyboard.press("ArrowDown")
    for label, typed in (
        ("Für den Brief: Straße und Hausnummer", "Musterweg 1"),
        ("Für den Brief: Postleitzahl", "67655"),
        ("Für den Brief: Ort", "Kaiserslautern"),
    ):
        tab_to(page, page.get_by_label(label))
        page.keyboard.type(typed)
    page.keyboard.press("Enter")
    page.wait_for_url("**/hilfe/")
    for label in ("Fahrt hin und zurück", "Ja, Sie dürfen diese Angaben bis dahin speichern."):
        tab_to(page, page.get_by_label(label))
        page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Weiter"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/pruefen/")
    tab_to(page, page.get_by_role("button", name="Anmeldung absenden"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/fertig/")
    assert title(page) == "Danke für Ihre Anmeldung"
    assert len(visited) == MOST_PAGES
    (registration,) = registered("Tasta Beispiel")
    assert registration.contact.names == ["Tasta Beispiel", "Turi Beispiel"]
    assert registration.contact.town == "Kaiserslautern"
    assert list(registration.needs.values_list("kind", flat=True)) == ["ride"]
    # No page depends on a cookie: none was set.
    assert page.context.cookies() == []


def test_back_and_reload_lose_nothing(page, start):
    go_to_check(page, start, "Zora Beispiel")
    page.go_back()
    page.go_back()
    assert page.get_by_label("Für den Anruf: Ihre Telefonnummer").input_value() == "0631 5550177"
    page.go_back()
    assert page.get_by_label("Ihr Vorname und Nachname").input_value() == "Zora Beispiel"
    page.reload()
    assert page.get_by_label("Ihr Vorname und Nachname").input_value() == "Zora Beispiel"
    press(page, "Weiter")
    page.get_by_label("Für den Anruf: Ihre Telefonnummer").fill("0631 5550188")
    press(page, "Zurück")
    press(page, "Weiter")
    assert page.get_by_label("Für den Anruf: Ihre Telefonnummer").input_value() == "0631 5550188"
    press(page, "Weiter")
    press(page, "Weiter")
    press(page, "Anmeldung absenden")
    page.reload()
    page.go_back()
    # The check page gives way to the receipt.
    assert title(page) == "Danke für Ihre Anmeldung"
    assert [one.contact.phone for one in registered("Zora Beispiel")] == ["+496315550188"]


def test_two_clicks_register_once(page, start):
    go_to_check(page, start, "Dodo Beispiel")
    page.get_by_role("button", name="Anmeldung absenden").dblclick(no_wait_after=True)
    page.wait_for_url("**/fertig/")
    assert title(page) == "Danke für Ihre Anmeldung"
    assert len(registered("Dodo Beispiel")) == 1


def test_error_three_pages_ago_is_found_and_put_right(page, start):
    go_to_check(page, start, "Irma Beispiel")
    address = page.url
    other = page.context.new_page()
    other.goto(address.replace("pruefen", "personen"))
    other.get_by_label("Ihr Vorname und Nachname").fill("")
    press(other, "Weiter")
    assert other.title().startswith("Fehler: Wer kommt?")
    # The first window still shows the page from before; nothing is sent that isn't right.
    press(page, "Anmeldung absenden")
    assert page.title().startswith("Fehler: Stimmt alles so?")
    assert page.get_by_role("button", name="Anmeldung absenden").count() == 0
    page.get_by_role("link", name="Tragen Sie Ihren Namen ein.").click()
    assert page.url.endswith("/personen/?pruefen#id_name_1")
    page.get_by_label("Ihr Vorname und Nachname").fill("Irma Beispiel")
    press(page, "Weiter")
    assert title(page) == "Stimmt alles so?"
    press(page, "Anmeldung absenden")
    assert len(registered("Irma Beispiel")) == 1


def test_two_windows_register_once(page, start):
    go_to_check(page, start, "Wilma Beispiel")
    other = page.context.new_page()
    other.goto(page.url)
    press(page, "Anmeldung absenden")
    press(other, "Anmeldung absenden")
    assert title(other) == "Danke für Ihre Anmeldung"
    assert other.locator(".phone--large").first.inner_text() == page.locator(".phone--large").first.inner_text()
    assert len(registered("Wilma Beispiel")) == 1


def test_what_was_typed_is_deleted(page, start):
    go_to_check(page, start, "Vera Beispiel")
    press(page, "Meine Angaben löschen")
    assert title(page) == "Ihre Angaben sind gelöscht"
    page.go_back()
    assert title(page) == "Wer kommt?"
    assert page.get_by_label("Ihr Vorname und Nachname").input_value() == ""


def test_code_leads_back_on_two_pages_and_cancels(page, start, site, visited):
    go_to_check(page, start, "Cora Beispiel")
    press(page, "Anmeldung absenden")
    code = page.locator(".phone--large").first.inner_text()
    (registration,) = registered("Cora Beispiel")
    assert code.replace("\N{NO-BREAK SPACE}", "") == digits_of(registration.code)
    visited.clear()
    page.goto(f"{site.address}/code/")
    page.get_by_label("Ihr Code").fill(code)
    press(page, "Weiter")
    assert title(page) == "Ihre Anmeldung"
    assert len(visited) == 2
    page.get_by_role("link", name="Absagen").click()
    press(page, "Ja, absagen")
    assert page.get_by_text("Diese Anmeldung ist abgesagt.").is_visible()
    registration.refresh_from_db()
    assert registration.seat == Seat.CANCELLED
