""" "Ihr Code": what it opens, and what can be done behind it without an account."""

from datetime import timedelta

import pytest
from django.core import signing
from django.urls import resolve, reverse

from tests.drafts import digits_of, draft_of, make_invitation
from tests.factories import NOW
from tests.reading import heading, words
from tests.workshop_factories import BY_LETTER, BY_MAIL, BY_PHONE, make_registration, make_workshop, tell_of_promise
from workshops import codes
from workshops.actions import codes as code_actions
from workshops.actions.announcing import call_off
from workshops.actions.codes import issue_code
from workshops.actions.retention import purge
from workshops.actions.seats import cancel
from workshops.models import AccessKind, CodeKind, Draft, Registration, Seat, State, Workshop
from workshops.views.opened import opened_address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
UNKNOWN = "00000000000" + codes.check_digit("00000000000")
PEOPLE = {"name_1": "Ada Beispiel", "group_1": "older_people"}


@pytest.fixture
def workshop():
    return make_workshop(title="Gut leben", slug="gut-leben", arranged_help=["ride"])


def opened(registration: Registration, page: str = "registration") -> str:
    return opened_address(f"workshops:code_{page}", registration.code_id)


def promised_seat(workshop: Workshop) -> Registration:
    """The queue moved up: a seat is free for one party, for three days."""
    Workshop.objects.filter(pk=workshop.pk).update(seats=1)
    first, second = make_registration(workshop), make_registration(workshop, names=["Bea Beispiel"])
    cancel(registration_id=first.pk, now=NOW)
    second.refresh_from_db()
    assert second.seat == Seat.PROMISED
    return second


def test_code_opens_the_registration_and_stands_in_no_address(client, workshop, django_assert_num_queries):
    registration = make_registration(workshop)
    typed = digits_of(registration.code)
    with django_assert_num_queries(2):
        answer = client.post("/code/", {"code": f" {typed[:3]}.{typed[3:6]}-{typed[6:]} "})
    assert answer.status_code == 303
    assert typed not in answer.url
    assert resolve(answer.url).url_name == "code_registration"
    with django_assert_num_queries(3):
        response = client.get(answer.url)
    assert words(response) == (
        "Ihre Anmeldung Gut leben Montag, 7. Dezember 2026, 14 bis 17 Uhr Sie haben einen Platz. "
        "Wann Montag, 7. Dezember 2026, 14 bis 17 Uhr "
        f"Wo {workshop.place.name} {workshop.place.street} {workshop.place.postal_code} {workshop.place.town} "
        "Anmeldung zum Ausdrucken, PDF Termin für Ihren Kalender "
        "Wer kommt? Ada Beispiel (ältere Person) Ändern: Wer kommt? "
        "Wie erreichen wir Sie? Anruf 0631 5550177 Ändern: Wie erreichen wir Sie? "
        "Was brauchen Sie? Nichts Ändern: Was brauchen Sie? "
        "Sie können nicht kommen? Absagen"
    )
    assert (response.headers["Cache-Control"], response.headers["X-Robots-Tag"]) == ("no-store", "noindex")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Tragen Sie Ihren Code ein: 12 Ziffern."),
        ("000000000001", "In diesem Code ist ein Tippfehler."),
        ("482 617", "In diesem Code ist ein Tippfehler."),
        ("x" * 100_000, "Kürzen Sie auf 40 Zeichen."),
        (UNKNOWN, "Diesen Code gibt es nicht."),
    ],
)
def test_slip_and_unknown_code_are_told_apart(client, typed, said):
    response = client.post("/code/", {"code": typed})
    assert response.status_code == 400
    assert words(response).count(said) == 2
    assert "<title>Fehler: Ihr Code" in response.content.decode()
    assert f'value="{typed}"' in response.content.decode() or not typed


def test_too_many_wrong_codes_are_refused(client, monkeypatch):
    monkeypatch.setattr(code_actions, "WRONG_CODES_A_DAY", 1)
    assert client.post("/code/", {"code": UNKNOWN}).status_code == 400
    response = client.post("/code/", {"code": UNKNOWN})
    assert response.status_code == 429
    assert "Von hier kamen heute zu viele falsche Codes." in words(response)


