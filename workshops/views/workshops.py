"""When and where people can say what is needed, and what came of it."""

from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from offers.paging import page_number, page_of
from offers.printing import as_response
from offers.sharing import for_one_person
from workshops.models import AccessKind, StakeholderGroup, Standing, Workshop
from workshops.printing import minutes_sheet
from workshops.words import access_lines, place_lines, seats_words, title_words, way_lines, when_words

# Past workshops on the list; their minutes stay at their addresses.
MOST_PAST = 20
PAGE_SIZE = 12


@login_not_required
@require_safe
def workshop_list(request: HttpRequest) -> HttpResponse:
    """Not shared: the free seats change with every registration."""
    now = timezone.now()
    workshops = Workshop.objects.public().for_cards()
    upcoming = workshops.upcoming(now).by_start()
    number = page_number(request.GET.get("seite") or "1")
    page = page_of(number, total=upcoming.count(), size=PAGE_SIZE, address=_page_address)
    first = (number - 1) * PAGE_SIZE
    context = {
        "page": page,
        "upcoming": [_card(workshop, now) for workshop in upcoming[first : first + PAGE_SIZE]],
        "past": [_card(workshop, now) for workshop in workshops.past(now).latest_first()[:MOST_PAST]],
    }
    return for_one_person(render(request, "workshops/workshop_list.html", context))


def _page_address(number: int) -> str:
    return f"{reverse('workshops:list')}?seite={number}" if number > 1 else reverse("workshops:list")


@login_not_required
@require_safe
def workshop_detail(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    workshop = get_object_or_404(Workshop.objects.public().for_cards(), slug=slug)
    context = _card(workshop, now) | {
        "agenda": workshop.agenda.splitlines(),
        "ways": way_lines(workshop.place),
        "access": access_lines(workshop.place),
        "arranged": [AccessKind(kind).label for kind in workshop.arranged_help if kind != AccessKind.OTHER],
        "groups": [StakeholderGroup(group).label for group in workshop.invited_groups],
        "topics": workshop.topics.in_order(),
        "areas": workshop.areas.by_name(),
    }
    return for_one_person(render(request, "workshops/workshop_detail.html", context))


@login_not_required
@require_safe
def workshop_minutes(request: HttpRequest, slug: str) -> HttpResponse:
    """The published minutes on paper. Not shared: what is taken back is gone at once."""
    workshop = get_object_or_404(Workshop.objects.public().with_published_minutes().for_cards(), slug=slug)
    return for_one_person(as_response(minutes_sheet(workshop, now=timezone.now()), filename=f"protokoll-{slug}.pdf"))


def _card(workshop: Workshop, now: datetime) -> dict:
    """What list and page both say of a workshop."""
    standing = workshop.standing(now)
    return {
        "workshop": workshop,
        "title": title_words(workshop),
        "when": when_words(workshop),
        "where": place_lines(workshop),
        "seats": seats_words(workshop, standing),
        "is_open": standing in (Standing.OPEN, Standing.FULL),
        "is_full": standing == Standing.FULL,
        "is_cancelled": standing == Standing.CANCELLED,
    }
