"""The list of offers: /angebote/ with search, filters and what to do where nothing is found."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from offers.actions.feedback import count_miss
from offers.address import list_address
from offers.facets import chips, facets
from offers.filters import read_address
from offers.finding import PAGE_SIZE, Finding, find, find_nearby
from offers.forms import MissingHelpForm
from offers.paging import page_number, page_of
from offers.presenting import list_title, sections
from offers.reference import Reference, reference
from offers.sharing import for_one_person, shared_page


@login_not_required
@require_safe
@shared_page(speaks_of_time=True)
def offer_list(request: HttpRequest) -> HttpResponse:
    """Offers by district, topic, cost, kind, time …; the address is the state."""
    now = timezone.now()
    known = reference()
    number = page_number(request.GET.get("seite") or "1")
    asked = read_address(request.GET, reference=known)
    finding = find(asked.values, page=number, reference=known, now=now)
    page = page_of(number, total=finding.total, size=PAGE_SIZE, asked=asked.values)
    context = _list(asked.values, finding, known, now) | {"page": page, "problems": asked.problems}
    if finding.total:
        return render(request, "offers/offer_list.html", context)
    return _nothing_found(request, context, finding, known, now)


def _list(values: dict[str, str], finding: Finding, known: Reference, now) -> dict:
    theme = known.themes.get(values.get("thema", ""))
    query = finding.understood.text if finding.understood else ""
    # Where the words name the place themselves the title doesn't say it twice.
    named = finding.area if "ort" in values or not query else None
    return {
        "title": list_title(finding.total, theme=theme.name if theme else "", area=named, query=query),
        "query": values.get("q", ""),
        "values": values,
        "is_filtered": bool(values),
        "area": finding.area,
        "is_narrowed": bool(finding.area or values.keys() - {"q"}),
        "facets": facets(values, finding.counts, areas=finding.viewers, reference=known, now=now),
        "chips": chips(values, known),
        "sections": sections(finding.rows, area=finding.area, now=now),
        "themes": [(theme, finding.counts["thema"].get(theme.slug, 0)) for theme in finding.themes],
        "is_crisis": bool(finding.understood and finding.understood.is_crisis),
        "suggestion": _suggestion(values, finding),
    }


def _suggestion(values: dict[str, str], finding: Finding) -> dict[str, str] | None:
    if finding.understood is None or not finding.understood.suggestion:
        return None
    words = finding.understood.suggestion
    return {"words": words, "address": list_address(values, q=words)}


def _nothing_found(request, context: dict, finding: Finding, known: Reference, now) -> HttpResponse:
    """Never a dead end; counted without the person, unless the words speak of a crisis.

    A search that only its filters left empty is no sign of missing help: at night nothing is open.
    """
    understood = finding.understood
    if understood and not understood.is_crisis and context["values"].keys() <= {"q", "ort"}:
        count_miss(
            area=finding.area,
            topics=[theme.code for theme in finding.themes],
            unknown_words=understood.unknown_words,
            today=timezone.localdate(now),
        )
    nearby = find_nearby(finding, reference=known, now=now)
    context |= {
        "nearby": [
            (place, list_address(context["values"], ort=place.area.slug), sections(place.rows, area=None, now=now))
            for place in nearby
        ],
        "form": MissingHelpForm(initial={"area": finding.area and finding.area.slug}),
    }
    return for_one_person(render(request, "offers/offer_list.html", context))
