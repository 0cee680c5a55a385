"""Five points on a phone: one page, opened by the code of a voting card, and the receipt."""

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from workshops.actions.priorities import cast_ballot
from workshops.actions.refusals import RoundIsNotOpen, SlipIsUsed
from workshops.forms.voting import VotingForm
from workshops.models import RoundState, VotingSlip
from workshops.views.personal import personal_page
from workshops.words import title_words

SALT = "vote"
SECONDS = 2 * 3600
COUNTED = "danke"


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, signed: str) -> HttpResponse:
    """The ballot; what was tapped stays when it is refused."""
    try:
        code_id = signing.loads(signed, salt=SALT, max_age=SECONDS)
    except signing.SignatureExpired:
        return _say(request, "expired")
    except signing.BadSignature:
        raise Http404 from None
    slip = VotingSlip.objects.for_voting().filter(code=code_id).first()
    standing = _standing(slip)
    if standing != RoundState.OPEN:
        return _say(request, "counted" if standing == "used" and COUNTED in request.GET else standing)
    form = VotingForm(request.POST or None, options=slip.round.options.in_order())
    if answer := _cast(request, slip, form):
        return answer
    context = {"form": form, "question": slip.round.question, "workshop": title_words(slip.round.workshop)}
    return render(request, "workshops/vote.html", context, status=400 if form.is_bound else 200)


def _standing(slip: VotingSlip | None) -> str:
    """The state of the round, or that the slip is used. The slips of a closed round are gone."""
    if slip is None:
        return RoundState.CLOSED
    return "used" if slip.is_used else slip.round.state


def _cast(request: HttpRequest, slip: VotingSlip, form: VotingForm) -> HttpResponse | None:
    """On to the receipt; None while the form is wrong. Who pressed twice, or too late, reads so at the same address."""
    if not form.is_valid():
        return None
    group, points = form.cleaned_data["group"], form.points()
    try:
        cast_ballot(round_id=slip.round_id, group=group, points=points, is_paper=False, slip_id=slip.pk)
    except (SlipIsUsed, RoundIsNotOpen):
        return HttpResponseRedirect(request.path, status=303)
    return HttpResponseRedirect(f"{request.path}?{COUNTED}", status=303)


def _say(request: HttpRequest, what: str) -> HttpResponse:
    return render(request, "workshops/vote_end.html", {"what": what})
