"""The needs form in a real browser: whatever happens on the way, every answer is still there.

Without scripts, as people have it. Each was seen to fail with what it is about broken on purpose.
"""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from benchmarks.servers import free_port
from needs.actions.retention import purge
from needs.actions.sheets import find_sheet, keep, open_wave_for_all
from needs.actions.urn import empty_urn
from needs.actions.waves import close_wave
from needs.definitions import catalogue_life_areas, forget_definitions
from needs.keys import key_of
from needs.models import Frame, LifeArea, Sheet, Submission
from needs.views.way import way_of
from offers.models import TopicGroup
from offers.reference import forget
from tests.browser import chromium
from tests.browser.keyboard import Keyboard
from tests.browser.needs_form import (
    answers,
    begin,
    code_on,
    open_all_topics,
    press,
    resume,
    shown_on,
    text_field,
    ticked,
    title,
)
from tests.browser.real_server import real_server
from tests.factories import NOW, make_topic, make_topic_group
from tests.needs_factories import make_sheet, make_wave
from tests.workshop_factories import make_workshop
from workshops.actions.codes import code_in_words

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PARTS_OF_LIFE = 12
TEXT = "Am Markt fehlt eine Bank.\nUnd ein Dach gegen den Regen."
ROLES, AREA, REMARK = "Wer sind Sie?", "Für welchen Stadtteil antworten Sie?", "Möchten Sie uns noch etwas sagen?"
HELPED, TOPICS = "Füllen Sie den Fragebogen für sich selbst aus?", "Was fehlt am meisten?"
THREE_TYPED = {"1": ["older_people"], "2": ["myself"], "3": ["betzenberg"]}
MOST_BEGUN = 12
THREE_ANSWERS = {ROLES: "Ältere Person", HELPED: "Für mich selbst", AREA: "Betzenberg"}


@pytest.fixture(scope="module", autouse=True)
def sheets(site, django_db_blocker) -> SimpleNamespace:
    """Committed before the tests, so that the server's threads see them; the form has its twelve parts of life."""
    with django_db_blocker.unblock():
        for number in range(TopicGroup.objects.count(), PARTS_OF_LIFE):
            make_topic(plain_name=f"Thema {number}", group=make_topic_group(plain_name=f"Lebensbereich {number}"))
        ask_about_all_parts_of_life(open_wave_for_all().questionnaire_id)
        forget()
        forget_definitions()
        call = open_wave_for_all()
        kept, over = (make_sheet(call, answers={"13": [TEXT]}) for _sheet in range(2))
        for sheet, age in ((kept, timedelta(days=29, hours=23)), (over, timedelta(days=30))):
            Sheet.objects.filter(pk=sheet.pk).update(changed_at=NOW - age)
        purge(now=NOW)
        table = make_wave(
            frame=Frame.WORKSHOP, workshop=make_workshop(title="Ein Tisch", slug="ein-tisch"), is_example=True
        )
        yield SimpleNamespace(
            begun=[key_of(make_sheet(call, answers=THREE_TYPED).code) for _test in range(MOST_BEGUN)],
            kept=code_in_words(kept.code),
            over=code_in_words(over.code),
            wrong_later=see_every_page(make_sheet(call, answers={"13": [TEXT]})),
            changed=see_every_page(make_sheet(call, answers={"13": [TEXT]})),
            sent_twice=see_every_page(make_sheet(table)),
        )


def ask_about_all_parts_of_life(questionnaire_id: int) -> None:
    """The call of the site has begun with fewer: past the trigger that keeps them."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        LifeArea.objects.filter(questionnaire=questionnaire_id).delete()
        LifeArea.objects.bulk_create(catalogue_life_areas(questionnaire_id))


@pytest.fixture
def another_device(browser):
    """A page on a device that has nothing to do with the first: no history, no storage."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    context.set_default_timeout(8_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def begun(page, site, sheets) -> str:
    """The address of a sheet with three answers; the page asks the fourth."""
    address = f"{site.address}/bedarf/{sheets.begun.pop()}"
    page.goto(f"{address}/4/")
    return address


def see_every_page(sheet: Sheet) -> Sheet:
    """Two rounds: after the first, questions for groups stand on the way."""
    key = key_of(sheet.code)
    for _round in range(2):
        names = [step.name for step in way_of(find_sheet(key), key=key, language="de").steps]
        seen = {name: sheet.data.get(name, []) for name in names} | {"mehr": ["nein"]}
        sheet = keep(key=key, typed=seen, language="de", now=NOW)
    return sheet


