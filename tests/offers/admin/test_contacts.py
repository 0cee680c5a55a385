"""Contacts at the desk: typed as people write them, and those that the providers lend."""

import re

import pytest
from django.urls import reverse

from offers.admin.contacts import inherited_contacts
from tests.browser_forms import typed_form
from tests.factories import make_contact, make_offer, make_provider
from tests.offer_desk import change

pytestmark = pytest.mark.django_db
NO_NUMBER = (
    "Tragen Sie die Telefonnummer mit Vorwahl und nur in Ziffern ein, zum Beispiel 0631 3650. "
    "Wörter schreiben Sie in das Feld „Hinweis“."
)


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