def test_form_says_where_the_code_stands(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/code/")
    assert words(response).startswith("Ihr Code In English Der Code steht auf Ihrem Zettel oder in Ihrem Brief.")


def test_code_is_typed_in_english_too(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/en/code/?abgelaufen")
    assert words(response).startswith(
        "Two hours are over. Enter your code once more. Your code Auf Deutsch The code is on your slip"
    )
    html = response.content.decode()
    assert '<form action="/en/code/" method="post" novalidate>' in html
    assert '<a class="more" href="/code/" hreflang="de" lang="de">' in html
    assert '<a class="more" href="/en/code/" hreflang="en" lang="en">' in client.get("/code/").content.decode()
    assert response.headers["Content-Language"] == "en"
    refused = client.post("/en/code/", {"code": UNKNOWN})
    assert refused.status_code == 400
    assert words(refused).count("This code does not exist.") == 2
    assert words(client.post("/en/code/", {"code": ""})).count("Enter your code: 12 digits.") == 2
    assert words(client.post("/en/code/", {"code": "x" * 41})).count("Shorten it to 40 characters.") == 2


def test_registration_is_german_wherever_its_code_is_typed(client, workshop):
    registration = make_registration(workshop)
    assert client.post("/en/code/", {"code": digits_of(registration.code)}).url.startswith("/code/")


def test_after_two_hours_the_code_is_asked_again(client, workshop, monkeypatch):
    registration = make_registration(workshop)
    address = opened(registration)
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 2 * 3600 - 1)
    assert client.get(address).status_code == 200
    monkeypatch.setattr(signing.time, "time", lambda: now + 2 * 3600 + 1)
    for page in (address, f"{address}personen/", f"{address}absagen/", f"{address}anmeldung.pdf"):
        answer = client.get(page)
        assert (answer.status_code, answer.url) == (303, "/code/?abgelaufen")
    assert "Zwei Stunden sind um. Tragen Sie Ihren Code noch einmal ein." in words(client.get("/code/?abgelaufen"))


@pytest.mark.parametrize("signed", ["nonsense", "MQ:1abc:def", "of a vote"])
def test_forged_addresses_open_nothing(client, signed):
    if signed == "of a vote":
        # Made here: the name of a test must not hold the second in which it was collected.
        signed = signing.dumps(1, salt="vote")
    for page in ("code_registration", "code_personen", "code_ticket", "code_cancel"):
        answer = client.get(reverse(f"workshops:{page}", args=[signed]))
        assert (answer.status_code, answer.url) == (303, "/code/?abgelaufen")


def test_code_of_a_letter_begins_a_registration(client):
    workshop = make_workshop(is_by_invitation=True)
    invitation, code = make_invitation(workshop)
    answer = client.post("/code/", {"code": code})
    key = answer.url.split("/")[4]
    assert answer.url == reverse("workshops:register_personen", args=[workshop.slug, key])
    assert draft_of(workshop, key).data == {"invitation": invitation.pk}
    assert b'name="code"' not in client.get(answer.url).content
    make_registration(workshop, invitation=invitation)
    refused = client.post("/code/", {"code": code})
    assert refused.status_code == 400
    assert "Mit diesem Code ist schon jemand angemeldet." in words(refused)
    assert Draft.objects.count() == 1


def test_code_of_a_card_leads_to_the_vote(client):
    code = issue_code(CodeKind.VOTING_SLIP)
    answer = client.post("/code/", {"code": digits_of(code)})
    found = resolve(answer.url)
    assert found.view_name == "workshops:vote"
    assert signing.loads(found.kwargs["signed"], salt="vote") == code.pk


def test_people_are_changed(client, workshop):
    registration = make_registration(workshop)
    page = opened(registration, "personen")
    assert b'value="Ada Beispiel"' in client.get(page).content
    answer = client.post(page, PEOPLE | {"name_2": "Bea Beispiel", "group_2": "relatives"})
    assert answer.status_code == 303
    assert "Ihre Änderung ist gespeichert." in words(client.get(answer.url))
    registration = Registration.objects.get()
    assert (registration.people, registration.contact.names) == (2, ["Ada Beispiel", "Bea Beispiel"])
    assert list(registration.guests.order_by("position").values_list("group", flat=True)) == [
        "older_people",
        "relatives",
    ]
    assert registration.contact.phone == BY_PHONE.phone


def test_companion_whose_name_is_taken_out_stays_at_home(client, workshop):
    registration = make_registration(workshop, names=["Ada Beispiel", "Bea Beispiel"])
    # The group that was chosen for her still stands on the page.
    sent = PEOPLE | {"name_2": " ", "group_2": "older_people"}
    assert client.post(opened(registration, "personen"), sent).status_code == 303
    registration = Registration.objects.get()
    assert (registration.people, registration.contact.names) == (1, ["Ada Beispiel"])
    assert client.post(opened(registration, "personen"), PEOPLE | {"group_2": "relatives"}).status_code == 400


def test_people_that_do_not_fit_are_refused_and_stay_typed(client):
    registration = make_registration(make_workshop(seats=1))
    response = client.post(opened(registration, "personen"), PEOPLE | {"name_2": "Bea Beispiel"})
    assert response.status_code == 409
    assert "Es ist kein Platz mehr frei. Ihre Anmeldung bleibt, wie sie war." in words(response)
    assert b'value="Bea Beispiel"' in response.content
    assert Registration.objects.get().people == 1


def test_errors_of_a_change_say_what_to_do(client, workshop):
    registration = make_registration(workshop)
    response = client.post(opened(registration, "personen"), PEOPLE | {"name_1": ""})
    assert response.status_code == 400
    assert words(response).count("Tragen Sie Ihren Namen ein.") == 2
    assert registration.contact.names == ["Ada Beispiel"]


@pytest.mark.parametrize("way", [BY_PHONE, BY_LETTER, BY_MAIL])
def test_way_of_contact_is_changed(client, workshop, way):
    registration = make_registration(workshop, contact=way)
    page = opened(registration, "erreichen")
    assert f'value="{way.way}"' in client.get(page).content.decode()
    assert client.post(page, {"way": "mail", "email": "neu@example.org"}).status_code == 303
    contact = Registration.objects.get().contact
    assert (contact.way, contact.email, contact.phone, contact.street) == ("mail", "neu@example.org", "", "")


def test_needs_are_changed_and_taken_back(client, workshop):
    registration = make_registration(workshop, needs={"front_seat": "", "ride": "holt Team 2"})
    page = opened(registration, "hilfe")
    # What staff promised by telephone can be kept though it isn't offered here.
    html = client.get(page).content.decode()
    assert html.count("checked") == 3
    client.post(page, {"needs": ["ride", "call"], "other": "Fenster", "consent": ["yes"]})
    assert dict(registration.needs.values_list("kind", "text")) == {
        AccessKind.RIDE: "holt Team 2",
        "call": "0631\N{NO-BREAK SPACE}5550177",
        AccessKind.OTHER: "Fenster",
    }
    client.post(page, {})
    assert not registration.needs.exists()


def test_invited_party_changes_without_its_letter(client):
    workshop = make_workshop(is_by_invitation=True)
    invitation, _code = make_invitation(workshop)
    registration = make_registration(workshop, invitation=invitation)
    assert client.post(opened(registration, "personen"), PEOPLE | {"name_1": "Bea Beispiel"}).status_code == 303
    assert Registration.objects.get().contact.names == ["Bea Beispiel"]


def test_promised_seat_is_confirmed(client, workshop):
    registration = promised_seat(workshop)
    assert "Für Sie ist ein Platz frei. Sie können ihn jetzt bestätigen." in words(client.get(opened(registration)))
    tell_of_promise(registration)
    page = words(client.get(opened(registration)))
    assert "Für Sie ist ein Platz frei. Bestätigen Sie ihn bis Donnerstag, 26. November, 10.00 Uhr." in page
    assert "Platz bestätigen" in page
    answer = client.post(opened(registration, "confirm"))
    assert answer.status_code == 303
    confirmed = words(client.get(answer.url))
    assert "Danke. Ihr Platz ist bestätigt." in confirmed
    assert "Sie haben einen Platz." in confirmed
    assert "Platz bestätigen" not in confirmed
    assert client.get(opened(registration, "confirm")).status_code == 405


def test_promise_that_is_over_is_said(client, workshop):
    registration = promised_seat(workshop)
    Registration.objects.filter(pk=registration.pk).update(promised_until=NOW - timedelta(minutes=1))
    response = client.post(opened(registration, "confirm"))
    assert response.status_code == 409
    assert "Die Zeit ist vorbei. Rufen Sie uns an." in words(response)


def test_seat_is_cancelled_after_asking_once_more(client, workshop):
    registration = make_registration(workshop)
    page = opened(registration, "cancel")
    asked = client.get(page)
    assert heading(asked) == "Wollen Sie absagen?"
    assert "Dann bekommt sofort jemand anderes Ihren Platz." in words(asked)
    assert Registration.objects.get().seat == Seat.SEATED
    answer = client.post(page)
    assert answer.status_code == 303
    after = words(client.get(answer.url))
    assert "Sie haben abgesagt." in after
    assert "Möchten Sie doch kommen? Melden Sie sich auf der Seite der Werkstatt noch einmal an." in after
    assert "Ändern" not in after
    assert Registration.objects.get().seat == Seat.CANCELLED
    # Asked again, there is nothing left to cancel.
    assert client.get(page).status_code == client.post(page).status_code == 303


def test_waiting_list_is_left(client, workshop):
    Workshop.objects.update(seats=1)
    make_registration(workshop)
    registration = make_registration(workshop, names=["Bea Beispiel"])
    page = words(client.get(opened(registration)))
    assert "Sie stehen auf der Warteliste. Als Nächstes sind Sie an der Reihe." in page
    assert "Warteliste verlassen" in page
    assert "Dann rückt die nächste Anmeldung auf." in words(client.get(opened(registration, "cancel")))
    client.post(opened(registration, "cancel"))
    registration.refresh_from_db()
    assert registration.seat == Seat.CANCELLED


@pytest.mark.parametrize(
    "fields", [{"state": State.CANCELLED, "state_reason": "Wasser"}, {"ends_at": NOW, "starts_at": NOW - timedelta(1)}]
)
def test_nothing_changes_after_the_workshop(client, workshop, fields):
    registration = make_registration(workshop)
    Workshop.objects.update(**fields, registration_closes_at=NOW - timedelta(days=2))
    assert "Ändern" not in words(client.get(opened(registration)))
    response = client.post(opened(registration, "personen"), PEOPLE | {"name_1": "Bea Beispiel"})
    assert response.status_code == 409
    assert "Diese Werkstatt ist vorbei oder abgesagt." in words(response)
    assert client.post(opened(registration, "cancel")).status_code == 303
    assert Registration.objects.get().seat == Seat.SEATED


@pytest.mark.parametrize("seat", [Seat.SEATED, Seat.PROMISED])
def test_who_comes_back_reads_that_it_was_called_off(client, workshop, seat):
    registration = promised_seat(workshop) if seat == Seat.PROMISED else make_registration(workshop)
    call_off(workshop_id=workshop.pk, reason="Wasser im Keller", now=NOW)
    page = words(client.get(opened(registration)))
    assert "Diese Werkstatt fällt aus. Der Grund: Wasser im Keller" in page
    assert not {words for words in ("Sie haben", "ist ein Platz frei", "bestätigen", "doch kommen") if words in page}


def test_page_names_nobody_after_the_deletion(client, workshop):
    registration = make_registration(workshop, needs={"ride": ""})
    later = NOW + timedelta(days=100)
    purge(now=later)
    page = words(client.get(opened(registration)))
    assert "Ada" not in page
    assert "5550177" not in page
    assert "Wer kommt? 1 Person" in page
    assert "Wie erreichen wir Sie? Gelöscht" in page
    assert "Was brauchen Sie? Nichts" in page


def test_who_is_registered_finds_the_way_to_the_screen(client, workshop):
    registration = make_registration(workshop)
    link = '<a href="https://example.org/raum">Am Bildschirm dabei sein</a>'
    assert "Am Bildschirm" not in client.get(opened(registration)).content.decode()
    Workshop.objects.update(hybrid_link="https://example.org/raum")
    assert link in client.get(opened(registration)).content.decode()
    cancel(registration_id=registration.pk, now=NOW)
    assert "example.org/raum" not in client.get(opened(registration)).content.decode()


def test_ticket_is_a_pdf(client, workshop):
    response = client.get(opened(make_registration(workshop), "ticket"))
    assert (response.headers["Content-Type"], response.headers["Cache-Control"]) == ("application/pdf", "no-store")
    assert response.content.startswith(b"%PDF")


def test_date_for_the_calendar_names_nobody(client, workshop):
    response = client.get(opened(make_registration(workshop), "calendar"))
    text = response.content.decode()
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "DTSTART;TZID=Europe/Berlin:20261207T140000" in text
    assert "SUMMARY:Gut leben" in text
    assert "Ada" not in text


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_pages_refuse_other_methods(client, workshop, method):
    registration = make_registration(workshop)
    pages = ("registration", "personen", "erreichen", "hilfe", "confirm", "cancel", "ticket", "calendar")
    for address in ("/code/", *(opened(registration, page) for page in pages)):
        assert getattr(client, method)(address).status_code == 405
