"""The first page: what do you need, and where."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from offers.models import Level
from offers.reference import reference
from offers.sharing import shared_page


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def home(request: HttpRequest) -> HttpResponse:
    known = reference()
    context = {
        "themes": known.groups(),
        "inner": known.districts(below=Level.DISTRICT_GROUP),
        "outer": known.districts(below=Level.CITY),
    }
    return render(request, "portal/home.html", context)
