"""The end of the form: check page, receipt, stopping for today, throwing away."""

from itertools import groupby

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from needs import printing
from needs.actions.refusals import SheetIsIncomplete, TooManySheets, WaveIsNotOpen
from needs.actions.sheets import find_sheet, send, throw_away
from needs.definitions import Step
from needs.forms.problems import problem_form
from needs.models import Kind
from needs.views.filling import TRAP, other
from needs.views.guards import late, of_sheet, over, sheet_facts, wave_facts
from needs.views.languages import address, needs_page, page_name
from needs.views.way import CHECK, Way
from needs.words import heading, question_text, value_words
from offers.printing import as_response
from offers.search.crisis import is_crisis
from offers.search.text import LONGEST_PLEA, words
from offers.views.feedback import network_of
from workshops.actions.codes import code_in_words
from workshops.views.opened import opened_address


@of_sheet
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, way: Way) -> HttpResponse:
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
        return over(request, way.language)
    return late(request, sent, way.key, way.language)


@needs_page
@require_safe
def done(request: HttpRequest, language: str, key: str) -> HttpResponse:
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
        "slip_address": address("slip", language, key),
        "forget_address": address("forget", language, key),
        "answers_address": opened_address(page_name("opened", language), sheet.code_id),
        "withdraw_address": opened_address(page_name("withdraw", language), sheet.code_id),
    }
    return render(request, "needs/done.html", context)


@of_sheet
@require_safe
def pause(request: HttpRequest, way: Way) -> HttpResponse:
    """Everything is kept: how to go on later."""
    context = sheet_facts(way) | {
        "heading": _("Ihre Antworten sind gespeichert"),
        "days": settings.DRAFT_DAYS,
        "slip_address": address("slip", way.language, way.key),
        "go_on_address": way.address(way.first_open()),
    }
    return render(request, "needs/pause.html", context)


@needs_page
@require_POST
def forget(request: HttpRequest, language: str, key: str) -> HttpResponse:
    """ "Meine Angaben löschen"; of what was sent only the address goes, and its code still leads there."""
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
def slip(request: HttpRequest, language: str, key: str) -> HttpResponse:
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
    wrong = [(step, way.problem(step)) for step in way.questions if way.problem(step)]
    links = [
        (
            f"{way.address(step.name, is_checking=True)}#antwort",
            f"{question_text(step, way.roles, way.language)} {problem}",
        )
        for step, problem in wrong
    ]
    context = sheet_facts(way) | {
        "heading": _("Stimmt alles so?"),
        "form": problem_form([*problems, *links]),
        "can_send": not wrong,
        "is_crisis": any(_is_plea(text) for step in way.questions for text in _texts(way, step)),
        "sections": sections(way, can_change=True),
        "back": way.before(CHECK),
        "pause_address": address("pause", way.language, way.key),
        "other": other(way.language),
        "other_address": address("check", other(way.language), way.key),
        "trap": TRAP,
    }
    return render(request, "needs/check.html", context, status=status)
