"""Checks of an offer at the desk: who is asked for one, and how one is entered."""

import re

import pytest
from django.utils import timezone

from offers.actions import verify
from offers.models import Offer
from tests.browser_forms import messages, typed_form
from tests.factories import NOW, make_offer, make_opening_time, make_place
from tests.offer_desk import LIST, change

pytestmark = pytest.mark.django_db


def checked_offer(**fields):
    offer = make_offer(**fields)
    make_opening_time(offer)
    verify(offer, how="visit", by=None, role="Redaktion", now=NOW)
    return offer


def told_after(client, offer, **typed):
    """The warnings after saving, without the message that it is saved."""
    response = client.post(change(offer), typed_form(client, change(offer)) | typed, follow=True)
    return [str(message) for message in response.context["messages"] if message.level_tag == "warning"]


def ask_for_a_check(offer):
    return (
        "Sie haben Kontakte oder Zeiten geändert. Haben Sie das nachgefragt? Dann tragen Sie die Prüfung neu ein: "
        f'<a href="{LIST}heute-geprueft/?ids={offer.pk}">Prüfung eintragen</a>'
    )


@pytest.mark.parametrize(
    "typed", [{"contacts-0-value": "0631 3650"}, {"opening_times-0-ends_at": "13:00"}, {"schedule_text": "mittags"}]
)
def test_who_changes_contacts_or_times_is_asked_for_a_check(client, editor, typed):
    offer = checked_offer()
    assert told_after(client, offer, **typed) == [ask_for_a_check(offer)]


def test_who_changes_something_else_or_an_unchecked_offer_is_not_asked(client, editor):
    assert told_after(client, checked_offer(schedule_text="montags"), title="Neuer Titel") == []
    unchecked = make_offer()
    assert told_after(client, unchecked, **{"contacts-0-value": "0631 3650"}) == []
    assert told_after(client, unchecked, **{"contacts-0-value": "0631 3651"}) == []


def test_times_in_words_have_to_follow_the_times(client, editor):
    offer = checked_offer(schedule_text="montags bis 12")
    words = "Die Öffnungszeiten sind anders. Ändern oder leeren Sie auch „Zeiten in Worten“: montags bis 12"
    assert told_after(client, offer, **{"opening_times-0-ends_at": "13:00"}) == [ask_for_a_check(offer), words]
    both = {"opening_times-0-ends_at": "14:00", "schedule_text": "montags bis 14"}
    assert told_after(client, offer, **both) == [ask_for_a_check(offer)]


def test_checked_today_takes_two_clicks_and_returns_to_the_filtered_list(client, editor):
    offers = [make_offer(title="A"), make_offer(title="B")]
    here = f"http://testserver{LIST}?zu-tun=nie-geprueft"
    # The link in the list …
    response = client.get(f"{LIST}heute-geprueft/?ids={offers[0].pk}", headers={"referer": here})
    assert [str(offer) for offer in response.context["offers"]] == ["A"]
    # … and one of four buttons.
    data = {"how": "telephone", "back": response.context["back"]}
    response = client.post(f"{LIST}heute-geprueft/?ids={offers[0].pk}", data, follow=True)
    assert response.redirect_chain == [(here, 302)]
    assert messages(response) == ["1 Angebot ist heute geprüft."]
    checked = Offer.objects.get(title="A")
    assert (checked.verified_on, checked.verified_how, checked.verified_by) == (
        timezone.localdate(),
        "telephone",
        editor,
    )
    assert Offer.objects.get(title="B").verified_on is None


def test_the_check_page_shows_what_to_ask_for(client, editor):
    full = make_offer(title="A", phone="+496313654408", cost_kinds=["frei"], places=[make_place(name="Zeppelinhalle")])
    make_opening_time(full)
    bare = make_offer(title="B", phone="")
    page = client.get(f"{LIST}heute-geprueft/?ids={full.pk},{bare.pk}").content.decode()
    area = full.places.get().area
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page) == [
        ("Telefon", "0631\N{NO-BREAK SPACE}3654408"),
        ("Zeiten", "Montag 9 bis 12 Uhr; Nicht an Feiertagen"),
        ("Kosten", "kostenlos"),
        ("Ort", f"Zeppelinhalle, {area}"),
        ("Telefon", "nicht bekannt"),
        ("Zeiten", "nicht bekannt"),
        ("Kosten", "nicht bekannt"),
        ("Ort", "nicht bekannt"),
    ]


def test_the_list_offers_to_enter_a_check(client, editor):
    offer = make_offer()
    link = f'<a href="{LIST}heute-geprueft/?ids={offer.pk}">Prüfung eintragen</a>'
    assert link in client.get(LIST).content.decode()
    assert "Heute geprüft" not in client.get(LIST).content.decode()


def test_checked_today_for_several(client, editor):
    offers = [make_offer(), make_offer()]
    data = {"action": "verify_today", "_selected_action": [offer.pk for offer in offers]}
    address = client.post(LIST, data)["Location"]
    response = client.post(address, {"how": "visit"}, follow=True)
    assert messages(response) == ["2 Angebote sind heute geprüft."]
    assert response.redirect_chain == [(LIST, 302)]
    assert set(Offer.objects.values_list("verified_how", flat=True)) == {"visit"}


def test_checked_today_asks_how_and_leads_to_no_other_host(client, editor):
    offer = make_offer()
    address = f"{LIST}heute-geprueft/?ids={offer.pk},x,"
    response = client.post(address, {"back": "https://example.org/"})
    assert response.context["form"].errors == {"how": ["Wählen Sie, wie Sie geprüft haben."]}
    assert client.post(address, {"how": "visit", "back": "https://example.org/"})["Location"] == LIST
