"""The offer at the desk: its form, its buttons, its list."""

import re
from datetime import date, time

import pytest
from django.urls import reverse
from django.utils import timezone

from offers.actions import record_change, verify
from offers.admin.contacts import inherited_contacts
from offers.models import Contact, Listing, Offer, OfferProvider, OpeningTime, Status
from tests.browser_forms import typed_form
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
LIST = "/admin/offers/offer/"
LIST_QUERIES = 11
NO_NUMBER = (
    "Tragen Sie die Telefonnummer mit Vorwahl und nur in Ziffern ein, zum Beispiel 0631 3650. "
    "Wörter schreiben Sie in das Feld „Hinweis“."
)


def change(offer):
    return reverse("admin:offers_offer_change", args=[offer.pk])


def messages(response):
    return [str(message) for message in response.context["messages"]]


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


@pytest.mark.parametrize(
    ("kind", "typed", "error"),
    [
        ("phone", "3650", NO_NUMBER),
        ("phone", "0631 abc", NO_NUMBER),
        ("fax", "beim Pförtner", NO_NUMBER),
        ("email", "name", "Tragen Sie eine E-Mail-Adresse ein, zum Beispiel name@beispiel.de."),
        ("web", "www.beispiel.de", "Tragen Sie die ganze Adresse ein, zum Beispiel https://www.beispiel.de."),
    ],
)
def test_a_contact_that_leads_nowhere_is_refused_with_what_to_type(client, editor, kind, typed, error):
    offer = make_offer()
    data = typed_form(client, change(offer)) | {"contacts-0-kind": kind, "contacts-0-value": typed}
    response = client.post(change(offer), data)
    contacts = response.context["inline_admin_formsets"][0].formset
    assert contacts.errors == [{"value": [error]}]
    assert "<title>Fehler: " in response.content.decode()


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("phone", "(0631) 36-50", "+496313650"),
        ("email", "name@beispiel.de", "name@beispiel.de"),
        ("web", "https://www.beispiel.de", "https://www.beispiel.de"),
        ("letter", "Musterstraße 1", "Musterstraße 1"),
    ],
)
def test_a_contact_is_kept_as_it_is_needed(client, editor, kind, typed, kept):
    offer = make_offer()
    data = typed_form(client, change(offer)) | {"contacts-0-kind": kind, "contacts-0-value": typed}
    client.post(change(offer), data)
    assert offer.contacts.get().value == kept


def test_an_empty_contact_asks_for_its_number(client, editor):
    offer = make_offer()
    response = client.post(change(offer), typed_form(client, change(offer)) | {"contacts-0-value": ""})
    assert [*response.context["inline_admin_formsets"][0].formset.errors[0]] == ["value"]


def test_a_number_is_shown_as_people_read_it(client, editor):
    offer = make_offer(phone="+496313654408")
    assert typed_form(client, change(offer))["contacts-0-value"] == "0631\N{NO-BREAK SPACE}3654408"


def test_the_form_shows_what_the_providers_lend(client, editor, django_assert_num_queries):
    first = make_provider(name="Verein Muster", phone="+496313654408")
    make_contact(provider=first, kind="email", value="hilfe@muster.example", position=2)
    make_contact(provider=first, kind="phone", value="+496313650", position=3)
    second = make_provider(name="Stadt", phone="+496315550111")
    offer = make_offer(providers=[first, second])
    make_offer(providers=[second, first, make_provider(phone="+496315550122")])
    page = client.get(change(offer))
    found = re.findall(r'<li>(.*?) \(<a href="(.*?)">(.*?)</a>\)</li>', page.content.decode())
    addresses = [reverse("admin:offers_provider_change", args=[provider.pk]) for provider in (first, second)]
    assert found == [
        ("Telefon: 0631\N{NO-BREAK SPACE}3654408", addresses[0], "bei Verein Muster ändern"),
        ("E-Mail: hilfe@muster.example", addresses[0], "bei Verein Muster ändern"),
        ("Telefon: 0631\N{NO-BREAK SPACE}3650", addresses[0], "bei Verein Muster ändern"),
        ("Telefon: 0631\N{NO-BREAK SPACE}5550111", addresses[1], "bei Stadt ändern"),
    ]
    with django_assert_num_queries(1):
        assert len(inherited_contacts(offer)) == 4


def test_a_new_offer_has_nothing_from_providers(client, editor):
    make_offer(providers=[make_provider(phone="+496313654408")])
    assert "Beim Anbieter hinterlegt" not in client.get(reverse("admin:offers_offer_add")).content.decode()


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


def test_an_opening_time_needs_a_weekday(client, editor):
    offer = make_offer()
    make_opening_time(offer)
    data = typed_form(client, change(offer)) | {"opening_times-0-weekdays": []}
    response = client.post(change(offer), data)
    assert response.context["inline_admin_formsets"][1].formset.errors == [
        {"weekdays": ["Wählen Sie mindestens einen Wochentag."]}
    ]


