"""Typing paper in, in a real browser: a whole form by keyboard alone, measured; and no barrier on any page."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.text import slugify

from needs.actions.entering import close_batch
from needs.actions.waves import issue_letters
from needs.models import Channel, Frame, Sheet
from offers.models import TopicGroup
from tests.browser.test_admin import barriers
from tests.factories import NOW, make_area, make_topic, make_topic_group, make_user
from tests.needs_factories import make_batch, make_wave, type_sheet
from tests.signing_in import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# A folder for pictures to look at; none are taken where it isn't named.
PICTURES = os.environ.get("DESK_PICTURES")
# How fast somebody types who looks from the paper to the screen and back: 5 keys a second, and the target for a form.
KEYS_A_SECOND, SECONDS_A_FORM = 5, 120
PARTS_OF_LIFE = (
    "Rat und Hilfe finden", "Leute treffen", "Bewegung", "Wohnen", "Hilfe zu Hause", "Pflege", "Gesundheit",
    "Einkaufen und Versorgung", "Unterwegs sein", "Internet und Handy", "Mitmachen", "Sicherheit",
)  # fmt: skip
# "Da fehlt mir etwas" in four of them.
MISSING = (1, 4, 8, 9)


@pytest.fixture
def batch():
    for name in PARTS_OF_LIFE:
        make_topic(plain_name=f"Thema zu {name}", group=make_topic_group(plain_name=name))
    group = TopicGroup.objects.first()
    make_topic(code="T0603", plain_name="Fahrdienst", group=group)
    make_topic(code="T0701", plain_name="Bänke", group=group)
    make_area(name="Innenstadt-Ost", official_number="01")
    make_area(name="Betzenberg", official_number="06")
    return make_batch(make_wave(name="Herbst 2026"))


@pytest.fixture
def open_window(browser, live_server):
    """A function that opens a browser of its own for somebody who is signed in."""
    contexts = []

    def open_window(user, **options):
        context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900}, **options)
        contexts.append(context)
        client, name = Client(), settings.SESSION_COOKIE_NAME
        sign_in(client, user)
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(8_000)
        return page

    yield open_window
    for context in contexts:
        context.close()


class Hands:
    """Somebody at the keyboard, whose presses are counted."""

    def __init__(self, page):
        self.page, self.presses = page, 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1

    def type(self, text):
        self.press(*("Space" if letter == " " else letter for letter in text))

    @property
    def seconds(self):
        return self.presses / KEYS_A_SECOND


def begin(page, address):
    """Open a page; whoever types waits until the cursor stands in its first field."""
    page.goto(address)
    page.locator("input:focus").wait_for()
    return Hands(page)


def address(batch, page="sheet", *more):
    return reverse(f"admin:needs_batch_{page}", args=[batch.pk, *more])


def type_core(hands, *, onward, past_follow_ups):
    """A core form with four "fehlt": everything answered, no free text. The page has the focus where it begins."""
    for said in ("1 6", "1", "bet", "4", "1"):
        hands.type(said)
        hands.press(onward)
    for number in range(len(PARTS_OF_LIFE)):
        is_missing = number in MISSING
        for said in ("2", "1", "2 6 11") if is_missing else ("1",):
            hands.type(said)
            hands.press(onward)
        if not is_missing:
            hands.press(*[onward] * past_follow_ups)
    for said in ("2", "1", "603 701", "2", "1 4 8", "5"):
        hands.type(said)
        hands.press(onward)


def core_data():
    """What lies in the urn of the form typed by `type_core`."""
    answers = {
        "1": ["older_people", "volunteers"],
        "2": ["myself"],
        "3": ["betzenberg"],
        "4": ["75_84"],
        "5": ["woman"],
        "7": ["roughly"],
        "8": ["none"],
        "9": ["fahrdienst", "banke"],
        "10": ["rather_yes"],
        "11": ["first_information", "linking", "home_visits"],
        "12": ["district_offices"],
    }
    for number, slug in enumerate(map(slugify, PARTS_OF_LIFE)):
        answers[f"6-{slug}"] = ["missing" if number in MISSING else "fine"]
        if number in MISSING:
            answers |= {f"6a-{slug}": ["very"], f"6b-{slug}": ["too_far", "full", "not_here"]}
    return answers


def test_a_form_is_typed_by_keyboard_alone_in_two_minutes(open_window, batch):
    page = open_window(make_user(is_superuser=True))
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    hands = begin(page, address(batch))
    type_core(hands, onward="Enter", past_follow_ups=0)
    hands.press("Control+Enter")
    page.get_by_text("Bogen 1 gespeichert").wait_for()
    assert Sheet.objects.get().data == core_data()
    assert complaints == []
    # What the closing note says; a longer way has to be noticed.
    assert (hands.presses, hands.seconds) == (97, 19.4)
    assert hands.seconds <= SECONDS_A_FORM
    # The next sheet's page is open at once, and begins where typing begins.
    assert page.get_by_label("Bogen", exact=True).input_value() == "2"
    assert page.evaluate("document.activeElement.name") == "1"


def test_without_the_script_it_is_tab_and_a_button(open_window, batch):
    page = open_window(make_user(is_superuser=True), java_script_enabled=False)
    hands = begin(page, address(batch))
    type_core(hands, onward="Tab", past_follow_ups=2)
    # Past the text, the box beside it, to the button.
    hands.press("Tab", "Tab", "Enter")
    page.get_by_text("Bogen 1 gespeichert").wait_for()
    assert Sheet.objects.get().data == core_data()
    assert (hands.presses, hands.seconds) == (115, 23.0)


def test_enter_without_the_script_saves_nothing_halfway(open_window, batch):
    page = open_window(make_user(is_superuser=True), java_script_enabled=False)
    hands = begin(page, address(batch))
    hands.type("1")
    hands.press("Enter")
    page.get_by_text("Gespeichert ist noch nichts.").wait_for()
    assert page.locator("[name='1']").input_value() == "1"
    assert not Sheet.objects.exists()


def test_a_mistake_has_the_focus(open_window, batch):
    page = open_window(make_user(is_superuser=True))
    hands = begin(page, address(batch))
    hands.type("1")
    hands.press("Enter")
    hands.type("7")
    hands.press("Control+Enter")
    page.get_by_role("alert").wait_for()
    assert page.evaluate("document.activeElement.name") == "2"
    assert page.get_by_label("1 Wer sind Sie?").input_value() == "1"
    hands.press("Control+A", "1", "Control+Enter")
    page.get_by_text("Bogen 1 gespeichert").wait_for()


def test_the_second_part_is_reached_by_keyboard(open_window, batch):
    page = open_window(make_user(is_superuser=True))
    hands = begin(page, address(batch))
    hands.type("1")
    page.locator("summary").focus()
    hands.press("Space", "Tab")
    hands.type("1")
    hands.press("Control+Enter")
    page.get_by_text("Bogen 1 gespeichert").wait_for()
    assert Sheet.objects.get().data == {"1": ["older_people"], "3": ["not_said"], "14": ["alone"], "mehr": ["ja"]}


def test_two_entries_are_compared_by_keyboard(open_window, batch):
    type_sheet(batch, {"1": ["older_people"], "3": ["betzenberg"], "7": ["sure"]}, number=10)
    page = open_window(make_user(is_superuser=True))
    hands = begin(page, address(batch, "second", 10))
    for said in ("1", "", "bet"):
        hands.type(said)
        hands.press("Enter")
    hands.press("Control+Enter")
    page.get_by_role("heading", name="Was steht auf dem Papier?").wait_for()
    hands.press("Space", "Enter")
    page.get_by_text("Bogen 10 verglichen.").wait_for()
    batch.refresh_from_db()
    assert (batch.compared_sheets, batch.compared_answers, batch.differing_answers) == (1, 3, 1)
    assert Sheet.objects.get().data["7"] == ["sure"]


def addresses(batch, user):
    """Every page of the typing desk, with all that can stand on it."""
    type_sheet(batch, {"1": ["older_people"], "3": ["betzenberg"]}, by=user, seconds=48)
    type_sheet(batch, {"1": ["older_people"], "3": ["betzenberg"]}, number=10)
    call = make_batch(batch.wave, channel=Channel.PHONE, storage_place="")
    type_sheet(call, by=user)
    wave = make_wave(name="Nach dem Register", frame=Frame.REGISTER)
    issue_letters(wave_id=wave.pk, number=1)
    return {
        "list": reverse("admin:needs_batch_changelist"),
        "add": reverse("admin:needs_batch_add"),
        "change": address(batch, "change"),
        "course": address(batch, "course"),
        "close": address(batch, "close"),
        "sheet": address(batch),
        "correct": address(batch, "correct", 1),
        "remove": address(batch, "remove", 1),
        "second": address(batch, "second", 10),
        "call": address(call),
        "code": address(call, "code", 1),
        "invited": address(make_batch(wave)),
        "closed": address(make_closed(wave), "course"),
    }


def make_closed(wave):
    batch = make_batch(wave)
    close_batch(batch_id=batch.pk, now=NOW)
    return batch


def test_the_typing_desk_has_no_barrier(open_window, batch):
    user = make_user(is_superuser=True)
    page = open_window(user, bypass_csp=True, reduced_motion="reduce")
    found = {}
    for name, path in addresses(batch, user).items():
        page.goto(path)
        page.evaluate("document.querySelector('details:not([open]) > summary')?.click()")
        found[name] = barriers(page)
        take_picture(page, name)
    hands = begin(page, address(batch))
    hands.type("99")
    hands.press("Control+Enter")
    page.get_by_role("alert").wait_for()
    found["errors"] = barriers(page)
    take_picture(page, "errors")
    hands = begin(page, address(batch, "second", 10))
    # Another group than the first entry says, and a district: an empty second entry is refused.
    hands.type("2")
    hands.press("Tab")
    hands.press("Tab")
    hands.type("1")
    hands.press("Control+Enter")
    page.get_by_role("heading", name="Was steht auf dem Papier?").wait_for()
    found["differences"] = barriers(page)
    take_picture(page, "differences")
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def take_picture(page, name):
    if PICTURES:
        page.emulate_media(color_scheme="light")
        page.screenshot(path=Path(PICTURES, f"entering-{name}.png"), full_page=True)
