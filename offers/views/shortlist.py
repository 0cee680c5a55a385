"""The Merkzettel: a list of one's own without an account, in a cookie set on the click or in the address."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from offers.listing import Criteria, read_page
from offers.presenting import card_today

COOKIE = "merkzettel"
COOKIE_SECONDS = 90 * 24 * 3600
MOST_OFFERS = 40


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def shortlist(request: HttpRequest) -> HttpResponse:
    """The chosen offers, those of the address before those of the cookie; POST adds, removes, empties."""
    if request.method == "POST":
        return _changed(request)
    numbers = read_numbers(request.GET.get("a", request.COOKIES.get(COOKIE, "")))
    now = timezone.now()
    rows = read_page(Criteria(offers=tuple(numbers)), now=now, size=MOST_OFFERS) if numbers else []
    by_number = {row.offer: row for row in rows}
    shown = [number for number in numbers if number in by_number]
    context = {
        "cards": [card_today(by_number[number], now=now) for number in shown],
        "missing": [number for number in numbers if number not in by_number],
        "added": by_number.get(next(iter(read_numbers(request.GET.get("neu", ""))), 0)),
        "numbers": shown,
        "is_kept": COOKIE in request.COOKIES,
        "address": request.build_absolute_uri(shortlist_address(shown)),
        "back": list_before(request),
    }
    return render(request, "offers/shortlist.html", context)


def list_before(request: HttpRequest) -> str:
    """The list somebody comes from, with its filters; else the list of everything.

    Browsers name the page of the click even behind the redirect, and only to us (Referrer-Policy: same-origin).
    """
    everything = reverse("offers:list")
    before = request.headers.get("Referer", "")
    query = before.removeprefix(request.build_absolute_uri(everything))
    return everything + query if query != before and query.startswith("?") else everything


def read_numbers(text: str) -> list[int]:
    """Numbers of offers in their order, each once; whatever isn't a number is left out."""
    found = [part for part in text.replace(".", ",").split(",") if part.isascii() and part.isdigit()]
    return list(dict.fromkeys(int(part) for part in found if len(part) <= 9))[:MOST_OFFERS]


def shortlist_address(numbers: list[int]) -> str:
    query = f"?a={','.join(map(str, numbers))}" if numbers else ""
    return reverse("offers:shortlist") + query


def _changed(request: HttpRequest) -> HttpResponse:
    kept = read_numbers(request.POST.get("a", request.COOKIES.get(COOKIE, "")))
    added = read_numbers(request.POST.get("dazu", ""))
    removed = read_numbers(request.POST.get("weg", ""))
    numbers = [] if "leeren" in request.POST else [n for n in [*kept, *added] if n not in removed]
    address = shortlist_address(list(dict.fromkeys(numbers)))
    response = HttpResponseRedirect(address + (f"&neu={added[0]}" if added and numbers else ""))
    return _keep(response, numbers)


def _keep(response: HttpResponse, numbers: list[int]) -> HttpResponse:
    """The cookie goes only to this page: no other page is told what somebody noted."""
    if not numbers:
        response.delete_cookie(COOKIE, path=reverse("offers:shortlist"))
        return response
    response.set_cookie(
        COOKIE,
        ".".join(map(str, dict.fromkeys(numbers))),
        max_age=COOKIE_SECONDS,
        path=reverse("offers:shortlist"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