def times_with(client, offer, **typed):
    """The answer to the form of an offer with one opening time of which something was typed anew."""
    typed = {f"opening_times-0-{name}": value for name, value in typed.items()}
    return client.post(change(offer), typed_form(client, change(offer)) | typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("23:30", time(23, 30)), ("23.30", time(23, 30)), ("9", time(9)), ("9.30", time(9, 30)), ("10:00:00", time(10))],
)
def test_a_time_is_typed_as_people_write_it(client, editor, typed, kept):
    offer = make_offer()
    make_opening_time(offer, ends_at=time(23, 45))
    assert times_with(client, offer, starts_at=typed).status_code == 302
    assert offer.opening_times.get().starts_at == kept


def test_a_time_is_shown_without_seconds(client, editor):
    offer = make_offer()
    make_opening_time(offer, starts_at=time(10), ends_at=time(12, 30))
    data = typed_form(client, change(offer))
    assert (data["opening_times-0-starts_at"], data["opening_times-0-ends_at"]) == ("10:00", "12:30")


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {"starts_at": "halb neun", "ends_at": ""},
            {
                "starts_at": ["Tragen Sie die Uhrzeit mit Stunde und Minute ein, zum Beispiel 23:30."],
                "ends_at": ["Tragen Sie ein, wann es endet, zum Beispiel 12:00."],
            },
        ),
        ({"starts_at": ""}, {"starts_at": ["Tragen Sie ein, wann es beginnt, zum Beispiel 09:00."]}),
        (
            {"weeks_of_month": ["1"]},
            {"weeks_of_month": ["Nehmen Sie bei „jede Woche“ die Haken bei „wievielter im Monat“ weg."]},
        ),
        (
            {"frequency": "monthly"},
            {"__all__": ["Tragen Sie bei „jeden Monat“ ein, der wievielte Wochentag im Monat gilt."]},
        ),
    ],
)
def test_a_wrong_time_says_what_to_do(client, editor, typed, errors):
    offer = make_offer()
    make_opening_time(offer)
    response = times_with(client, offer, **typed)
    assert response.context["inline_admin_formsets"][1].formset.errors == [errors]


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


def test_list_action_publishes_several_and_names_who_cannot(client, editor):
    ready, unready = make_offer(published=False, title="A"), make_offer(published=False, title="B", phone="")
    keys = [ready.pk, unready.pk]
    response = client.post(LIST, {"action": "publish", "_selected_action": keys}, follow=True)
    told = messages(response)
    assert told[0] == "„A“ ist veröffentlicht."
    assert told[1].startswith("„B“: Niemand kann dieses Angebot erreichen.")
    assert list(Offer.objects.published()) == [ready]


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


@pytest.mark.parametrize("term", ["besuch", "muster e. V.", "fahren", "=number"])
def test_search_finds_by_title_provider_topic_and_number(client, editor, term):
    wanted = make_offer(
        title="Besuch", providers=[make_provider(name="Muster e. V.")], topics=[make_topic(plain_name="Fahren")]
    )
    make_offer()
    query = wanted.pk if term == "=number" else term
    assert list(client.get(LIST, {"q": query}).context["cl"].result_list) == [wanted]


def test_the_list_costs_the_same_for_one_and_for_many(client, editor, django_assert_num_queries):
    make_offer()
    with django_assert_num_queries(LIST_QUERIES):
        client.get(LIST)
    make_offer()
    make_offer()
    with django_assert_num_queries(LIST_QUERIES):
        client.get(LIST)


def test_the_list_is_filtered_by_areas_that_offers_name(client, editor):
    edge, middle, _unused = make_area(name="Rand"), make_area(name="Mitte"), make_area(name="Ohne Angebot")
    make_offer(service_areas=[edge, middle])
    lines = client.get(LIST).context["cl"].filter_specs[-1].lookup_choices
    assert lines == [(middle.pk, "Mitte"), (edge.pk, "Rand")]


def test_a_contact_in_the_list_of_providers_is_a_short_name(client, editor):
    make_offer(providers=[make_provider(name="Verein Muster", short_name="VM"), make_provider(name="Stadt")])
    assert "VM, Stadt" in client.get(LIST).content.decode()


def test_dates_of_a_break_are_german(client, editor):
    offer = make_offer()
    closure = make_closure(offer, first_day=date(2026, 12, 1), last_day=date(2026, 12, 3))
    assert str(closure) == "01.12.2026 – 03.12.2026"
    make_contact(offer=offer, kind="web", value="https://example.org", position=0)
    assert str(offer.contacts.in_order().first()) == "https://example.org"


def test_two_people_at_one_offer_do_not_overwrite_each_other_unseen(client, editor):
    offer = make_offer(title="Besuch")
    record_change(offer, by=None, role="Redaktion", event="angelegt", now=NOW)
    mine = typed_form(client, change(offer)) | {"title": "Meiner"}
    theirs = typed_form(client, change(offer)) | {"title": "Ihrer"}
    assert client.post(change(offer), theirs).status_code == 302
    response = client.post(change(offer), mine)
    assert response.context["adminform"].form.non_field_errors()[0].startswith("Jemand hat dieses Angebot inzwischen")
    assert Offer.objects.get().title == "Ihrer"
