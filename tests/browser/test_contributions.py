"""Contributions at the desk in a real browser: no barrier, and one after the other is coded by keyboard alone."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from needs.actions.themes import merge
from needs.models import Contribution
from tests.browser.test_admin import barriers
from tests.factories import NOW, make_area, make_error_report, make_topic, make_topic_group, make_user
from tests.needs_bundling_factories import make_contribution, make_theme
from tests.signing_in import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# A folder for pictures to look at; none are taken where it isn't named.
PICTURES = os.environ.get("DESK_PICTURES")


@pytest.fixture
def page(browser, live_server, client):
    """A page of the desk, signed in; axe needs our policy of scripts out of its way."""
    sign_in(client, make_user(username="frau.muster", is_superuser=True))
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, base_url=live_server.url, bypass_csp=True, reduced_motion="reduce"
    )
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    yield context.new_page()
    context.close()


def look(page, name):
    """Pictures for people: wide and narrow."""
    if not PICTURES:
        return
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})


def page_of(row, name="change"):
    return reverse(f"admin:needs_{row._meta.model_name}_{name}", args=[row.pk])


@pytest.fixture
def rows():
    """Everything that the pages can show: noticed places, topics, proposals, a merged theme, a log."""
    home = make_topic_group(plain_name="Hilfe zu Hause")
    topic = make_topic(plain_name="Einkaufen", group=home, words=["Supermarkt"])
    area = make_area(name="Bännjerrück/Karl-Pfaff-Siedlung")
    words = "Frau Muster-Beispiel hilft mir beim Einkaufen. Ruft an: 0631 5550177, ada.beispiel@example.org"
    raw = make_contribution(words, groups=["relatives"], area=area, may_be_quoted=True)
    shown = make_contribution(words, redacted="[Name] hilft mir beim Einkaufen.")
    shown.topics.add(topic)
    shopping, bags = make_theme("Niemand begleitet beim Einkaufen", shown), make_theme("Schwere Taschen", shown)
    merge(theme_id=bags.pk, into_id=shopping.pk, by=None, now=NOW)
    make_theme("Ein Platz zum Ausruhen am Markt")
    make_error_report(text="Dort ist alles voll.", is_done=True)
    return {"raw": raw, "shown": shown, "theme": shopping, "merged": bags}


def test_the_pages_have_no_barrier(page, rows):
    queue = reverse("admin:needs_contribution_reading")
    addresses = {
        "list": reverse("admin:needs_contribution_changelist"),
        "note": reverse("admin:needs_contribution_add"),
        "code": reverse("admin:needs_contribution_code"),
        "reports": reverse("admin:needs_contribution_reports"),
        "themes": reverse("admin:needs_theme_changelist"),
        "theme_add": reverse("admin:needs_theme_add"),
        "theme": page_of(rows["theme"]),
        "theme_merged": page_of(rows["merged"]),
        "contribution": page_of(rows["shown"]),
        "reason": queue,
    }
    found = {}
    for name, address in addresses.items():
        page.goto(address)
        look(page, name)
        found[name] = barriers(page)
    page.get_by_label("Wofür lesen Sie?").fill("Bereinigen")
    page.keyboard.press("Enter")
    page.get_by_text("Auffällig").wait_for()
    for name, address in {
        "reading": queue,
        "redact": page_of(rows["raw"], "redact"),
        "raw": page_of(rows["raw"]),
    }.items():
        page.goto(address)
        look(page, name)
        found[name] = barriers(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_a_refused_redaction_has_no_barrier(page, rows):
    page.goto(reverse("admin:needs_contribution_reading"))
    page.get_by_label("Wofür lesen Sie?").fill("Bereinigen")
    page.keyboard.press("Enter")
    page.get_by_text("Auffällig").wait_for()
    page.goto(page_of(rows["raw"], "redact"))
    page.get_by_label("Bereinigter Text").fill("Frau Muster-Beispiel hilft.")
    page.get_by_role("button", name="Bereinigt: andere dürfen es lesen").click()
    page.get_by_role("alert").wait_for()
    look(page, "redact-wrong")
    assert barriers(page) == set()
    assert page.get_by_label("Bereinigter Text").input_value() == "Frau Muster-Beispiel hilft."


def test_contributions_are_coded_without_a_mouse(page, rows):
    rows["raw"].delete()
    notes = (make_contribution(redacted="Zum Supermarkt begleitet mich keiner.") for _number in range(2))
    # Their numbers are drawn by chance; the next one is the one with the next number.
    first, second = sorted(notes, key=lambda note: note.pk)
    page.goto(page_of(first))
    # The search has the focus; the first box is the likeliest topic.
    page.wait_for_function("document.activeElement.name === 'searched'")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{page_of(second)}")
    assert [topic.plain_name for topic in first.topics.all()] == ["Einkaufen"]
    assert Contribution.objects.get(pk=first.pk).standing == "read"
    # In the search the same key searches, and nothing is saved yet.
    page.wait_for_function("document.activeElement.name === 'searched'")
    page.keyboard.type("Ausruhen")
    page.keyboard.press("Enter")
    page.get_by_label("Ein Platz zum Ausruhen am Markt").wait_for()
    assert second.topics.count() == 0
