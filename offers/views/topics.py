"""Topics: the twelve Lebensbereiche, and one of them or one topic with its offers by district."""

from dataclasses import replace

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from offers.address import list_address
from offers.listing import Criteria, count_facets, read_page
from offers.presenting import sections
from offers.reference import Reference, Theme, reference
from offers.sharing import shared_page

OFFERS_SHOWN = 6


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def topic_list(request: HttpRequest) -> HttpResponse:
    known = reference()
    groups = [(group, known.topics_of(group.slug)) for group in known.groups()]
    return render(request, "offers/topic_list.html", {"groups": groups})


@login_not_required
@require_safe
@shared_page(speaks_of_time=True)
def topic_detail(request: HttpRequest, slug: str) -> HttpResponse:
    known = reference()
    theme = known.themes.get(slug)
    if theme is None:
        raise Http404
    return render(request, "offers/topic_detail.html", _theme_page(theme, known))


def _theme_page(theme: Theme, known: Reference) -> dict:
    now = timezone.now()
    criteria = Criteria(theme=theme.slug)
    areas = known.city_with_districts()
    counts = count_facets(replace(criteria, serving=True), viewers=[area.pk for area in areas], now=now)
    return {
        "theme": theme,
        "group": known.themes[theme.group],
        "topics": [(topic, counts["thema"].get(topic.slug, 0)) for topic in known.topics_of(theme.group)],
        "total": sum(counts["heading"].values()),
        "everything": list_address({"thema": theme.slug}),
        "areas": [
            (area, counts["ort"].get(str(area.pk), 0), list_address({"thema": theme.slug, "ort": area.slug}))
            for area in areas
        ],
        "sections": sections(read_page(criteria, now=now, size=OFFERS_SHOWN), area=None, now=now),
    }
