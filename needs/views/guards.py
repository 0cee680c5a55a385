"""Before every page of a sheet: is it still being written? If not, what was typed is shown, and what to do."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from needs.actions.refusals import WaveIsNotOpen
from needs.actions.sheets import find_sheet, open_wave_for_all
from needs.models import Sheet, WaveState
from needs.views.languages import address, needs_page
from needs.views.way import Way, way_of
from needs.words import value_words
from workshops.actions.codes import code_in_words

GONE, SENT, CLOSED = "gone", "sent", "closed"
# Under these names something is typed or chosen.
ANSWERS = ("text", "antwort")


def of_sheet(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand a view the way of the sheet at its address; where none is being written there, say so."""

    @needs_page
    @wraps(view)
    def decorated(request: HttpRequest, language: str, key: str, **kwargs) -> HttpResponse:
        sheet = find_sheet(key)
        return late(request, sheet, key, language) or view(request, way_of(sheet, key=key, language=language), **kwargs)

    return decorated


def late(request: HttpRequest, sheet: Sheet | None, key: str, language: str) -> HttpResponse | None:
    """The answer where nothing can be kept any more; None where the sheet is being written."""
    if sheet is None:
        return _too_late(request, GONE, None, language, status=404)
    if sheet.sent_at and not any(name in request.POST for name in ANSWERS):
        return HttpResponseRedirect(address("done", language, key), status=303)
    if sheet.sent_at:
        done_address = address("done", language, key)
        return _too_late(request, SENT, sheet, language, status=409, done_address=done_address)
    return None if sheet.wave.state == WaveState.OPEN else over(request, sheet, language)


def over(request: HttpRequest, sheet: Sheet, language: str) -> HttpResponse:
    """The wave is closed."""
    return _too_late(request, CLOSED, sheet, language, status=409 if request.method == "POST" else 200)


def sheet_facts(way: Way) -> dict:
    """What stands on every page of a sheet."""
    return wave_facts(way.sheet, way.language) | {
        "code": code_in_words(way.sheet.code),
        "forget_address": address("forget", way.language, way.key),
    }


def wave_facts(sheet: Sheet, language: str) -> dict:
    return {
        "language": language,
        "is_example": sheet.wave.is_example,
        "organisation": sheet.provider.name if sheet.provider_id else "",
    }


def _too_late(
    request: HttpRequest, reason: str, sheet: Sheet | None, language: str, *, status: int, done_address: str = ""
) -> HttpResponse:
    headings = {
        GONE: _("Hier ist kein Bogen mehr"),
        SENT: _("Dieser Bogen ist schon abgeschickt"),
        CLOSED: _("Diese Befragung ist zu Ende"),
    }
    context = {
        "heading": headings[reason],
        "reason": reason,
        "closed": str(WaveIsNotOpen()),
        "text": request.POST.get("text", ""),
        "chosen": _chosen(request, sheet, language),
        "was_typed": any(name in request.POST for name in ANSWERS),
        "done_address": done_address,
        "start_address": address("start", language),
        "language": language,
    }
    return render(request, "needs/too_late.html", context, status=status)


def _chosen(request: HttpRequest, sheet: Sheet | None, language: str) -> list[str]:
    """What was tapped or ticked, in words; where the sheet is gone, in those of the open call."""
    values, wave = request.POST.getlist("antwort"), sheet.wave if sheet else open_wave_for_all()
    if not values or wave is None:
        return []
    way = way_of(sheet or Sheet(wave=wave), key="", language=language)
    step = way.find(request.resolver_match.kwargs.get("page", ""))
    return value_words(step, values, way.reference, language) if step else []
