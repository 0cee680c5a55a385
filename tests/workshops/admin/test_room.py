"""The pages of the day: check-in, walk-ins, what is to be arranged."""

import pytest
from django.urls import reverse

from accounts.actions import ensure_roles
from tests.factories import NOW, make_user
from tests.reading import text
from tests.signing_in import sign_in
from tests.workshop_factories import BY_LETTER, BY_MAIL, make_registration, make_round, make_workshop
from workshops import codes
from workshops.actions.room import add_walk_in, arrange, check_in
from workshops.models import AccessNeed, ContactDetails, Guest, Registration, Workshop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]


@pytest.fixture(autouse=True)
def organiser(client):
    ensure_roles()
    sign_in(client, make_user(groups=["Organisation"]))


@pytest.fixture
def workshop():
    return make_workshop(title="Was fehlt?", is_example=True, seats=4)


def page(workshop, name="check_in"):
    return reverse(f"admin:workshops_workshop_{name}", args=[workshop.pk])


def said(response):
    content = response.content.decode().split('id="content-main"', 1)[1].split(">", 1)[1]
    return text(content.split('id="footer"')[0].rsplit("<", 1)[0])


def parties(response):
    return [name for party in response.context["parties"] for name, _guest in party["guests"]]


def messages(response):
    return [str(message) for message in response.context["messages"]]


def guest_of(registration, position=1):
    return registration.guests.get(position=position)


def test_check_in_lists_by_surname_and_counts(client, workshop):
    zoe = make_registration(workshop, names=["Zoé Albrecht"])
    make_registration(workshop, names=["Ada Beispiel", "Emil Ähre"])
    waiting = make_registration(workshop, names=["Cem Zander", "Dora Zander"])
    check_in(guest_id=guest_of(zoe).pk, now=NOW)
    response = client.get(page(workshop))
    assert parties(response) == ["Zoé Albrecht", "Ada Beispiel", "Emil Ähre", "Cem Zander", "Dora Zander"]
    content = said(response)
    assert content.startswith(
        "Beispiel: Diese Werkstatt gibt es nicht. Was fehlt?, Montag, 7. Dezember 2026, 14 bis 17 Uhr "
        "1 von 3 da Ohne Anmeldung gekommen Name oder Ziffern aus dem Code Suchen"
    )
    digits = codes.in_groups(codes.digits(zoe.code.nonce)).replace("\N{NO-BREAK SPACE}", " ")
    assert f"Zoé Albrecht da seit 10:00 Uhr Doch nicht da Code {digits}, hat einen Platz Ada Beispiel Da" in content
    digits = codes.in_groups(codes.digits(waiting.code.nonce)).replace("\N{NO-BREAK SPACE}", " ")
    # Who waits for a seat gets no button.
    assert f"Cem Zander Dora Zander Code {digits}, auf der Warteliste" in content
    assert "Gruppe Personen ältere Person 1" in content


@pytest.mark.parametrize("query", ["ähre", "Emil ", "{code}", "{digits}"])
def test_filter_finds_by_name_or_digits(client, workshop, query):
    make_registration(workshop, names=["Zoé Albrecht"])
    found = make_registration(workshop, names=["Ada Beispiel", "Emil Ähre"])
    digits = codes.digits(found.code.nonce)
    typed = query.format(code=codes.in_groups(digits), digits=digits[-7:])
    answer = client.post(page(workshop), {"gesucht": f" {typed}\0"})
    assert (answer.status_code, answer.url) == (302, f"{page(workshop)}?nur={found.pk}")
    response = client.get(answer.url)
    assert parties(response) == ["Ada Beispiel", "Emil Ähre"]
    assert "Alle zeigen" in said(response)


def test_filter_that_finds_nobody_says_what_to_do(client, workshop):
    assert "Noch hat sich niemand angemeldet." in said(client.get(page(workshop)))
    make_registration(workshop)
    response = client.post(page(workshop), {"gesucht": "Xaver"}, follow=True)
    assert "Niemand gefunden. Prüfen Sie den Namen oder suchen Sie mit dem Code." in said(response)


def test_a_search_is_no_part_of_an_address(client, workshop):
    first, second = (make_registration(workshop, names=[name]) for name in ("Ada Beispiel", "Bea Beispiel"))
    assert 'method="get"' not in client.get(page(workshop)).content.decode().split('id="content-main"')[1]
    answer = client.post(f"{page(workshop)}?nur=0", {"gesucht": "beispiel"})
    assert answer.url == f"{page(workshop)}?nur={first.pk}-{second.pk}"
    assert parties(client.get(answer.url)) == ["Ada Beispiel", "Bea Beispiel"]
    # Searched for nothing: everybody again.
    assert client.post(answer.url, {"gesucht": " "}).url == page(workshop)


