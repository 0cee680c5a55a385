"""What a code of the form opens: a sheet to go on with, what was answered, a letter, a note of the telephone."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from needs.actions.refusals import LetterIsUsed, Refusal, TooManyBegun, WaveIsNotOpen
from needs.actions.sheets import begin_with_letter, withdraw
from needs.keys import answers_digest, key_of
from needs.models import Contribution, Letter, Sheet, Submission, WaveState
from needs.standings import standing_words
from needs.views.answered import as_sheet
from needs.views.filling import other
from needs.views.finishing import sections
from needs.views.guards import wave_facts
from needs.views.languages import needs_page, page_name
from needs.views.way import way_of
from offers.views.feedback import network_of
from workshops.actions.codes import code_in_words
from workshops.letters import code_path
from workshops.models import Code
from workshops.views.opened import opened_address, opened_code


def with_code(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand a view the code of its signed address; when the two hours are over the code is asked again."""

    @needs_page
    @wraps(view)
    def decorated(request: HttpRequest, language: str, signed: str) -> HttpResponse:
        code = Code.objects.filter(pk=opened_code(signed)).first()
        if code is None:
            return HttpResponseRedirect(f"{code_path()}?abgelaufen", status=303)
        return view(request, code, language)

    return decorated


@with_code
@require_safe
def sheet_opened(request: HttpRequest, code: Code, language: str) -> HttpResponse:
    """On to the first open page; of a sent sheet the receipt with everything that was answered."""
    found = Sheet.objects.select_related("wave", "code").filter(code=code).first()
    if found and found.sent_at is None:
        way = way_of(found, key=key_of(code), language=found.language)
        return HttpResponseRedirect(way.address(way.first_open()), status=303)
    submission = None if found else _submission(code)
    if found is None and submission is None:
        return render(request, "needs/nothing_kept.html", {"heading": _("Hier ist nichts mehr gespeichert")})
    found = found or as_sheet(submission)
    if found.language != language:
        return HttpResponseRedirect(opened_address(page_name("opened", found.language), code.pk), status=303)
    context = wave_facts(found, language) | {
        "heading": _("Ihre Antworten"),
        "code": code_in_words(code),
        "sections": sections(way_of(found, key="", language=language), can_change=False),
        "contributions": _standings(submission),
        "withdraw_address": opened_address(page_name("withdraw", language), code.pk),
    }
    return render(request, "needs/opened.html", context)


@with_code
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_withdraw(request: HttpRequest, code: Code, language: str) -> HttpResponse:
    """Asked once more before it is done: nothing brings the answers back."""
    if request.method == "POST":
        withdraw(code=code, now=timezone.now())
        return render(request, "needs/withdrawn.html", {"heading": _("Ihre Antworten sind gelöscht")})
    context = {
        "heading": _("Wollen Sie Ihre Antworten löschen?"),
        "back": opened_address(page_name("opened", language), code.pk),
    }
    return render(request, "needs/withdraw.html", context)


@with_code
@require_http_methods(["GET", "HEAD", "POST"])
def letter_start(request: HttpRequest, code: Code, language: str) -> HttpResponse:
    """The invitation: which wave it is for. Its sheet is begun from here, or gone on with."""
    found = Letter.objects.select_related("wave", "provider").get(code=code)
    refusal, status = _why_not(found), 200
    if request.method == "POST" or Sheet.objects.filter(letter=found).exists():
        try:
            return _begun(code, request, language)
        except Refusal as refused:
            refusal, status = str(refused), 429 if isinstance(refused, TooManyBegun) else 409
    return render(request, "needs/letter.html", _letter_facts(found, language) | {"refusal": refusal}, status=status)


@with_code
@require_safe
def contribution_detail(request: HttpRequest, code: Code, language: str) -> HttpResponse:
    """What became of a note of the telephone."""
    note = Contribution.objects.get(code=code)
    context = {
        "heading": _("Das wurde aus Ihrem Beitrag"),
        "note": note,
        "standing": standing_words(note),
        "language": language,
        "is_example": note.is_example,
    }
    return render(request, "needs/contribution.html", context)


def _letter_facts(found: Letter, language: str) -> dict:
    return {
        "heading": _("Danke, dass Sie mitmachen"),
        "wave": found.wave,
        "is_example": found.wave.is_example,
        "organisation": found.provider.name if found.provider else "",
        "other": other(language),
        "other_address": opened_address(page_name("letter", other(language)), found.code_id),
        "can_begin": found.wave.state == WaveState.OPEN and not found.is_used,
        "language": language,
    }


def _why_not(found: Letter) -> str:
    if found.is_used:
        return str(LetterIsUsed())
    return "" if found.wave.state == WaveState.OPEN else str(WaveIsNotOpen())


def _begun(code: Code, request: HttpRequest, language: str) -> HttpResponse:
    begun = begin_with_letter(code=code, language=language, network=network_of(request), now=timezone.now())
    way = way_of(begun, key=key_of(begun.code), language=language)
    return HttpResponseRedirect(way.address(way.first_open()), status=303)


def _submission(code: Code) -> Submission | None:
    return (
        Submission.objects.select_related("wave", "area", "provider").filter(code_digest=answers_digest(code)).first()
    )


def _standings(submission: Submission | None) -> list[dict]:
    if submission is None:
        return []
    return [
        {"contribution": each, "text": each.text, "standing": standing_words(each)}
        for each in submission.contributions.order_by("pk")
    ]
