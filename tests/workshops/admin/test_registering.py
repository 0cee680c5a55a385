""" "Jemanden anmelden": everything on one page, once, and nothing typed is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.urls import reverse

from tests.factories import NOW
from tests.workshop_factories import BY_LETTER, BY_MAIL, make_party, make_registration, make_workshop
from workshops.actions.seats import cancel, change_party
from workshops.actions.telephone import register_once
from workshops.models import (
    AccessNeed,
    ContactDetails,
    Guest,
    Notice,
    Origin,
    Registration,
    Seat,
    State,
    Way,
)

pytestmark = pytest.mark.django_db
KEY = "ein-schluessel-fuer-den-test"
CALLER = {
    "name_1": "Ada Beispiel",
    "way": "phone",
    "phone": "0631 5550177",
    "group_1": "older_people",
    "wheelchairs": "0",
    "origin": "phone",
    "key": KEY,
}
DETAILS = {"phone": "", "email": "", "street": "", "postal_code": "", "town": ""}


def register_address(workshop):
    return reverse("admin:workshops_workshop_register", args=[workshop.pk])


def edit_address(registration):
    return reverse("admin:workshops_registration_edit", args=[registration.pk])


def change(client, registration, typed):
    """As the browser sends it from a page that was opened just now."""
    version = initial(client.get(edit_address(registration)))["version"]
    return client.post(edit_address(registration), typed | {"version": version})


def errors(response):
    return {name: [*found] for name, found in response.context["form"].errors.items()}


def details():
    return ContactDetails.objects.values("names", "way", *DETAILS).get()


def initial(response):
    return initial_of(response.context["form"])


def initial_of(form):
    return {name: form[name].value() for name in form.fields}


def test_the_page_asks_in_the_order_of_a_talk_with_what_is_usual_filled_in(client, organiser):
    workshop = make_workshop(wheelchair_seats=2, arranged_help=["wheelchair", "ride", "other"])
    response = client.get(register_address(workshop))
    form = response.context["form"]
    shown = [name for fieldset in response.context["adminform"] for line in fieldset for name in line.fields]
    assert shown == [
        "name_1",
        "name_2",
        "name_3",
        "way",
        "phone",
        "street",
        "postal_code",
        "town",
        "email",
        "group_1",
        "group_2",
        "group_3",
        "wheelchairs",
        "needs",
        "words",
        "consent",
        "origin",
        "key",
    ]
    assert {name: value for name, value in initial(response).items() if value and name != "key"} == {
        "way": "phone",
        "town": "Kaiserslautern",
        "origin": "phone",
    }
    # A wheelchair is asked for as a number, so it is no tick.
    assert [value for value, _label in form.fields["needs"].choices] == ["ride", "other", "call"]
    assert [value for value, _label in form.fields["wheelchairs"].choices] == [0, 1, 2]
    assert "Es gibt noch 10 freie Plätze." in response.content.decode()
    other = client.get(register_address(workshop)).context["form"]
    assert len({form["key"].value(), other["key"].value()}) == 2


def test_a_caller_is_registered_and_hears_the_code(client, organiser):
    workshop = make_workshop()
    response = client.post(register_address(workshop), CALLER, follow=True)
    registration = Registration.objects.get()
    assert response.redirect_chain == [(reverse("admin:workshops_registration_receipt", args=[registration.pk]), 302)]
    assert (registration.seat, registration.origin, registration.people) == (Seat.SEATED, Origin.PHONE, 1)
    assert details() == DETAILS | {"names": ["Ada Beispiel"], "way": "phone", "phone": "+496315550177"}
    page = response.content.decode()
    assert response.context["code"] in page
    assert len(response.context["code"].split("\N{NO-BREAK SPACE}")) == 4
    assert f"{registration}: hat einen Platz" in page
    assert "Karte drucken" in page
    assert "Nächste Person anmelden" in page
    assert "Brief drucken" not in page
    # Who is on the telephone has just heard it.
    assert not Notice.objects.to_call().exists()
    entry = LogEntry.objects.get()
    assert (entry.object_repr, entry.change_message) == (str(registration), "Angemeldet")


def test_three_people_by_letter_with_needs_come_on_the_waiting_list(client, organiser):
    workshop = make_workshop(seats=3, wheelchair_seats=1, arranged_help=["ride", "other"])
    make_registration(workshop)
    typed = CALLER | {
        "name_2": "Bea Beispiel",
        "name_3": "Cem Beispiel",
        "group_3": "relatives",
        "way": "letter",
        "street": "Musterweg 1",
        "postal_code": "67655",
        "town": "Kaiserslautern",
        # Half a number: it isn't the way, so it isn't kept.
        "phone": "0631",
        "wheelchairs": "1",
        "needs": ["ride"],
        "words": "Ein Stuhl mit Lehnen",
        "consent": "on",
        "origin": "letter",
    }
    response = client.post(register_address(workshop), typed, follow=True)
    registration = Registration.objects.get(people=3)
    assert (registration.seat, registration.origin, registration.wheelchairs) == (Seat.WAITING, Origin.LETTER, 1)
    assert registration.contact.names == ["Ada Beispiel", "Bea Beispiel", "Cem Beispiel"]
    assert (registration.contact.street, registration.contact.phone) == ("Musterweg 1", "")
    assert list(registration.guests.order_by("position").values_list("group", flat=True)) == [
        "older_people",
        "older_people",
        "relatives",
    ]
    assert set(registration.needs.values_list("kind", "text")) == {
        ("ride", ""),
        ("wheelchair", ""),
        ("other", "Ein Stuhl mit Lehnen"),
    }
    assert "auf der Warteliste" in response.content.decode()
    letter = Notice.objects.to_write().get()
    assert reverse("admin:workshops_workshop_letter", args=[letter.pk]) in response.content.decode()


def test_own_words_without_other_help_ask_for_a_call(client, organiser):
    client.post(register_address(make_workshop()), CALLER | {"words": "Ich höre schlecht.", "consent": "on"})
    assert list(AccessNeed.objects.values_list("kind", "text")) == [("call", "Ich höre schlecht.")]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({"name_1": " "}, {"name_1": ["Tragen Sie einen Namen ein."]}),
        ({"phone": ""}, {"phone": ["Tragen Sie die Telefonnummer mit Vorwahl ein, zum Beispiel 0631 3650."]}),
        ({"phone": "5550177"}, {"phone": ["Tragen Sie die Telefonnummer mit Vorwahl ein, zum Beispiel 0631 3650."]}),
        (
            {"way": "letter", "postal_code": "6765"},
            {
                "postal_code": ["Tragen Sie die Postleitzahl ein, fünf Ziffern."],
                "street": ["Tragen Sie Straße und Hausnummer ein."],
                "town": ["Tragen Sie den Ort ein."],
            },
        ),
        ({"way": "mail"}, {"email": ["Tragen Sie die E-Mail-Adresse ein, zum Beispiel name@beispiel.de."]}),
        (
            {"way": "mail", "email": "ada"},
            {"email": ["Tragen Sie die E-Mail-Adresse ein, zum Beispiel name@beispiel.de."]},
        ),
        (
            {"needs": ["ride"]},
            {
                "consent": [
                    "Fragen Sie, ob wir die Angaben zur Hilfe speichern dürfen. Ohne das Ja lassen Sie die Hilfen leer."
                ]
            },
        ),
        ({"needs": ["other"], "consent": "on"}, {"words": ["Schreiben Sie, was gebraucht wird."]}),
        (
            {"wheelchairs": "2", "consent": "on"},
            {"wheelchairs": ["Es können nicht mehr Rollstühle als Personen sein."]},
        ),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(client, organiser, typed, found):
    workshop = make_workshop(wheelchair_seats=2, arranged_help=["ride", "other"])
    response = client.post(register_address(workshop), CALLER | typed)
    assert errors(response) == found
    # A ticked box says True, whatever the browser sends for it.
    sent = CALLER | typed | ({"consent": True} if "consent" in typed else {})
    assert {name: initial(response)[name] for name in sent} == sent
    assert "Fehler: " in response.content.decode().split("</title>")[0]
    assert not Registration.objects.exists()


def test_without_a_way_no_field_of_a_way_is_missing(client, organiser):
    response = client.post(register_address(make_workshop()), CALLER | {"way": "", "needs": ["nothing"]})
    assert set(errors(response)) == {"way", "needs"}


@pytest.mark.parametrize("state", [State.CANCELLED, State.DRAFT])
def test_a_refusal_stands_above_the_form(client, organiser, state):
    workshop = make_workshop(state=state, state_reason="Wegen Schnee.")
    response = client.post(register_address(workshop), CALLER)
    assert [*errors(response)] == ["__all__"]
    assert initial(response)["name_1"] == "Ada Beispiel"


def test_two_clicks_register_once(client, organiser):
    workshop = make_workshop()
    first = client.post(register_address(workshop), CALLER)
    second = client.post(register_address(workshop), CALLER)
    assert (first.url, Registration.objects.count()) == (second.url, 1)
    client.post(register_address(workshop), CALLER | {"key": f"{KEY}-naechster"})
    assert Registration.objects.count() == 2


def test_a_page_without_its_key_registers_nobody(client, organiser):
    response = client.post(register_address(make_workshop()), CALLER | {"key": ""})
    assert set(errors(response)) == {"key"}


@pytest.mark.django_db(transaction=True)
def test_ten_clicks_at_once_register_once():
    workshop = make_workshop()
    together = Barrier(10)

    def click(_number):
        try:
            together.wait(timeout=20)
            return register_once(key=KEY, workshop_id=workshop.pk, party=make_party(), origin=Origin.PHONE, now=NOW).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as threads:
        keys = {*threads.map(click, range(10))}
    assert keys == {Registration.objects.get().pk}


def test_the_same_form_changes_a_registration(client, organiser):
    workshop = make_workshop(wheelchair_seats=1, arranged_help=["ride", "other"])
    registration = make_registration(
        workshop, names=["Ada Beispiel", "Bea Beispiel"], wheelchairs=1, needs={"ride": "", "other": "Ein Stuhl"}
    )
    Guest.objects.filter(position=2).update(group="relatives")
    response = client.get(edit_address(registration))
    before = initial(response)
    assert {name: value for name, value in before.items() if value and name != "version"} == {
        "name_1": "Ada Beispiel",
        "name_2": "Bea Beispiel",
        "way": "phone",
        "phone": "0631\N{NO-BREAK SPACE}5550177",
        "town": "Kaiserslautern",
        "group_1": "older_people",
        "group_2": "relatives",
        "wheelchairs": 1,
        "needs": ["ride", "other"],
        "words": "Ein Stuhl",
        "consent": True,
    }
    typed = {name: value for name, value in before.items() if value} | {
        "name_2": "",
        "way": "mail",
        "email": "ada@example.org",
        "needs": [],
        "words": "",
        "wheelchairs": "0",
    }
    response = client.post(edit_address(registration), typed)
    assert response.url == reverse("admin:workshops_registration_change", args=[registration.pk])
    registration = Registration.objects.get()
    assert (registration.people, registration.wheelchairs, registration.needs.count()) == (1, 0, 0)
    assert details() == DETAILS | {"names": ["Ada Beispiel"], "way": "mail", "email": "ada@example.org"}
    assert LogEntry.objects.get().change_message == "Geändert"


@pytest.mark.parametrize(
    "needs",
    [
        {"call": "0631 3650", "other": "Mein Assistenzhund kommt mit"},
        {"call": "0631 3650"},
        # No longer offered, yet promised.
        {"sign_language": "", "ride": "von der Haustür"},
    ],
)
def test_what_nobody_changed_stays(client, organiser, needs):
    registration = make_registration(names=["Ada Beispiel", "Bea Beispiel"], needs=needs, group="")
    Guest.objects.filter(position=1).update(group="churches")
    form = client.get(edit_address(registration)).context["form"]
    offered = {name: dict(form.fields[name].choices) for name in ("needs", "group_1")}
    before = {name: value for name, value in initial_of(form).items() if value is not None}
    assert before["group_1"] in offered["group_1"]
    assert {*before["needs"]} <= {*offered["needs"]}
    client.post(edit_address(registration), before)
    assert dict(registration.needs.values_list("kind", "text")) == needs
    assert [*registration.guests.order_by("position").values_list("group", flat=True)] == ["churches", ""]


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        (BY_MAIL, {"way": Way.MAIL, "email": "ada@example.org", "phone": ""}),
        (
            BY_LETTER,
            {"way": Way.LETTER, "street": "Musterweg 1", "postal_code": "67655", "town": "Kaiserslautern", "phone": ""},
        ),
    ],
)
def test_the_way_that_was_chosen_is_filled_in(client, organiser, contact, shown):
    before = initial(client.get(edit_address(make_registration(contact=contact))))
    assert {name: before[name] for name in shown} == shown


def test_a_change_that_does_not_fit_says_so(client, organiser):
    workshop = make_workshop(seats=1)
    registration = make_registration(workshop)
    response = change(client, registration, CALLER | {"name_2": "Bea Beispiel"})
    assert errors(response) == {"__all__": ["Es ist kein Platz mehr frei. Ihre Anmeldung bleibt, wie sie war."]}
    assert details()["names"] == ["Ada Beispiel"]


def test_where_contact_was_deleted_nothing_is_filled_in_or_changed(client, organiser):
    registration = make_registration()
    cancel(registration_id=registration.pk, now=NOW)
    ContactDetails.objects.all().delete()
    before = initial(client.get(edit_address(registration)))
    assert (before.get("name_1"), before["way"]) == (None, Way.PHONE)
    assert errors(change(client, registration, CALLER)) == {"__all__": ["Diese Anmeldung gilt nicht mehr."]}


def test_what_the_person_changed_meanwhile_is_shown_before_it_is_overwritten(client, organiser):
    workshop = make_workshop(arranged_help=["ride"])
    registration = make_registration(workshop)
    opened = {
        name: value for name, value in initial(client.get(edit_address(registration))).items() if value is not None
    }
    typed = opened | {"name_1": "Ada Beispiel-Neu"}
    changed = make_party(["Ada Beispiel", "Bea Beispiel"], contact=BY_MAIL, needs={"ride": "um 13 Uhr", "call": ""})
    change_party(registration_id=registration.pk, party=changed, now=NOW)

    response = client.post(edit_address(registration), typed)
    assert errors(response) == {
        "__all__": [
            "Diese Anmeldung hat sich geändert, während Ihre Seite offen war. Vergleichen Sie, was jetzt gespeichert "
            "ist, mit Ihren Angaben. Drücken Sie dann noch einmal auf „Änderung sichern“.",
            "Jetzt gespeichert: Ada Beispiel, Bea Beispiel",
            "Nachricht: ada@example.org",
            "Gruppen: ältere Person, ältere Person",
            "Rollstühle: 0",
            "Hilfen: Anruf zur Klärung, Fahrt hin und zurück „um 13 Uhr“",
        ]
    }
    assert details()["names"] == ["Ada Beispiel", "Bea Beispiel"]

    again = initial(response)
    assert again["version"] != typed["version"]
    assert (again["name_1"], again["name_2"], again["phone"]) == ("Ada Beispiel-Neu", None, typed["phone"])
    again = {name: value for name, value in again.items() if value is not None}
    for _press in range(2):
        assert client.post(edit_address(registration), again).status_code == 302
    assert (details()["names"], registration.needs.count()) == (["Ada Beispiel-Neu"], 0)


def test_a_page_without_its_version_changes_nothing(client, organiser):
    registration = make_registration()
    ContactDetails.objects.update(names=["Ada Alt"])
    (refusal, *saved) = errors(client.post(edit_address(registration), CALLER))["__all__"]
    assert refusal.startswith("Diese Anmeldung hat sich geändert")
    assert saved[-1] == "Hilfen: keine"
    assert details()["names"] == ["Ada Alt"]
