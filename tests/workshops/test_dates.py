"""Workshops on the monthly sheet and in the calendar of a district."""

import re
from datetime import timedelta

import pytest

from tests.factories import NOW, make_area, make_place
from tests.printed import text
from tests.workshop_factories import make_workshop
from workshops.models import State

pytestmark = pytest.mark.django_db

SHEET = "/stadtteile/betzenberg/aushang/2026-12.pdf"
FEED = "/stadtteile/betzenberg/termine.ics"


def make_here(city, **fields):
    """On the Betzenberg, on Monday, 7 December."""
    place = make_place(name="Saal am Berg", area=city.hill)
    return make_workshop(**{"title": "Gut wohnen", "slug": "gut-wohnen", "place": place, **fields})


def test_workshop_stands_on_the_sheet_of_its_district(client, city, settings):
    settings.HELP_PHONE = "0631 5550199"
    make_here(city)
    said = text(client.get(SHEET).content)
    assert (
        "Montag, 7. Dezember 14 bis 17 Uhr: Gut wohnen. Saal am Berg, Musterstraße 1, 67655 Musterstadt. "
        "Telefon 0631 5550199. Melden Sie sich vorher an. "
    ) in said


def test_workshop_that_is_closed_says_so_and_an_example_too(client, city):
    make_here(city, state=State.CLOSED, is_example=True)
    assert (
        "Beispiel: Gut wohnen. Saal am Berg, Musterstraße 1, 67655 Musterstadt. Die Anmeldung ist geschlossen. "
    ) in text(client.get(SHEET).content)


def test_workshop_stands_in_the_calendar_of_its_district(client, city, settings):
    settings.PORTAL_ADDRESS = "https://hilfe.example"
    workshop = make_here(city)
    lines = client.get(FEED).content.decode().replace("\r\n ", "").split("\r\n")
    begins = [place for place, line in enumerate(lines) if line == "BEGIN:VEVENT"]
    [event] = [lines[begin : begin + 8] for begin in begins if "SUMMARY:Gut wohnen" in lines[begin : begin + 8]]
    assert event == [
        "BEGIN:VEVENT",
        "SUMMARY:Gut wohnen",
        "DTSTART;TZID=Europe/Berlin:20261207T140000",
        "DTEND;TZID=Europe/Berlin:20261207T170000",
        "DTSTAMP:20261122T230000Z",
        f"UID:werkstatt-{workshop.pk}@localhost",
        "LOCATION:Saal am Berg\\, Musterstraße 1\\, 67655 Musterstadt",
        "URL:https://hilfe.example/mitmachen/gut-wohnen/",
    ]


@pytest.mark.parametrize(
    ("fields", "stands"),
    [
        ({}, True),
        ({"state": State.DRAFT}, False),
        ({"state": State.CANCELLED, "state_reason": "Der Saal ist gesperrt."}, False),
        ({"is_by_invitation": True}, False),
        # Over, and begun: it is ten o'clock.
        ({"starts_at": NOW - timedelta(hours=4)}, False),
        ({"starts_at": NOW - timedelta(hours=2)}, True),
    ],
)
def test_only_what_one_may_still_come_to_is_shown(client, city, fields, stands):
    make_here(city, **fields)
    month = "2026-11" if "starts_at" in fields else "2026-12"
    said = text(client.get(SHEET.replace("2026-12", month)).content)
    assert ("Gut wohnen" in said) is stands


def test_sheet_ends_with_its_month(client, city):
    new_year = NOW.replace(month=12, day=31, hour=23)
    make_here(city, title="Neujahr", slug="neujahr", starts_at=new_year)
    make_here(city, title="Silvester", slug="silvester", starts_at=new_year - timedelta(hours=2))
    assert re.findall("Silvester|Neujahr", text(client.get(SHEET).content)) == ["Silvester"]


def test_workshop_is_shown_where_it_is_and_for_whom_it_is(client, city):
    elsewhere = make_place(area=make_area())
    here = make_place(area=make_area(parent=city.hill))
    make_workshop(title="Für den Berg", place=elsewhere).areas.set([city.hill, make_area()])
    make_workshop(title="Für die Stadt", place=elsewhere).areas.set([city.hill.parent])
    make_workshop(title="Auf dem Berg", place=here)
    make_workshop(title="Für andere", place=elsewhere).areas.set([make_area()])
    make_workshop(title="Irgendwo", place=elsewhere)
    said = text(client.get(SHEET).content)
    assert re.findall(r"Für den Berg|Für die Stadt|Auf dem Berg|Für andere|Irgendwo", said) == [
        "Für den Berg",
        "Für die Stadt",
        "Auf dem Berg",
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_sheet_and_calendar_cost_the_same_for_one_and_for_many(client, city, django_assert_num_queries, count):
    for number in range(count):
        make_here(city, slug=f"gut-wohnen-{number}")
    client.get(SHEET.replace("12", "11"))
    with django_assert_num_queries(5):
        client.get(SHEET)
    with django_assert_num_queries(3):
        client.get(FEED)
