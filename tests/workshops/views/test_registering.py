"""Registering without an account, page by page; nothing typed is lost."""

import pytest

from tests.drafts import STEPS, TYPED, address, draft_of, make_draft, make_invitation, send_draft
from tests.reading import heading, words
from tests.workshop_factories import make_workshop
from workshops.actions import drafts
from workshops.models import AccessKind, Draft, Registration, Workshop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
PEOPLE, CONTACT, HELP = TYPED.values()
# Registering itself, in its action, takes most of them.
SENDING = 32


def test_a_fresh_address_is_made_and_nothing_is_kept(client, workshop, django_assert_num_queries):
    with django_assert_num_queries(1):
        answers = [client.get("/mitmachen/gut-leben/anmelden/") for _time in range(1)]
    answers.append(client.get("/mitmachen/gut-leben/anmelden/"))
    keys = {answer.url.split("/")[4] for answer in answers}
    assert {answer.status_code for answer in answers} == {302}
    assert len(keys) == 2
    assert {len(key) for key in keys} == {32}
    assert heading(client.get(answers[0].url)) == "Wer kommt?"
    assert not Draft.objects.exists()


def test_each_page_costs_few_queries(client, workshop, django_assert_num_queries):
    """Of those of a page that is sent, two are the savepoint that an atomic action takes inside a test."""
    key = drafts.new_key()
    for page, typed, then in (
        ("personen", PEOPLE, "erreichen"),
        ("erreichen", CONTACT, "hilfe"),
        ("hilfe", HELP, "pruefen"),
    ):
        with django_assert_num_queries(2):
            assert client.get(address(workshop, key, page)).status_code == 200
        # A new draft is counted for its network.
        with django_assert_num_queries(9 if page == "personen" else 5):
            answer = client.post(address(workshop, key, page), typed)
        assert (answer.status_code, answer.url) == (303, address(workshop, key, then))
    with django_assert_num_queries(2):
        client.get(address(workshop, key, "pruefen"))
    with django_assert_num_queries(SENDING):
        answer = client.post(address(workshop, key, "pruefen"))
    assert (answer.status_code, answer.url) == (303, address(workshop, key, "fertig"))
    with django_assert_num_queries(5):
        client.get(answer.url)


def test_pages_belong_to_one_person(client, workshop):
    key = make_draft(workshop)
    pages = [address(workshop, key, page) for page in STEPS[:4]]
    send_draft(workshop, sent := make_draft(workshop))
    for page in (*pages, address(workshop, sent, "fertig"), "/mitmachen/gut-leben/anmelden/"):
        response = client.get(page)
        assert (response.headers["Cache-Control"], response.headers["X-Robots-Tag"]) == ("no-store", "noindex")
        assert response.cookies == {}


def test_printed_pages_show_no_key(client, workshop):
    key = make_draft(workshop)
    html = client.get(address(workshop, key, "pruefen")).content.decode()
    assert f"Adresse der Werkstatt: http://testserver{workshop.get_absolute_url()}" in html
    assert html.count(key) == html.count(f'href="/mitmachen/gut-leben/anmelden/{key}/') + html.count(
        f'action="/mitmachen/gut-leben/anmelden/{key}/'
    )


def test_check_page_says_everything_and_whether_there_is_a_seat(client, workshop):
    key = make_draft(workshop, personen={"name_2": "Bea Beispiel"})
    response = client.get(address(workshop, key, "pruefen"))
    assert response.status_code == 200
    assert words(response).startswith(
        "Schritt 4 von 4 Stimmt alles so? Gut leben Montag, 7. Dezember 2026, 14 bis 17 Uhr "
        "Wer kommt? Ada Beispiel (ältere Person) Bea Beispiel Ändern: Wer kommt? "
        "Wie erreichen wir Sie? Anruf 0631 5550177 Ändern: Wie erreichen wir Sie? "
        "Was brauchen Sie? Nichts Ändern: Was brauchen Sie? "
        "Für Sie sind 2 Plätze frei. Anmeldung absenden"
    )


