"""The page of one offer, in the order of the next action."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from offers.models import CostKind, Offer, Status, VerifiedHow
from offers.views.offers import preview
from tests.catalogue import list_all
from tests.factories import (
    NOW,
    TODAY,
    make_closure,
    make_contact,
    make_offer,
    make_opening_time,
    make_place,
    make_provider,
)
from tests.reading import heading, headings, words

HELPER = "/angebote/einkaufshilfe-betzenberg/"


def change(offer: Offer, **fields) -> None:
    Offer.objects.filter(pk=offer.pk).update(**fields)
    list_all(now=NOW)


def test_checked_offer_in_the_order_of_the_next_action(client, city):
    response = client.get(HELPER)
    said = words(response)
    assert heading(response) == "Einkaufshilfe Betzenberg"
    assert headings(response, 2) == [
        "Rufen Sie an",
        "So geht es",
        "Gut zu wissen",
        "Wie sicher sind diese Angaben?",
        "Merken und weitergeben",
        "Stimmt etwas nicht?",
    ]
    assert said.startswith(
        "Einkaufshilfe Betzenberg Ehrenamtliche kaufen für Sie ein und bringen die Sachen nach Hause. "
        "Rufen Sie an 0631 5550100 Jetzt offen, heute bis 12 Uhr "
        "So geht es Anrufen Sagen, was Sie brauchen Die Einkäufe kommen zu Ihnen "
        "Gut zu wissen Kosten kostenlos "
        "Zeiten Montag bis Freitag 9 bis 12 Uhr Nicht an Feiertagen "
        "Die nächsten Termine: Montag, 23. November, 9 bis 12 Uhr Dienstag, 24. November, 9 bis 12 Uhr "
        "Mittwoch, 25. November, 9 bis 12 Uhr Donnerstag, 26. November, 9 bis 12 Uhr "
        "So kommt die Hilfe zu Ihnen kommt zu Ihnen nach Hause Anmeldung Sie müssen sich anmelden. "
        "Sprachen Deutsch, Russisch "
        "Auch erreichbar E-Mail: buero@example.org Stadtteilbüro Innenstadt "
        "Anbieter Stadtteilbüro Innenstadt Gilt für Betzenberg Themen Einkaufen "
        "Wie sicher sind diese Angaben? Geprüft am 23. November 2026. Wir haben am Telefon nachgefragt. "
        "Quelle: Seite des Anbieters Stand der Quelle: 2024 "
        f"Merken und weitergeben Auf den Merkzettel Das ist Angebot {city.helper.number}. "
        f"Die kurze Adresse zum Abschreiben: http://testserver/a/{city.helper.number}/ "
    )


def test_number_is_dialled_in_its_international_form(client, city):
    assert '<a class="phone phone--large" href="tel:+496315550100">0631\xa05550100</a>' in (
        client.get(HELPER).content.decode()
    )


def test_page_is_passed_on_by_mail_and_text_message(client, city):
    html = client.get(HELPER).content.decode()
    address = "http%3A%2F%2Ftestserver%2Fangebote%2Feinkaufshilfe-betzenberg%2F"
    assert f'href="mailto:?subject=Einkaufshilfe%20Betzenberg&amp;body={address}"' in html
    assert f'href="sms:?body=Einkaufshilfe%20Betzenberg%20{address}"' in html


def test_unchecked_offer_without_telephone_promises_nothing(client, city, settings):
    settings.HELP_PHONE, settings.HELP_HOURS = "0631 365-0", {0: [(time(8), time(16))]}
    said = words(client.get("/angebote/formularhilfe/"))
    assert said.startswith(
        "Formularhilfe Jemand füllt mit Ihnen Formulare aus. "
        "Rufen Sie an Telefon noch nicht bekannt. Fragen Sie unser Hilfetelefon: 0631 365-0 Heute 8 bis 16 Uhr "
    )
    assert (
        "Zeiten Dienstag 9 bis 12 Uhr Nicht an Feiertagen In der Quelle steht: Di 10-12 Uhr Noch nicht geprüft. "
    ) in said
    assert "Gilt für Wir wissen nicht, für welche Stadtteile das gilt. Fragen Sie nach." in said
    assert "Wie sicher sind diese Angaben? Noch nicht geprüft. Merken" in said
    assert "offen" not in said.replace("geöffnet", "").lower().split("stimmt etwas")[0]
    assert "geschlossen" not in said.lower()
    assert "Die nächsten Termine" not in said


def test_without_help_line_the_page_doesnt_promise_one(client, city, settings):
    settings.HELP_PHONE = ""
    said = words(client.get("/angebote/formularhilfe/"))
    assert "Telefon Telefon noch nicht bekannt. Noch nicht geprüft. " in said
    assert "Hilfetelefon" not in said


def test_unchecked_offer_says_once_to_call_first(client, city):
    change(city.helper, verified_on=None, verified_how="")
    said = words(client.get(HELPER))
    assert "Rufen Sie an 0631 5550100 Noch nicht geprüft. Rufen Sie vorher an. So geht es" in said
    assert said.count("Rufen Sie vorher an") == 1


def test_check_of_seven_months_ago_says_to_call_first(client, city):
    change(city.helper, verified_on=TODAY - timedelta(days=214))
    assert "Wir haben das seit 7 Monaten nicht geprüft. Rufen Sie vorher an. Wir haben am Telefon" in words(
        client.get(HELPER)
    )


def test_times_that_nobody_knows_are_called_unknown(client, city):
    assert "Zeiten Zeiten nicht bekannt " in words(client.get("/angebote/tanztee/"))


def test_times_in_words_only_are_shown_as_the_source_says(client, city):
    change(city.outing, schedule_text="meist sonntags")
    assert ("Zeiten In der Quelle steht: meist sonntags Noch nicht geprüft. So kommt") in words(
        client.get("/angebote/tanztee/")
    )


def test_old_check_says_how_old_it_is_and_shows_no_dates(client, city):
    change(city.helper, verified_on=TODAY - timedelta(days=400))
    said = words(client.get(HELPER))
    assert "Wir haben das seit 13 Monaten nicht geprüft. Rufen Sie vorher an." in said
    assert "Jetzt offen" not in said
    assert "Die nächsten Termine" not in said


def test_place_says_how_to_get_there_and_in(client, city):
    assert (
        "Ort Nachbarschaftshaus Musterstraße 1, 67655 Musterstadt Betzenberg "
        "Haltestelle: Stadionstraße, 150 Meter entfernt Ohne Stufen. Auch"
    ) in words(client.get("/angebote/cafe-im-nachbarschaftshaus/"))


def test_everything_known_about_place_cost_and_ways_is_shown(client, city):
    place = make_place(
        name="Haus am Park",
        area=city.outer,
        is_step_free=False,
        has_accessible_toilet=True,
        has_hearing_loop=False,
        has_parking=True,
        access_note="Klingeln Sie.",
        bus_stop="Park",
        directions="Hinter der Kirche.",
    )
    offer = make_offer(
        title="Alles",
        description="Erste Zeile\nzweite Zeile",
        places=[place],
        place_note="Im Keller.",
        audience="Für alle ab 60",
        target_groups=[city.relatives],
        cost_kinds=[CostKind.FIXED],
        cost_amount="2.50",
        phone="",
        closed_until=date(2026, 12, 1),
        closed_reason="Umbau",
        providers=[make_provider(name="Geplant", is_planned=True)],
    )
    make_contact(offer=offer, value="+496315550199", label="Frau Muster", hours="morgens", note="lange klingeln lassen")
    make_contact(offer=offer, kind="fax", value="+496315550198", position=2, note="nur Bestellungen", hours="immer")
    make_contact(offer=offer, kind="web", value="https://example.org/hilfe/", position=3)
    make_closure(offer, first_day=date(2026, 12, 24), last_day=date(2027, 1, 2), reason="Ferien")
    make_closure(offer, first_day=date(2027, 2, 1), last_day=date(2027, 2, 2))
    list_all(now=NOW)
    said = words(client.get("/angebote/alles/"))
    assert (
        "Rufen Sie an 0631 5550199 Frau Muster morgens lange klingeln lassen Macht Pause bis 1. Dezember 2026. Umbau "
        "Gut zu wissen Erste Zeile zweite Zeile Kosten kostet Geld: 2,50 Euro "
        "Für wen Für alle ab 60 Angehörige Zeiten Zeiten nicht bekannt "
        "Pause vom 24. Dezember bis 2. Januar 2027: Ferien Pause vom 1. Februar bis 2. Februar 2027 "
        "Ort Haus am Park Musterstraße 1, 67655 Musterstadt Dansenberg Hinter der Kirche. Haltestelle: Park "
        "Es gibt Stufen. Toilette für Rollstuhl. Keine Höranlage. Parkplatz. Klingeln Sie. Im Keller. "
        "Auch erreichbar Fax: 0631 5550198 immer nur Bestellungen Internetseite: example.org/hilfe "
        "Anbieter Geplant Gilt für"
    ) in said
    assert "/anbieter/geplant/" not in client.get("/angebote/alles/").content.decode()


def test_target_group_is_not_said_twice(client, city):
    change(city.cafe, audience="Angehörige von Menschen mit Demenz")
    assert "Für wen Angehörige von Menschen mit Demenz Zeiten" in words(
        client.get("/angebote/cafe-im-nachbarschaftshaus/")
    )


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        (VerifiedHow.TELEPHONE, "Wir haben am Telefon nachgefragt."),
        (VerifiedHow.VISIT, "Wir waren dort."),
        (VerifiedHow.MAIL, "Wir haben mit einer E-Mail nachgefragt."),
        (VerifiedHow.LETTER, "Wir haben mit einem Brief nachgefragt."),
    ],
)
def test_page_says_how_it_was_checked(client, city, how, sentence):
    change(city.helper, verified_how=how)
    assert f"Geprüft am 23. November 2026. {sentence}" in words(client.get(HELPER))


def test_offer_that_is_over_says_so_and_shows_no_dates(client, city):
    change(city.helper, valid_until=date(2026, 11, 22))
    said = words(client.get(HELPER))
    assert "Dieses Angebot ist zu Ende. Es ging bis 22. November 2026." in said
    assert "Jetzt offen" not in said
    assert "Die nächsten Termine" not in said


def test_offer_that_begins_later_says_when(client, city):
    change(city.helper, valid_from=date(2026, 12, 1))
    assert "Dieses Angebot beginnt am 1. Dezember 2026." in words(client.get(HELPER))


def test_offer_on_its_last_day_is_an_offer(client, city):
    change(city.helper, valid_until=TODAY, valid_from=TODAY)
    said = words(client.get(HELPER))
    assert "zu Ende" not in said
    assert "Jetzt offen, heute bis 12 Uhr" in said


def test_appointments_are_no_open_door(client, city):
    city.helper.opening_times.all().delete()
    make_opening_time(city.helper, by_appointment=True)
    list_all(now=NOW)
    said = words(client.get(HELPER))
    assert "Rufen Sie an 0631 5550100 Nach Absprache So geht es" in said
    assert "Montag, 23. November, 9 bis 12 Uhr nach Absprache" in said


def test_label_looks_behind_the_next_appointments(client, city):
    city.helper.opening_times.all().delete()
    make_opening_time(city.helper, weekdays=[0, 1, 2, 3, 4], by_appointment=True)
    make_opening_time(city.helper, weekdays=[4], starts_at=time(14), ends_at=time(16))
    list_all(now=NOW)
    label = "Wieder am Freitag ab 14 Uhr"
    assert f"Rufen Sie an 0631 5550100 {label} So geht es" in words(client.get(HELPER))
    assert f"Zeiten {label}" in words(client.get("/angebote/?q=einkaufshilfe"))


def test_archived_offer_is_gone(client, city):
    response = client.get("/angebote/altes-angebot/")
    assert response.status_code == 410
    assert words(response).startswith(
        f"„Altes Angebot“ gibt es nicht mehr Angebot {city.gone.number} ist zu Ende. "
        "Vielleicht hilft Ihnen etwas anderes: Schreiben Sie, was Sie brauchen Hilfe suchen Alle Angebote zeigen"
    )


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW])
def test_draft_has_no_page(client, city, status):
    change(city.helper, status=status)
    assert client.get(HELPER).status_code == 404
    assert client.get(f"/a/{city.helper.number}/").status_code == 404


def test_preview_of_a_draft_says_what_it_is(city):
    offer = make_offer(title="Entwurf", published=False)
    response = preview(RequestFactory().get("/"), Offer.objects.for_listing().get(pk=offer.pk))
    said = words(response)
    assert said.startswith("Vorschau. Dieses Angebot ist noch nicht veröffentlicht. Entwurf Hilfe für ältere Menschen.")
    assert "Auf den Merkzettel" not in said
    assert "Stimmt etwas nicht?" not in said


def test_short_address_leads_to_the_offer(client, city):
    response = client.get(f"/a/{city.helper.number}/")
    assert (response.status_code, response.headers["Location"]) == (301, HELPER)


def test_short_address_of_an_archived_offer_leads_to_its_last_page(client, city):
    assert client.get(f"/a/{city.gone.number}/").headers["Location"] == "/angebote/altes-angebot/"


@pytest.mark.parametrize("address", ["/a/999999999/", "/angebote/nie-da/", "/a/99999999999999999999999/"])
def test_offer_that_never_was_is_not_found(client, city, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_for_one_and_for_three(client, city, number):
    for place in range(number - 1):
        city.helper.places.add(make_place(area=city.hill))
        make_contact(offer=city.helper, value=f"+4963155501{place}0")
        make_opening_time(city.helper, weekdays=[5], starts_at=time(14 + place), ends_at=time(14 + place, 30))
    list_all(now=NOW)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(HELPER).status_code == 200
    assert len(captured) == 2
