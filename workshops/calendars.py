"""A workshop for people's own calendars; nothing in it says who comes."""

from datetime import datetime

from django.conf import settings

from offers import calendars
from workshops.models import Workshop
from workshops.words import place_lines, title_words

FILENAME = "werkstatt.ics"


def calendar(workshop: Workshop, *, now: datetime) -> bytes:
    """The file; made again after a move it takes the place of the former one."""
    return calendars.calendar([event(workshop, stamp=now)], name=title_words(workshop))


def event(workshop: Workshop, *, stamp: datetime) -> calendars.Event:
    """The same in the file of one workshop and in the calendar of a district."""
    return calendars.Event(
        uid=f"werkstatt-{workshop.pk}",
        starts_at=workshop.starts_at,
        ends_at=workshop.ends_at,
        summary=title_words(workshop),
        stamp=stamp,
        location=", ".join(place_lines(workshop)),
        url=f"{settings.PORTAL_ADDRESS}{workshop.get_absolute_url()}",
    )