def test_back_button_loses_nothing(page, site):
    begun = begin(page, site.address)
    page.go_back()
    assert page.get_by_role("button", name="Betzenberg (Ihre Antwort)").is_visible()
    page.go_back()
    page.go_back()
    assert (title(page), ticked(page)) == (ROLES, ["Ältere Person"])
    page.goto(f"{begun}/13/")
    text_field(page).fill(TEXT)
    press(page, "Weiter")
    page.go_back()
    assert text_field(page).input_value() == TEXT
    assert answers(page, begun) == THREE_ANSWERS | {REMARK: TEXT}


def test_own_back_button_keeps_what_was_typed(page, begun):
    page.goto(f"{begun}/13/")
    text_field(page).fill(TEXT)
    press(page, "Zurück")
    assert title(page) == "Wer sollte das übernehmen?"
    assert answers(page, begun) == THREE_ANSWERS | {REMARK: TEXT}


def test_reload_loses_nothing(page, begun):
    page.reload()
    assert title(page) == "Wie alt sind Sie?"
    press(page, "75 bis 84")
    page.reload()
    page.goto(f"{begun}/1/")
    page.reload()
    assert ticked(page) == ["Ältere Person"]
    assert answers(page, begun) == THREE_ANSWERS | {"Wie alt sind Sie?": "75 bis 84"}


def test_second_tab_overwrites_nothing(page, begun):
    other = page.context.new_page()
    other.goto(f"{begun}/13/")
    text_field(other).fill(TEXT)
    press(page, "75 bis 84")
    press(other, "Weiter")
    press(page, "Frau")
    said = THREE_ANSWERS | {
        "Wie alt sind Sie?": "75 bis 84",
        "Sind Sie eine Frau, ein Mann oder divers?": "Frau",
        REMARK: TEXT,
    }
    assert answers(page, begun) == answers(other, begun) == said


def test_language_is_switched_with_unsaved_words_and_ticks(page, begun):
    page.goto(f"{begun}/13/")
    text_field(page).fill(TEXT)
    page.get_by_label("Der Text darf ohne Namen zitiert werden").check()
    press(page, "Show in English")
    assert page.url == f"{begun.replace('/bedarf/', '/en/bedarf/')}/13/"
    assert title(page) == "Is there anything else you would like to tell us?"
    assert text_field(page).input_value() == TEXT
    assert ticked(page) == ["The text may be quoted without a name"]
    page.goto(f"{begun.replace('/bedarf/', '/en/bedarf/')}/11/")
    page.get_by_label("Home visits").check()
    press(page, "Auf Deutsch zeigen")
    assert ticked(page) == ["Hausbesuche"]
    tasks = {"Wenn es so eine Stelle gäbe: Was sollte sie tun?": "Hausbesuche"}
    assert answers(page, begun) == THREE_ANSWERS | tasks | {REMARK: TEXT}


def test_browser_that_refuses_cookies_loses_nothing(browser, site, tmp_path):
    preferences = tmp_path / "Default" / "Preferences"
    preferences.parent.mkdir()
    preferences.write_text(json.dumps({"profile": {"default_content_setting_values": {"cookies": 2}}}))
    context = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=chromium.path(), args=["--no-sandbox", "--disable-gpu"]
    )
    context.set_default_timeout(8_000)
    page = context.pages[0]
    page.goto(f"{site.address}/health/")
    assert page.evaluate("document.cookie = 'a=b'; document.cookie") == ""
    begun = begin(page, site.address)
    page.goto(f"{begun}/13/")
    text_field(page).fill(TEXT)
    press(page, "Speichern und später weitermachen")
    code = code_on(page)
    resume(page, site.address, code)
    assert title(page) == "Wie alt sind Sie?"
    assert answers(page, begun) == THREE_ANSWERS | {REMARK: TEXT}
    context.close()


def test_browser_is_closed_and_the_address_is_at_hand(page, begun, another_device):
    page.goto(f"{begun}/13/")
    text_field(page).fill(TEXT)
    press(page, "Weiter")
    page.context.close()
    another_device.goto(f"{begun}/13/")
    assert text_field(another_device).input_value() == TEXT
    assert answers(another_device, begun) == THREE_ANSWERS | {REMARK: TEXT}


