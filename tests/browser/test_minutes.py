"""Minutes in a real browser: saved while somebody types, and nothing is lost when something goes wrong."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from tests.browser.test_admin import barriers
from tests.factories import make_area, make_topic, make_user
from tests.minutes_factories import make_content, make_published_minutes, make_row, make_version
from tests.signing_in import sign_in
from tests.workshop_factories import make_workshop
from workshops.models import Minutes, MinutesVersion, StakeholderGroup

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SOON, AGAIN = 5_500, 15_500


@pytest.fixture
def user():
    return make_user(username="frau.muster", is_superuser=True)


@pytest.fixture
def workshop():
    make_topic(plain_name="Bus und Bahn")
    make_area(name="Betzenberg")
    return make_workshop(title="Wie kommen Sie in die Stadt?")


@pytest.fixture
def address(workshop):
    return reverse("admin:workshops_workshop_minutes", args=[workshop.pk])


@pytest.fixture
def open_window(browser, live_server):
    """A function that opens a browser of its own for somebody who is signed in; its clock is ours."""
    contexts = []

    def open_window(user, *, script=True, **options):
        context = browser.new_context(
            base_url=live_server.url, java_script_enabled=script, viewport={"width": 1280, "height": 900}, **options
        )
        contexts.append(context)
        context.add_cookies([session_of(user, live_server)])
        page = context.new_page()
        page.set_default_timeout(8_000)
        if script:
            page.clock.install()
        return page

    yield open_window
    for context in contexts:
        context.close()


def session_of(user, live_server):
    """The cookie of somebody who has just signed in."""
    client, name = Client(), settings.SESSION_COOKIE_NAME
    sign_in(client, user)
    return {"name": name, "value": client.cookies[name].value, "url": live_server.url}


def write(page, text):
    page.get_by_label("Worüber gesprochen wurde").fill(text)


def let_save(page, milliseconds=SOON, *, expecting="Gespeichert um"):
    """Time goes by until the script saves; its words appear."""
    page.clock.fast_forward(milliseconds)
    page.get_by_role("status").filter(has_text=expecting).wait_for()


def texts():
    return [(v.content["text"], v.is_aside) for v in MinutesVersion.objects.order_by("number")]


def test_what_is_typed_is_there_after_the_tab_was_killed(open_window, user, address):
    page = open_window(user)
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    write(page, "Wir haben über Busse gesprochen.")
    row = page.get_by_role("group", name="Aussage 1")
    row.get_by_label("Aussage").fill("Abends fährt kein Bus.")
    row.get_by_label("Thema").select_option(label="Bus und Bahn")
    row.get_by_label("Stadtteil").select_option(label="Betzenberg")
    row.get_by_label("Wer hat es gesagt?").select_option(label="Seniorenbeirat")
    let_save(page)
    write(page, "Wir haben über Busse und Wege gesprochen.")
    let_save(page)
    assert complaints == []
    page.context.close()
    page = open_window(user)
    page.goto(address)
    assert page.get_by_label("Worüber gesprochen wurde").input_value() == "Wir haben über Busse und Wege gesprochen."
    row = page.get_by_role("group", name="Aussage 1")
    assert row.get_by_label("Aussage").input_value() == "Abends fährt kein Bus."
    assert row.get_by_label("Wer hat es gesagt?").input_value() == StakeholderGroup.COUNCIL
    # Two savings of one page are one version.
    assert texts() == [("Wir haben über Busse und Wege gesprochen.", False)]


def test_what_was_just_typed_is_saved_on_leaving_the_page(open_window, user, address):
    page = open_window(user)
    page.goto(address)
    write(page, "Gerade getippt")
    page.goto(reverse("admin:index"))
    # The browser sends it while the next page is already loading: who is back at once may be faster.
    for _attempt in range(50):
        page.goto(address)
        if typed := page.get_by_label("Worüber gesprochen wurde").input_value():
            break
        page.wait_for_timeout(200)
    assert typed == "Gerade getippt"


def test_two_browsers_at_once_both_keep_their_text(open_window, user, address):
    mine, theirs = open_window(user), open_window(make_user(username="herr.muster", is_superuser=True))
    mine.goto(address)
    theirs.goto(address)
    write(theirs, "Der Bus fährt nicht.")
    let_save(theirs)
    write(mine, "Der Bus fährt selten.")
    let_save(mine, expecting="Ihr Text liegt zur Seite, nichts ist verloren.")
    assert texts() == [("Der Bus fährt nicht.", False), ("Der Bus fährt selten.", True)]
    # It has stopped saving by itself.
    write(mine, "Der Bus fährt sehr selten.")
    mine.clock.fast_forward(AGAIN)
    mine.get_by_role("button", name="Speichern").click()
    assert mine.get_by_role("heading", name="Zwei haben zugleich geschrieben").is_visible()
    assert [mark.inner_text().strip() for mark in mine.locator("mark").all()] == ["sehr selten.", "nicht."]
    assert mine.get_by_label("Worüber gesprochen wurde").input_value() == "Der Bus fährt sehr selten."
    write(mine, "Der Bus fährt selten oder nicht.")
    mine.get_by_role("button", name="Meine Fassung nehmen").click()
    mine.get_by_text("Gespeichert. Sie können weiterschreiben.").wait_for()
    assert texts() == [
        ("Der Bus fährt nicht.", False),
        ("Der Bus fährt selten.", True),
        ("Der Bus fährt sehr selten.", True),
        ("Der Bus fährt selten oder nicht.", False),
    ]


def test_the_other_version_can_be_taken(open_window, user, address, workshop):
    make_version(workshop, make_content("Ihre Fassung"))
    make_version(workshop, make_content("Meine Fassung"))
    page = open_window(user)
    page.goto(f"{address}?fassung=2")
    page.get_by_role("link", name="Die andere nehmen").click()
    assert page.get_by_label("Worüber gesprochen wurde").input_value() == "Ihre Fassung"
    assert Minutes.objects.get().number == 1


def test_the_button_works_without_scripts(open_window, user, address):
    page = open_window(user, script=False)
    page.goto(address)
    write(page, "Ohne Skript")
    page.get_by_role("button", name="Weitere Zeilen").click()
    assert page.get_by_role("group", name="Aussage 10").is_visible()
    page.get_by_role("group", name="Aussage 10").get_by_label("Aussage").fill("Der Weg ist steil.")
    page.get_by_role("button", name="Speichern").click()
    assert (
        page.get_by_role("group", name="Aussage 1", exact=True).get_by_label("Aussage").input_value()
        == "Der Weg ist steil."
    )
    assert Minutes.objects.get().number == 2


def test_a_lost_connection_is_said_and_tried_again(open_window, user, address):
    page = open_window(user)
    page.goto(address)
    page.context.set_offline(True)
    write(page, "Im Funkloch")
    let_save(page, expecting="Die Verbindung fehlt.")
    page.context.set_offline(False)
    let_save(page, AGAIN)
    assert texts() == [("Im Funkloch", False)]


def test_an_answer_that_got_lost_is_no_conflict(open_window, user, address):
    page = open_window(user)
    page.goto(address)
    answers = []

    def swallow(route):
        answers.append(route.fetch())
        route.abort()

    page.route("**/protokoll/*", swallow, times=1)
    write(page, "Gespeichert, aber nie gehört")
    let_save(page, expecting="Die Verbindung fehlt.")
    assert [answer.status for answer in answers] == [200]
    write(page, "Gespeichert, aber nie gehört, und weiter")
    let_save(page, AGAIN)
    assert texts()[-1] == ("Gespeichert, aber nie gehört, und weiter", False)
    assert Minutes.objects.get().number == 2


def test_who_is_signed_out_loses_nothing(open_window, user, address, live_server):
    page = open_window(user)
    page.goto(address)
    write(page, "Vor der Pause")
    let_save(page)
    Session.objects.all().delete()
    write(page, "Nach der Pause")
    let_save(page, expecting="Melden Sie sich in einem zweiten Fenster an.")
    assert page.get_by_label("Worüber gesprochen wurde").input_value() == "Nach der Pause"
    # Signing in gives a new session, and a new token against foreign forms.
    page.context.add_cookies([session_of(user, live_server)])
    token = {"name": settings.CSRF_COOKIE_NAME, "value": "n" * 32, "url": live_server.url}
    page.context.add_cookies([token])
    let_save(page, AGAIN)
    assert texts() == [("Nach der Pause", False)]
    write(page, "Und mit dem Knopf")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_text("Gespeichert. Sie können weiterschreiben.").wait_for()


def test_too_long_a_text_is_said_and_not_lost(open_window, user, address):
    page = open_window(user)
    page.goto(address)
    write(page, "x" * 100_001)
    let_save(page, expecting="zu lang und wurde nicht gespeichert")
    page.get_by_role("button", name="Speichern").click()
    assert page.get_by_role("alert").inner_text().startswith("Das Protokoll ist zu lang")
    assert len(page.get_by_label("Worüber gesprochen wurde").input_value()) == 100_001
    assert not MinutesVersion.objects.exists()


def test_the_pages_have_no_barrier(open_window, user, address, workshop):
    rows = [make_row("Abends fährt kein Bus.", group="council"), make_row("Der Weg ist steil.")]
    make_version(workshop, make_content("Wir sprachen über Busse mit Frau Muster.\n\nDann über Wege.", rows), by=user)
    make_version(workshop, make_content("Wir sprachen über Bahnen.", rows[:1]), by=user)
    page = open_window(user, bypass_csp=True, reduced_motion="reduce")
    approval = reverse("admin:workshops_workshop_minutes_approval", args=[workshop.pk])
    approved = make_published_minutes()
    addresses = {
        "page": address,
        "comparison": f"{address}?fassung=2",
        "approval": approval,
        "approved": reverse("admin:workshops_workshop_minutes", args=[approved.pk]),
        "published": reverse("admin:workshops_workshop_minutes_approval", args=[approved.pk]),
    }
    found = {}
    for name, where in addresses.items():
        page.goto(where)
        found[name] = barriers(page)
        if folder := os.environ.get("SCREENSHOTS"):
            for width in (1280, 320):
                page.emulate_media(color_scheme="light")
                page.set_viewport_size({"width": width, "height": 900})
                page.screenshot(path=str(Path(folder) / f"{name}_{width}.png"), full_page=True)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
