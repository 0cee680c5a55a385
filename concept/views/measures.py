"""Measures: all of them, and one with where it comes from and what became of it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from concept.models import Measure, Release
from concept.views.lists import behind, choice, narrowing, shown
from offers.sharing import shared_page


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def measure_list(request: HttpRequest) -> HttpResponse:
    rows = Measure.objects.public().as_real_as(Release.objects.shown())
    group = choice(request, "bereich", _("Lebensbereich"), rows.topic_groups())
    state = choice(request, "stand", _("Wie weit"), rows.states())
    chosen = rows.about(topic_group=group.chosen, state=state.chosen)
    measures, page = shown(request, chosen.select_related("topic_group").in_order(), (group, state))
    context = {"measures": measures, "page": page, "choices": narrowing(group, state)}
    return render(request, "concept/measure_list.html", context)


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def measure_detail(request: HttpRequest, number: int) -> HttpResponse:
    measure = get_object_or_404(Measure.objects.public().select_related("topic_group"), number=number)
    context = {
        "measure": measure,
        "findings": measure.findings.public().in_order(),
        "resolutions": measure.resolutions.newest_first(),
        "reports": measure.reports.in_order(),
        "behind": behind(measure),
        "dissents": measure.dissents.in_order(),
    }
    return render(request, "concept/measure_detail.html", context)
