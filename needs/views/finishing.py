"""The end of the form: check page, receipt, stopping for today, throwing away."""

from itertools import groupby

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from needs import printing
from needs.actions.refusals import SheetIsIncomplete, TooManySheets, WaveIsNotOpen
from needs.actions.sheets import find_sheet, send, throw_away
from needs.definitions import Step
from needs.forms.problems import problem_form
from needs.models import Kind
from needs.views.filling import TRAP, other
from needs.views.guards import late, of_sheet, over, sheet_facts, wave_facts
from needs.views.languages import address, needs_page, page_name
from needs.views.way import CHECK, Way, way_of
from needs.words import heading, question_text, value_words
from offers.printing import as_response
from offers.search.crisis import is_crisis
from offers.search.text import LONGEST_PLEA, words
from offers.views.feedback import network_of
from workshops.actions.codes import code_in_words
from workshops.letters import code_address
from workshops.likely_persons import likely_persons
from workshops.views.opened import opened_address


@of_sheet
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_check(request: HttpRequest, way: Way) -> HttpResponse:
    """Everything once more, and what is still missing; it is sent from here."""
    if request.method != "POST":
        return _show_check(request, way, [], status=200)
    if request.POST.get(TRAP):
        return _show_check(request, way, [_("Drücken Sie noch einmal auf „Absenden“.")], status=400)
    try:
        sent = send(key=way.key, network=network_of(request), now=timezone.now())
    except SheetIsIncomplete:
        return _show_check(request, way, [], status=400)
    except TooManySheets as refusal:
        return _show_check(request, way, [str(refusal)], status=429)
    except WaveIsNotOpen:
        return over(request, way.sheet, way.language)
    return late(request, sent, way.key, way.language)


@needs_page
@require_safe
def sheet_done(request: HttpRequest, language: str, key: str) -> HttpResponse:
    """The receipt, until the urn is emptied; then the code alone leads to the answers."""
    sheet = find_sheet(key)
    if sheet is None:
        context = {"heading": _("Ihr Bogen ist angekommen oder gelöscht"), "language": language}
        return render(request, "needs/done_earlier.html", context)
    if sheet.sent_at is None:
        return HttpResponseRedirect(address("check", language, key), status=303)
    context = wave_facts(sheet, language) | {
        "heading": _("Danke. Ihr Bogen ist angekommen"),
        "code": code_in_words(sheet.code),
        "is_invited": sheet.wave.is_invited,
        "slip_address": address("slip", language, key),
        "forget_address": address("forget", language, key),
        "answers_address": opened_address(page_name("opened", language), sheet.code_id),
        "withdraw_address": opened_address(page_name("withdraw", language), sheet.code_id),
    }
    return render(request, "needs/done.html", context)


@of_sheet
@require_safe
def sheet_pause(request: HttpRequest, way: Way) -> HttpResponse:
    """Everything is kept: how to go on later."""
    context = sheet_facts(way) | {
        "heading": _("Ihre Antworten sind gespeichert"),
        "days": settings.DRAFT_DAYS,
        "slip_address": address("slip", way.language, way.key),
        "go_on_address": way.address(way.first_open()),
        # Without scheme and last slash: only what somebody has to type.
        "code_page": code_address().partition("://")[2].rstrip("/"),
    }
    return render(request, "needs/pause.html", context)


@needs_page
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_forget(request: HttpRequest, language: str, key: str) -> HttpResponse:
    """ "Meine Angaben löschen", asked once more; of what was sent only the address goes, its code still leads there."""
    return _forget(key, request, language) if request.method == "POST" else _ask_first(key, request, language)


def _ask_first(key: str, request: HttpRequest, language: str) -> HttpResponse:
    """Also when the wave is over: what wasn't sent still belongs to whoever typed it."""
    sheet = find_sheet(key)
    if sheet is None or sheet.sent_at:
        return late(request, sheet, key, language)
    way = way_of(sheet, key=key, language=language)
    context = sheet_facts(way) | {
        "heading": _("Wollen Sie Ihre Angaben löschen?"),
        "back": way.address(way.first_open()),
    }
    return render(request, "needs/forget.html", context)


def _forget(key: str, request: HttpRequest, language: str) -> HttpResponse:
    was_sent = throw_away(key=key)
    context = {
        "was_sent": was_sent,
        "heading": _("Diese Seite ist gelöscht") if was_sent else _("Ihre Angaben sind gelöscht"),
        "language": language,
        "start_address": address("start", language),
    }
    return render(request, "needs/forgotten.html", context)


@needs_page
@require_safe
def sheet_slip(request: HttpRequest, language: str, key: str) -> HttpResponse:
    """The code on paper, to take along."""
    sheet = find_sheet(key)
    if sheet is None:
        return late(request, sheet, key, language)
    return as_response(printing.slip(sheet, language=language, now=timezone.now()), filename="code.pdf")


def sections(way: Way, *, can_change: bool) -> list[dict]:
    """The answers as somebody reads them again, by section."""
    return [
        {"title": title, "lines": [_line(way, step, can_change=can_change) for step in steps]}
        for title, steps in groupby(way.questions, key=lambda step: heading(step.question, way.language))
    ]


def _texts(way: Way, step: Step) -> tuple[str, ...]:
    return way.reading(step).values if step.question.kind == Kind.TEXT else ()


def _hints(way: Way) -> list[dict]:
    """Texts that seem to hold a name or a number: a hint only, it may be a street."""
    found = [
        (step, likely_persons(text[: step.question.characters])) for step in way.questions for text in _texts(way, step)
    ]
    return [
        {
            "question": question_text(step, way.roles, way.language),
            "places": ", ".join(places),
            "address": way.address(step.name, is_checking=True),
        }
        for step, places in found
        if places
    ]


def _is_plea(text: str) -> bool:
    """Nobody reads it for days: the emergency numbers stand on the page at once."""
    return is_crisis(words(text[:LONGEST_PLEA]))


def _line(way: Way, step: Step, *, can_change: bool) -> dict:
    return {
        "question": question_text(step, way.roles, way.language),
        "answers": value_words(step, way.reading(step).values, way.reference, way.language),
        "address": way.address(step.name, is_checking=True) if can_change else "",
    }


def _show_check(request: HttpRequest, way: Way, problems: list[str], *, status: int) -> HttpResponse:
    links = _links_to_problems(way)
    context = sheet_facts(way) | {
        "heading": _("Stimmt alles so?"),
        "form": problem_form([*problems, *links]),
        "can_send": not links,
        "is_crisis": any(_is_plea(text) for step in way.questions for text in _texts(way, step)),
        "hints": _hints(way),
        "sections": sections(way, can_change=True),
        "back": way.before(CHECK),
        "pause_address": address("pause", way.language, way.key),
        "other": other(way.language),
        "other_address": address("check", other(way.language), way.key),
        "trap": TRAP,
    }
    return render(request, "needs/check.html", context, status=status)


def _links_to_problems(way: Way) -> list[tuple[str, str]]:
    """Where each question that has to be put right stands, and what to do there."""
    return [
        (
            f"{way.address(step.name, is_checking=True)}#antwort",
            f"{question_text(step, way.roles, way.language)} {problem}",
        )
        for step in way.questions
        if (problem := way.problem(step))
    ]
