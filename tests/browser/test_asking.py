"""Preparing the needs form in a real browser: no barrier, and a question added by keyboard alone."""

import pytest
from django.conf import settings
from django.urls import reverse

from needs.actions.questionnaires import load_first_questionnaire, new_version
from needs.actions.waves import issue_letters
from needs.models import Frame, Question, Questionnaire
from tests.browser.test_admin import barriers
from tests.factories import NOW, make_area, make_provider, make_topic_group, make_user
from tests.needs_factories import make_planning_area, make_thresholds, make_wave
from tests.signing_in import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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


def found_on(page, addresses):
    found = {}
    for name, address in addresses.items():
        page.goto(address)
        found[name] = barriers(page)
    return {name: wrong for name, wrong in found.items() if wrong}


def of_row(model, row, *names):
    return {f"{model} {name}": reverse(f"admin:needs_{model}_{name}", args=[row.pk]) for name in names}


def test_planning_has_no_barrier(page):
    make_thresholds()
    area = make_planning_area(make_area(name="Bännjerrück/Karl-Pfaff-Siedlung"), name="Südwest", is_example=True)
    make_area(name="Morlautern")
    lists = {
        f"{model} {name}": reverse(f"admin:needs_{model}_{name}")
        for model in ("planningarea", "thresholds")
        for name in ("changelist", "add")
    }
    districts = {"districts": reverse("admin:needs_planningarea_districts")}
    assert found_on(page, lists | districts | of_row("planningarea", area, "change", "delete")) == {}


def test_questionnaires_have_no_barrier(page):
    make_topic_group(plain_name="Hilfe zu Hause")
    frozen = load_first_questionnaire(now=NOW)
    Questionnaire.objects.update(frozen_at=NOW)
    draft = new_version(questionnaire=frozen, now=NOW)
    lacking = Questionnaire.objects.create(name="Kurz", made_at=NOW)
    question = draft.questions.get(number="6a")
    condition = reverse("admin:needs_question_condition", args=[question.pk])
    addresses = {
        "list": reverse("admin:needs_questionnaire_changelist"),
        "add": reverse("admin:needs_questionnaire_add"),
        "questions": reverse("admin:needs_question_changelist"),
        "question add": f"{reverse('admin:needs_question_add')}?questionnaire={draft.pk}",
        "chosen": f"{condition}?nach=6",
        **of_row("questionnaire", draft, "change", "preview"),
        **of_row("question", question, "change", "condition", "delete"),
        "frozen": reverse("admin:needs_questionnaire_change", args=[frozen.pk]),
        "frozen question": reverse("admin:needs_question_change", args=[frozen.questions.first().pk]),
        "gaps": reverse("admin:needs_questionnaire_change", args=[lacking.pk]),
        "english": reverse("admin:needs_questionnaire_preview", args=[draft.pk])
        + "?befragung=organisations&sprache=en",
    }
    assert found_on(page, addresses) == {}


def test_waves_have_no_barrier(page):
    make_provider(name="Verein für Nachbarschaftshilfe")
    prepared = make_wave(is_open=False, name="Herbst", is_example=True)
    organisations = make_wave(name="Einrichtungen", frame=Frame.ORGANISATIONS)
    register = make_wave(name="Register", frame=Frame.REGISTER)
    issue_letters(wave_id=register.pk, number=2)
    addresses = {
        "list": reverse("admin:needs_wave_changelist"),
        "add": reverse("admin:needs_wave_add"),
        **of_row("wave", prepared, "change", "open"),
        **{f"running {name}": address for name, address in of_row("wave", register, "change", "close").items()},
        "letters": reverse("admin:needs_wave_letters", args=[register.pk]),
        "organisations": reverse("admin:needs_wave_letters", args=[organisations.pk]),
    }
    assert found_on(page, addresses) == {}


def test_a_question_is_added_without_a_mouse(page):
    draft = load_first_questionnaire(now=NOW)
    page.goto(f"{reverse('admin:needs_question_add')}?questionnaire={draft.pk}")
    page.locator("#id_number").focus()
    for name, typed in (("number", "28"), ("key", "bench"), ("heading", "Draußen"), ("text", "Fehlt eine Bank?")):
        assert page.evaluate("document.activeElement.name") == name
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.locator("#id_kind").focus()
    page.keyboard.type("eine")
    page.locator("#id_options-0-position").focus()
    for typed in ("10", "Ja", "Yes", "yes"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.locator("#id_options-1-position").focus()
    for typed, key in (("20", "Tab"), ("Nein", "Tab"), ("No", "Tab"), ("no", "Enter")):
        page.keyboard.type(typed)
        page.keyboard.press(key)
    page.wait_for_url("**/change/#frage-28")
    made = Question.objects.get(key="bench")
    assert (made.kind, list(made.options.in_order().values_list("key", flat=True))) == ("single", ["yes", "no"])
