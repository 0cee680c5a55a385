"""Dates to take along: the calendar of an offer, and a feed for each district."""

from collections.abc import Sequence
from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from offers import further_dates
from offers.actions.times import SLOT_DAYS
from offers.calendars import Event, as_response, calendar, events_of
from offers.listing import Dated, midnight, read_dated, read_offer
from offers.presenting import place_words
from offers.reference import reference
from offers.sharing import shared_page


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def offer_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The dates of an offer; none of one that is gone, so that a calendar that asks again forgets them."""
    offer = read_offer(slug)
    if offer is None:
        raise Http404
    return _answer(request, _coming(offer=offer.pk), name=offer.title, filename=f"termine-angebot-{offer.number}.ics")


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def area_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The dates in a district, to subscribe to; opening hours, several times a week, would bury them."""
    area = reference().areas.get(slug)
    if area is None:
        raise Http404
    name = _("Termine %(where)s") % {"where": place_words(area)}
    dates = [offer for offer in _coming(area=area.pk) if not offer.is_regular]
    further = further_dates.events(area, start=midnight(timezone.localdate()))
    return _answer(request, dates, name=name, filename=f"termine-{area.slug}.ics", further=further)


def _coming(**of_what: int) -> list[Dated]:
    start = midnight(timezone.localdate())
    return read_dated(start=start, end=start + timedelta(days=SLOT_DAYS + 1), **of_what)


def _answer(
    request: HttpRequest, offers: list[Dated], *, name: str, filename: str, further: Sequence[Event] = ()
) -> HttpResponse:
    # The file is the same all day long: what is in it was written in the night or with the last change.
    stamp = midnight(timezone.localdate())
    addresses = {offer.offer: request.build_absolute_uri(offer.card["address"]) for offer in offers}
    events = [event for offer in offers for event in events_of(offer, stamp=stamp, address=addresses[offer.offer])]
    return as_response(calendar([*events, *further], name=name), filename=filename)
