"""Calendars: what other programs read from them."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from offers.calendars import Event, as_response, calendar
from tests.factories import NOW


def event(**fields) -> Event:
    return Event(
        **{
            "uid": "angebot-1042-20261202T0800",
            "starts_at": NOW,
            "ends_at": NOW + timedelta(hours=2),
            "summary": "Café",
            "stamp": NOW,
            **fields,
        }
    )


def written(*events: Event, name: str = "Termine") -> str:
    """The file with its long lines put together again (RFC 5545, 3.1)."""
    return calendar(events, name=name).decode().replace("\r\n ", "")


def test_event_says_when_where_and_whom_to_call(settings):
    settings.ALLOWED_HOSTS = [".hilfe.example", "localhost"]
    said = event(location="Rathaus, Königstraße 1", description="Telefon: 0631\nBeispiel", url="https://hilfe.example/")
    lines = written(said, name="Termine in Betzenberg").split("\r\n")
    assert lines[:5] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Hilfe in Ihrem Stadtteil//DE",
        "X-WR-CALNAME:Termine in Betzenberg",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
    ]
    assert lines[lines.index("BEGIN:VEVENT") : lines.index("END:VEVENT")] == [
        "BEGIN:VEVENT",
        "SUMMARY:Café",
        "DTSTART;TZID=Europe/Berlin:20261123T100000",
        "DTEND;TZID=Europe/Berlin:20261123T120000",
        "DTSTAMP:20261123T090000Z",
        "UID:angebot-1042-20261202T0800@hilfe.example",
        "DESCRIPTION:Telefon: 0631\\nBeispiel",
        "LOCATION:Rathaus\\, Königstraße 1",
        "URL:https://hilfe.example/",
    ]


def test_what_is_not_known_is_left_out():
    assert not {"LOCATION", "DESCRIPTION", "URL"} & {line.split(":")[0] for line in written(event()).split("\r\n")}


@pytest.mark.parametrize(
    ("starts_at", "clock", "offset"),
    [
        (datetime(2027, 3, 27, 8, tzinfo=UTC), "20270327T090000", 1),
        (datetime(2027, 3, 29, 7, tzinfo=UTC), "20270329T090000", 2),
        (datetime(2027, 10, 30, 7, tzinfo=UTC), "20271030T090000", 2),
        (datetime(2027, 11, 1, 8, tzinfo=UTC), "20271101T090000", 1),
    ],
)
def test_nine_stays_nine_when_the_clocks_change(starts_at, clock, offset):
    file = written(event(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)))
    assert f"DTSTART;TZID=Europe/Berlin:{clock}" in file
    # As a program reads it that knows nothing but the rules in the file.
    rules = icalendar.Calendar.from_ical(file).timezones[0].to_tz(lookup_tzid=False)
    assert datetime.strptime(clock, "%Y%m%dT%H%M%S").replace(tzinfo=rules).utcoffset() == timedelta(hours=offset)


def test_event_over_the_change_of_clocks_is_as_long_as_it_is():
    start = datetime(2027, 3, 27, 22, tzinfo=UTC)
    read = icalendar.Calendar.from_ical(written(event(starts_at=start, ends_at=start + timedelta(hours=6)))).events[0]
    assert (read.start.isoformat(), read.end.isoformat()) == ("2027-03-27T23:00:00+01:00", "2027-03-28T06:00:00+02:00")


def test_calendar_without_dates_is_a_calendar():
    read = icalendar.Calendar.from_ical(calendar([], name="Termine"))
    assert (read.events, [zone.tz_name for zone in read.timezones]) == ([], ["Europe/Berlin"])


def test_typed_text_adds_no_line_of_its_own():
    typed = "Tanz\r\nEND:VEVENT\r\nBEGIN:VALARM;x"
    read = icalendar.Calendar.from_ical(calendar([event(summary=typed, location=typed)], name=typed))
    assert [component.name for component in read.walk()].count("VEVENT") == 1
    assert "VALARM" not in [component.name for component in read.walk()]


def test_calendar_is_sent_as_one():
    assert dict(as_response(b"BEGIN", filename="termine.ics").items()) == {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": 'inline; filename="termine.ics"',
        "X-Robots-Tag": "noindex",
    }
