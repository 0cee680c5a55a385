"""What a provider says about a hint of overlap: one page, opened by a signed link, without account."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from concept.actions.overlaps import reply_to_overlap
from concept.actions.refusals import Refusal
from concept.forms import ReplyForm
from concept.letters import opened_reply
from concept.models import OverlapReply
from offers.actions.feedback import TooManyForms, use_allowance
from offers.views.feedback import network_of
from workshops.views.personal import personal_page

THANKS = "danke"


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, signed: str) -> HttpResponse:
    """The two offers side by side, and the answer, which can be changed until somebody decides."""
    found = OverlapReply.objects.for_its_page().filter(pk=opened_reply(signed)).first()
    if found is None:
        raise Http404
    is_sent = request.method == "POST"
    is_over = found.overlap.is_settled or found.overlap.is_over(timezone.localdate())
    if not is_sent and (is_over or THANKS in request.GET):
        return render(request, "concept/reply_end.html", {"reply": found, "is_over": is_over})
    form = ReplyForm(request.POST if is_sent else None, initial={"answer": found.answer, "text": found.text})
    status = _carry_out(request, form, found) if is_sent else 200
    if status == 303:
        return HttpResponseRedirect(f"{request.path}?{THANKS}", status=status)
    return render(request, "concept/reply.html", {"form": form, "reply": found}, status=status)


def _carry_out(request: HttpRequest, form: ReplyForm, found: OverlapReply) -> int:
    """The status to answer with; where it is refused the form says why and keeps what was typed."""
    if not form.is_valid():
        return 400
    try:
        use_allowance(network=f"stellungnahme {network_of(request)}", today=timezone.localdate())
        reply_to_overlap(reply_id=found.pk, **form.cleaned_data, now=timezone.now())
    except TooManyForms as refusal:
        form.add_error(None, str(refusal))
        return 429
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return 409
    return 303
