"""The Merkzettel: a list of one's own without an account, in a cookie set on the click or in the address."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from offers.listing import Criteria, read_page
from offers.models import Offer
from offers.presenting import card_today
from offers.printing import LARGE, NORMAL

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
    added, removed = (read_numbers(request.GET.get(name, ""))[:1] for name in ("neu", "weg"))
    wanted = (*numbers, *removed)
    rows = read_page(Criteria(offers=wanted), now=now, size=MOST_OFFERS + 1) if wanted else []
    by_number = {row.offer: row for row in rows}
    shown = [number for number in numbers if number in by_number]
    context = {
        "cards": [card_today(by_number[number], now=now) for number in shown],
        "missing": gone_words([number for number in numbers if number not in by_number]),
        "added": by_number.get(*added) if added else None,
        "removed": by_number.get(*removed) if removed else None,
        "is_full": MOST_OFFERS if "voll" in request.GET else 0,
        "numbers": shown,
        "large_print": brochure_address(shown, size=LARGE),
        "normal_print": brochure_address(shown, size=NORMAL),
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


def gone_words(numbers: list[int]) -> list[str]:
    """Offers that are no longer there: by title where it is known, as "„Tanztee“ (1042)"; else by number."""
    archived = Offer.objects.published_or_archived().in_bulk(numbers) if numbers else {}
    return [f"„{archived[number].title}“ ({number})" if number in archived else str(number) for number in numbers]


def read_numbers(text: str) -> list[int]:
    """Numbers of offers in their order, each once; whatever isn't a number is left out."""
    found = [part for part in text.replace(".", ",").split(",") if part.isascii() and part.isdigit()]
    return list(dict.fromkeys(int(part) for part in found if len(part) <= 9))[:MOST_OFFERS]


def shortlist_address(numbers: list[int], **news: int) -> str:
    """The Merkzettel with these offers; `news` says what just happened: neu, weg or voll."""
    query = {"a": ",".join(map(str, numbers))} if numbers else {}
    parameters = urlencode(query | news, safe=",")
    return reverse("offers:shortlist") + (f"?{parameters}" if parameters else "")


def brochure_address(numbers: list[int], *, size: int) -> str:
    """These offers as a brochure, in a size of text in points."""
    query = urlencode({"a": ",".join(map(str, numbers)), "groesse": size}, safe=",")
    return f"{reverse('offers:shortlist_brochure')}?{query}"


def _changed(request: HttpRequest) -> HttpResponse:
    kept = read_numbers(request.COOKIES.get(COOKIE, ""))
    shown = read_numbers(request.POST.get("a", ""))
    # A list that somebody passed on is changed in its address only: one's own stays as it is.
    is_own = set(shown) <= set(kept)
    numbers, news = change(kept if is_own else shown, request.POST)
    response = HttpResponseRedirect(shortlist_address(numbers, **news))
    return _keep(response, numbers) if is_own else response


def change(numbers: list[int], typed) -> tuple[list[int], dict[str, int]]:
    """The numbers after a click on "dazu", "weg" or "leeren", and what the next page tells about it."""
    added, removed = (read_numbers(typed.get(name, ""))[:1] for name in ("dazu", "weg"))
    if "leeren" in typed:
        return [], {}
    if removed:
        return [number for number in numbers if number not in removed], {"weg": removed[0]}
    if added and len(numbers) >= MOST_OFFERS and added[0] not in numbers:
        return numbers, {"voll": MOST_OFFERS}
    return list(dict.fromkeys([*numbers, *added])), dict(zip(["neu"], added, strict=False))


def _keep(response: HttpResponse, numbers: list[int]) -> HttpResponse:
    """The cookie goes only to this page: no other page is told what somebody noted."""
    if not numbers:
        response.delete_cookie(COOKIE, path=reverse("offers:shortlist"))
        return response
    response.set_cookie(
        COOKIE,
        ".".join(map(str, numbers)),
        max_age=COOKIE_SECONDS,
        path=reverse("offers:shortlist"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
