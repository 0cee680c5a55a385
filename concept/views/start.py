"""The first page of "Was die Stadt plant": what is missing most, or what happens until that is known."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from concept.models import Finding, Release, Resolution
from offers.sharing import shared_page

FINDINGS_SHOWN = 8


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def start(request: HttpRequest) -> HttpResponse:
    release = Release.objects.shown()
    findings = Finding.objects.published().as_real_as(release)
    context = {
        "release": release,
        "findings": findings.most_missing_first().for_pages()[:FINDINGS_SHOWN],
        "resolutions": Resolution.objects.as_real_as(release).newest_first()[:3],
    }
    return render(request, "concept/start.html", context)
