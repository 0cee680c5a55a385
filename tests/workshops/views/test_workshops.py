"""The list of workshops and the page of one."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import NOW, make_area, make_place, make_topic
from tests.minutes_factories import make_approved_minutes, make_content, make_published_minutes
from tests.printed import text as text_of
from tests.reading import headings, words
from tests.workshop_factories import make_registration, make_workshop
from workshops.actions.minutes import unpublish_minutes
from workshops.models import StakeholderGroup, State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]


def hall(**fields):
    return make_place(
        **{
            "name": "Stadtteilbüro Muster",
            "street": "Musterweg 1",
            "postal_code": "67655",
            "town": "Kaiserslautern",
            **fields,
        }
    )


def show(client, workshop) -> str:
    return words(client.get(workshop.get_absolute_url()))


def test_list_without_workshops_says_so(client):
    assert "Zurzeit steht kein Termin fest." in words(client.get("/mitmachen/"))


def test_list_shows_the_next_first_and_what_was(client):
    later = make_workshop(title="Später", starts_at=NOW + timedelta(days=20))
    make_workshop(title="Bald", starts_at=NOW + timedelta(days=2), is_example=True, place=hall(), seats=1)
    make_workshop(title="Entwurf", state=State.DRAFT)
    make_workshop(title="Vorbei", starts_at=NOW - timedelta(days=9))
    make_workshop(title="Fiel aus", starts_at=NOW - timedelta(days=8), state=State.CANCELLED, state_reason="Sturm")
    page = client.get("/mitmachen/")
    assert headings(page, 3) == ["Beispiel: Bald", "Später"]
    said = words(page)
    assert "Mittwoch, 25. November 2026, 10 bis 13 Uhr" in said
    assert "Stadtteilbüro Muster, Musterweg 1, 67655 Kaiserslautern" in said
    assert "Es gibt noch 1 freien Platz." in said
    assert "Fiel aus: Sonntag, 15. November 2026, 10 bis 13 Uhr (ist ausgefallen) Vorbei:" in said
    assert "Entwurf" not in said
    assert later.get_absolute_url() in page.content.decode()


@pytest.mark.parametrize(("number", "shown"), [(1, 1), (3, 3), (200, 12)])
def test_list_costs_the_same_for_one_and_for_many(client, django_assert_num_queries, number, shown):
    place = make_place()
    for _each in range(number):
        make_workshop(place=place)
    # One of them asks for an open call.
    with django_assert_num_queries(4):
        page = client.get("/mitmachen/")
    assert len(headings(page, 3)) == shown


def test_long_list_has_pages(client):
    place = make_place()
    for day in range(1, 14):
        make_workshop(title=f"Tag {day}", place=place, starts_at=NOW + timedelta(days=day))
    assert "Seite 1 von 2 Nächste Seite" in words(client.get("/mitmachen/"))
    second = client.get("/mitmachen/?seite=2")
    assert headings(second, 3) == ["Tag 13"]
    assert '<a href="/mitmachen/" rel="prev">' in second.content.decode()
    assert '<a href="/mitmachen/?seite=2" rel="next">' in client.get("/mitmachen/").content.decode()
    for nonsense in ("3", "0", "x"):
        assert client.get(f"/mitmachen/?seite={nonsense}").status_code == 404


def test_page_says_when_where_how_and_for_whom(client, django_assert_num_queries):
    workshop = make_workshop(
        place=hall(
            is_step_free=True, has_accessible_toilet=False, has_parking=True, bus_stop="Rathaus", bus_stop_metres=120
        ),
        room="Saal",
        agenda="14 Uhr: Begrüßung\n15 Uhr: Tische",
        arranged_help=["ride", "other"],
        registration_phone="+496313654408",
        hybrid_link="https://example.org/treffen",
        is_by_invitation=True,
        invited_groups=[StakeholderGroup.PROVIDERS],
    )
    workshop.topics.set([make_topic(plain_name="Einkaufen")])
    workshop.areas.set([make_area(name="Betzenberg")])
    with django_assert_num_queries(6):
        said = show(client, workshop)
    # Strangers would come to an address that everybody can read.
    assert "example.org" not in said
    for sentence in (
        "Wann Montag, 7. Dezember 2026, 14 bis 17 Uhr",
        "Wo Stadtteilbüro Muster Saal Musterweg 1 67655 Kaiserslautern",
        "So kommen Sie hin Haltestelle Rathaus, 120 Meter entfernt",
        "Zugang Zugang ohne Stufen Keine Toilette für Rollstuhl Parkplatz",
        "Diese Hilfen gibt es Fahrt hin und zurück",
        "Die Teilnahme kostet nichts.",
        "Eingeladen sind Anbieter",
        "Themen Einkaufen",
        "Für Betzenberg",
        "Plätze Es gibt noch 10 freie Plätze.",
        "Rufen Sie an: 0631 3654408",
        "14 Uhr: Begrüßung 15 Uhr: Tische",
        "Sie können auch am Bildschirm teilnehmen.",
        "Sie brauchen den Code aus Ihrem Einladungsbrief.",
    ):
        assert sentence in said


def test_page_names_the_help_line_where_no_other_number_is_set(client, settings):
    settings.HELP_PHONE = "0631 3650"
    assert "Rufen Sie an: 0631 3650. Die Zeiten stehen noch nicht fest." in show(client, make_workshop())


def test_page_without_any_number_offers_the_form(client):
    said = show(client, make_workshop(place=hall(bus_stop="Rathaus")))
    assert "So melden Sie sich an Oder melden Sie sich hier an." in said
    assert "Haltestelle Rathaus" in said


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": State.CLOSED}, "Plätze Die Anmeldung ist geschlossen."),
        (
            {"registration_opens_at": NOW + timedelta(days=1)},
            "Sie können sich ab Dienstag, 24. November 2026, 10.00 Uhr",
        ),
        (
            {"state": State.CANCELLED, "state_reason": "Der Saal hat einen Wasserschaden."},
            "Dieser Termin fällt aus. Der Grund: Der Saal hat einen Wasserschaden.",
        ),
        ({"starts_at": NOW - timedelta(days=3)}, "Dieser Termin ist vorbei."),
    ],
)
def test_page_says_why_nobody_can_register(client, fields, sentence):
    said = show(client, make_workshop(**fields))
    assert sentence in said
    assert "So melden Sie sich an" not in said
    assert "Andere Werkstätten zeigen" in said


def test_page_of_a_moved_workshop_says_why(client):
    said = show(client, make_workshop(state_reason="Der Saal wird renoviert."))
    assert "Termin oder Ort haben sich geändert. Der Grund: Der Saal wird renoviert." in said


def test_full_workshop_offers_the_waiting_list(client):
    workshop = make_workshop(seats=1)
    make_registration(workshop)
    said = show(client, workshop)
    assert "Alle Plätze sind vergeben. Sie können auf die Warteliste." in said
    assert "Auf die Warteliste setzen lassen" in said


def test_draft_does_not_exist(client):
    assert client.get(make_workshop(state=State.DRAFT).get_absolute_url()).status_code == 404


def test_workshop_of_two_days_names_both(client):
    workshop = make_workshop(ends_at=NOW + timedelta(days=15))
    assert "Montag, 7. Dezember 2026, 14.00 Uhr bis Dienstag, 8. Dezember 2026, 10.00 Uhr" in show(client, workshop)


def test_pages_are_never_kept(client):
    workshop = make_workshop(seats=1)
    assert "1 freien Platz" in show(client, workshop)
    make_registration(workshop)
    assert "1 freien Platz" not in show(client, workshop)
    assert "Alle Plätze sind vergeben" in words(client.get(reverse("workshops:list")))


def test_published_minutes_are_there_on_paper_until_they_are_taken_back(client):
    workshop = make_published_minutes(make_content("Wir haben über Wege gesprochen."))
    address = reverse("workshops:minutes", args=[workshop.slug])
    response = client.get(address)
    assert response.headers["Content-Type"] == "application/pdf"
    assert "Wir haben über Wege gesprochen." in text_of(response.content)
    unpublish_minutes(workshop_id=workshop.pk)
    assert client.get(address).status_code == 404


def test_minutes_that_are_only_approved_are_on_no_paper(client):
    workshop = make_approved_minutes()
    assert client.get(reverse("workshops:minutes", args=[workshop.slug])).status_code == 404