def test_browser_is_closed_and_the_code_is_at_hand(page, begun, site, another_device):
    # The code stands on every question from the first one on.
    code = code_on(page)
    press(page, "75 bis 84")
    page.context.close()
    assert len(resume(another_device, site.address, code)) == 2
    assert another_device.url == f"{begun}/5/"
    assert answers(another_device, begun) == THREE_ANSWERS | {"Wie alt sind Sie?": "75 bis 84"}


def test_stopped_here_and_gone_on_with_elsewhere_takes_two_pages(page, begun, site, another_device):
    page.goto(f"{begun}/13/")
    text_field(page).fill(TEXT)
    press(page, "Speichern und später weitermachen")
    assert title(page) == "Ihre Antworten sind gespeichert"
    assert len(resume(another_device, site.address, code_on(page))) == 2
    assert another_device.url == f"{begun}/4/"
    assert answers(another_device, begun) == THREE_ANSWERS | {REMARK: TEXT}


def test_code_leads_back_for_30_days_and_no_longer(page, site, sheets):
    assert len(resume(page, site.address, sheets.kept)) == 2
    begun = page.url.rsplit("/", 2)[0]
    assert answers(page, begun) == {ROLES: "Ältere Person", AREA: "Weiß ich nicht", REMARK: TEXT}
    resume(page, site.address, sheets.over)
    assert page.title().startswith("Fehler: Ihr Code")


def test_server_that_is_killed_and_started_again_has_everything(page, site):
    port = free_port()
    with real_server(port):
        begun = begin(page, f"http://localhost:{port}")
        page.goto(f"{begun}/13/")
        text_field(page).fill(TEXT)
        press(page, "Weiter")
        page.go_back()
        text_field(page).fill(f"{TEXT} Und ein Weg.")
    with real_server(port):
        # The page was open while the server was away: what was typed is still sent.
        press(page, "Weiter")
        assert answers(page, begun) == THREE_ANSWERS | {REMARK: f"{TEXT} Und ein Weg."}


def test_too_many_topics_stay_ticked_until_one_is_taken_away(page, begun):
    page.goto(f"{begun}/9/")
    open_all_topics(page)
    chosen = ["Einkaufen", "Fahrdienst", "Treffpunkt", "Verschiedenes"]
    for topic in chosen:
        page.get_by_label(topic, exact=True).check()
    press(page, "Weiter")
    assert page.title().startswith(f"Fehler: {TOPICS}")
    assert page.get_by_role("alert").inner_text().endswith("Wählen Sie höchstens 3 Antworten. Jetzt sind es 4.")
    assert sorted(ticked(page)) == chosen
    page.goto(f"{begun}/4/")
    page.goto(f"{begun}/9/")
    assert sorted(ticked(page)) == chosen
    page.get_by_label("Fahrdienst", exact=True).uncheck()
    press(page, "Weiter")
    assert title(page) == "Würde ein Seniorenbüro helfen?"
    assert answers(page, begun) == THREE_ANSWERS | {TOPICS: "Einkaufen\nTreffpunkt\nVerschiedenes"}


def test_text_that_is_too_long_is_kept_whole_until_it_is_shortened(page, begun):
    page.goto(f"{begun}/13/")
    text_field(page).fill("ä" * 1005)
    press(page, "Weiter")
    assert page.title().startswith(f"Fehler: {REMARK}")
    assert "Kürzen Sie den Text um 5 Zeichen." in page.get_by_role("alert").inner_text()
    assert text_field(page).input_value() == "ä" * 1005
    page.goto(f"{begun}/4/")
    page.goto(f"{begun}/13/")
    assert text_field(page).input_value() == "ä" * 1005
    text_field(page).fill("ä" * 1000)
    press(page, "Weiter")
    assert answers(page, begun) == THREE_ANSWERS | {REMARK: "ä" * 1000}


