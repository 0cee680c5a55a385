"""A party that changes: more or fewer people, another contact, other needs."""

from datetime import timedelta

import pytest

from tests.factories import NOW
from tests.workshop_factories import BY_MAIL, make_party, make_registration, make_workshop
from tests.workshop_seats import THREE, TWO, log, seats, taken
from workshops.actions.refusals import PartyIsTooLarge, RegistrationIsOver, WorkshopIsOver
from workshops.actions.seats import cancel, change_party
from workshops.models import Registration, Seat

pytestmark = pytest.mark.django_db


def test_party_grows_only_where_it_fits():
    workshop = make_workshop(seats=4)
    pair, _other = make_registration(workshop, names=TWO), make_registration(workshop)
    change_party(registration_id=pair.pk, party=make_party(THREE), now=NOW)
    assert taken(workshop) == (4, 4)
    assert Registration.objects.get(pk=pair.pk).contact.names == [*THREE]
    single = workshop.registrations.get(people=1)
    with pytest.raises(PartyIsTooLarge, match="Es ist kein Platz mehr frei. Ihre Anmeldung bleibt"):
        change_party(registration_id=single.pk, party=make_party(TWO), now=NOW)
    assert taken(workshop) == (4, 4)


def test_refusal_says_how_many_more_would_fit():
    workshop = make_workshop(seats=2)
    single = make_registration(workshop)
    with pytest.raises(PartyIsTooLarge, match="nur noch 1 Platz frei"):
        change_party(registration_id=single.pk, party=make_party(THREE), now=NOW)


def test_party_that_shrinks_makes_room():
    workshop = make_workshop(seats=2, hours_to_confirm=0)
    pair, waiting = make_registration(workshop, names=TWO), make_registration(workshop)
    change_party(registration_id=pair.pk, party=make_party(), now=NOW)
    assert seats(pair, waiting) == [Seat.SEATED, Seat.SEATED]
    assert pair.guests.count() == 1
    assert [kind for _pk, kind, _free in log(workshop)[2:]] == ["changed", "seated"]


def test_waiting_party_that_shrinks_may_fit_at_once():
    workshop = make_workshop(seats=1, hours_to_confirm=0)
    pair = None
    with pytest.raises(PartyIsTooLarge):
        make_registration(workshop, names=TWO)
    workshop = make_workshop(seats=2, hours_to_confirm=0)
    make_registration(workshop)
    pair = make_registration(workshop, names=TWO)
    with pytest.raises(PartyIsTooLarge):
        change_party(registration_id=pair.pk, party=make_party(THREE), now=NOW)
    change_party(registration_id=pair.pk, party=make_party(), now=NOW)
    assert seats(pair) == [Seat.SEATED]


def test_changing_contact_and_needs_leaves_the_seats_alone():
    workshop = make_workshop()
    registration = make_registration(workshop, needs={"ride": "", "call": ""})
    first_consent = registration.needs.get(kind="ride").consented_at
    later = NOW + timedelta(days=1)
    party = make_party(contact=BY_MAIL, needs={"ride": "von der Haustür", "hearing_loop": ""})
    change_party(registration_id=registration.pk, party=party, now=later)
    registration.refresh_from_db()
    assert sorted(registration.needs.values_list("kind", "text", "consented_at")) == [
        ("hearing_loop", "", later),
        ("ride", "von der Haustür", first_consent),
    ]
    assert (registration.contact.way, registration.contact.phone) == ("mail", "")
    assert len(log(workshop)) == 1


def test_need_in_other_words_has_to_be_arranged_anew():
    registration = make_registration(needs={"ride": "", "other": "Ein Stuhl"})
    registration.needs.update(arranged_at=NOW)
    change_party(registration_id=registration.pk, party=make_party(needs={"ride": "", "other": "Zwei"}), now=NOW)
    assert dict(registration.needs.values_list("kind", "arranged_at")) == {"ride": NOW, "other": None}


def test_another_number_of_wheelchairs_has_to_be_arranged_anew():
    needs = {"wheelchair": "", "ride": ""}
    registration = make_registration(make_workshop(wheelchair_seats=2), names=TWO, wheelchairs=1, needs=needs)
    registration.needs.update(arranged_at=NOW)
    change_party(registration_id=registration.pk, party=make_party(TWO, wheelchairs=2, needs=needs), now=NOW)
    assert dict(registration.needs.values_list("kind", "arranged_at")) == {"wheelchair": None, "ride": NOW}


def test_what_is_over_is_not_changed():
    registration = make_registration()
    workshop = registration.workshop
    with pytest.raises(WorkshopIsOver):
        change_party(registration_id=registration.pk, party=make_party(), now=workshop.ends_at)
    cancel(registration_id=registration.pk, now=NOW)
    with pytest.raises(RegistrationIsOver):
        change_party(registration_id=registration.pk, party=make_party(), now=NOW)
