"""Arranging workshops in a real browser: no barrier, and somebody on the telephone is registered by keyboard alone."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from tests.browser.test_admin import barriers
from tests.factories import make_place, make_user
from tests.signing_in import sign_in
from tests.workshop_factories import BY_LETTER, BY_MAIL, BY_PHONE, make_registration, make_series, make_workshop
from workshops.actions.inviting import invite
from workshops.actions.seats import cancel
from workshops.models import ListExport, Origin, Registration, Seat, State

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


@pytest.fixture
def workshop():
    """One with all that can be seen: seated, waiting, promised, called, written to, invited."""
    start = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=14)
    workshop = make_workshop(
        title="Wie wir wohnen wollen",
        starts_at=start,
        seats=4,
        series=make_series(title="Zehn Werkstätten"),
        place=make_place(name="Bürgerhaus am Stiftsplatz"),
        arranged_help=["wheelchair", "ride", "other"],
        is_by_invitation=True,
        is_example=True,
        registration_opens_at=timezone.now(),
    )
    now = timezone.now()
    parties = [
        make_registration(workshop, names=names, contact=contact, origin=Origin.LETTER, now=now, needs=needs)
        for names, contact, needs in (
            (["Ada Beispiel-Mustermann"], BY_PHONE, {}),
            (["Bea Beispiel", "Cem Beispiel"], BY_LETTER, {"ride": "", "other": "Ein Stuhl mit Lehnen"}),
            (["Dora Muster"], BY_MAIL, {}),
            (["Emil Muster", "Frieda Muster", "Gül Muster"], BY_LETTER, {}),
            (["Hans Muster"], BY_LETTER, {}),
        )
    ]
    cancel(registration_id=parties[0].pk, now=now, by_us=True)
    invite(workshop_id=workshop.pk, group="council", number=3, batch=1, now=now)
    ListExport.objects.create(workshop=workshop, kind="attendance", reason="Einlass", made_at=now)
    return workshop


def addresses(workshop):
    pages = ("change", "register", "queue", "calls", "invitations", "copy", "move", "call_off")
    seated, promised = workshop.registrations.get(people=2), workshop.registrations.get(seat=Seat.PROMISED)
    draft = make_workshop(title="Noch ein Entwurf", state=State.DRAFT)
    return {name: reverse(f"admin:workshops_workshop_{name}", args=[workshop.pk]) for name in pages} | {
        "list": reverse("admin:workshops_workshop_changelist"),
        "add": reverse("admin:workshops_workshop_add"),
        "draft": reverse("admin:workshops_workshop_change", args=[draft.pk]),
        "all_calls": reverse("admin:workshops_workshop_all_calls"),
        "reason": reverse("admin:workshops_workshop_list", args=[workshop.pk, "attendance"]),
        "registrations": reverse("admin:workshops_registration_changelist"),
        "registration": reverse("admin:workshops_registration_change", args=[seated.pk]),
        "promised": reverse("admin:workshops_registration_change", args=[promised.pk]),
        "receipt": reverse("admin:workshops_registration_receipt", args=[seated.pk]),
        "edit": reverse("admin:workshops_registration_edit", args=[seated.pk]),
        "cancel": reverse("admin:workshops_registration_cancel", args=[seated.pk]),
        "series": reverse("admin:workshops_series_changelist"),
        "exports": reverse("admin:workshops_listexport_changelist"),
        "board": reverse("admin:index"),
    }


def look(page, name):
    """Pictures for people: wide and narrow."""
    if not PICTURES:
        return
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})


def test_the_pages_have_no_barrier(page, workshop):
    found = {}
    for name, address in addresses(workshop).items():
        page.goto(address)
        look(page, name)
        found[name] = barriers(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_a_wrong_entry_has_no_barrier(page, workshop):
    page.goto(reverse("admin:workshops_workshop_register", args=[workshop.pk]))
    page.get_by_label("Name", exact=False).first.fill("Ada Beispiel")
    page.get_by_role("button", name="Anmelden").click()
    page.get_by_role("alert").wait_for()
    look(page, "register-wrong")
    assert barriers(page) == set()
    assert page.locator("#id_name_1").input_value() == "Ada Beispiel"


def test_a_caller_is_registered_without_a_mouse(page, workshop):
    page.goto(reverse("admin:workshops_workshop_register", args=[workshop.pk]))
    began = time.monotonic()
    # The first field has the focus: name, two more people, the way as it is, the number.
    page.wait_for_function("document.activeElement.name")
    page.keyboard.type("Ida Beispiel")
    for _step in range(4):
        page.keyboard.press("Tab")
    page.keyboard.type("0631 5550188")
    page.keyboard.press("Enter")
    page.get_by_text("Zum Vorlesen: Ihr Code").wait_for()
    assert time.monotonic() - began < 60
    registration = Registration.objects.latest("pk")
    assert (registration.contact.names, registration.contact.phone) == (["Ida Beispiel"], "+496315550188")
    look(page, "receipt-phone")
    page.get_by_role("link", name="Nächste Person anmelden").click()
    assert page.locator("#id_name_1").input_value() == ""


def test_people_are_searched_for_without_an_address_that_names_them(page, workshop):
    page.goto(reverse("admin:workshops_registration_changelist"))
    page.get_by_label("Name oder Code").fill("Frieda")
    page.get_by_role("button", name="Suchen").click()
    page.get_by_text("Frieda Muster").wait_for()
    assert "Frieda" not in page.url
    assert page.locator("#result_list tbody tr").count() == 1
