"""One offer: who to call, whether someone is there now, what it costs, how old the information is."""

import json
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from offers.card import card_of
from offers.facts import facts_of
from offers.forms import blank_error_report
from offers.listing import read_offer, read_spans
from offers.models import Offer
from offers.opening_times import Span, date_in_words, label
from offers.presenting import closed_words
from offers.sharing import shared_page
from offers.words import how_words, is_confirmed, validity_words, verified_words

NEXT_DATES = 4


@login_not_required
@require_safe
@shared_page(speaks_of_time=True)
def offer_detail(request: HttpRequest, slug: str) -> HttpResponse:
    offer = read_offer(slug)
    if offer is None:
        raise Http404
    if not offer.is_public:
        return render(request, "offers/offer_gone.html", {"offer": offer}, status=410)
    return render_offer(request, offer, card=json.loads(offer.card), facts=json.loads(offer.facts))


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def offer_short(request: HttpRequest, number: int) -> HttpResponse:
    """The short address for print and telephone: "Angebot 1042"."""
    return redirect(get_object_or_404(Offer.objects.published_or_archived(), pk=number), permanent=True)


def preview(request: HttpRequest, offer: Offer) -> HttpResponse:
    """The page of a draft as citizens would see it; the admin calls it and guards it."""
    today = timezone.localdate()
    card, facts = card_of(offer, today=today), facts_of(offer, today=today)
    return render_offer(request, offer, card=card, facts=facts, is_preview=True)


def render_offer(
    request: HttpRequest, offer: Offer, *, card: dict, facts: dict, is_preview: bool = False
) -> HttpResponse:
    context = {
        "offer": offer,
        "card": card,
        "facts": facts,
        "is_preview": is_preview,
        "other_ways": [way for way in facts["contacts"] if not card["phone"] or way["words"] != card["phone"]["words"]],
        "form": blank_error_report(),
        "address": request.build_absolute_uri(offer.get_absolute_url()),
        "short_address": request.build_absolute_uri(reverse("offers:short", args=[offer.number])),
    }
    return render(request, "offers/offer_detail.html", context | today_at(offer, card, facts, now=timezone.now()))


def today_at(offer: Offer, card: dict, facts: dict, *, now: datetime) -> dict:
    """What the page says about today: label, next dates, freshness, and whether there is the offer at all.

    Unchecked times are shown as text only: no "Jetzt offen" and no dates to rely on.
    """
    today = timezone.localdate(now)
    checked = is_confirmed(offer.verified_on, today=today)
    is_closed = offer.closed_until is not None and offer.closed_until >= today
    validity = validity_words(offer, today=today)
    shows_times = checked and bool(facts["times"]) and not is_closed and not validity
    # The label says when people may simply come, even where that is later than the next dates.
    spans = [Span(*row) for row in read_spans(offer.pk, now=now, size=NEXT_DATES)] if shows_times else []
    return {
        # Of unchecked offers the box at the top says to call first: once is enough.
        "freshness": verified_words(offer.verified_on, today=today, can_call=checked and bool(card["phone"])),
        "how": how_words(offer.verified_how),
        "is_checked": checked,
        "label": label(spans, now=now, is_known=True) if shows_times else "",
        "next_dates": [date_in_words(span, now=now) for span in spans[:NEXT_DATES]],
        "validity": validity,
        "closed": closed_words(offer.closed_until) if is_closed else "",
    }
