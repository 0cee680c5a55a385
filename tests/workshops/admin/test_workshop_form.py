"""The form of a workshop at the desk: what is typed, what follows from it, what is refused."""

import re
from datetime import timedelta

import pytest
from django.forms import modelform_factory
from django.utils import timezone

from tests.browser_forms import errors, typed_form
from tests.factories import NOW, make_area, make_place, make_topic
from tests.workshop_desk import LIST, address, save
from tests.workshop_factories import make_workshop
from workshops.admin.workshop_form import WorkshopForm
from workshops.models import State, Workshop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("help_line")]
ADD = f"{LIST}add/"
DAY = timedelta(days=1)


def test_the_form_stands_in_the_order_of_the_public_page(client, organiser):
    page = client.get(address("change", make_workshop())).content.decode()
    assert re.findall(r'<h2 id="[\w-]+-heading" class="[\w-]+">\s*(.*?)\s*</h2>', page) == [
        "Was",
        "Wann und wo",
        "Plätze",
        "Hilfen bei der Teilnahme",
        "Ablauf",
        "Anmeldung",
        "Themen und Stadtteile",
        "Stand",
    ]


def new_workshop(client, **typed):
    topic, area = make_topic(), make_area()
    data = typed_form(client, ADD) | {
        "title": "Wie wir wohnen",
        "slug": "wie-wir-wohnen",
        "summary": "Wir sprechen darüber, wie wir wohnen.",
        "starts_at": "2027-01-12T14:00",
        "place": make_place().pk,
        "seats": "20",
        "topics": [topic.pk],
        "areas": [area.pk],
    }
    return client.post(ADD, data | typed)


def test_a_new_workshop_is_a_draft_whose_times_follow_from_its_start(client, organiser):
    assert new_workshop(client, registration_phone="0631 5550177").status_code == 302
    workshop = Workshop.objects.get()
    assert workshop.state == State.DRAFT
    assert workshop.registration_phone == "+496315550177"
    assert workshop.registration_opens_at == NOW
    assert workshop.registration_closes_at == workshop.starts_at
    assert f"{timezone.localtime(workshop.starts_at):%d.%m.%Y %H:%M}" == "12.01.2027 14:00"
    assert workshop.ends_at == workshop.starts_at + timedelta(hours=3)
    assert (workshop.topics.count(), workshop.areas.count()) == (1, 1)


def test_times_that_were_typed_stay(client, organiser):
    new_workshop(client, ends_at="2027-01-12T18:30", registration_closes_at="2027-01-11T12:00")
    workshop = Workshop.objects.get()
    assert workshop.ends_at == workshop.starts_at + timedelta(hours=4.5)
    assert f"{timezone.localtime(workshop.registration_closes_at):%d.%m.%Y %H:%M}" == "11.01.2027 12:00"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (
            {"ends_at": "2027-01-12T13:00", "registration_closes_at": "2027-01-12T12:00"},
            {"__all__": ["Das Ende muss nach dem Beginn liegen."]},
        ),
        ({"seats": "0"}, {"__all__": ["Tragen Sie mindestens einen Platz ein."]}),
        (
            {"wheelchair_seats": "21"},
            {"__all__": ["Es kann nicht mehr Plätze für Rollstühle geben als Plätze."]},
        ),
        (
            {"registration_phone": "5550177"},
            {"registration_phone": ["Tragen Sie die Telefonnummer mit Vorwahl ein, zum Beispiel 0631 3650."]},
        ),
    ],
)
def test_wrong_entries_say_what_to_do(client, organiser, typed, found):
    response = new_workshop(client, **typed)
    assert {name: said for name, said in errors(response).items() if name in found} == found
    assert not Workshop.objects.exists()


def test_without_a_start_nothing_follows_from_it(client, organiser):
    response = new_workshop(client, starts_at="")
    assert set(errors(response)) == {"starts_at"}


def test_saving_without_a_change_changes_nothing(client, organiser):
    workshop = make_workshop(registration_phone="+496315550177", hybrid_link="https://example.org/")
    before = Workshop.objects.values().get()
    assert save(client, workshop).status_code == 302
    assert Workshop.objects.values().get() == before


def test_date_and_place_of_an_announced_workshop_are_moved_elsewhere(client, organiser):
    workshop = make_workshop()
    page = client.get(address("change", workshop))
    assert not {"starts_at", "ends_at", "place", "slug", "state"} & {*page.context["adminform"].form.fields}
    assert f'<a href="{address("move", workshop)}">Verschieben</a>' in page.content.decode()
    start = workshop.starts_at
    save(client, workshop, starts_at="2027-01-12T14:00", place=make_place().pk, state="held", room="Saal 2")
    workshop.refresh_from_db()
    assert (workshop.starts_at, workshop.state, workshop.room) == (start, State.ANNOUNCED, "Saal 2")


def test_readers_are_not_sent_to_move_it(client, signed_in):
    signed_in("Seniorenbeirat")
    page = client.get(address("change", make_workshop())).content.decode()
    assert "kennen die Angemeldeten" not in page
    assert "Sichern" not in page


def test_the_end_of_registration_may_not_be_after_the_end(client, organiser):
    response = save(client, make_workshop(), registration_closes_at="2027-01-12T14:00")
    assert errors(response) == {"__all__": ["Die Anmeldung muss vor dem Ende der Werkstatt enden."]}


def test_an_emptied_end_of_registration_is_the_start(client, organiser):
    workshop = make_workshop(registration_closes_at=NOW + DAY)
    save(client, workshop, registration_closes_at="")
    workshop.refresh_from_db()
    assert workshop.registration_closes_at == workshop.starts_at


def test_who_was_slower_than_a_colleague_hears_of_it():
    workshop = make_workshop()
    Workshop.objects.update(state=State.CLOSED)
    # As it was read before the colleague closed the registration.
    form = modelform_factory(Workshop, form=WorkshopForm, fields=["summary"])({"summary": "Neu."}, instance=workshop)
    assert form.errors == {
        "__all__": ["Jemand hat diese Werkstatt inzwischen geändert. Öffnen Sie die Seite noch einmal."]
    }


def test_an_example_says_so_in_the_form(client, organiser):
    page = client.get(address("change", make_workshop(is_example=True))).content.decode()
    assert "Beispiel: Diese Werkstatt gibt es nicht." in page
