"""Results and single forms at the desk in a real browser: no barrier, however wide the tables are."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from tests.browser.test_admin import barriers
from tests.factories import make_area, make_user
from tests.needs_factories import make_planning_area, make_wave
from tests.signing_in import sign_in
from tests.submissions import make_submission

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MISSING = {"beratung": {"opinion": ["missing"], "importance": ["very"], "reasons": ["too_far", "full"]}}


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


def test_the_pages_have_no_barrier(page):
    area = make_area(name="Bännjerrück/Karl-Pfaff-Siedlung")
    make_planning_area(area, name="Südwesten mit allem, was dazugehört")
    wave = make_wave(name="Aufruf im Winter")
    make_wave(name="Einrichtungen", frame="organisations")
    for number in range(12):
        submission = make_submission(
            wave, area=area, age_band="75_84", answers=MISSING, is_flagged=number < 6, roles=["older_people"]
        )
    reading = reverse("admin:needs_submission_changelist")
    found = {}
    page.goto(reverse("admin:needs_wave_results", args=[wave.pk]))
    found["results"] = barriers(page)
    page.goto(reading)
    found["reason"] = barriers(page)
    page.fill("[name=reason]", "Bericht an den Stadtrat")
    page.click("#content [type=submit]")
    assert page.url.endswith(reading)
    found["list"] = barriers(page)
    for name, address in {
        "form": reverse("admin:needs_submission_change", args=[submission.pk]),
        "readings": reverse("admin:needs_rawreading_changelist"),
    }.items():
        page.goto(address)
        found[name] = barriers(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_on_paper_every_column_stands_on_the_page(page):
    wave = make_wave()
    make_submission(wave, age_band="75_84", answers=MISSING)
    page.goto(reverse("admin:needs_wave_results", args=[wave.pk]))
    # A4 across, in points.
    size = re.search(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", page.pdf(prefer_css_page_size=True))
    assert [round(float(side)) for side in size.groups()] == [842, 595]
    page.set_viewport_size({"width": 1000, "height": 700})
    page.emulate_media(media="print")
    tables = page.locator(".desk-scroll")
    wide = tables.evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth).length")
    assert (tables.count(), wide) == (3, 0)
