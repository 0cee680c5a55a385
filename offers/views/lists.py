"""The list of offers: /angebote/ with search, filters and what to do where nothing is found."""

import re
from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from offers.actions.feedback import count_miss
from offers.address import brochure_address, list_address, page_address
from offers.facets import chips, facets
from offers.filters import read_address
from offers.finding import PAGE_SIZE, Finding, find, find_nearby
from offers.forms import MissingHelpForm
from offers.models import Offer
from offers.paging import page_number, page_of
from offers.presenting import list_title, sections, serving_words
from offers.printing import LARGE, NORMAL
from offers.reference import Reference, reference
from offers.sharing import for_one_person, shared_page
from offers.views.shortlist import shortlist_address

NUMBERS = re.compile(r"(?:angebote?\s+)?[1-9]\d{3,8}(?:[\s,.]+[1-9]\d{3,8})*", re.IGNORECASE)


@login_not_required
@require_safe
@shared_page(speaks_of_time=True)
def offer_list(request: HttpRequest) -> HttpResponse:
    """Offers by district, topic, cost, kind, time …; the address is the state."""
    known = reference()
    asked = read_address(request.GET, reference=known)
    if numbers := known_numbers(asked.values.get("q", "")):
        return for_one_person(redirect(address_of_numbers(numbers)))
    now = timezone.now()
    number = page_number(request.GET.get("seite") or "1")
    finding = find(asked.values, page=number, reference=known, now=now)
    page = page_of(number, total=finding.total, size=PAGE_SIZE, address=partial(page_address, asked.values))
    context = _list(asked.values, finding, known, now) | {"page": page, "problems": asked.problems}
    if finding.understood and finding.understood.is_crisis:
        # People on the telephone instead of a list; neither counted nor kept.
        return for_one_person(render(request, "offers/crisis.html", context))
    if finding.total:
        return render(request, "offers/offer_list.html", context)
    return _nothing_found(request, context, finding, known, now)


def known_numbers(query: str) -> list[int]:
    """The numbers of offers, where somebody types nothing else: "1042", "Angebot 1042", "1042, 1055"."""
    if not NUMBERS.fullmatch(query.strip()):
        return []
    numbers = [int(number) for number in re.findall(r"\d+", query)]
    known = set(Offer.objects.published_or_archived().filter(pk__in=numbers).values_list("pk", flat=True))
    return numbers if known.issuperset(numbers) else []


def address_of_numbers(numbers: list[int]) -> str:
    return reverse("offers:short", args=numbers) if len(numbers) == 1 else shortlist_address(numbers)


def _list(values: dict[str, str], finding: Finding, known: Reference, now) -> dict:
    return {
        "title": title_of(values, finding, known),
        "query": values.get("q", ""),
        "values": values,
        "large_print": brochure_address(values, size=LARGE),
        "normal_print": brochure_address(values, size=NORMAL),
        "is_filtered": bool(values),
        "area": finding.area,
        "is_narrowed": bool(finding.area or values.keys() - {"q"}),
        "facets": facets(values, finding.counts, areas=finding.viewers, reference=known, now=now),
        "chips": chips(values, known),
        "sections": sections(finding.rows, area=finding.area, now=now),
        "serving": serving_words(finding.served, finding.total, area=finding.area),
        "themes": [(theme, finding.counts["thema"].get(theme.slug, 0)) for theme in finding.themes],
        "suggestion": _suggestion(values, finding),
    }


def title_of(values: dict[str, str], finding: Finding, known: Reference) -> str:
    theme = known.themes.get(values.get("thema", ""))
    query = finding.understood.text if finding.understood else ""
    # Where the words name the place themselves the title doesn't say it twice.
    named = finding.area if "ort" in values or not query else None
    return list_title(finding.total, theme=theme.name if theme else "", area=named, query=query)


def _suggestion(values: dict[str, str], finding: Finding) -> dict[str, str] | None:
    if finding.understood is None or not finding.understood.suggestion:
        return None
    words = finding.understood.suggestion
    return {"words": words, "address": list_address(values, q=words)}


def _nothing_found(request, context: dict, finding: Finding, known: Reference, now) -> HttpResponse:
    """Never a dead end; counted without the person.

    A search that only its filters left empty is no sign of missing help: at night nothing is open.
    """
    understood = finding.understood
    if understood and context["values"].keys() <= {"q", "ort"}:
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
