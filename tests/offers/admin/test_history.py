"""Who (by role) changed what when, and back."""

from datetime import date, time

import pytest
from django.urls import reverse

from offers import snapshots
from offers.actions import record_change, verify
from offers.history import Change, changes
from offers.models import Offer
from tests.factories import (
    NOW,
    make_area,
    make_closure,
    make_contact,
    make_offer,
    make_opening_time,
    make_place,
    make_provider,
    make_target_group,
    make_topic,
)

pytestmark = pytest.mark.django_db
BY = {"by": None, "role": "Redaktion", "now": NOW}


def history(offer):
    return reverse("admin:offers_offer_history", args=[offer.pk])


def restore_address(offer, number):
    return reverse("admin:offers_offer_restore", args=[offer.pk, number])


def messages(response):
    return [str(message) for message in response.context["messages"]]


def test_changes_are_said_in_words():
    offer = make_offer(title="Besuch", summary="", cost_kinds=["frei"], providers=[], topics=[])
    before = snapshots.take(offer)
    offer.contacts.all().delete()
    Offer.objects.update(
        status="archived",
        title="Besuche",
        cost_kinds=["frei", "spende"],
        valid_from=date(2026, 12, 1),
        cost_text="nichts",
    )
    make_contact(offer=offer, value="+496313650", label="Büro")
    make_contact(offer=offer, kind="web", value="https://example.org", position=2)
    make_opening_time(
        offer,
        frequency="monthly",
        weekdays=[0, 6],
        weeks_of_month=[1, -1],
        starts_at=time(9, 30),
        by_appointment=True,
        valid_until=date(2027, 1, 1),
    )
    make_opening_time(offer, interval=2, valid_from=date(2026, 12, 1), position=2)
    make_closure(offer, reason="Urlaub")
    offer.places.set([make_place(name="Rathaus")])
    offer.service_areas.set([make_area(name="Betzenberg")])
    offer.target_groups.set([make_target_group(name="Angehörige")])
    offer.provider_links.create(provider=make_provider(name="Verein"))
    offer.topic_links.create(topic=make_topic(plain_name="Reden"))
    assert changes(before, snapshots.take(offer)) == [
        Change("Stand", "veröffentlicht", "im Archiv"),
        Change("Titel", "Besuch", "Besuche"),
        Change("Kosten", "kostenlos", "kostenlos, gegen eine Spende"),
        Change("Kosten in Worten", "", "nichts"),
        Change("gibt es ab", "", "1. Dezember 2026"),
        Change(
            "Kontakte",
            "Telefon, 0631\xa05550100",
            "Telefon, 0631\xa03650, Büro\nInternetseite, https://example.org",
        ),
        Change(
            "Öffnungszeiten",
            "",
            "jeden Monat, Montag, Sonntag, 1, -1, von 09:30, bis 12:00, gilt bis 1. Januar 2027, nur nach Absprache\n"
            "jede Woche, jede wievielte Woche 2, Montag, von 09:00, bis 12:00, gilt ab 1. Dezember 2026",
        ),
        Change("Pausen", "", "erster Tag 23. November 2026, letzter Tag 23. November 2026, Urlaub"),
        Change("Anbieter", "", "Verein"),
        Change("Themen", "", "Reden"),
        Change("Zielgruppen", "", "Angehörige"),
        Change("Treffpunkte", "", "Rathaus"),
        Change("Einzugsgebiet", "", "Betzenberg"),
    ]


def test_changes_leave_out_what_the_reader_may_not_see():
    offer = make_offer(title="Besuch", internal_note="Frau Muster")
    after = snapshots.take(offer)
    before = after | {"title": "Besuche", "internal_note": ""}
    assert changes(before, after, without=frozenset({"internal_note"})) == [Change("Titel", "Besuche", "Besuch")]


