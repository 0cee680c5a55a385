"""A workshop in people's own calendars."""

import icalendar
import pytest

from tests.factories import NOW, make_place
from tests.workshop_factories import make_workshop
from workshops.calendars import calendar

pytestmark = pytest.mark.django_db


def test_calendar_holds_the_date_and_keeps_its_name(settings):
    settings.PORTAL_ADDRESS = "https://hilfe.example.org"
    place = make_place(name="Gemeindehaus", street="Musterweg 1", postal_code="67655", town="Kaiserslautern")
    workshop = make_workshop(place=place, title="Gut wohnen", is_example=True)
    [event] = icalendar.Calendar.from_ical(calendar(workshop, now=NOW)).walk("VEVENT")
    assert event["UID"].startswith(f"werkstatt-{workshop.pk}@")
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (workshop.starts_at, workshop.ends_at)
    assert event.decoded("DTSTAMP") == NOW
    assert (event["SUMMARY"], event["URL"]) == (
        "Beispiel: Gut wohnen",
        f"https://hilfe.example.org/mitmachen/{workshop.slug}/",
    )
    assert event["LOCATION"] == "Gemeindehaus, Musterweg 1, 67655 Kaiserslautern"
