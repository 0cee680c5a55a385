"""The calendar of an offer and the feed of a district: checked dates only."""

from datetime import date, timedelta

import icalendar
import pytest

from offers.models import Mode, Offer, VerifiedHow
from offers.reference import reference
from portal.page_cache import store
from tests.catalogue import list_all
from tests.factories import NOW, TODAY, make_offer, make_opening_time, make_place

CHECKED = {"verified_on": TODAY, "verified_how": VerifiedHow.TELEPHONE}


def events(client, address: str) -> list[icalendar.Event]:
    response = client.get(address)
    assert response.status_code == 200
    return icalendar.Calendar.from_ical(response.content).events


def test_offer_gives_its_dates(client, city):
    address = "/angebote/cafe-im-nachbarschaftshaus/termine.ics"
    response = client.get(address)
    assert response.headers["Content-Disposition"] == f'inline; filename="termine-angebot-{city.cafe.number}.ics"'
    assert (response.headers["Cache-Control"], response.headers["X-Robots-Tag"]) == ("no-cache", "noindex")
    found = events(client, address)
    assert [event.start.isoformat() for event in found][::4] == [
        "2026-11-25T09:00:00+01:00",
        "2026-12-23T09:00:00+01:00",
        "2027-01-20T09:00:00+01:00",
    ]
    assert {name: str(found[0][name]) for name in ("uid", "summary", "location", "description", "url")} == {
        "uid": f"angebot-{city.cafe.number}-20261125T0800@localhost",
        "summary": "Café im Nachbarschaftshaus",
        "location": "Nachbarschaftshaus, Musterstraße 1, 67655 Musterstadt",
        "description": (
            "Hier treffen Sie andere Menschen.\nTelefon: 0631\N{NO-BREAK SPACE}5550100\n"
            "http://testserver/angebote/cafe-im-nachbarschaftshaus/"
        ),
        "url": "http://testserver/angebote/cafe-im-nachbarschaftshaus/",
    }
    assert found[0].DTSTAMP.isoformat() == "2026-11-22T23:00:00+00:00"


def test_offer_without_telephone_and_place(client, city):
    offer = make_offer(title="Gespräch", phone="", summary="", modes=[Mode.PHONE], **CHECKED)
    make_opening_time(offer, weekdays=[2])
    list_all(now=NOW)
    found = events(client, "/angebote/gesprach/termine.ics")[0]
    assert ("location" in found, str(found["description"])) == (False, "http://testserver/angebote/gesprach/")


def test_dates_keep_their_uid_while_the_day_goes_on(client, city, monkeypatch):
    address = "/angebote/cafe-im-nachbarschaftshaus/termine.ics"
    before = client.get(address).content
    store.clear()
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(hours=5))
    assert client.get(address).content == before


@pytest.mark.parametrize(
    "checked",
    [{"verified_on": None, "verified_how": ""}, {"verified_on": TODAY - timedelta(days=366)}],
)
def test_dates_that_nobody_checked_are_in_no_calendar(client, city, checked):
    Offer.objects.filter(pk=city.cafe.pk).update(**checked)
    list_all(now=NOW)
    assert events(client, "/angebote/cafe-im-nachbarschaftshaus/termine.ics") == []
    assert events(client, "/stadtteile/betzenberg/termine.ics") == []


def test_dates_by_appointment_or_after_the_end_are_in_no_calendar(client, city):
    make_opening_time(city.cafe, weekdays=[4], by_appointment=True)
    Offer.objects.filter(pk=city.cafe.pk).update(valid_until=date(2026, 12, 2))
    list_all(now=NOW)
    found = events(client, "/angebote/cafe-im-nachbarschaftshaus/termine.ics")
    assert [event.start.date() for event in found] == [date(2026, 11, 25), date(2026, 12, 2)]


def test_offer_that_is_gone_gives_an_empty_calendar(client, city):
    assert events(client, "/angebote/altes-angebot/termine.ics") == []
    assert client.get("/angebote/nie-da/termine.ics").status_code == 404


def test_district_gives_dates_and_no_opening_hours(client, city):
    office = make_offer(title="Büro", places=[make_place(area=city.hill)], modes=[Mode.VISIT], **CHECKED)
    make_opening_time(office, weekdays=[0, 1])
    list_all(now=NOW)
    response = client.get("/stadtteile/betzenberg/termine.ics")
    assert response.headers["Content-Disposition"] == 'inline; filename="termine-betzenberg.ics"'
    assert "X-WR-CALNAME:Termine in Betzenberg\r\n" in response.content.decode()
    found = events(client, "/stadtteile/betzenberg/termine.ics")
    assert ({str(event["summary"]) for event in found}, len(found)) == ({"Café im Nachbarschaftshaus"}, 9)
    assert len(events(client, "/angebote/buro/termine.ics")) == 18


def test_unknown_district_has_no_calendar(client, city):
    assert client.get("/stadtteile/atlantis/termine.ics").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_feed_costs_the_same_for_one_and_for_many(client, city, count, django_assert_num_queries):
    for number in range(count):
        place = make_place(area=city.outer)
        offer = make_offer(title=f"Treff {number}", places=[place], modes=[Mode.VISIT], **CHECKED)
        make_opening_time(offer, weekdays=[number])
    list_all(now=NOW)
    reference()
    # The version, the dates, and those of the workshops.
    with django_assert_num_queries(3):
        assert len(events(client, "/stadtteile/dansenberg/termine.ics")) >= 8 * count


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("/angebote/cafe-im-nachbarschaftshaus/", "/angebote/cafe-im-nachbarschaftshaus/termine.ics"),
        ("/stadtteile/betzenberg/", "/stadtteile/betzenberg/termine.ics"),
    ],
)
def test_pages_lead_to_their_calendar(client, city, page, link):
    assert f'href="{link}"' in client.get(page).content.decode()
    assert "termine.ics" not in client.get("/angebote/formularhilfe/").content.decode()