def test_the_history_names_roles_and_never_people(client, editor):
    offer = make_offer(title="Besuch")
    record_change(offer, by=editor, role="Planung", event="angelegt", now=NOW)
    Offer.objects.update(title="Besuche")
    record_change(offer, by=editor, role="Redaktion", event="geändert", now=NOW)
    response = client.get(history(offer))
    entries = [(entry["version"].number, entry["version"].role) for entry in response.context["entries"]]
    assert entries == [(2, "Redaktion"), (1, "Planung")]
    assert response.context["entries"][0]["changes"] == [Change("Titel", "Besuch", "Besuche")]
    main = response.content.decode().partition("<main")[2]
    assert "23. November 2026, 10:00 Uhr, Redaktion" in main
    assert editor.username not in main


def test_an_offer_without_versions_says_so(client, editor):
    page = client.get(history(make_offer())).content.decode()
    assert "Für dieses Angebot ist noch keine Fassung gespeichert." in page


def test_the_history_has_pages_and_each_change_knows_the_one_before(client, editor):
    offer = make_offer()
    for number in range(1, 23):
        Offer.objects.update(title=f"Titel {number}")
        record_change(offer, event="geändert", **BY)
    first = client.get(history(offer)).context["entries"]
    assert [entry["version"].number for entry in first] == list(range(22, 2, -1))
    assert first[-1]["changes"] == [Change("Titel", "Titel 2", "Titel 3")]
    second = client.get(history(offer), {"seite": 2})
    assert [entry["version"].number for entry in second.context["entries"]] == [2, 1]
    # The newest of the second page isn't the newest of all: it can be restored.
    assert "Zurück zu Fassung 2" in second.content.decode()
    assert "Neuere Fassungen" in second.content.decode()


def test_restore_with_a_button(client, editor):
    offer = make_offer(title="Besuch")
    record_change(offer, event="angelegt", **BY)
    Offer.objects.update(title="Falsch")
    record_change(offer, event="geändert", **BY)
    page = client.get(history(offer)).content.decode()
    assert ("Zurück zu Fassung 1" in page, "Zurück zu Fassung 2" in page) == (True, False)
    response = client.post(restore_address(offer, 1), follow=True)
    assert response.redirect_chain == [(history(offer), 302)]
    assert messages(response) == ["Fassung 1 gilt wieder."]
    assert Offer.objects.get().title == "Besuch"
    latest = offer.versions.latest_first().first()
    assert (latest.event, latest.role, latest.by) == ("Fassung 1 wiederhergestellt", "Redaktion", editor)


def test_restore_names_what_is_gone(client, editor):
    place = make_place(name="Rathaus")
    offer = make_offer(places=[place])
    record_change(offer, event="angelegt", **BY)
    place.delete()
    response = client.post(restore_address(offer, 1), follow=True)
    assert messages(response) == ["Fassung 1 gilt wieder.", "Das gibt es nicht mehr, es fehlt jetzt: Rathaus."]


def test_restore_says_its_refusal(client, editor):
    offer = make_offer(phone="")
    record_change(offer, event="angelegt", **BY)
    response = client.post(restore_address(offer, 1), follow=True)
    assert messages(response)[0].startswith("Niemand kann dieses Angebot erreichen.")


def test_restore_is_for_those_who_may_change(client, reader):
    offer = make_offer()
    verify(offer, how="visit", **BY)
    assert client.post(restore_address(offer, 1)).status_code == 403
    assert offer.versions.count() == 1


def test_restore_wants_a_button_and_a_version(client, editor):
    offer = make_offer()
    assert client.get(restore_address(offer, 1)).status_code == 405
    assert client.post(restore_address(offer, 1)).status_code == 404


@pytest.mark.parametrize("address", ["abc/history/", "99999999999999999999999/history/"])
def test_history_of_nothing_is_not_found(client, editor, address):
    assert client.get(f"/admin/offers/offer/{address}").status_code == 404


def test_version_of_nothing_is_not_restored(client, editor):
    addresses = ["abc/fassungen/1/", "1/fassungen/99999999999999999999999/"]
    answers = [client.post(f"/admin/offers/offer/{address}") for address in addresses]
    # Django's admin takes the first for an offer's old address and looks there.
    assert [answer.status_code for answer in answers] == [302, 404]