def test_error_on_an_earlier_page_is_named_and_linked_and_loses_nothing(page, site, sheets):
    address = f"{site.address}/bedarf/{key_of(sheets.wrong_later.code)}"
    page.goto(f"{address}/pruefen/")
    other = page.context.new_page()
    other.goto(f"{address}/1/")
    other.get_by_label("Ältere Person", exact=True).uncheck()
    press(other, "Weiter")
    assert other.title().startswith(f"Fehler: {ROLES}")
    # The first window still shows the page from before; nothing is sent that isn't right.
    press(page, "Absenden")
    assert page.title().startswith("Fehler: Stimmt alles so?")
    assert page.get_by_role("button", name="Absenden", exact=True).count() == 0
    page.get_by_role("link", name=f"{ROLES} Wählen Sie eine Antwort.").click()
    assert page.url == f"{address}/1/?pruefen#antwort"
    page.get_by_label("Ältere Person", exact=True).check()
    press(page, "Weiter")
    assert title(page) == "Stimmt alles so?"
    assert answers(page, address) == {ROLES: "Ältere Person", AREA: "Weiß ich nicht", REMARK: TEXT}
    press(page, "Absenden")
    assert title(page) == "Danke. Ihr Bogen ist angekommen"


def test_changed_answer_leads_back_to_the_check_page(page, site, sheets):
    address = f"{site.address}/bedarf/{key_of(sheets.changed.code)}"
    page.goto(f"{address}/pruefen/")
    page.locator("dt", has_text=REMARK).locator("+ dd a").click()
    text_field(page).fill("Alles gut.")
    press(page, "Weiter")
    assert title(page) == "Stimmt alles so?"
    assert answers(page, address)[REMARK] == "Alles gut."


def test_sent_twice_counts_once(page, site, sheets):
    address = f"{site.address}/bedarf/{key_of(sheets.sent_twice.code)}"
    page.goto(f"{address}/pruefen/")
    other = page.context.new_page()
    other.goto(f"{address}/pruefen/")
    page.get_by_role("button", name="Absenden", exact=True).dblclick(no_wait_after=True)
    page.wait_for_url("**/fertig/")
    assert title(page) == "Danke. Ihr Bogen ist angekommen"
    page.go_back()
    # The check page gives way to the receipt.
    assert title(page) == "Danke. Ihr Bogen ist angekommen"
    page.reload()
    press(other, "Absenden")
    assert title(other) == "Danke. Ihr Bogen ist angekommen"
    assert code_on(other) == code_on(page)
    wave = sheets.sent_twice.wave
    close_wave(wave_id=wave.pk, now=NOW)
    empty_urn(now=NOW)
    assert Submission.objects.filter(wave=wave).count() == 1


def fill_in_core(hand: Keyboard) -> None:
    """What an older person says: something is missing in four parts of life of twelve."""
    hand.press("Anfangen")
    hand.tick("Ältere Person")
    hand.press("Weiter")
    for answer in ("Für mich selbst", "Betzenberg", "75 bis 84", "Frau"):
        hand.press(answer)
    for number in range(PARTS_OF_LIFE):
        if number % 3:
            hand.press("Das ist gut so")
        else:
            hand.press("Da fehlt mir etwas")
            hand.press("Sehr wichtig")
            hand.tick("Zu weit weg")
            hand.press("Weiter")
    hand.press("Ungefähr")
    hand.tick("Nein, ich habe nichts vergeblich gesucht")
    hand.press("Weiter")
    hand.press("Frage überspringen")
    hand.press("Ja")
    hand.tick("Beratung")
    hand.press("Weiter")
    hand.press("Die Stadt")
    hand.press("Frage überspringen")
    hand.press("Nein, jetzt prüfen und absenden")
    hand.press("Alles stimmt, absenden")


def test_whole_form_by_keyboard_in_a_narrow_window(page, site):
    """36 pages: start, 34 of the form (5 about oneself, 12 parts of life, 8 about the four where something is missing,
    7 others, whether to go on, check) and the receipt. 200 keys, or 42 clicks with a mouse.
    """
    page.set_viewport_size({"width": 320, "height": 640})
    shown, hand = shown_on(page), Keyboard(page)
    page.goto(f"{site.address}/bedarf/")
    fill_in_core(hand)
    assert title(page) == "Danke. Ihr Bogen ist angekommen"
    assert page.context.cookies() == []
    said = find_sheet(page.url.split("/")[-3]).data
    missing = {name for name, values in said.items() if values == ["missing"]}
    assert missing == {f"6-{group.slug}" for group in list(TopicGroup.objects.in_order())[::3]}
    assert (len(shown), hand.keys, hand.choices) == (36, 200, 42)
