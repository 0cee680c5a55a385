"""Every citizens' page in a real browser: accessible, readable, wide enough to touch, narrow enough to fit."""

import json
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.measuring import (
    FONT_SIZES,
    LINE_LENGTHS,
    OVERFLOWING,
    RING,
    STOPS,
    TARGETS,
    TEXT_SPACING,
    crowded,
    too_small,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PAGES = {
    "home": "/",
    "list": "/angebote/",
    "filtered list": "/angebote/?ort=betzenberg&kosten=frei",
    "search": "/angebote/?q=einkauffen",
    "problem": "/angebote/?ort=atlantis",
    "nothing found": "/angebote/?ort=betzenberg&thema=fahrdienst",
    "crisis": "/angebote/?q=ich+will+nicht+mehr+leben",
    "offer": "/angebote/einkaufshilfe-betzenberg/",
    "unchecked offer": "/angebote/formularhilfe/",
    "archived offer": "/angebote/altes-angebot/",
    "error report": "/angebote/einkaufshilfe-betzenberg/fehler-melden/",
    "missing help": "/hilfe-fehlt/",
    "districts": "/stadtteile/",
    "district": "/stadtteile/bannjerruckkarl-pfaff-siedlung/",
    "district with numbers": "/stadtteile/betzenberg/",
    "topics": "/themen/",
    "topic": "/themen/hilfe-im-alltag/",
    "provider": "/anbieter/jobcenter-stadt/",
    "shortlist": "/merkzettel/?a={offers}",
    "empty shortlist": "/merkzettel/",
    "not found": "/nie-da/",
    "workshops": "/mitmachen/",
    "workshop": "/mitmachen/gut-leben/",
    "workshop that is full": "/mitmachen/beliebt/",
    "workshop by invitation": "/mitmachen/nur-geladene/",
    "register: people": "/mitmachen/gut-leben/anmelden/{draft}/personen/",
    "register: contact": "/mitmachen/gut-leben/anmelden/{draft}/erreichen/",
    "register: help": "/mitmachen/gut-leben/anmelden/{draft}/hilfe/",
    "register: check": "/mitmachen/gut-leben/anmelden/{draft}/pruefen/",
    "register: receipt": "/mitmachen/gut-leben/anmelden/{sent}/fertig/",
    "register: errors": "/mitmachen/nur-geladene/anmelden/{wrong}/personen/",
    "register: errors at the end": "/mitmachen/nur-geladene/anmelden/{wrong}/pruefen/",
    "register: closed": "/mitmachen/zu-spaet/anmelden/",
    "code": "/code/",
    "code is asked again": "/code/?abgelaufen",
    "code in English": "/en/code/?abgelaufen",
    "code: registration": "/code/{signed}/",
    "code: waiting": "/code/{waiting}/",
    "code: promised": "/code/{promised}/",
    "code: people": "/code/{signed}/personen/",
    "code: contact": "/code/{promised}/erreichen/",
    "code: help": "/code/{signed}/hilfe/",
    "code: cancel": "/code/{waiting}/absagen/",
    "workshop with results": "/mitmachen/was-zuerst/",
    "workshop with minutes": "/mitmachen/was-gesagt-wurde/",
    "vote": "/abstimmen/{vote}/",
    "vote: counted": "/abstimmen/{vote_used}/?danke",
    "vote: used": "/abstimmen/{vote_used}/",
    "vote: waiting": "/abstimmen/{vote_waiting}/",
    "vote: over": "/abstimmen/{vote_late}/",
    "bedarf": "/bedarf/",
    "bedarf: roles": "/bedarf/{sheet}/1/",
    "bedarf: one tap": "/bedarf/{sheet}/6-hilfe-im-alltag/",
    "bedarf: district": "/bedarf/{sheet}/3/",
    "bedarf: topics": "/bedarf/{sheet}/9/",
    "bedarf: text": "/bedarf/{sheet}/13/",
    "bedarf: more": "/bedarf/{sheet}/mehr/",
    "bedarf: second part": "/bedarf/{sheet}/16/?pruefen",
    "bedarf: errors": "/bedarf/{wrong_sheet}/9/",
    "bedarf: nothing tapped": "/bedarf/{wrong_sheet}/3/",
    "bedarf: organisation": "/bedarf/{organisation}/24-einkaufshilfe-betzenberg/",
    "bedarf: check": "/bedarf/{sheet}/pruefen/",
    "bedarf: errors at the end": "/bedarf/{wrong_sheet}/pruefen/",
    "bedarf: pause": "/bedarf/{sheet}/pause/",
    "bedarf: löschen": "/bedarf/{sheet}/loeschen/",
    "bedarf: receipt": "/bedarf/{sent_sheet}/fertig/",
    "bedarf: receipt is over": "/bedarf/nicht-mehr-da/fertig/",
    "bedarf: gone": "/bedarf/nicht-mehr-da/1/",
    "bedarf: closed": "/bedarf/{closed_sheet}/1/",
    "bedarf: opened": "/bedarf/code/{counted}/",
    "bedarf: opened in the urn": "/bedarf/code/{sent_opened}/",
    "bedarf: withdraw": "/bedarf/code/{counted}/zurueckziehen/",
    "bedarf: letter": "/bedarf/code/{letter}/brief/",
    "bedarf: used letter": "/bedarf/code/{used_letter}/brief/",
    "bedarf: note": "/bedarf/code/{note}/beitrag/",
    "bedarf in English": "/en/bedarf/",
    "bedarf in English: one tap": "/en/bedarf/{sheet}/6-hilfe-im-alltag/",
    "bedarf in English: topics": "/en/bedarf/{sheet}/9/",
    "bedarf in English: check": "/en/bedarf/{sheet}/pruefen/",
    "bedarf in English: district": "/en/bedarf/{sheet}/3/",
    "bedarf in English: errors": "/en/bedarf/{wrong_sheet}/9/",
    "bedarf in English: receipt": "/en/bedarf/{sent_sheet}/fertig/",
    "bedarf in English: opened": "/en/bedarf/code/{counted}/",
    "konzept": "/konzept/",
    "konzept: match": "/konzept/abgleich/",
    "konzept: match of a part of life": "/konzept/abgleich/ganze-stadt/hilfe-im-alltag/",
    "konzept: match otherwise asked": "/konzept/abgleich/ganze-stadt/hilfe-im-alltag/?befragung=workshop",
    "konzept: match of a part in a district": "/konzept/abgleich/bannjerruckkarl-pfaff-siedlung/hilfe-im-alltag/",
    "konzept: match in a district": "/konzept/abgleich/bannjerruckkarl-pfaff-siedlung/",
    "konzept: findings": "/konzept/befunde/?bereich=hilfe-im-alltag",
    "konzept: finding": "/konzept/befunde/2026-14/",
    "konzept: withdrawn finding": "/konzept/befunde/2026-15/",
    "konzept: measures": "/konzept/massnahmen/",
    "konzept: measure": "/konzept/massnahmen/31/",
    "konzept: resolutions": "/konzept/beschluesse/",
    "konzept: resolution": "/konzept/beschluesse/1/",
    "konzept: theme": "/konzept/anliegen/{theme}/",
    "konzept: not followed": "/konzept/nicht-weiterverfolgt/",
    "konzept: office": "/konzept/seniorenbuero/",
    "konzept: overlaps": "/konzept/ueberschneidungen/",
    "konzept: reply": "/konzept/stellungnahme/{reply}/",
    "konzept: reply that is kept": "/konzept/stellungnahme/{reply}/?danke",
    "konzept: reply to what is decided": "/konzept/stellungnahme/{settled_reply}/",
    "konzept: release": "/konzept/stand/1/",
    "konzept: release in plain words": "/konzept/stand/1/einfache-sprache/",
    "konzept: releases": "/konzept/staende/",
    "English": "/en/",
    "not found in English": "/en/never-here/",
}
TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AAA_RULES = ("color-contrast-enhanced", "identical-links-same-purpose", "target-size", "meta-refresh-no-exceptions")
every_page = pytest.mark.parametrize("name", PAGES)


@pytest.fixture
def show(site, measuring):
    def open_page(name: str, *, width: int = 1280, dark: bool = False):
        measuring.set_viewport_size({"width": width, "height": 900})
        measuring.emulate_media(color_scheme="dark" if dark else "light")
        measuring.goto(site.address + PAGES[name].format(**site.parts))
        return measuring

    return open_page


def axe(page, *, rules: tuple[str, ...] | None = None) -> dict[str, list]:
    """What axe complains about and what it can't decide, by rule."""
    options = {"runOnly": TAGS, "rules": {rule: {"enabled": True} for rule in AAA_RULES}}
    if rules:
        options = {"runOnly": {"type": "rule", "values": rules}}
    options["resultTypes"] = ["violations", "incomplete"]
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(f"axe.run({json.dumps(options)})")
    return {
        kind: [(rule["id"], node["html"]) for rule in found[kind] for node in rule["nodes"]]
        for kind in ("violations", "incomplete")
    }


@every_page
def test_axe_finds_nothing(show, name):
    assert axe(show(name)) == {"violations": [], "incomplete": []}


@every_page
def test_contrast_holds_in_the_dark(show, name):
    page = show(name, dark=True)
    assert axe(page, rules=("color-contrast", "color-contrast-enhanced")) == {"violations": [], "incomplete": []}


@every_page
def test_page_fits_narrow_windows_also_with_wide_text(show, name):
    page = show(name, width=320)
    assert page.evaluate(OVERFLOWING) == []
    page.set_viewport_size({"width": 256, "height": 900})
    assert page.evaluate(OVERFLOWING) == []
    page.set_viewport_size({"width": 320, "height": 900})
    page.add_style_tag(content=TEXT_SPACING)
    assert page.evaluate(OVERFLOWING) == []


@every_page
def test_page_fits_narrow_windows_also_with_text_twice_as_large(show, name):
    page = show(name, width=320)
    page.add_style_tag(content="html { font-size: 250%; }")
    assert page.evaluate(OVERFLOWING) == []


@every_page
@pytest.mark.parametrize("width", [320, 1280])
def test_targets_are_large_and_apart(show, name, width):
    targets = show(name, width=width).evaluate(TARGETS)
    assert len(targets) > 10
    assert too_small(targets) == []
    assert crowded(targets) == []


@every_page
def test_text_is_large_and_lines_are_short(show, name):
    page = show(name)
    assert min(page.evaluate(FONT_SIZES)) >= 18
    assert [line for line in page.evaluate(LINE_LENGTHS) if line["length"] > 80] == []


@every_page
def test_keyboard_reaches_everything_and_the_ring_is_seen(show, name):
    page = show(name)
    expected = page.evaluate(STOPS)
    for _press in range(expected):
        page.keyboard.press("Tab")
        ring = page.evaluate(RING)
        assert ring["style"] == "solid", ring
        assert ring["width"] >= 3, ring
    assert page.evaluate("reached.size") == expected


@every_page
def test_page_is_light_scriptless_and_asks_nobody_else(site, browser, name):
    context = browser.new_context()
    page = context.new_page()
    requests = []
    page.on("requestfinished", lambda request: requests.append(request))
    page.goto(site.address + PAGES[name].format(**site.parts))
    assert {urlsplit(request.url).netloc for request in requests} == {urlsplit(site.address).netloc}
    weight = sum(request.sizes()["responseBodySize"] + request.sizes()["responseHeadersSize"] for request in requests)
    assert weight <= 30_000
    assert page.locator("script").count() == 0
    assert (
        page.evaluate(
            "[...document.querySelectorAll('*')].flatMap(e => [...e.attributes])"
            ".filter(a => a.name.startsWith('on') || a.name === 'style').length"
        )
        == 0
    )
    context.close()