def test_a_button_checks_in_and_back_and_keeps_the_filter(client, workshop):
    registration = make_registration(workshop, names=["Ada Beispiel", "Bea Beispiel"])
    guest = guest_of(registration, 2)
    address = client.post(page(workshop), {"gesucht": "ada"}).url
    for _press in range(2):
        answer = client.post(address, {"came": guest.pk})
        assert (answer.status_code, answer.url) == (302, f"{address}#anmeldung-{registration.pk}")
    assert list(Guest.objects.order_by("position").values_list("came_at", flat=True)) == [None, NOW]
    client.post(address, {"came_not": guest.pk})
    assert list(Guest.objects.order_by("position").values_list("came_at", flat=True)) == [None, None]


def test_refusals_are_said_on_the_page(client, workshop):
    make_registration(workshop, names=["A A", "B B", "C C"])
    waiting = make_registration(workshop, names=["D D", "E E"])
    response = client.post(page(workshop), {"came": guest_of(waiting).pk}, follow=True)
    assert messages(response) == [
        "Diese Anmeldung hat keinen Platz. Tragen Sie die Person unter „Ohne Anmeldung gekommen“ ein."
    ]


def test_one_tap_counts_a_walk_in_and_one_takes_it_back(client, workshop):
    address = page(workshop)
    for group in ("council", "council", ""):
        answer = client.post(address, {"walk_in": group})
        assert answer.url == f"{address}#ohne-anmeldung"
    content = said(client.get(address))
    assert "3 von 3 da" in content
    assert "ältere Person: 0 Angehörige oder pflegende Person: 0 Seniorenbeirat: 2 Zurücknehmen Anbieter: 0" in content
    assert "ohne Angabe: 1 Zurücknehmen So viele sind da Gruppe Personen Seniorenbeirat 2 ohne Angabe 1" in content
    first, latest = Registration.objects.filter(guests__group="council").order_by("pk")
    for _press in range(2):
        assert client.post(address, {"walk_in_not": latest.pk}).url == f"{address}#ohne-anmeldung"
    assert list(Registration.objects.walk_ins().filter(guests__group="council")) == [first]
    assert Workshop.objects.get().seats_taken == 2


def test_a_full_room_leads_to_its_seats(client, workshop):
    make_registration(workshop, names=["A A", "B B", "C C"])
    client.post(page(workshop), {"walk_in": ""})
    response = client.post(page(workshop), {"walk_in": "council"}, follow=True)
    address = reverse("admin:workshops_workshop_change", args=[workshop.pk])
    assert messages(response) == [
        "Alle Plätze sind vergeben. Erhöhen Sie zuerst die Zahl der Plätze, dann tragen Sie die Person ein. "
        f'<a href="{address}">Zahl der Plätze ändern</a>'
    ]
    # A browser keeps the former #… of an address where it is given no other, and the refusal would be out of sight.
    assert response.redirect_chain == [(f"{page(workshop)}#content-start", 302)]
    assert Registration.objects.walk_ins().count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"came": "x"},
        {"came": "٣"},
        {"came": "99999999999999999999"},
        {"came_not": "0"},
        {"walk_in": "robots"},
        {"walk_in_not": ""},
    ],
)
def test_what_no_button_sends_does_not_exist(client, workshop, sent):
    assert client.post(page(workshop), sent).status_code == 404


def test_guests_and_needs_of_another_workshop_are_not_reached_from_here(client, workshop):
    other = make_registration(needs={"ride": ""})
    walk_in = add_walk_in(workshop_id=other.workshop_id, group="", now=NOW)
    for sent in ({"came": guest_of(other).pk}, {"came_not": guest_of(walk_in).pk}, {"walk_in_not": walk_in.pk}):
        assert client.post(page(workshop), sent).status_code == 404
    for verb in ("arranged", "open"):
        assert client.post(page(workshop, "needs"), {verb: other.needs.get().pk}).status_code == 404
    assert client.get(reverse("admin:workshops_workshop_check_in", args=[0])).status_code == 404
    assert list(Guest.objects.order_by("pk").values_list("came_at", flat=True)) == [None, NOW]
    assert AccessNeed.objects.get().arranged_at is None


def test_a_post_without_a_button_changes_nothing(client, workshop):
    make_registration(workshop, needs={"ride": ""})
    for name in ("check_in", "needs"):
        answer = client.post(page(workshop, name))
        assert (answer.status_code, answer.url.partition("#")[0]) == (302, page(workshop, name))
    assert Guest.objects.get().came_at is None
    assert AccessNeed.objects.get().arranged_at is None


def test_people_are_checked_in_without_names_after_the_purge(client, workshop):
    make_registration(workshop, names=["Ada Beispiel", "Bea Beispiel"])
    ContactDetails.objects.all().delete()
    assert parties(client.get(page(workshop))) == ["Person 1", "Person 2"]


