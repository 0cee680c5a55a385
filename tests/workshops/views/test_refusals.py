"""Who cannot register reads why and what else to do, and loses nothing that was typed."""

from datetime import timedelta

import pytest

from tests.drafts import STEPS, TYPED, address, draft_of, make_draft, make_invitation
from tests.factories import NOW
from tests.reading import heading, headings, words
from tests.workshop_factories import make_registration, make_workshop
from workshops.actions import drafts
from workshops.models import Draft, Registration, State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
PEOPLE = TYPED["personen"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": State.CLOSED}, "Die Anmeldung ist geschlossen."),
        ({"state": State.CANCELLED, "state_reason": "Wasser"}, "Dieser Termin fällt aus. Der Grund: Wasser"),
        ({"starts_at": NOW - timedelta(days=3)}, "Dieser Termin ist vorbei."),
        ({"registration_opens_at": NOW + timedelta(days=1)}, "Sie können sich ab Dienstag, 24. November 2026"),
    ],
)
def test_a_workshop_that_is_not_open_says_why_and_what_else(client, settings, fields, sentence):
    settings.HELP_PHONE = "0631 3650"
    workshop = make_workshop(**fields)
    key = make_draft(workshop)
    pages = ["personen", "erreichen", "hilfe", "pruefen"]
    seen = [client.get(f"{workshop.get_absolute_url()}anmelden/")]
    seen += [client.get(address(workshop, key, page)) for page in pages]
    refused = [client.post(address(workshop, key, page), PEOPLE) for page in pages]
    assert {response.status_code for response in seen} == {200}
    assert {response.status_code for response in refused} == {409}
    for response in (*seen, *refused):
        assert heading(response) == "Hier können Sie sich jetzt nicht anmelden"
        assert sentence in words(response)
        assert "0631 3650" in words(response)
        assert "Andere Werkstätten zeigen" in words(response)
    assert not Registration.objects.exists()


@pytest.mark.parametrize("page", STEPS[:3])
def test_nothing_is_kept_where_nobody_can_register(client, page):
    workshop = make_workshop(state=State.CLOSED)
    assert client.post(address(workshop, drafts.new_key(), page), PEOPLE).status_code == 409
    assert not Draft.objects.exists()
    # Whoever began before it closed loses nothing.
    key = make_draft(workshop)
    assert client.post(address(workshop, key, "personen"), PEOPLE | {"name_1": "Eva"}).status_code == 409
    assert draft_of(workshop, key).data == TYPED | {"personen": PEOPLE | {"name_1": "Eva"}}


@pytest.mark.parametrize("button", [{}, {"zurueck": ""}])
def test_too_many_drafts_are_refused_and_the_page_keeps_what_was_typed(client, monkeypatch, button):
    monkeypatch.setattr(drafts, "DRAFTS_A_DAY", 0)
    workshop = make_workshop(is_by_invitation=True)
    typed = PEOPLE | {"code": make_invitation(workshop)[1]} | button
    response = client.post(address(workshop, drafts.new_key(), "personen"), typed)
    assert response.status_code == 429
    assert "Von hier wurden heute schon sehr viele Anmeldungen angefangen. Rufen Sie uns an" in words(response)
    form = response.context["form"]
    assert (form["name_1"].value(), len(form["code"].value())) == ("Ada Beispiel", 12)
    assert not Draft.objects.exists()


def test_a_workshop_in_preparation_does_not_exist(client):
    workshop = make_workshop(state=State.DRAFT)
    assert client.get(f"{workshop.get_absolute_url()}anmelden/").status_code == 404
    assert client.get(address(workshop, drafts.new_key(), "personen")).status_code == 404


def test_refusals_at_the_end_keep_everything(client):
    workshop = make_workshop(seats=1)
    key = make_draft(workshop, personen={"name_2": "Bea Beispiel"})
    response = client.post(address(workshop, key, "pruefen"))
    assert response.status_code == 409
    assert "Es ist nur noch 1 Platz frei." in words(response)
    assert headings(response, 2)[0] == "Prüfen Sie Ihre Angaben"
    assert "Bea Beispiel" in words(response)
    assert "Anmeldung absenden" in words(response)


def test_too_many_registrations_are_refused_and_kept(client, workshop, monkeypatch):
    monkeypatch.setattr(drafts, "REGISTRATIONS_A_DAY", 0)
    key = make_draft(workshop)
    response = client.post(address(workshop, key, "pruefen"))
    assert response.status_code == 429
    assert "Von hier kamen heute schon sehr viele Anmeldungen. Rufen Sie uns an" in words(response)
    assert draft_of(workshop, key).data == TYPED


def test_an_invitation_that_was_used_meanwhile_is_refused_at_the_end(client):
    workshop = make_workshop(is_by_invitation=True)
    invitation, code = make_invitation(workshop)
    key = drafts.new_key()
    client.post(address(workshop, key, "personen"), PEOPLE | {"code": code})
    make_draft(workshop, key=key)
    make_registration(workshop, invitation=invitation)
    response = client.post(address(workshop, key, "pruefen"))
    assert response.status_code == 409
    assert "Mit diesem Code ist schon jemand angemeldet." in words(response)
