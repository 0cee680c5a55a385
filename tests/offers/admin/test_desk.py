"""The start page, what citizens told us, and the rows that offers share."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from offers.actions import relist
from offers.models import ErrorReport, Listing, MissingHelp, Offer, Place, Status, UnknownWord
from offers.work import WORK
from tests.browser_forms import typed_form
from tests.factories import (
    NOW,
    TODAY,
    make_area,
    make_error_report,
    make_offer,
    make_place,
    make_provider,
    make_target_group,
    make_topic,
    make_topic_group,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/offers/offer/"


def board(client):
    return [(str(task.label), task.count, task.url) for task in client.get("/admin/").context["tasks"]]


def shown(client, address):
    return [str(row) for row in client.get(address).context["cl"].result_list]


@pytest.fixture
def work(settings):
    """One offer for every kind of work, and some that are as they should be."""
    settings.HELP_PHONE = ""
    today = timezone.localdate()
    checked = {"verified_on": today, "verified_how": "visit"}
    make_offer(title="In Ordnung", **checked)
    make_offer(title="Nie geprüft")
    make_offer(title="Lange her", verified_on=today - timedelta(days=184), verified_how="visit")
    make_offer(title="Gerade noch", verified_on=today - timedelta(days=183), verified_how="visit")
    make_offer(title="Ohne Telefon", phone="", providers=[make_provider(street="Musterstraße 1")], **checked)
    make_offer(title="Telefon beim Anbieter", phone="", providers=[make_provider(phone="+496313650")], **checked)
    make_offer(title="Ohne alles", phone="", **checked)
    make_offer(title="Zu Ende", valid_until=today - timedelta(days=1), **checked)
    make_offer(title="Letzter Tag", valid_until=today, **checked)
    make_offer(title="Wieder da", closed_until=today - timedelta(days=1), **checked)
    make_offer(title="Letzter freier Tag", closed_until=today, **checked)
    make_offer(title="Wartet", status=Status.IN_REVIEW)
    make_offer(title="Entwurf", status=Status.DRAFT, phone="")
    make_error_report(offer=Offer.objects.get(title="In Ordnung"))
    make_error_report(offer=Offer.objects.get(title="In Ordnung"), is_done=True)
    MissingHelp.objects.create(text="Ein Chor", received_on=TODAY)


def test_the_board_counts_what_waits_and_leads_to_it(client, editor, work):
    tasks = board(client)
    assert tasks == [
        ("Telefon für Hilfe: noch keine Nummer eingestellt", 1, ""),
        ("Fehlermeldungen", 1, "/admin/offers/errorreport/?is_done__exact=0"),
        ("Fehlende Hilfen", 1, "/admin/offers/missinghelp/?is_done__exact=0"),
        ("Entwürfe, die auf die Prüfung warten", 1, f"{LIST}?zu-tun=in-pruefung"),
        ("Veröffentlicht, aber ohne jeden Kontakt", 1, f"{LIST}?zu-tun=ohne-kontakt"),
        ("Veröffentlicht, aber schon vorbei", 1, f"{LIST}?zu-tun=vorbei"),
        ("Die Pause ist vorbei: Stimmt alles noch?", 1, f"{LIST}?zu-tun=pause-vorbei"),
        ("Seit 6 Monaten nicht geprüft", 1, f"{LIST}?zu-tun=lange-nicht-geprueft"),
        ("Noch nie geprüft", 1, f"{LIST}?zu-tun=nie-geprueft"),
        ("Ohne Telefonnummer", 2, f"{LIST}?zu-tun=ohne-telefon"),
    ]
    assert [len(shown(client, url)) for _label, _count, url in tasks[1:]] == [1, 1, 1, 1, 1, 1, 1, 1, 2]
    assert shown(client, f"{LIST}?zu-tun=ohne-telefon") == ["Ohne alles", "Ohne Telefon"]
    assert shown(client, f"{LIST}?zu-tun=lange-nicht-geprueft") == ["Lange her"]
    assert shown(client, f"{LIST}?zu-tun=vorbei") == ["Zu Ende"]
    assert shown(client, f"{LIST}?zu-tun=pause-vorbei") == ["Wieder da"]


def test_an_unknown_kind_of_work_shows_the_whole_list(client, editor, work):
    assert len(shown(client, f"{LIST}?zu-tun=quatsch")) == Offer.objects.count()


def test_the_board_says_when_nothing_waits(client, editor, settings):
    settings.HELP_PHONE = "+496313650"
    assert board(client) == []
    assert "Es ist nichts zu tun." in client.get("/admin/").content.decode()


def test_the_board_shows_readers_nothing_that_citizens_wrote(client, reader, work):
    labels = {label for label, _count, _url in board(client)}
    assert labels == {"Telefon für Hilfe: noch keine Nummer eingestellt", *(str(work.label) for work in WORK.values())}


def test_the_board_of_somebody_without_a_role_is_empty(client, signed_in, work):
    signed_in()
    assert [label for label, _count, _url in board(client)] == ["Telefon für Hilfe: noch keine Nummer eingestellt"]


def test_the_board_asks_little(client, editor, work, django_assert_num_queries):
    # Session, person, second factor, rights (2), nine counts, the last entries of one's own.
    with django_assert_num_queries(15):
        client.get("/admin/")


def test_a_finished_report_loses_its_contact(client, editor):
    report, other = make_error_report(contact="0631 3650"), make_error_report(contact="0631 3651")
    address = reverse("admin:offers_errorreport_changelist")
    response = client.post(address, {"action": "finish", "_selected_action": [report.pk]}, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["1 Meldung ist erledigt."]
    assert list(ErrorReport.objects.order_by("pk").values_list("pk", "is_done", "contact")) == [
        (report.pk, True, ""),
        (other.pk, False, "0631 3651"),
    ]


def test_a_report_is_finished_on_its_own_page(client, editor):
    report, other = make_error_report(contact="0631 3650"), make_error_report(contact="0631 3651")
    page = client.get(reverse("admin:offers_errorreport_change", args=[report.pk])).content.decode()
    key = re.search(r'name="_selected_action" value="(\d+)"', page)[1]
    name, value, address = re.search(r'desk-finish" name="(\w+)" value="(\w+)" formaction="(.*?)"', page).groups()
    response = client.post(address, {"_selected_action": key, name: value}, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["1 Meldung ist erledigt."]
    assert list(ErrorReport.objects.order_by("pk").values_list("pk", "is_done", "contact")) == [
        (report.pk, True, ""),
        (other.pk, False, "0631 3651"),
    ]
    page = client.get(reverse("admin:offers_errorreport_change", args=[report.pk])).content.decode()
    assert "desk-finish" not in page


def test_missing_help_gets_done(client, editor):
    rows = [MissingHelp.objects.create(text=text, received_on=TODAY) for text in ("Ein Chor", "Ein Bus")]
    address = reverse("admin:offers_missinghelp_changelist")
    keys = [row.pk for row in rows]
    response = client.post(address, {"action": "finish", "_selected_action": keys}, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["2 Meldungen sind erledigt."]
    assert not MissingHelp.objects.open().exists()


def test_what_citizens_wrote_is_not_edited(client, editor):
    report = make_error_report()
    address = reverse("admin:offers_errorreport_change", args=[report.pk])
    assert client.get(address).context["adminform"].form.fields == {}
    assert client.post(address, {"text": "anders"}).status_code == 403
    assert ErrorReport.objects.get().text == report.text


def test_unknown_words_are_shown_when_they_are_readable(client, reader):
    UnknownWord.objects.create(digest="a", days=[TODAY])
    UnknownWord.objects.create(digest="b", word="Rollator", days=[TODAY - timedelta(days=ago) for ago in (2, 1, 0)])
    address = reverse("admin:offers_unknownword_changelist")
    assert shown(client, address) == ["Rollator"]
    assert "21.11.2026, 22.11.2026, 23.11.2026" in client.get(address).content.decode()


def save(client, model, row, **typed):
    address = reverse(f"admin:offers_{model}_change", args=[row.pk])
    response = client.post(address, typed_form(client, address) | typed)
    assert response.status_code == 302, response.context["errors"]


def titles_listed():
    return {listing.offer.title: listing.card for listing in Listing.objects.select_related("offer")}


def test_a_renamed_provider_is_renamed_on_the_cards_of_its_offers(client, operator):
    provider = make_provider(name="Alter Name")
    offer, other = make_offer(providers=[provider]), make_offer()
    relist(offers=Offer.objects.all(), now=NOW)
    before = Listing.objects.get(offer=other).card
    save(client, "provider", provider, name="Neuer Name")
    assert "neu" in str(Listing.objects.get(offer=offer).words).lower()
    assert Listing.objects.get(offer=other).card == before


@pytest.mark.parametrize(
    ("model", "make", "relation", "typed"),
    [
        ("place", make_place, "places", {"name": "Zeppelinhalle"}),
        ("area", make_area, "places__area", {"name": "Zeppelinhalle"}),
        ("topic", make_topic, "topics", {"name": "Zeppelinhalle"}),
    ],
)
def test_a_changed_row_is_found_by_its_new_name(client, operator, model, make, relation, typed):
    row = make()
    fields = {"places": [make_place(area=row)]} if model == "area" else {relation: [row]}
    offer, _other = make_offer(**fields), make_offer()
    relist(offers=Offer.objects.all(), now=NOW)
    save(client, model, row, **typed)
    assert [listing.offer for listing in Listing.objects.all() if "zeppelin" in str(listing.words)] == [offer]


def test_groups_are_kept_with_their_offers_listed(client, operator):
    group = make_topic_group()
    topic = make_topic(group=group)
    target = make_target_group()
    offer = make_offer(topics=[topic], target_groups=[target])
    for model, row in (("topicgroup", group), ("targetgroup", target)):
        Listing.objects.all().delete()
        save(client, model, row)
        assert [listing.offer for listing in Listing.objects.all()] == [offer]


def test_a_deleted_place_leaves_the_cards(client, operator):
    place = make_place(name="Zeppelinhalle")
    offer = make_offer(places=[place])
    relist(offers=Offer.objects.all(), now=NOW)
    assert "zeppelin" in str(Listing.objects.get().words)
    client.post(reverse("admin:offers_place_delete", args=[place.pk]), {"post": "yes"})
    assert not Place.objects.exists()
    assert "zeppelin" not in str(Listing.objects.get(offer=offer).words)


def test_an_emergency_number_is_edited(client, operator):
    address = reverse("admin:offers_emergencynumber_add")
    fields = {"number": "112", "name": "Notruf", "when": "Feuer", "hours": "immer", "position": 1, "source": "Land"}
    assert client.post(address, fields).status_code == 302
    assert shown(client, reverse("admin:offers_emergencynumber_changelist")) == ["112 Notruf"]


def test_a_renamed_area_is_renamed_where_offers_serve_it(client, operator):
    area = make_area(name="Alte Stadt")
    offer = make_offer(service_areas=[area])
    relist(offers=Offer.objects.all(), now=NOW)
    save(client, "area", area, name="Neue Stadt")
    assert [served["name"] for served in Listing.objects.get(offer=offer).facts["service_areas"]] == ["Neue Stadt"]


@pytest.mark.parametrize(("model", "make"), [("provider", make_provider), ("targetgroup", make_target_group)])
def test_an_address_that_people_know_stays(client, operator, model, make):
    row = make(name="Alter Name", slug="alter-name")
    save(client, model, row, name="Neuer Name", slug="neuer-name")
    row.refresh_from_db()
    assert (row.name, row.slug) == ("Neuer Name", "alter-name")
