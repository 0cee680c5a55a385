"""Registrations at the desk: found by name and code without either in an address, changed by actions only."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from tests.factories import NOW
from tests.reading import text
from tests.workshop_factories import BY_LETTER, BY_MAIL, make_registration, make_workshop, tell_of_promise
from workshops.actions.codes import code_in_words
from workshops.actions.seats import RULE, cancel
from workshops.models import ContactDetails, Notice, NoticeKind, Seat, SeatEvent

pytestmark = pytest.mark.django_db
LIST = reverse("admin:workshops_registration_changelist")
# Session, person, second factor, rights (2), workshops to filter by, how many, the page itself.
LIST_QUERIES = 8
# Session, person, second factor, rights (2), workshop, who waits, how many lines, lines.
QUEUE_QUERIES = 10


def address(page, registration):
    return reverse(f"admin:workshops_registration_{page}", args=[registration.pk])


def messages(response):
    return [str(message) for message in response.context["messages"]]


def words(response):
    return text(response.content.decode().split('<div id="content-main">', 1)[1].split("<footer", 1)[0])


def found(client, typed):
    return list(client.post(LIST, {"gesucht": typed}).context["cl"].result_list)


@pytest.fixture
def three():
    workshop = make_workshop()
    return [
        make_registration(workshop, names=names, contact=contact)
        for names, contact in (
            (["Ada Beispiel", "Bea Schön"], BY_LETTER),
            (["Cem Muster"], BY_MAIL),
            (["Dora Muster"], BY_LETTER),
        )
    ]


def test_the_list_shows_who_comes_and_how_they_are_told(client, organiser, three):
    page = client.get(f"{LIST}?workshop__id__exact={three[0].workshop_id}")
    assert list(page.context["cl"].result_list) == [three[2], three[1], three[0]]
    shown = text(page.content.decode().split("<tbody>")[1].split("</tbody>")[0])
    assert shown == " ".join(
        f"{registration} {names} hat einen Platz {people} {way} {registration.workshop.title}"
        for registration, names, people, way in (
            (three[2], "Dora Muster", 1, "Brief"),
            (three[1], "Cem Muster", 1, "E-Mail"),
            (three[0], "Ada Beispiel, Bea Schön", 2, "Brief"),
        )
    )


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_for_one_and_for_three(client, organiser, number, django_assert_num_queries):
    for _number in range(number):
        make_registration()
    with django_assert_num_queries(LIST_QUERIES):
        client.get(LIST)


def test_people_are_found_by_a_part_of_a_name(client, organiser, three):
    assert found(client, "schö") == [three[0]]
    assert found(client, " MUSTER ") == [three[2], three[1]]
    assert found(client, "Niemand") == []
    assert found(client, "") == [three[2], three[1], three[0]]


def test_people_are_found_by_their_code_however_it_is_typed(client, organiser, three):
    code = code_in_words(three[1].code)
    assert found(client, code) == [three[1]]
    assert found(client, code.replace("\N{NO-BREAK SPACE}", "-")) == [three[1]]


def test_what_no_table_can_keep_is_left_out_of_the_search(client, organiser, three):
    assert found(client, "Cem\0 Mus") == [three[1]]


def test_a_slip_in_a_code_is_said(client, organiser, three):
    code = code_in_words(three[1].code)
    slip = code[:-1] + str((int(code[-1]) + 1) % 10)
    response = client.post(LIST, {"gesucht": slip})
    assert list(response.context["cl"].result_list) == []
    assert messages(response) == [
        "In diesem Code ist ein Tippfehler. Vergleichen Sie ihn Ziffer für Ziffer mit Ihrem Zettel."
    ]


def test_no_name_and_no_code_is_part_of_an_address(client, organiser, three):
    assert len(client.get(f"{LIST}?q=Muster").context["cl"].result_list) == 3
    page = client.post(LIST, {"gesucht": "Muster"}).content.decode()
    assert "=Muster" not in page
    assert 'value="Muster"' in page


def test_the_page_of_a_registration_says_everything(client, organiser):
    workshop = make_workshop(seats=1)
    make_registration(workshop)
    registration = make_registration(
        workshop, names=["Ada Beispiel"], contact=BY_LETTER, needs={"ride": "", "other": "Ein Stuhl"}
    )
    registration.needs.filter(kind="ride").update(arranged_at=NOW)
    response = client.get(address("change", registration))
    assert [str(link["label"]) for link in response.context["links"]] == [
        "Code und Karte",
        "Ändern",
        "Absagen",
        "Daten löschen",
    ]
    assert words(response).startswith(
        "Code und Karte Ändern Absagen Daten löschen Verlauf "
        "Anmeldung Platz auf der Warteliste Personen 1 Rollstühle 0 "
        "Namen Ada Beispiel Brief Musterweg 1, 67655 Kaiserslautern Gruppen ältere Person "
        "Eingegangen 23. November 2026, 10:00, im Portal "
        "Hilfen Fahrt hin und zurück erledigt etwas anderes Ein Stuhl noch zu organisieren "
        "Warum: alles, was mit dem Platz geschah Wann Anmeldung Was geschah Personen danach frei "
        f"23. November 2026, 10:00 {registration} kam auf die Warteliste 1 0 "
        "Nachrichten Nachricht Weg Stand Anmeldung bestätigt Brief noch offen"
    )


def test_what_was_deleted_is_not_shown(client, organiser):
    registration = make_registration()
    cancel(registration_id=registration.pk, now=NOW)
    Notice.objects.all().delete()
    SeatEvent.objects.all().delete()
    ContactDetails.objects.all().delete()
    response = client.get(address("change", registration))
    assert response.context["links"] == []
    assert "Namen gelöscht oder nie gefragt" in words(response)
    assert "Noch ist nichts geschehen." in words(response)
    assert words(response).endswith("Nachrichten Nachricht Weg Stand Keine")
    assert text(client.get(LIST).content.decode().split("<tbody>")[1].split("</tbody>")[0]).startswith(
        f"{registration} - abgesagt 1"
    )


def test_a_registration_that_is_not_there(client, organiser):
    assert client.get(reverse("admin:workshops_registration_change", args=[0])).status_code in {302, 404}


def test_planners_see_nobody(client, planner, three):
    for page in ("change", "edit", "cancel", "receipt", "ticket"):
        assert client.get(address(page, three[0])).status_code == 403
    assert client.post(address("confirm", three[0])).status_code == 403
    assert client.post(address("cancel", three[0]), {"who": "us"}).status_code == 403
    assert client.post(LIST, {"gesucht": "Muster"}).status_code == 403
    three[0].refresh_from_db()
    assert three[0].seat == Seat.SEATED


@pytest.mark.parametrize(("who", "told"), [("self", False), ("us", True)])
def test_a_registration_is_cancelled(client, organiser, who, told):
    registration = make_registration(contact=BY_LETTER)
    assert client.get(address("cancel", registration)).status_code == 200
    response = client.post(address("cancel", registration), {"who": who}, follow=True)
    assert messages(response) == [f"{registration} ist abgesagt."]
    registration.refresh_from_db()
    assert registration.seat == Seat.CANCELLED
    assert Notice.objects.to_write().filter(kind=NoticeKind.CANCELLED_BY_US).exists() is told
    entry = LogEntry.objects.get()
    assert (entry.object_repr, entry.change_message) == (str(registration), "Abgesagt")


def test_who_cancels_has_to_be_said(client, organiser):
    registration = make_registration()
    response = client.post(address("cancel", registration), {"who": ""})
    assert response.context["form"].errors == {"who": ["Wählen Sie, wer absagt."]}
    registration.refresh_from_db()
    assert registration.seat == Seat.SEATED


@pytest.fixture
def promised():
    workshop = make_workshop(seats=1)
    first, second = make_registration(workshop), make_registration(workshop)
    cancel(registration_id=first.pk, now=NOW)
    second.refresh_from_db()
    return second


def test_a_promised_seat_is_confirmed_on_the_telephone(client, organiser, promised):
    assert "Platz zugesagt, Bestätigung fehlt (Bescheid steht noch aus)" in words(
        client.get(address("change", promised))
    )
    tell_of_promise(promised)
    page = words(client.get(address("change", promised)))
    assert "Platz zugesagt, Bestätigung fehlt bis 26. November 2026, 10:00 Uhr" in page
    assert client.get(address("confirm", promised)).status_code == 405
    response = client.post(address("confirm", promised), follow=True)
    assert messages(response) == ["Der Platz ist bestätigt."]
    promised.refresh_from_db()
    assert promised.seat == Seat.SEATED
    assert LogEntry.objects.get().change_message == "Platz bestätigt"
    assert "Platz bestätigen" not in words(response)


def test_a_promise_that_is_over_is_not_confirmed(client, organiser, promised):
    type(promised).objects.filter(pk=promised.pk).update(promised_until=NOW - timedelta(minutes=1))
    response = client.post(address("confirm", promised), follow=True)
    assert messages(response) == [
        "Der Platz war nur für eine bestimmte Zeit zugesagt. Die Zeit ist vorbei. Rufen Sie uns an."
    ]
    assert not LogEntry.objects.exists()


def test_the_ticket_is_a_pdf(client, organiser):
    registration = make_registration()
    response = client.get(address("ticket", registration))
    assert response.content.startswith(b"%PDF")
    assert response["Content-Disposition"] == f'inline; filename="karte-{registration.pk}.pdf"'
    assert "no-store" in response["Cache-Control"]


def test_who_came_without_a_code_has_no_ticket(client, organiser):
    registration = make_registration()
    type(registration).objects.update(code=None)
    assert client.get(address("ticket", registration)).status_code == 404
    assert "Karte drucken" not in words(client.get(address("receipt", registration)))


def test_who_seems_to_be_registered_twice_is_named_at_the_end_of_the_call(client, organiser):
    workshop = make_workshop()
    first, twice = make_registration(workshop), make_registration(workshop, names=["Ada Beispiel", "Bea Beispiel"])
    by_mail, gone = make_registration(workshop, contact=BY_MAIL), make_registration(workshop)
    cancel(registration_id=gone.pk, now=NOW)
    make_registration()
    page = words(client.get(address("receipt", twice)))
    assert (
        "Mit dieser Nummer oder Adresse ist schon jemand angemeldet. Ist es dieselbe Person, dann sagen Sie eine "
        f"Anmeldung ab. {first}: Ada Beispiel Karte drucken"
    ) in page
    assert "schon jemand angemeldet" not in words(client.get(address("receipt", by_mail)))
    ContactDetails.objects.filter(registration=twice).delete()
    assert "schon jemand angemeldet" not in words(client.get(address("receipt", twice)))


def queue(workshop, query=""):
    return reverse("admin:workshops_workshop_queue", args=[workshop.pk]) + query


def test_the_waiting_list_stands_in_its_order_with_the_rule_and_the_log(client, organiser):
    workshop = make_workshop(seats=2, hours_to_confirm=0)
    seated = make_registration(workshop, names=["Ada Beispiel"])
    pair = make_registration(workshop, names=["Bea Beispiel", "Cem Beispiel"])
    other = make_registration(workshop, names=["Dora Beispiel", "Emil Beispiel"])
    response = client.get(queue(workshop))
    assert list(response.context["waiting"]) == [pair, other]
    assert words(response) == (
        f"{RULE} Frei: 1 von 2 Plätzen, davon 1 für Rollstühle. Auf der Warteliste: 4 Personen. "
        "Wer wartet Rang Anmeldung Namen Personen Rollstühle wartet seit "
        f"1 {pair} Bea Beispiel, Cem Beispiel 2 0 23. November 2026, 10:00 "
        f"2 {other} Dora Beispiel, Emil Beispiel 2 0 23. November 2026, 10:00 "
        "Warum: alles, was mit den Plätzen geschah Wann Anmeldung Was geschah Personen danach frei "
        f"23. November 2026, 10:00 {other} kam auf die Warteliste 2 1 "
        f"23. November 2026, 10:00 {pair} kam auf die Warteliste 2 1 "
        f"23. November 2026, 10:00 {seated} hat einen Platz bekommen 1 1"
    )


def test_the_waiting_list_names_who_has_still_to_say_yes(client, organiser):
    workshop = make_workshop(seats=2)
    seated = [make_registration(workshop) for _each in range(2)]
    told, untold = make_registration(workshop), make_registration(workshop)
    for registration in seated:
        cancel(registration_id=registration.pk, now=NOW)
    tell_of_promise(told)
    assert (
        f"Zugesagt, noch nicht bestätigt {told}: bis 26. November 2026, 10:00 Uhr {untold}: Bescheid steht noch aus"
    ) in words(client.get(queue(workshop)))


def test_nobody_waits(client, organiser):
    page = words(client.get(queue(make_workshop())))
    assert "Es wartet niemand." in page
    assert "Noch ist nichts geschehen." in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_waiting_list_asks_the_same_for_one_and_for_three(client, organiser, number, django_assert_num_queries):
    workshop = make_workshop(seats=1)
    for _number in range(number + 1):
        make_registration(workshop)
    with django_assert_num_queries(QUEUE_QUERIES):
        client.get(queue(workshop))


def test_a_long_log_has_pages(client, organiser):
    workshop = make_workshop()
    registration = make_registration(workshop)
    row = SeatEvent.objects.get()
    SeatEvent.objects.bulk_create(
        SeatEvent(workshop=workshop, registration=registration, kind=row.kind, people=1, free_seats=1, happened_at=NOW)
        for _number in range(100)
    )
    assert words(client.get(queue(workshop))).endswith("Ältere Zeilen")
    assert words(client.get(queue(workshop, "?seite=2"))).endswith("Neuere Zeilen Ältere Zeilen")
    assert words(client.get(queue(workshop, "?seite=3"))).endswith("Neuere Zeilen")
