"""The desk in a real browser: no violation of WCAG A and AA, nothing that runs out of a narrow window."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connection
from django.urls import reverse

from offers.actions import record_change
from offers.models import MissingHelp, Offer, SearchMiss, UnknownWord
from portal.models import Job
from tests.factories import (
    NOW,
    TODAY,
    make_area,
    make_closure,
    make_contact,
    make_emergency_number,
    make_error_report,
    make_offer,
    make_opening_time,
    make_place,
    make_provider,
    make_target_group,
    make_topic,
    make_user,
)
from tests.signing_in import sign_in
from tests.working import fail_a_job
from tests.workshop_factories import make_ballots, make_registration, make_round, make_workshop
from workshops.actions.priorities import close_round, make_slips
from workshops.actions.room import add_walk_in, arrange, check_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# One of each kind: with and without actions, filters, search and the right to add.
LISTS = ("offer", "place", "area", "errorreport", "searchmiss")


@pytest.fixture
def offer():
    """One row of everything that the desk shows."""
    offer = make_offer(
        title="Fahrdienst zum Arzt",
        providers=[make_provider(name="Verein für Nachbarschaftshilfe", phone="+496313620")],
        topics=[make_topic(plain_name="Fahren", words=["taxi"])],
        places=[make_place(name="Stadtteilbüro")],
        service_areas=[make_area(name="Betzenberg")],
        target_groups=[make_target_group(name="Angehörige")],
    )
    make_opening_time(offer)
    make_closure(offer)
    make_contact(offer=offer, kind="web", value="https://example.org")
    record_change(offer, by=None, role="Redaktion", event="angelegt", now=NOW)
    Offer.objects.filter(pk=offer.pk).update(summary="Wir fahren Sie.")
    record_change(offer, by=None, role="Redaktion", event="geändert", now=NOW)
    make_emergency_number()
    make_error_report(offer=offer)
    MissingHelp.objects.create(text="Ein Chor", received_on=TODAY)
    SearchMiss.objects.create(day=TODAY)
    UnknownWord.objects.create(digest="x", word="Rollator", days=[TODAY, TODAY, TODAY])
    with connection.cursor() as cursor:
        # A number as long as after years: it stands in headings.
        cursor.execute("ALTER SEQUENCE procrastinate_jobs_id_seq RESTART 12345678")
    fail_a_job()
    return offer


@pytest.fixture
def user():
    return make_user(username="frau.muster", is_superuser=True)


@pytest.fixture
def open_page(browser, live_server, client, user):
    """A function that opens an address of the desk, signed in or not; axe needs our CSP out of its way."""
    contexts = []
    sign_in(client, user)
    cookie = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": live_server.url,
    }

    def open_page(address, *, signed_in=True, for_axe=True):
        context = browser.new_context(
            viewport={"width": 1280, "height": 900},
            base_url=live_server.url,
            bypass_csp=for_axe,
            reduced_motion="reduce",
        )
        contexts.append(context)
        if signed_in:
            context.add_cookies([cookie])
        page = context.new_page()
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()


def addresses(offer, user):
    provider = offer.providers.get()
    lists = {name: reverse(f"admin:offers_{name}_changelist") for name in LISTS}
    return lists | {
        "board": reverse("admin:index"),
        "offer_form": reverse("admin:offers_offer_change", args=[offer.pk]),
        "offer_add": reverse("admin:offers_offer_add"),
        "offer_history": reverse("admin:offers_offer_history", args=[offer.pk]),
        "offer_check": f"{reverse('admin:offers_offer_check')}?ids={offer.pk}",
        "provider_form": reverse("admin:offers_provider_change", args=[provider.pk]),
        "place_form": reverse("admin:offers_place_change", args=[offer.places.get().pk]),
        "place_delete": reverse("admin:offers_place_delete", args=[offer.places.get().pk]),
        "topic_form": reverse("admin:offers_topic_change", args=[offer.topics.get().pk]),
        "area_form": reverse("admin:offers_area_change", args=[offer.service_areas.get().pk]),
        "report": reverse("admin:offers_errorreport_change", args=[offer.error_reports.get().pk]),
        "users": reverse("admin:auth_user_changelist"),
        "user_form": reverse("admin:auth_user_change", args=[user.pk]),
        "user_add": reverse("admin:auth_user_add"),
        "jobs": reverse("admin:portal_job_changelist"),
        "job": reverse("admin:portal_job_change", args=[Job.objects.get().pk]),
        "password": reverse("admin:password_change"),
        "second_factor": reverse("admin:second_factor_set_up"),
        "filtered": reverse("admin:offers_offer_changelist") + "?q=fahr&zu-tun=nie-geprueft",
    }


def violations(page):
    options = {"runOnly": AA, "resultTypes": ["violations"], "preload": False}
    found = Axe().run(page, options=options).response["violations"]
    return {f"{rule['id']}: {node['html'][:150]}" for rule in found for node in rule["nodes"]}


def barriers(page):
    """What is wrong with the open page: axe in light and dark, and content that runs out of 320 px."""
    page.emulate_media(color_scheme="light")
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    found |= {f"dark {violation}" for violation in violations(page)}
    page.set_viewport_size({"width": 320, "height": 900})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    return found | ({f"{width} px wide in a window of 320"} if width > 320 else set())


def test_the_desk_has_no_barrier(open_page, offer, user):
    page = open_page(reverse("admin:index"))
    found = {}
    for name, address in addresses(offer, user).items():
        page.goto(address)
        found[name] = barriers(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def addresses_of_the_day():
    """A workshop on its day: people who came, who wait, walk-ins, needs, an open vote and one that is over."""
    workshop = make_workshop(title="Was fehlt uns in der Stadt?", seats=5, is_example=True)
    names = ["Ada Beispiel-Mustermann", "Bea Beispiel"]
    party = make_registration(workshop, names=names, needs={"ride": "Ab 13 Uhr", "hearing_loop": ""})
    make_registration(workshop, names=["Cem Muster"])
    add_walk_in(workshop_id=workshop.pk, group="council", now=NOW)
    make_registration(workshop, names=["Dora Muster", "Emil Muster"])
    check_in(guest_id=party.guests.get(position=1).pk, now=NOW)
    arrange(need_id=party.needs.get(kind="ride").pk, now=NOW)
    voted, over, prepared = make_round(workshop), make_round(workshop), make_round(workshop, is_open=False)
    for one in (voted, over):
        make_ballots(one, older_people=2, council=1, administration=1)
    close_round(round_id=over.pk, now=NOW)
    make_slips(round_id=voted.pk, number=2)
    return {name: reverse(f"admin:workshops_workshop_{name}", args=[workshop.pk]) for name in ("check_in", "needs")} | {
        "course": reverse("admin:workshops_priorityround_course", args=[voted.pk]),
        "prepared": reverse("admin:workshops_priorityround_course", args=[prepared.pk]),
        "results": reverse("admin:workshops_priorityround_course", args=[over.pk]),
        "slips": reverse("admin:workshops_priorityround_slips", args=[voted.pk]),
        "ballots": reverse("admin:workshops_priorityround_ballots", args=[voted.pk]) + "?tisch=4",
        "round_form": reverse("admin:workshops_priorityround_change", args=[prepared.pk]),
        "round_fixed": reverse("admin:workshops_priorityround_change", args=[voted.pk]),
    }


def test_the_pages_of_the_day_have_no_barrier(open_page, user):
    page = open_page(reverse("admin:index"))
    found = {}
    for name, address in addresses_of_the_day().items():
        page.goto(address)
        found[name] = barriers(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_a_paper_ballot_is_typed_without_a_mouse(open_page, user):
    voted = make_round()
    page = open_page(f"{reverse('admin:workshops_priorityround_ballots', args=[voted.pk])}?tisch=4")
    page.wait_for_function("document.activeElement.name === 'group'")
    for key in ("3", "Tab", "2", "Tab", "Tab", "3", "Enter"):
        page.keyboard.press(key)
    page.locator(".messagelist").wait_for()
    assert page.locator(".messagelist").inner_text() == "Gezählt: 5 Punkte."
    assert page.evaluate("document.activeElement.name") == "group"
    ballot = voted.ballots.get()
    assert (ballot.group, ballot.table) == ("council", "4")
    assert list(ballot.points.order_by("number").values_list("option__number", "nth")) == [
        (1, 1),
        (1, 2),
        (3, 1),
        (3, 2),
        (3, 3),
    ]


def test_pages_before_signing_in_have_no_barrier(open_page):
    page = open_page(reverse("admin:login"), signed_in=False)
    found = {}
    for name in ("admin:login", "admin_password_reset", "password_reset_done", "password_reset_complete"):
        page.goto(reverse(name))
        found[name] = barriers(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_the_form_works_under_our_policy_of_scripts(open_page, offer):
    page = open_page(reverse("admin:index"), for_axe=False)
    make_area(name="Erzhütten")
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(reverse("admin:offers_offer_change", args=[offer.pk]))
    page.get_by_role("button", name="Kontakt hinzufügen").click()
    page.locator("#id_contacts-2-kind").select_option("email")
    page.locator("#id_contacts-2-value").fill("name@beispiel.de")
    page.get_by_role("searchbox", name="Einzugsgebiet").fill("Erzh")
    page.locator(".select2-results__option", has_text="Erzhütten").click()
    page.locator("#id_opening_times-0-weekdays_1").check()
    page.get_by_role("button", name="Sichern und zurücknehmen").click()
    assert page.locator(".messagelist").inner_text() == "„Fahrdienst zum Arzt“ ist wieder ein Entwurf."
    assert list(offer.contacts.values_list("kind", flat=True).order_by("pk")) == ["phone", "web", "email"]
    assert offer.opening_times.get().weekdays == [0, 1]
    assert set(offer.service_areas.values_list("name", flat=True)) == {"Betzenberg", "Erzhütten"}
    assert complaints == []
