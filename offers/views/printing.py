"""Paper: brochures of a list and of the Merkzettel, one offer in large print, the monthly sheet of a district."""

import json
from datetime import date, datetime

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from offers import sheets
from offers.address import list_address
from offers.facets import chips
from offers.filters import Asked, read_address
from offers.finding import PAGE_SIZE, Finding, find
from offers.further_dates import notice_dates
from offers.listing import Criteria, read_offer, read_page
from offers.presenting import place_words, serving_words
from offers.printing import LARGE, NORMAL, PrinterIsBusy, as_response, pdf, sheet
from offers.reference import Reference, reference
from offers.sharing import shared_page
from offers.views.lists import title_of
from offers.views.offers import today_at
from offers.views.shortlist import read_numbers, shortlist_address

MOST_OFFERS = 500
# Up to here it takes little longer than a page; longer ones are made one at a time.
SHORT_BROCHURE = 20
BUSY_SECONDS = 10
MONTHS_AHEAD = 12


@login_not_required
@require_safe
def list_brochure(request: HttpRequest) -> HttpResponse:
    """The results of a list as a brochure. Where there are none the list says what to do."""
    size, known, now = _size(request), reference(), timezone.now()
    asked = read_address(request.GET, reference=known)
    finding = find(asked.values, page=1, reference=known, now=now, size=MOST_OFFERS)
    if not finding.rows or (finding.understood and finding.understood.is_crisis):
        return redirect(list_address(asked.values))
    content = sheet(title=title_of(asked.values, finding, known), now=now, size=size)
    content |= {"lead": _lead(asked, finding, known)}
    content |= sheets.brochure(
        finding.rows, area=finding.area, with_headings=True, address=_short_address(request), now=now
    )
    return _brochure(request, content, count=len(finding.rows), filename="angebote.pdf")


@login_not_required
@require_safe
def shortlist_brochure(request: HttpRequest) -> HttpResponse:
    """The offers of an address of the Merkzettel, in its order; nothing is read from the cookie."""
    size, now = _size(request), timezone.now()
    numbers = read_numbers(request.GET.get("a", ""))
    rows = read_page(Criteria(offers=tuple(numbers)), now=now, size=len(numbers)) if numbers else []
    if not rows:
        return redirect(shortlist_address(numbers))
    rows.sort(key=lambda row: numbers.index(row.offer))
    title = ngettext("Mein Merkzettel: %(count)d Angebot", "Mein Merkzettel: %(count)d Angebote", len(rows))
    content = sheet(title=title % {"count": len(rows)}, now=now, size=size) | {"lead": []}
    content |= sheets.brochure(rows, area=None, with_headings=False, address=_short_address(request), now=now)
    return _brochure(request, content, count=len(rows), filename="merkzettel.pdf")


def _brochure(request: HttpRequest, content: dict, *, count: int, filename: str) -> HttpResponse:
    try:
        document = pdf("offers/printing/brochure.typ", content, is_long=count > SHORT_BROCHURE)
    except PrinterIsBusy as busy:
        page = render(request, "offers/printer_busy.html", {"busy": busy}, status=503)
        page.headers["Retry-After"] = str(BUSY_SECONDS)
        return page
    return as_response(document, filename=filename)


def _size(request: HttpRequest) -> int:
    """The size of the text in points, as the address asks for it; large print where it doesn't."""
    sizes = {str(size): size for size in (NORMAL, LARGE)}
    try:
        return sizes[request.GET.get("groesse", str(LARGE))]
    except KeyError:
        raise Http404(_("In dieser Größe drucken wir nicht.")) from None


def _short_address(request: HttpRequest) -> sheets.Address:
    return lambda number: request.build_absolute_uri(reverse("offers:short", args=[number]))


def _lead(asked: Asked, finding: Finding, known: Reference) -> list[str]:
    """What the title doesn't say: the other filters, what nobody knows, and where the brochure ends before the list."""
    others = {name: value for name, value in asked.values.items() if name not in ("q", "ort", "thema")}
    chosen = ", ".join(chip.label for chip in chips(others, known))
    count = {"shown": len(finding.rows), "total": finding.total}
    sentences = [
        *asked.problems,
        _("Ihre Auswahl: %(chosen)s.") % {"chosen": chosen} if chosen else "",
        serving_words(finding.served, finding.total, area=finding.area),
        _("Dieses Heft zeigt die ersten %(shown)d von %(total)d Angeboten. Wählen Sie ein Thema oder einen Ort.")
        % count
        if finding.total > len(finding.rows)
        else "",
    ]
    return [sentence for sentence in sentences if sentence]


@login_not_required
@require_safe
@shared_page(speaks_of_time=True)
def offer_print(request: HttpRequest, slug: str) -> HttpResponse:
    """One offer in large print; an offer that is gone says so on its page."""
    offer, now = read_offer(slug), timezone.now()
    if offer is None:
        raise Http404
    if not offer.is_public:
        return redirect(offer)
    card, facts = json.loads(offer.card), json.loads(offer.facts)
    content = sheet(title=card["title"], now=now, size=LARGE)
    content |= sheets.large_print(card, facts, today_at(offer, card, facts, now=now), address=_short_address(request))
    return as_response(pdf("offers/printing/offer.typ", content), filename=f"angebot-{offer.number}.pdf")


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def area_notice(request: HttpRequest, slug: str, month: str) -> HttpResponse:
    """The dates of a month in a district and its main numbers, to hang in a stairwell."""
    known, now = reference(), timezone.now()
    area, first = known.areas.get(slug), read_month(month, today=timezone.localdate(now))
    if area is None or first is None:
        raise Http404(_("Dieses Blatt gibt es nicht."))
    advice = read_page(Criteria(area=area.pk, theme=known.groups()[0].slug), now=now, size=PAGE_SIZE)
    title = _("Termine %(where)s: %(month)s") % {"where": place_words(area), "month": date_format(first, "F Y")}
    content = sheet(title=title, now=now)
    content |= sheets.notice(
        area,
        first,
        advice=advice,
        address=request.build_absolute_uri(area.get_absolute_url()),
        now=now,
        extra_dates=notice_dates(area, first, now=now),
    )
    return as_response(pdf("offers/printing/notice.typ", content), filename=f"aushang-{slug}-{month}.pdf")


def read_month(text: str, *, today: date) -> date | None:
    """The first day of "2026-12"; None where it isn't this month or one of the eleven after it."""
    try:
        first = datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 — a month, not a moment
    except ValueError:
        return None
    ahead = (first.year - today.year) * 12 + first.month - today.month
    return first if f"{first:%Y-%m}" == text and 0 <= ahead < MONTHS_AHEAD else None