@pytest.mark.parametrize(
    ("taken", "fields", "sentence"),
    [
        (9, {}, "Für Sie ist ein Platz frei."),
        (10, {}, "Alle Plätze sind vergeben. Sie kommen auf die Warteliste."),
        (
            9,
            {"personen": {"name_2": "Bea Beispiel"}},
            "Es ist nur noch 1 Platz frei. Sie sind 2 Personen. Sie kommen zusammen auf die Warteliste.",
        ),
        (
            8,
            {"personen": {"name_2": "Bea Beispiel", "name_3": "Cem Beispiel"}},
            "Es sind nur noch 2 Plätze frei. Sie sind 3 Personen. Sie kommen zusammen auf die Warteliste.",
        ),
        (
            1,
            {"hilfe": {"needs": ["wheelchair"], "consent": ["yes"]}},
            "So viele Plätze für Rollstühle sind nicht mehr frei. Sie kommen auf die Warteliste.",
        ),
    ],
)
def test_waiting_list_is_said_before(client, taken, fields, sentence):
    workshop = make_workshop(arranged_help=["wheelchair"])
    Workshop.objects.update(seats_taken=taken, wheelchair_seats_taken=1)
    key = make_draft(workshop, **fields)
    assert sentence in words(client.get(address(workshop, key, "pruefen")))


def test_errors_of_earlier_pages_are_named_and_linked(client):
    workshop = make_workshop(is_by_invitation=True)
    key = make_draft(workshop, personen={"name_1": ""}, erreichen={"way": ""}, hilfe=None)
    response = client.get(address(workshop, key, "pruefen"))
    html = response.content.decode()
    assert response.status_code == 200
    assert "<title>Fehler: " in html
    assert "Anmeldung absenden" not in html
    for page, place, sentence in (
        ("personen", "#id_code", "Tragen Sie den Code aus Ihrem Brief ein."),
        ("personen", "#id_name_1", "Tragen Sie Ihren Namen ein."),
        ("erreichen", "#id_way", "Wählen Sie Anruf, Brief oder E-Mail."),
        ("hilfe", "", "Hier fehlt noch Ihre Antwort: Was brauchen Sie?"),
    ):
        assert f'<a href="{address(workshop, key, page)}?pruefen{place}">{sentence}</a>' in html
    assert client.post(address(workshop, key, "pruefen")).status_code == 400
    assert not Registration.objects.exists()


def test_change_from_the_check_page_leads_back_to_it(client, workshop):
    key = make_draft(workshop)
    change = f"{address(workshop, key, 'personen')}?pruefen"
    assert f'href="{change}"' in client.get(address(workshop, key, "pruefen")).content.decode()
    assert client.post(change, PEOPLE | {"name_1": ""}).status_code == 400
    answer = client.post(change, PEOPLE | {"name_1": "Bea Beispiel"})
    assert answer.url == address(workshop, key, "pruefen")
    assert "Bea Beispiel" in words(client.get(answer.url))


def test_errors_are_shown_and_what_was_typed_is_kept(client, workshop):
    key = drafts.new_key()
    page = address(workshop, key, "personen")
    response = client.post(page, PEOPLE | {"name_1": "", "name_2": "Bea Beispiel"})
    assert response.status_code == 400
    assert words(response).count("Tragen Sie Ihren Namen ein.") == 2
    again = client.get(page)
    assert (again.status_code, again.content.count(b'value="Bea Beispiel"')) == (200, 1)
    assert words(again).count("Tragen Sie Ihren Namen ein.") == 2


def test_companions_are_open_only_where_there_are_some(client, workshop):
    assert b"<details>" in client.get(address(workshop, make_draft(workshop), "personen")).content
    key = make_draft(workshop, personen={"name_3": "Cem"})
    assert b"<details open>" in client.get(address(workshop, key, "personen")).content


def test_going_back_keeps_the_page_without_a_word_about_errors(client, workshop):
    key = make_draft(workshop)
    page = address(workshop, key, "erreichen")
    answer = client.post(page, CONTACT | {"phone": "55", "zurueck": "ja"})
    assert (answer.status_code, answer.url) == (303, address(workshop, key, "personen"))
    assert b'value="55"' in client.get(page).content


def test_too_much_text_is_refused_and_kept_in_part(client, workshop):
    key = drafts.new_key()
    response = client.post(address(workshop, key, "personen"), PEOPLE | {"name_1": "a\0" + "b" * 100_000})
    assert response.status_code == 400
    assert "Kürzen Sie auf 120 Zeichen." in words(response)
    assert draft_of(workshop, key).data["personen"]["name_1"] == "a" + "b" * 1_999


