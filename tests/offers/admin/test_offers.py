"""The offer at the desk: its form, its buttons, its preview, and who may use them."""

import re
from datetime import time

import pytest
from django.urls import reverse

from offers.actions import record_change
from offers.models import Contact, Listing, Offer, OfferProvider, OpeningTime, Status
from tests.browser_forms import messages, typed_form
from tests.factories import (
    NOW,
    make_closure,
    make_offer,
    make_opening_time,
    make_place,
    make_provider,
    make_target_group,
    make_topic,
)
from tests.offer_desk import LIST, change

pytestmark = pytest.mark.django_db


def test_the_form_stands_in_the_order_of_the_public_page(client, editor):
    page = client.get(change(make_offer())).content.decode()
    headings = re.findall(r'<h2 id="[\w-]+-heading" class="[\w-]+">\s*(.*?)\s*</h2>', page)
    assert headings == [
        "Was und für wen",
        "Kontakte",
        "So geht es",
        "Kosten",
        "Für wen",
        "Zeiten",
        "Öffnungszeiten",
        "Pausen",
        "Wie und wo",
        "Sprachen",
        "Anbieter des Angebots",
        "Themen des Angebots",
        "Geprüft",
        "Quelle und Notizen",
    ]


def test_saving_without_a_change_writes_no_version(client, editor):
    offer = make_offer(places=[make_place()], target_groups=[make_target_group()], languages=["de"], modes=["zuhause"])
    make_opening_time(offer, frequency="monthly", weekdays=[1], weeks_of_month=[1, -1])
    make_closure(offer)
    response = client.post(change(offer), typed_form(client, change(offer)))
    assert response.status_code == 302
    assert not offer.versions.exists()


def test_saving_a_change_writes_a_version_and_lists_the_offer(client, editor):
    offer = make_offer()
    data = typed_form(client, change(offer)) | {"title": "Besuch am Nachmittag", "cost_kinds": ["frei", "spende"]}
    assert client.post(change(offer), data).status_code == 302
    offer.refresh_from_db()
    assert (offer.title, offer.cost_kinds) == ("Besuch am Nachmittag", ["frei", "spende"])
    version = offer.versions.get()
    assert (version.event, version.role, version.by) == ("geändert", "Redaktion", editor)
    assert Listing.objects.get().sort_title == "besuch am nachmittag"


def test_a_new_offer_is_a_draft_with_its_first_version(client, editor):
    provider, topic = make_provider(), make_topic()
    data = typed_form(client, reverse("admin:offers_offer_add")) | {
        "title": "Besuch",
        "slug": "besuch",
        "contacts-TOTAL_FORMS": 1,
        "contacts-0-kind": "phone",
        "contacts-0-value": "0631 3650",
        "contacts-0-position": 1,
        "opening_times-TOTAL_FORMS": 1,
        "opening_times-0-frequency": "weekly",
        "opening_times-0-interval": 1,
        "opening_times-0-weekdays": ["0", "4"],
        "opening_times-0-starts_at": "09:00",
        "opening_times-0-ends_at": "12:00",
        "opening_times-0-position": 1,
        "provider_links-TOTAL_FORMS": 1,
        "provider_links-0-provider": provider.pk,
        "provider_links-0-position": 1,
        "topic_links-TOTAL_FORMS": 1,
        "topic_links-0-topic": topic.pk,
        "topic_links-0-position": 1,
    }
    assert client.post(reverse("admin:offers_offer_add"), data).status_code == 302
    offer = Offer.objects.get()
    assert offer.status == Status.DRAFT
    assert Contact.objects.get().value == "+496313650"
    assert OpeningTime.objects.get().weekdays == [0, 4]
    assert OpeningTime.objects.get().starts_at == time(9)
    assert [str(link) for link in OfferProvider.objects.all()] == [provider.name]
    assert [str(link) for link in offer.topic_links.all()] == [topic.plain_name]
    assert (offer.versions.get().event, offer.slots.count() > 0) == ("angelegt", True)


