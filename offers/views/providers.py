"""A provider with all its offers, and who came before and after it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from offers.facts import contacts_of_provider
from offers.listing import Criteria, read_page
from offers.models import Provider
from offers.presenting import card_today
from offers.sharing import shared_page
from offers.words import address_words, succession_words

MOST_OFFERS = 100


@login_not_required
@require_safe
@shared_page(speaks_of_time=True)
def provider_detail(request: HttpRequest, slug: str) -> HttpResponse:
    provider = get_object_or_404(Provider.objects.public().for_page(), slug=slug)
    now = timezone.now()
    rows = read_page(Criteria(provider=provider.pk), now=now, size=MOST_OFFERS)
    context = {
        "provider": provider,
        "address": address_words(provider),
        "contacts": contacts_of_provider(provider),
        "cards": [card_today(row, now=now) for row in rows],
        "changes": [(succession_words(change), change.successor) for change in provider.successions.all()],
        "origins": provider.origins.all(),
    }
    return render(request, "offers/provider_detail.html", context)