def test_html_stays_text(client, workshop):
    key = make_draft(workshop, personen={"name_1": "<script>alert(1)</script>"})
    assert b"<script>" not in client.get(address(workshop, key, "pruefen")).content
    assert b"<script>" not in client.get(address(workshop, key, "personen")).content


def test_robots_are_asked_once_more_and_nothing_is_kept(client, workshop):
    key = drafts.new_key()
    page = address(workshop, key, "personen")
    response = client.post(page, PEOPLE | {"website": "http://spam.example"})
    assert response.status_code == 400
    assert "Drücken Sie noch einmal auf „Weiter“." in words(response)
    html = response.content.decode()
    assert 'value="Ada Beispiel"' in html
    assert '<input name="website" autocomplete="off" tabindex="-1">' in html
    assert not Draft.objects.exists()


def test_what_is_deleted_is_gone(client, workshop):
    key = make_draft(workshop)
    gone = client.post(address(workshop, key, "loeschen"))
    assert heading(gone) == "Ihre Angaben sind gelöscht"
    assert "Sie sind nicht angemeldet." in words(gone)
    assert not Draft.objects.exists()
    for page in STEPS[1:4]:
        answer = client.get(address(workshop, key, page))
        assert (answer.status_code, answer.url) == (303, "/mitmachen/gut-leben/anmelden/")
    assert client.post(address(workshop, key, "pruefen")).url == "/mitmachen/gut-leben/anmelden/"
    assert client.get(address(workshop, key, "loeschen")).status_code == 405


def test_invitation_is_asked_first(client):
    workshop = make_workshop(is_by_invitation=True)
    invitation, code = make_invitation(workshop)
    key = drafts.new_key()
    page = address(workshop, key, "personen")
    slip = code[:-1] + str((int(code[-1]) + 1) % 10)
    refused = client.post(page, PEOPLE | {"code": slip})
    assert refused.status_code == 400
    assert words(refused).count("In diesem Code ist ein Tippfehler.") == 2
    # It can be compared digit by digit, and is kept nowhere.
    assert f'value="{slip}"' in refused.content.decode()
    assert draft_of(workshop, key).data == {"personen": PEOPLE}
    assert "Tragen Sie den Code aus Ihrem Brief ein." in words(client.get(page))
    assert client.post(page, PEOPLE | {"code": f"{code[:6]} {code[6:]}"}).url == address(workshop, key, "erreichen")
    assert draft_of(workshop, key).data == {"personen": PEOPLE, "invitation": invitation.pk}
    assert b'name="code"' not in client.get(page).content
    make_draft(workshop, key=key)
    assert client.post(address(workshop, key, "pruefen")).status_code == 303
    assert Registration.objects.get().invitation == invitation


def test_needs_are_sent_with_consent(client):
    workshop = make_workshop(arranged_help=["ride", "wheelchair"], wheelchair_seats=2)
    couple = {"name_2": "Bea Beispiel"}
    needed = {"needs": ["wheelchair", "ride", "call"], "wheelchairs": "2", "other": "Fenster", "consent": ["yes"]}
    key = make_draft(workshop, personen=couple, hilfe=needed)
    check = words(client.get(address(workshop, key, "pruefen")))
    assert (
        "Was brauchen Sie? 2 Plätze für Rollstühle Fahrt hin und zurück Anruf zur Klärung: 0631 5550177 "
        "etwas anderes: Fenster Ändern" in check
    )
    client.post(address(workshop, key, "pruefen"))
    registration = Registration.objects.get()
    assert registration.wheelchairs == 2
    assert dict(registration.needs.values_list("kind", "text")) == {
        AccessKind.WHEELCHAIR: "",
        AccessKind.RIDE: "",
        "call": "0631\N{NO-BREAK SPACE}5550177",
        AccessKind.OTHER: "Fenster",
    }


@pytest.mark.parametrize("key", ["a", "a" * 31, "A" * 32, "z" * 32, "a" * 33])
def test_an_address_that_is_no_key_starts_anew(client, workshop, key):
    for answer in (
        client.get(address(workshop, key, "personen")),
        client.post(address(workshop, key, "personen"), PEOPLE),
    ):
        assert (answer.status_code, answer.url) == (303, "/mitmachen/gut-leben/anmelden/")
    assert not Draft.objects.exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_pages_refuse_other_methods(client, workshop, method):
    key = make_draft(workshop)
    for page in (*STEPS, "loeschen"):
        assert getattr(client, method)(address(workshop, key, page)).status_code == 405