def test_buttons_save_and_move(client, editor):
    offer = make_offer(published=False)
    page = client.get(change(offer)).content.decode()
    buttons = re.findall(r'<input type="submit" value="Sichern und (.*?)" name="(_\w+)">', page)
    moves = [button for button in buttons if button[1] not in ("_addanother", "_continue")]
    assert moves == [
        ("veröffentlichen", "_publish"),
        ("zur Prüfung geben", "_submit"),
        ("ins Archiv legen", "_archive"),
    ]
    data = typed_form(client, change(offer)) | {"title": "Neuer Titel", "_publish": "1"}
    response = client.post(change(offer), data, follow=True)
    assert messages(response) == ["„Neuer Titel“ ist veröffentlicht."]
    offer.refresh_from_db()
    assert (offer.title, offer.status) == ("Neuer Titel", Status.PUBLISHED)
    assert list(offer.versions.order_by("number").values_list("event", flat=True)) == ["geändert", "veröffentlicht"]


def test_a_refusal_is_said_in_words(client, editor):
    offer = make_offer(published=False, title="Besuch", phone="")
    response = client.post(change(offer), typed_form(client, change(offer)) | {"_publish": "1"}, follow=True)
    assert len(messages(response)) == 1
    assert messages(response)[0].startswith("„Besuch“: Niemand kann dieses Angebot erreichen. Tragen Sie zuerst")
    assert Offer.objects.get().status == Status.DRAFT


def test_status_and_check_are_not_typed(client, editor):
    offer = make_offer(published=False)
    forged = {"status": "published", "verified_on": "2026-11-23", "verified_how": "visit", "verified_by": editor.pk}
    client.post(change(offer), typed_form(client, change(offer)) | forged)
    offer.refresh_from_db()
    assert (offer.status, offer.verified_on, offer.verified_how, offer.verified_by) == ("draft", None, "", None)


def test_the_address_of_a_published_offer_stays(client, editor):
    offer = make_offer(slug="besuch")
    client.post(change(offer), typed_form(client, change(offer)) | {"slug": "anders"})
    offer.refresh_from_db()
    assert offer.slug == "besuch"


def test_who_may_only_read_has_no_buttons_and_no_notes(client, reader):
    offer = make_offer(internal_note="Frau Muster fragen", published=False)
    record_change(offer, by=None, role="Redaktion", event="angelegt", now=NOW)
    page = client.get(change(offer)).content.decode()
    history = client.get(reverse("admin:offers_offer_history", args=[offer.pk])).content.decode()
    assert offer.title in page
    assert offer.title in history
    assert "Frau Muster" not in page + history
    assert "_publish" not in page
    assert "Zurück zu Fassung" not in history
    assert client.post(change(offer), {"_publish": "1"}).status_code == 403
    assert client.post(LIST, {"action": "publish", "_selected_action": [offer.pk]}).status_code == 200
    assert Offer.objects.get().status == Status.DRAFT


def test_who_may_not_read_the_notes_cannot_search_them(client, reader):
    make_offer(internal_note="Frau Muster fragen")
    answer = client.get("/admin/offers/offer/?internal_note__icontains=Muster")
    assert answer.status_code == 400


def test_preview_shows_a_draft_as_citizens_would_see_it(client, editor):
    offer = make_offer(published=False, title="Besuch")
    response = client.get(reverse("admin:offers_offer_preview", args=[offer.pk]))
    assert "offers/offer_detail.html" in [template.name for template in response.templates]
    assert response.context["is_preview"] is True
    assert "Besuch" in response.content.decode()
    client.logout()
    assert client.get(offer.get_absolute_url()).status_code == 404


def test_two_people_at_one_offer_do_not_overwrite_each_other_unseen(client, editor):
    offer = make_offer(title="Besuch")
    record_change(offer, by=None, role="Redaktion", event="angelegt", now=NOW)
    mine = typed_form(client, change(offer)) | {"title": "Meiner"}
    theirs = typed_form(client, change(offer)) | {"title": "Ihrer"}
    assert client.post(change(offer), theirs).status_code == 302
    response = client.post(change(offer), mine)
    assert response.context["adminform"].form.non_field_errors()[0].startswith("Jemand hat dieses Angebot inzwischen")
    assert Offer.objects.get().title == "Ihrer"
