"""Voting on a phone, by touch and by keyboard, without a script."""

import pytest

from tests.browser.test_pages import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_a_vote_that_was_refused_is_put_right_and_counted(site, page):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(site.address + PAGES["vote"].format(**site.parts))
    page.get_by_role("radio", name="Seniorenbeirat").check()
    for option in ("1. Bänke", "2. Fahrten"):
        page.get_by_role("group", name=option).get_by_role("radio", name="3 Punkte").check()
    page.get_by_role("button", name="Abstimmen").click()
    assert page.get_by_role("alert").inner_text() == (
        "Prüfen Sie Ihre Angaben\nSie haben 6 Punkte verteilt. Verteilen Sie höchstens 5 Punkte."
    )
    assert page.get_by_role("radio", name="Seniorenbeirat").is_checked()
    assert page.get_by_role("group", name="1. Bänke").get_by_role("radio", name="3 Punkte").is_checked()
    # With the keys alone: one back from 3 points to 2.
    page.get_by_role("group", name="2. Fahrten").get_by_role("radio", name="3 Punkte").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Ihre Stimme ist gezählt.").wait_for()
    page.goto(site.address + PAGES["vote"].format(**site.parts))
    page.get_by_role("heading", name="Mit diesem Code ist schon abgestimmt.").wait_for()
