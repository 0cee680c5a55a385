"""The matrix and the office question at the desk in a real browser: no barrier, however wide the tables are."""

import pytest
from django.conf import settings
from django.urls import reverse

from concept.actions.office import load_office
from concept.models import OfficeArgument, OfficeCriterion, OfficeOption
from needs.models import Thresholds
from offers.actions.listing import relist
from offers.models import Area, Offer, TopicGroup
from tests.browser.test_admin import barriers
from tests.factories import NOW, TODAY, make_area, make_city, make_offer, make_place, make_user
from tests.needs_factories import make_planning_area, make_thresholds, make_wave
from tests.signing_in import sign_in
from tests.submissions import make_submission

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MISSING = {"beratung": {"opinion": ["missing"], "reasons": ["too_far", "full"]}}


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


@pytest.fixture
def answers():
    city = make_city()
    for name in ("Bännjerrück/Karl-Pfaff-Siedlung", "Betzenberg"):
        make_planning_area(make_area(name=name, parent=city), name=f"{name} mit allem, was dazugehört")
    make_thresholds(number=1)
    wave = make_wave(name="Aufruf im Winter")
    for area in Area.objects.filter(parent=city):
        for _number in range(6):
            make_submission(wave, area=area, age_band="75_84", answers=MISSING)
    make_offer(topics=[TopicGroup.objects.first().topics.first()], places=[make_place(area=area)])
    relist(offers=Offer.objects.all(), now=NOW)
    Thresholds.objects.create(number=2, unmet_share="0.90", reason="Beschluss", role="Planung", decided_on=TODAY)
    load_office()
    OfficeArgument.objects.create(
        option=OfficeOption.objects.first(),
        criterion=OfficeCriterion.objects.first(),
        voice="council",
        text="Das ist näher.",
        written_on=TODAY,
    )


@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_have_no_barrier(page, answers, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(reverse("admin:concept_matchcell_changelist"))
    found = {"matrix": barriers(page)}
    page.click("td a >> nth=1")
    assert "Befund daraus machen" in page.inner_text("#content")
    found["cell"] = barriers(page)
    for name in ("officeargument_both", "officeargument_add", "officetask_changelist", "officetask_add"):
        page.goto(reverse(f"admin:concept_{name}"))
        found[name] = barriers(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
