"""Findings: all of them, and one with what it rests on and what followed from it."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from concept.models import Evidence, Finding, Release
from concept.views.lists import behind, choice, narrowing, shown
from concept.words import GRADE_MEANINGS, marked
from offers.sharing import shared_page


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def finding_list(request: HttpRequest) -> HttpResponse:
    rows = Finding.objects.public().as_real_as(Release.objects.shown())
    group = choice(request, "bereich", _("Lebensbereich"), rows.topic_groups())
    kind = choice(request, "art", _("Art"), rows.kinds())
    chosen = rows.about(topic_group=group.chosen, kind=kind.chosen)
    findings, page = shown(request, chosen.most_missing_first().for_pages(), (group, kind))
    context = {"findings": findings, "page": page, "choices": narrowing(group, kind)}
    return render(request, "concept/finding_list.html", context)


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def finding_detail(request: HttpRequest, year: int, number: int) -> HttpResponse:
    finding = get_object_or_404(Finding.objects.public().for_pages(), year=year, number=number)
    short = reverse("concept:finding_short", args=[year, number])
    context = {
        "finding": finding,
        "grade_meaning": GRADE_MEANINGS[finding.grade],
        "evidence": [_told(each) for each in finding.evidence.all()],
        "behind": behind(finding),
        "short_address": f"{settings.PORTAL_ADDRESS}{short}",
        "measures": finding.measures.public().in_order(),
        "dissents": finding.dissents.in_order(),
    }
    return render(request, "concept/finding_detail.html", context)


@login_not_required
@require_safe
def finding_short(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The address that stands on paper."""
    finding = get_object_or_404(Finding.objects.public(), year=year, number=number)
    return HttpResponsePermanentRedirect(finding.get_absolute_url())


def _told(evidence: Evidence) -> dict[str, str]:
    """What a finding rests on, and where more about it stands."""
    theme, words = evidence.theme, evidence.get_kind_display()
    if theme:
        address = reverse("concept:theme", args=[theme.number])
        return {"words": words, "title": marked(theme, theme.title), "address": address}
    if evidence.overlap_id:
        return {"words": words, "title": _("Überschneidungen"), "address": reverse("concept:overlaps")}
    return {"words": words, "title": evidence.text, "address": ""}