def entries(response):
    return [
        (str(heading), [(str(e["kind"]), e["names"], e["reach"], e["seat"], e["text"]) for e in part])
        for heading, part in response.context["parts"]
    ]


def test_needs_stand_by_kind_with_whom_to_ask_open_ones_first(client, workshop):
    ride = make_registration(workshop, names=["Ada Beispiel"], needs={"ride": "Ab 13 Uhr", "hearing_loop": ""})
    make_registration(workshop, names=["Bea Muster", "Cem Muster"], contact=BY_MAIL, needs={"hearing_loop": ""})
    make_registration(workshop, names=["D D", "E E"], contact=BY_LETTER, needs={"call": "0631 5550177"})
    arrange(need_id=ride.needs.get(kind="hearing_loop").pk, now=NOW)
    response = client.get(page(workshop, "needs"))
    assert entries(response) == [
        (
            "Noch zu tun",
            [
                ("Höranlage", "Bea Muster, Cem Muster", "ada@example.org", "", ""),
                ("Fahrt hin und zurück", "Ada Beispiel", "0631\xa05550177", "", "Ab 13 Uhr"),
                (
                    "Anruf zur Klärung",
                    "D D, E E",
                    "Brief an: Musterweg 1, 67655 Kaiserslautern",
                    "auf der Warteliste",
                    "0631 5550177",
                ),
            ],
        ),
        ("Erledigt", [("Höranlage", "Ada Beispiel", "0631\xa05550177", "", "")]),
    ]
    content = said(response)
    assert "Noch zu tun: 3" in content
    assert "Fahrt hin und zurück Erledigt Ada Beispiel , 0631 5550177 „Ab 13 Uhr“" in content.replace(
        "Beispiel,", "Beispiel ,"
    )
    assert "Erledigt: 1 Höranlage Doch noch zu tun" in content
    assert "Erledigt am 23. November 2026, 10:00 Uhr" in content


def test_who_cancelled_needs_nothing(client, workshop):
    make_registration(workshop, needs={"ride": ""})
    Registration.objects.update(seat="cancelled", ended_at=NOW)
    assert [part for _heading, part in entries(client.get(page(workshop, "needs")))] == [[], []]


def test_a_need_is_ticked_and_opened_again(client, workshop):
    need = make_registration(workshop, needs={"ride": ""}).needs.get()
    address = page(workshop, "needs")
    for sent, arranged in (("arranged", NOW), ("arranged", NOW), ("open", None)):
        answer = client.post(address, {sent: need.pk})
        assert (answer.status_code, answer.url) == (302, address)
        assert AccessNeed.objects.get().arranged_at == arranged


def test_after_the_purge_the_page_says_so(client, workshop):
    Workshop.objects.update(needs_purged_at=NOW)
    content = said(client.get(page(workshop, "needs")))
    assert content.endswith(
        "Die Angaben zur Hilfe sind seit dem 23. November 2026 gelöscht. So steht es im Datenschutz."
    )


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("check_in", 13), ("needs", 7)])
def test_pages_cost_the_same_for_one_and_for_three(client, django_assert_num_queries, number, name, queries):
    workshop = make_workshop()
    for _each in range(number):
        registration = make_registration(workshop, needs={"ride": ""})
        check_in(guest_id=guest_of(registration).pk, now=NOW)
        add_walk_in(workshop_id=workshop.pk, group="council", now=NOW)
    with django_assert_num_queries(queries):
        client.get(page(workshop, name))


@pytest.mark.parametrize("role", ["Planung", "Seniorenbeirat", "Redaktion", "Betrieb"])
def test_only_who_arranges_sees_names_and_needs(client, workshop, role):
    need = make_registration(workshop, needs={"ride": ""}).needs.get()
    sign_in(client, make_user(groups=[role]))
    sent = {"check_in": {"came": Guest.objects.get().pk}, "needs": {"arranged": need.pk}}
    for name, data in sent.items():
        assert client.get(page(workshop, name)).status_code == 403
        assert client.post(page(workshop, name), data).status_code == 403
    assert Guest.objects.get().came_at is None
    assert AccessNeed.objects.get().arranged_at is None


def test_the_workshop_at_the_desk_says_how_many_came(client, workshop):
    address = page(workshop, "change")
    assert "So viele waren da" not in said(client.get(address))
    add_walk_in(workshop_id=workshop.pk, group="council", now=NOW)
    assert said(client.get(address)).endswith("So viele waren da Gruppe Personen Seniorenbeirat 1")


def test_the_workshop_at_the_desk_leads_to_its_votes(client, workshop):
    voted, _other = make_round(workshop), make_round()
    address = f"{reverse('admin:workshops_priorityround_changelist')}?workshop__id__exact={workshop.pk}"
    assert f'href="{address}"' in client.get(page(workshop, "change")).content.decode()
    assert list(client.get(address).context["cl"].result_list) == [voted]
