"""What became of hints of overlap: counted until both providers confirm, and only then named."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from concept.models import Overlap
from offers.sharing import shared_page


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def overlaps(request: HttpRequest) -> HttpResponse:
    """Examples stand here while there is nothing real, and are never counted together with it."""
    is_example = not Overlap.objects.filter(is_example=False).exists() and Overlap.objects.exists()
    shown = Overlap.objects.filter(is_example=is_example)
    context = {
        "counts": shown.counts(),
        "confirmed": shown.nameable().in_order().for_desk(),
        "is_example": is_example,
    }
    return render(request, "concept/overlaps.html", context)
