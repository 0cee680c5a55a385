"""Filling in the needs form at `/bedarf/`: one question a page, kept at an address with its key, nothing lost."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from needs.actions.refusals import Refusal, TooManyBegun
from needs.actions.sheets import begin, keep, open_wave_for_all
from needs.definitions import QUOTE_SUFFIX, YES, Step, is_choice
from needs.forms.problems import problem_form
from needs.keys import key_of
from needs.models import Kind, Language, Part, Sheet, Submission, Wave
from needs.reading import can_be_kept, typed
from needs.views.choices import districts_of, find_topics, options_of, topics_of
from needs.views.guards import late, of_sheet, sheet_facts
from needs.views.languages import address, needs_page
from needs.views.progress import place_words
from needs.views.way import CHECK, Way, way_of
from needs.words import help_text, question_text
from offers.views.feedback import network_of

# A field that people don't see; robots fill in everything.
TRAP = "website"
# Buttons that lead away from a page without a look at its answer.
BACK, PAUSE, SWITCH, SKIP, SEARCH, FINISH = "zurueck", "pause", "sprache", "ueberspringen", "suchen", "zum-ende"
TEMPLATES = {Kind.SEVERAL: "several", Kind.TOPICS: "topics", Kind.TEXT: "text", Kind.AREA: "area"}


@needs_page
@require_http_methods(["GET", "HEAD", "POST"])
def needs_start(request: HttpRequest, language: str) -> HttpResponse:
    """What this is and what becomes of the answers; a sheet is begun from here."""
    return _start(request, open_wave_for_all(), language, "start")


@needs_page
@require_http_methods(["GET", "HEAD", "POST"])
def workshop_start(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """The same for those who answer at a workshop: their answers are counted apart."""
    wave = get_object_or_404(Wave.objects.running().of_workshop(slug))
    return _start(request, wave, language, "workshop", slug)


def _start(request: HttpRequest, wave: Wave | None, language: str, page: str, *place: str) -> HttpResponse:
    problems, status = [], 200
    if request.method == "POST" and wave:
        if request.POST.get(TRAP):
            problems, status = [_("Drücken Sie noch einmal auf „Anfangen“.")], 400
        else:
            try:
                return _begun(begin(wave=wave, language=language, network=network_of(request), now=timezone.now()))
            except Refusal as refusal:
                problems, status = [str(refusal)], 429 if isinstance(refusal, TooManyBegun) else 409
    context = _start_facts(wave, language, page, *place) | {"form": problem_form(problems)}
    return render(request, "needs/start.html", context, status=status)


@of_sheet
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_page(request: HttpRequest, way: Way, page: str) -> HttpResponse:
    """One question. What is typed is kept first, right or wrong, and looked at then."""
    step = way.find(page)
    if step is None:
        return HttpResponseRedirect(way.address(way.first_open()), status=303)
    if request.method != "POST":
        return _show(request, way, step, way.problem(step) if way.is_visited(page) else "", status=200)
    values = _typed(request, step, way)
    if not can_be_kept(values.get(step.name, ())):
        return _refuse_to_keep(request, way, step, values)
    kept = keep(key=way.key, typed=values, language=way.language, now=timezone.now())
    return late(request, kept, way.key, way.language) or _go_on(request, replace(way, sheet=kept), step)


def _go_on(request: HttpRequest, way: Way, step: Step) -> HttpResponse:
    """Where the pressed button leads; the same page again where something has to be put right."""
    if target := _target(request, way, step):
        return HttpResponseRedirect(target, status=303)
    if SEARCH in request.POST:
        return _show(request, way, step, "", status=200)
    return _show(request, way, step, way.problem(step) or _("Drücken Sie noch einmal auf „Weiter“."), status=400)


def _refuse_to_keep(request: HttpRequest, way: Way, step: Step, values: dict[str, list[str]]) -> HttpResponse:
    """The page with all that was typed, which is nowhere else."""
    way.sheet.data |= values
    what_to_do = way.problem(step) or _("Nehmen Sie etwas weg.")
    return _show(request, way, step, f"{_('Das ist zu viel zum Speichern.')} {what_to_do}", status=400)


def _start_facts(wave: Wave | None, language: str, page: str, *place: str) -> dict:
    return {
        "wave": wave,
        "is_example": wave and wave.is_example,
        "minutes": wave and Submission.objects.filter(wave=wave).typical_minutes(),
        "language": language,
        "other": other(language),
        "workshop": wave and wave.workshop,
        "other_language": address(page, other(language), *place),
        "start_address": address(page, language, *place),
        "paper_address": address("paper", language),
        "trap": TRAP,
    }


def other(language: str) -> str:
    return Language.GERMAN if language == Language.ENGLISH else Language.ENGLISH


def _begun(sheet: Sheet) -> HttpResponse:
    way = way_of(sheet, key=key_of(sheet.code), language=sheet.language)
    return HttpResponseRedirect(way.address(way.first_open()), status=303)


def _typed(request: HttpRequest, step: Step, way: Way) -> dict[str, list[str]]:
    """What the page holds, by its name. An empty page that somebody only leaves is kept as not yet seen."""
    if step.question.kind == Kind.TEXT:
        values = typed([request.POST.get("text", "").replace("\r\n", "\n")])
        quote = {f"{step.name}{QUOTE_SUFFIX}": [YES] if YES in request.POST.getlist("zitat") else []}
    else:
        values, quote = typed(request.POST.getlist("antwort")), {}
    goes_on = not request.POST.keys() & {BACK, PAUSE, SWITCH, SEARCH, FINISH}
    if is_choice(step.question.kind):
        # Without a tap the answer stays; skipping takes it away.
        is_said = bool(values) or SKIP in request.POST
    else:
        is_said = bool(values) or goes_on or way.is_visited(step.name)
    return {step.name: values} | quote if is_said else {}


def _target(request: HttpRequest, way: Way, step: Step) -> str:
    """The address a page leads to; "" where it has to be shown again."""
    is_checking = CHECK in request.GET
    if BACK in request.POST:
        return way.address(CHECK) if is_checking else way.before(step.name)
    if PAUSE in request.POST:
        return address("pause", way.language, way.key)
    if FINISH in request.POST:
        return way.address(CHECK)
    if (language := request.POST.get(SWITCH)) in Language.values:
        return replace(way, language=language).address(step.name, is_checking=is_checking)
    if SEARCH in request.POST or request.POST.get(TRAP):
        return ""
    if SKIP not in request.POST and way.problem(step):
        return ""
    return way.after(step.name, is_checking=is_checking)


def _show(request: HttpRequest, way: Way, step: Step, problem: str, *, status: int) -> HttpResponse:
    context = _question_facts(way, step) | {
        "form": problem_form([("#antwort", problem)] if problem else []),
        "problem": problem,
        "is_checking": CHECK in request.GET,
        "trap": TRAP,
        "answer": _answers(request, way, step),
    }
    return render(request, "needs/question.html", context, status=status)


def _question_facts(way: Way, step: Step) -> dict:
    kind, language = step.question.kind, way.language
    return sheet_facts(way) | {
        "place": place_words(way, step),
        "question": question_text(step, way.roles, language),
        "help": help_text(step.question, language),
        "template": f"needs/_{TEMPLATES.get(kind, 'one_tap')}.html",
        "is_one_tap": is_choice(kind),
        "is_answered": bool(way.sheet.data.get(step.name)),
        "can_skip": not step.question.is_required,
        "can_finish": step.question.part == Part.MORE,
        "other": other(language),
    }


def _answers(request: HttpRequest, way: Way, step: Step) -> dict:
    """What can be chosen or typed, with what was."""
    values, language = way.sheet.data.get(step.name, []), way.language
    facts = {"options": options_of(step, values, language)}
    if step.question.kind == Kind.AREA:
        facts["districts"] = districts_of(values, way.reference)
    elif step.question.kind == Kind.TOPICS:
        search = request.POST.get("thema", "") if SEARCH in request.POST else ""
        found, is_crisis = find_topics(search, way.reference, language) if search else ([], False)
        facts |= topics_of(values, found, way.reference, language)
        facts |= {"search": search, "is_searched": SEARCH in request.POST, "is_crisis": is_crisis}
    elif step.question.kind == Kind.TEXT:
        facts |= {"text": "".join(values[:1]), "characters": step.question.characters}
        facts["may_be_quoted"] = YES in way.sheet.data.get(f"{step.name}{QUOTE_SUFFIX}", ())
    return facts
