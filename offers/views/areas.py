"""Districts: the tile map, and one district with its numbers, offers and dates."""

from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from offers.listing import Criteria, count_facets, count_places, read_dates, read_page
from offers.models import Absence, Area, Level
from offers.opening_times import Span, date_in_words
from offers.presenting import place_words, sections
from offers.reference import Reference, reference
from offers.sharing import shared_page

OFFERS_SHOWN = 6
DATES_SHOWN = 8


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def area_list(request: HttpRequest) -> HttpResponse:
    """All districts as equal tiles in their rough place, and as a list; below them the county."""
    known = reference()
    counts = count_places(now=timezone.now())
    context = {
        "tiles": _with_counts(_on_the_map(known), counts),
        "inner": _with_counts(known.districts(below=Level.DISTRICT_GROUP), counts),
        "outer": _with_counts(known.districts(below=Level.CITY), counts),
        "associations": [
            (association, _with_counts(known.children.get(association.pk, []), counts))
            for association in known.areas.values()
            if association.level == Level.ASSOCIATION
        ],
    }
    return render(request, "offers/area_list.html", context)


def _on_the_map(known: Reference) -> list[Area]:
    tiles = [area for area in known.areas.values() if area.tile_row is not None]
    return sorted(tiles, key=lambda area: (area.tile_row, area.tile_column))


def _with_counts(areas: list[Area], counts: dict[int, int]) -> list[tuple[Area, int]]:
    return [(area, counts.get(area.pk, 0)) for area in areas]


@login_not_required
@require_safe
@shared_page(speaks_of_time=True)
def area_detail(request: HttpRequest, slug: str) -> HttpResponse:
    known = reference()
    now = timezone.now()
    area = known.areas.get(slug)
    if area is None:
        raise Http404
    criteria = Criteria(area=area.pk)
    context = {
        "area": area,
        "where": place_words(area),
        "path": known.path(area)[:-1],
        "parts": known.children.get(area.pk, []),
        "total": _total(criteria, now),
        "groups": _groups(area, known, now),
        "sections": sections(read_page(criteria, now=now, size=OFFERS_SHOWN), area=area, now=now),
        "dates": _dates(area, now),
        "notices": _notices(area, now),
    }
    return render(request, "offers/area_detail.html", context)


def _total(criteria: Criteria, now: datetime) -> int:
    """How many the list of the area shows, those included of which nobody knows whom they serve."""
    return sum(count_facets(criteria, viewers=[criteria.area], now=now)["heading"].values())


def _dates(area: Area, now: datetime) -> list[tuple[str, str, str]]:
    dates = read_dates(area.pk, now=now, size=DATES_SHOWN)
    return [(date_in_words(Span(start, end), now=now), title, address) for start, end, title, address in dates]


def _notices(area: Area, now: datetime) -> list[tuple[str, str]]:
    """The sheets of this month and the next: "November 2026" and the address."""
    first = timezone.localdate(now).replace(day=1)
    months = [first, (first + timedelta(days=31)).replace(day=1)]
    return [
        (date_format(month, "F Y"), reverse("offers:notice", args=[area.slug, f"{month:%Y-%m}"])) for month in months
    ]


def _groups(area: Area, known: Reference, now: datetime) -> list[dict]:
    """Every Lebensbereich with the offers that serve this area: a number, "gibt es nicht", or not yet recorded.

    Offers whose service area nobody knows are in the list below, but count only where their place is.
    """
    counts = count_facets(Criteria(area=area.pk, serving=True), viewers=[area.pk], now=now)["thema"]
    absences = dict(Absence.objects.filter(area=area).values_list("group__slug", "looked_on"))
    return [
        {"theme": group, "count": counts.get(group.slug, 0), "looked_on": absences.get(group.slug)}
        for group in known.groups()
    ]
