"""Drafts: nothing typed is lost, nothing is registered twice, a key opens one draft only."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from tests.drafts import NETWORK, digits_of, draft_of, make_draft, make_invitation, send_draft
from tests.factories import NOW
from tests.workshop_factories import make_registration, make_workshop
from workshops.actions import drafts
from workshops.actions.drafts import begin_invited, keep, new_key, open_invitation, send, throw_away
from workshops.actions.refusals import (
    CodeIsSlip,
    CodeIsUnknown,
    DraftHasChanged,
    InvitationIsNeeded,
    InvitationIsUsed,
    PartyIsTooLarge,
    RegistrationIsNotOpen,
    TooManyDrafts,
    TooManyRegistrations,
)
from workshops.forms.registering import party_from, read_pages
from workshops.models import ContactDetails, Draft, Registration, Seat, State

pytestmark = pytest.mark.django_db


def test_key_is_128_bits_and_new_each_time():
    keys = {new_key() for _time in range(100)}
    assert len(keys) == 100
    assert {len(bytes.fromhex(key)) for key in keys} == {16}


# Two of the queries are the savepoint that an atomic action takes inside a test.
def test_pages_are_kept_beside_each_other(django_assert_num_queries):
    workshop = make_workshop()
    later = NOW + timedelta(minutes=5)
    with django_assert_num_queries(8):
        keep(key="a", workshop_id=workshop.pk, parts={"personen": {"name_1": ""}}, network=NETWORK, now=NOW)
    with django_assert_num_queries(4):
        kept = keep(key="a", workshop_id=workshop.pk, parts={"hilfe": {"other": "x"}}, network=NETWORK, now=later)
    assert kept == draft_of(workshop, "a")
    assert (kept.data, kept.changed_at) == ({"personen": {"name_1": ""}, "hilfe": {"other": "x"}}, later)


def test_only_a_digest_of_the_key_is_kept():
    workshop = make_workshop()
    key = make_draft(workshop)
    assert not Draft.objects.filter(key_digest__contains=key).exists()


def test_a_key_opens_nothing_at_another_workshop():
    key = make_draft(make_workshop())
    other = make_workshop()
    assert draft_of(other, key) is None
    assert not throw_away(key=key, workshop_id=other.pk)
    assert Draft.objects.count() == 1


def test_a_draft_is_thrown_away():
    workshop = make_workshop()
    key = make_draft(workshop)
    assert throw_away(key=key, workshop_id=workshop.pk) is False
    assert not Draft.objects.exists()
    assert throw_away(key=key, workshop_id=workshop.pk) is False


def test_a_sent_draft_keeps_only_what_came_of_it():
    workshop = make_workshop()
    key = make_draft(workshop)
    registration = send_draft(workshop, key)
    sent = draft_of(workshop, key)
    assert (sent.registration, sent.data) == (registration, {})
    assert (registration.seat, registration.contact.names) == (Seat.SEATED, ["Ada Beispiel"])
    # A page that was still open in another window adds nothing.
    assert (
        keep(key=key, workshop_id=workshop.pk, parts={"personen": {"name_1": "Eve"}}, network=NETWORK, now=NOW).data
        == {}
    )
    assert throw_away(key=key, workshop_id=workshop.pk) is True
    assert Registration.objects.get() == registration


def test_sent_twice_is_registered_once():
    workshop = make_workshop()
    key = make_draft(workshop)
    draft = draft_of(workshop, key)
    party = party_from(read_pages(workshop, draft.data))
    first = send(draft=draft, party=party, network=NETWORK, now=NOW)
    assert send(draft=draft, party=party, network=NETWORK, now=NOW) == first
    assert Registration.objects.count() == 1


def test_what_another_window_changed_is_shown_before_it_is_sent():
    workshop = make_workshop()
    key = make_draft(workshop)
    draft = draft_of(workshop, key)
    party = party_from(read_pages(workshop, draft.data))
    keep(key=key, workshop_id=workshop.pk, parts={"personen": {"name_1": "Bea"}}, network=NETWORK, now=NOW)
    with pytest.raises(DraftHasChanged) as refusal:
        send(draft=draft, party=party, network=NETWORK, now=NOW)
    assert str(refusal.value) == (
        "Ihre Angaben haben sich in einem anderen Fenster geändert. Prüfen Sie sie noch einmal."
    )
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    ("fields", "refusal"), [({"state": State.CLOSED}, RegistrationIsNotOpen), ({"seats": 1}, PartyIsTooLarge)]
)
def test_a_refused_draft_is_as_before(fields, refusal):
    workshop = make_workshop(**fields)
    key = make_draft(workshop, personen={"name_2": "Bea Beispiel"})
    before = draft_of(workshop, key).data
    with pytest.raises(refusal):
        send_draft(workshop, key)
    assert (draft_of(workshop, key).data, Registration.objects.count()) == (before, 0)


def test_a_network_begins_so_many_a_day(monkeypatch):
    monkeypatch.setattr(drafts, "DRAFTS_A_DAY", 2)
    workshop = make_workshop(is_by_invitation=True)
    invitation, _code = make_invitation(workshop)
    known = [make_draft(workshop) for _time in range(2)]
    with pytest.raises(TooManyDrafts):
        make_draft(workshop)
    with pytest.raises(TooManyDrafts):
        begin_invited(code=invitation.code, network=NETWORK, now=NOW)
    # What is begun goes on, and so does everybody elsewhere.
    make_draft(workshop, key=known[0])
    make_draft(workshop, network="198.51.100.0/24")
    assert Draft.objects.count() == 3


def test_a_network_sends_so_many_a_day(monkeypatch):
    monkeypatch.setattr(drafts, "REGISTRATIONS_A_DAY", 2)
    workshop = make_workshop()
    for _time in range(2):
        send_draft(workshop, make_draft(workshop))
    key = make_draft(workshop)
    with pytest.raises(TooManyRegistrations):
        send_draft(workshop, key)
    assert draft_of(workshop, key).data
    send_draft(workshop, key, network="198.51.100.0/24")
    send_draft(workshop, make_draft(workshop), now=NOW + timedelta(days=1))
    assert Registration.objects.count() == 4


def test_a_refused_registration_uses_nothing_of_the_day(monkeypatch):
    monkeypatch.setattr(drafts, "REGISTRATIONS_A_DAY", 1)
    workshop = make_workshop(seats=1)
    with pytest.raises(PartyIsTooLarge):
        send_draft(workshop, make_draft(workshop, personen={"name_2": "Bea Beispiel"}))
    send_draft(workshop, make_draft(workshop))


def test_an_invitation_is_opened_by_its_code_only_once():
    workshop = make_workshop(is_by_invitation=True)
    invitation, code = make_invitation(workshop)
    typed = {"workshop_id": workshop.pk, "network": NETWORK, "now": NOW}
    assert open_invitation(text=code, **typed) == invitation
    make_registration(workshop, invitation=invitation)
    with pytest.raises(InvitationIsUsed):
        open_invitation(text=code, **typed)
    with pytest.raises(InvitationIsUsed):
        begin_invited(code=invitation.code, network=NETWORK, now=NOW)


def test_other_codes_are_no_invitation():
    workshop = make_workshop(is_by_invitation=True)
    _invitation, elsewhere = make_invitation(make_workshop(is_by_invitation=True))
    registered = digits_of(make_registration().code)
    for text, refusal in (
        (elsewhere, InvitationIsNeeded),
        (registered, InvitationIsNeeded),
        ("000000000000", CodeIsUnknown),
        ("000000000001", CodeIsSlip),
    ):
        with pytest.raises(refusal):
            open_invitation(text=text, workshop_id=workshop.pk, network=NETWORK, now=NOW)


def test_a_registration_remembers_its_invitation():
    workshop = make_workshop(is_by_invitation=True)
    invitation, _code = make_invitation(workshop)
    found, key = begin_invited(code=invitation.code, network=NETWORK, now=NOW)
    assert (found, draft_of(workshop, key).data) == (workshop, {"invitation": invitation.pk})
    make_draft(workshop, key=key)
    assert send_draft(workshop, key).invitation == invitation


@pytest.mark.django_db(transaction=True)
def test_many_clicks_at_once_register_once():
    workshop = make_workshop()
    key = make_draft(workshop)
    draft = draft_of(workshop, key)
    party = party_from(read_pages(workshop, draft.data))
    together, sent = Barrier(5), []

    def click():
        together.wait()
        sent.append(send(draft=draft, party=party, network=NETWORK, now=NOW).pk)
        connection.close()

    clicks = [Thread(target=click) for _click in range(5)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert len(sent) == 5
    assert set(sent) == {Registration.objects.get().pk}
    assert ContactDetails.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_windows_at_once_keep_all_pages():
    workshop = make_workshop()
    pages = [f"seite-{number}" for number in range(8)]
    together = Barrier(len(pages))

    def write(page):
        together.wait()
        keep(key="a", workshop_id=workshop.pk, parts={page: {"typed": page}}, network=NETWORK, now=NOW)
        connection.close()

    windows = [Thread(target=write, args=[page]) for page in pages]
    for thread in windows:
        thread.start()
    for thread in windows:
        thread.join()
    assert draft_of(workshop, "a").data == {page: {"typed": page} for page in pages}


@pytest.mark.django_db(transaction=True)
def test_whoever_deletes_while_it_is_sent_hears_that_it_was_sent():
    workshop = make_workshop()
    key = make_draft(workshop)
    said = []

    def delete():
        said.append(throw_away(key=key, workshop_id=workshop.pk))
        connection.close()

    deleting = Thread(target=delete)
    with transaction.atomic():
        send_draft(workshop, key)
        deleting.start()
        # It has to wait for the end of this transaction.
        deleting.join(timeout=0.5)
    deleting.join()
    assert said == [True]
    assert (Registration.objects.count(), Draft.objects.count()) == (1, 0)
