"""What council and committees resolved; "D-0" ordered the concept."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from concept.models import Release, Resolution
from concept.views.lists import behind, shown
from offers.sharing import shared_page


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def resolution_list(request: HttpRequest) -> HttpResponse:
    rows = Resolution.objects.as_real_as(Release.objects.shown())
    resolutions, page = shown(request, rows.newest_first())
    return render(request, "concept/resolution_list.html", {"resolutions": resolutions, "page": page})


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def resolution_detail(request: HttpRequest, number: int) -> HttpResponse:
    resolution = get_object_or_404(Resolution, number=number)
    measures = resolution.measures.public().in_order()
    context = {"resolution": resolution, "measures": measures, "behind": behind(resolution)}
    return render(request, "concept/resolution_detail.html", context)
