"""Stock beside need."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from offers.sharing import shared_page


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def match(request: HttpRequest) -> HttpResponse:
    return render(request, "concept/start.html")


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def match_district(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "concept/start.html")
