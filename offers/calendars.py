"""Calendars for people's own devices: iCalendar files (RFC 5545) with the times of Kaiserslautern (docs/adr/0023)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import icalendar
from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from offers.listing import Dated
from offers.opening_times import BERLIN
from offers.words import is_confirmed

PRODUCT = "-//Hilfe in Ihrem Stadtteil//DE"
# The rules of the European Union since 1996. What icalendar makes of the system's own are years in a row, and its
# summer begins an hour late.
TIMEZONE = """\
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19970330T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""
ASK_AGAIN = timedelta(days=1)


@dataclass(frozen=True)
class Event:
    """A date. `uid` stays the same however often the file is made ("angebot-1042-20261202T0800"); `stamp` says when
    this was last known to be so."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    stamp: datetime
    location: str = ""
    description: str = ""
    url: str = ""


def calendar(events: Iterable[Event], *, name: str) -> bytes:
    """The file: its times name Europe/Berlin and bring its rules, so that nine stays nine when the clocks change.

    Without a date it holds the rules alone: whoever subscribed to it gets no error.
    """
    file = icalendar.Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("x-wr-calname", icalendar.vText(name))
    file.add("refresh-interval", ASK_AGAIN, parameters={"value": "DURATION"})
    for event in events:
        file.add_component(_component(event))
    file.add_component(icalendar.Timezone.from_ical(TIMEZONE))
    return file.to_ical()


def _component(event: Event) -> icalendar.Event:
    component = icalendar.Event()
    component.add("uid", f"{event.uid}@{settings.ALLOWED_HOSTS[0].lstrip('.')}")
    component.add("dtstamp", event.stamp.astimezone(UTC))
    component.add("dtstart", event.starts_at.astimezone(BERLIN))
    component.add("dtend", event.ends_at.astimezone(BERLIN))
    for name in ("summary", "location", "description", "url"):
        if value := getattr(event, name):
            component.add(name, value)
    return component


def as_response(content: bytes, *, filename: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{filename}"', "X-Robots-Tag": "noindex"}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def events_of(offer: Dated, *, stamp: datetime, address: str) -> list[Event]:
    """The dates of an offer; none where nobody checked its times within a year.

    A calendar reminds people of a date in the words "Café, 9 Uhr" and nothing else: a doubt written beside it
    wouldn't be read, and somebody would stand before a closed door.
    """
    if not is_confirmed(offer.verified_on, today=stamp.astimezone(BERLIN).date()):
        return []
    phone = offer.card["phone"]
    told = [offer.card["summary"], _("Telefon: %(number)s") % {"number": phone["words"]} if phone else "", address]
    return [
        Event(
            uid=f"angebot-{offer.offer}-{start.astimezone(UTC):%Y%m%dT%H%M}",
            starts_at=start,
            ends_at=end,
            summary=offer.card["title"],
            stamp=stamp,
            location="; ".join(", ".join(filter(None, (p["name"], p["address"]))) for p in offer.places),
            description="\n".join(filter(None, told)),
            url=address,
        )
        for start, end in offer.spans
    ]
