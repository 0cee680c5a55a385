"""The workshop at the desk: list, form, buttons, and the pages that move, copy and call it off."""

import re
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection, transaction
from django.forms import modelform_factory
from django.urls import reverse
from django.utils import timezone

from tests.browser_forms import typed_form
from tests.factories import NOW, make_area, make_place, make_topic
from tests.reading import text
from tests.workshop_factories import BY_LETTER, make_registration, make_series, make_workshop
from workshops.admin.workshop_form import WorkshopForm
from workshops.models import Notice, Seat, State, Workshop

pytestmark = pytest.mark.django_db
LIST = "/admin/workshops/workshop/"
ADD = f"{LIST}add/"
# Session, person, second factor, rights (2), series to filter by, how many, the page itself.
LIST_QUERIES = 8
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def help_line(settings):
    settings.HELP_PHONE = "+496313650"


def address(page, workshop, *more):
    return reverse(f"admin:workshops_workshop_{page}", args=[workshop.pk, *more])


def messages(response):
    return [str(message) for message in response.context["messages"]]


def errors(response):
    return {name: [*found] for name, found in response.context["adminform"].form.errors.items()}


def rows(client, query=""):
    html = client.get(LIST + query).content.decode()
    body = html.split("<tbody>", 1)[1].split("</tbody>", 1)[0] if "<tbody>" in html else ""
    cells = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in body.split("</tr>")[:-1]]
    return [[text(cell) for cell in row[1:]] for row in cells]


def log():
    return [entry.change_message for entry in LogEntry.objects.order_by("pk")]


def save(client, workshop, **typed):
    return client.post(address("change", workshop), typed_form(client, address("change", workshop)) | typed)


def test_the_list_says_when_where_and_how_full(client, organiser):
    place = make_place(name="Bürgerhaus")
    workshop = make_workshop(title="Wie wir wohnen", seats=2, place=place)
    for _number in range(3):
        make_registration(workshop)
    make_workshop(title="Üben", place=place, state=State.DRAFT, is_example=True, starts_at=NOW + 20 * DAY)
    full = make_workshop(title="Voll", place=place, seats=1, starts_at=NOW + 10 * DAY, registration_opens_at=NOW)
    for _number in range(3):
        make_registration(full)
    assert rows(client) == [
        [
            "Beispiel: Üben",
            "Sonntag, 13. Dezember 2026, 10 bis 13 Uhr",
            "Bürgerhaus",
            "Entwurf",
            "0 von 10 vergeben",
            "-",
        ],
        [
            "Wie wir wohnen",
            "Montag, 7. Dezember 2026, 14 bis 17 Uhr",
            "Bürgerhaus",
            "Alle Plätze sind vergeben",
            "2 von 2 vergeben, 1 wartet",
            "Jemanden anmelden",
        ],
        [
            "Voll",
            "Donnerstag, 3. Dezember 2026, 10 bis 13 Uhr",
            "Bürgerhaus",
            "Alle Plätze sind vergeben",
            "1 von 1 vergeben, 2 warten",
            "Jemanden anmelden",
        ],
    ]


def test_planners_register_nobody(client, planner):
    workshop = make_workshop()
    assert [len(row) for row in rows(client)] == [5]
    page = client.get(address("change", workshop)).content.decode()
    assert "Jemanden anmelden" not in page
    assert "Verschieben" in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_for_one_and_for_three(client, organiser, number, django_assert_num_queries):
    for _number in range(number):
        make_registration(make_workshop(series=make_series()))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(LIST)


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


def test_seats_below_those_taken_are_refused_with_what_to_do(client, organiser):
    workshop = make_workshop(seats=5, wheelchair_seats=2)
    make_registration(workshop, names=["Ada Beispiel", "Bea Beispiel"], wheelchairs=2)
    make_registration(workshop)
    list_of_it = f"{reverse('admin:workshops_registration_changelist')}?workshop__id__exact={workshop.pk}"
    link = f'<a href="{list_of_it}">Anmeldungen öffnen</a>'
    response = save(client, workshop, seats="2", wheelchair_seats="1")
    assert errors(response) == {
        "seats": [f"Es sind schon 3 Plätze vergeben. Sagen Sie zuerst 1 Person ab: {link}"],
        "wheelchair_seats": [
            f"Es sind schon 2 Plätze für Rollstühle vergeben. Sagen Sie zuerst 1 Person mit Rollstuhl ab: {link}"
        ],
    }
    assert link in response.content.decode()
    assert client.get(list_of_it).context["cl"].result_count == 2
    assert errors(save(client, workshop, seats="1", wheelchair_seats="0"))["wheelchair_seats"] == [
        f"Es sind schon 2 Plätze für Rollstühle vergeben. Sagen Sie zuerst 2 Personen mit Rollstuhl ab: {link}"
    ]
    assert save(client, workshop, seats="3").status_code == 302


def test_who_sees_no_registrations_is_told_who_does(client, planner):
    workshop = make_workshop(seats=3)
    make_registration(workshop)
    make_registration(workshop)
    assert errors(save(client, workshop, seats="1", wheelchair_seats="0")) == {
        "seats": [
            "Es sind schon 2 Plätze vergeben. Sagen Sie zuerst 1 Person ab. Das macht, wer die Anmeldungen betreut."
        ]
    }


def test_a_registration_beside_the_open_form_is_counted(client, organiser):
    workshop = make_workshop(seats=3)
    typed = typed_form(client, address("change", workshop)) | {"seats": "1", "summary": "Neu."}
    make_registration(workshop)
    assert client.post(address("change", workshop), typed).status_code == 302
    workshop.refresh_from_db()
    assert (workshop.seats, workshop.seats_taken, workshop.summary) == (1, 1, "Neu.")


@pytest.mark.django_db(transaction=True)
def test_a_registration_at_the_same_moment_waits_for_the_new_seats():
    workshop = make_workshop(seats=3)

    def register_elsewhere():
        try:
            return [make_registration(workshop).seat for _number in range(2)]
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            form = modelform_factory(Workshop, form=WorkshopForm, fields=["seats"])({"seats": "1"}, instance=workshop)
            assert form.is_valid()
            registering = threads.submit(register_elsewhere)
            with pytest.raises(StillWaiting):
                registering.result(timeout=0.5)
            form.instance.save(update_fields=["seats"])
        assert registering.result(timeout=20) == [Seat.SEATED, Seat.WAITING]
    workshop.refresh_from_db()
    assert (workshop.seats, workshop.seats_taken) == (1, 1)


def test_more_seats_let_the_queue_move_up(client, organiser):
    workshop = make_workshop(seats=1, hours_to_confirm=0)
    parties = [make_registration(workshop) for _number in range(3)]
    response = client.post(
        address("change", workshop), typed_form(client, address("change", workshop)) | {"seats": "3"}, follow=True
    )
    assert messages(response)[0] == "2 Anmeldungen sind von der Warteliste nachgerückt."
    assert [party.seat for party in workshop.registrations.by_time()] == [Seat.SEATED] * len(parties)
    workshop.refresh_from_db()
    assert workshop.seats_taken == 3


def test_who_was_slower_than_a_colleague_hears_of_it():
    workshop = make_workshop()
    Workshop.objects.update(state=State.CLOSED)
    # As it was read before the colleague closed the registration.
    form = modelform_factory(Workshop, form=WorkshopForm, fields=["summary"])({"summary": "Neu."}, instance=workshop)
    assert form.errors == {
        "__all__": ["Jemand hat diese Werkstatt inzwischen geändert. Öffnen Sie die Seite noch einmal."]
    }


def press(client, workshop, button):
    data = typed_form(client, address("change", workshop)) | {button: "1"}
    return client.post(address("change", workshop), data, follow=True)


def test_the_buttons_move_a_workshop_on(client, organiser):
    workshop = make_workshop(title="Wohnen", state=State.DRAFT)
    assert messages(press(client, workshop, "_announce")) == [f"„{workshop}“ steht jetzt auf der Seite „Mitmachen“."]
    assert messages(press(client, workshop, "_close")) == [
        f"Die Anmeldung zu „{workshop}“ ist geschlossen. Am Telefon können Sie weiter anmelden."
    ]
    assert messages(press(client, workshop, "_reopen")) == [f"Die Anmeldung zu „{workshop}“ ist wieder offen."]
    assert Workshop.objects.get().state == State.ANNOUNCED
    # Beside what Django notes of each saving.
    assert [line for line in log() if not line.startswith("[")] == [
        "Ankündigen",
        "Anmeldung schließen",
        "Anmeldung wieder öffnen",
    ]


def test_a_refusal_says_what_is_missing(client, organiser):
    workshop = make_workshop(state=State.DRAFT, place=make_place(street=""))
    assert messages(press(client, workshop, "_announce")) == [
        f"„{workshop}“: Tragen Sie beim Treffpunkt Straße und Ort ein."
    ]
    assert Workshop.objects.get().state == State.DRAFT


def test_several_drafts_are_announced_from_the_list(client, organiser):
    drafts = [make_workshop(state=State.DRAFT) for _number in range(2)]
    client.post(LIST, {"action": "announce", "_selected_action": [draft.pk for draft in drafts]})
    assert {workshop.state for workshop in Workshop.objects.all()} == {State.ANNOUNCED}


def test_only_a_draft_can_be_deleted(client, organiser):
    draft, announced = make_workshop(state=State.DRAFT), make_workshop()
    assert client.post(address("delete", draft), {"post": "yes"}).status_code == 302
    assert client.post(address("delete", announced), {"post": "yes"}).status_code == 403
    assert list(Workshop.objects.all()) == [announced]


def test_moving_without_an_agenda_reminds_nobody_of_it(client, organiser):
    workshop = make_workshop()
    page = client.get(address("move", workshop))
    typed = {name: page.context["form"][name].value() for name in ("place", "room")}
    times = {"starts_at": "2027-01-12T14:00", "ends_at": "2027-01-12T17:00", "reason": "Wegen Schnee."}
    response = client.post(address("move", workshop), typed | times, follow=True)
    assert messages(response) == ["0 Anmeldungen werden benachrichtigt. E-Mails gehen von selbst hinaus."]


def test_moving_tells_everybody_and_leads_to_the_calls(client, organiser):
    workshop = make_workshop(agenda="14 Uhr: Begrüßung")
    make_registration(workshop)
    page = client.get(address("move", workshop))
    typed = {name: page.context["form"][name].value() for name in ("starts_at", "ends_at", "place", "room")}
    assert typed["place"] == workshop.place_id
    response = client.post(
        address("move", workshop),
        typed | {"starts_at": "2027-01-12T14:00", "ends_at": "2027-01-12T17:00", "reason": "Wegen Schnee."},
        follow=True,
    )
    assert response.redirect_chain == [(address("calls", workshop), 302)]
    assert messages(response) == [
        "Prüfen Sie auch den Ablauf: Dort können noch die alten Uhrzeiten stehen.",
        "1 Anmeldung wird benachrichtigt. E-Mails gehen von selbst hinaus.",
    ]
    workshop.refresh_from_db()
    assert workshop.state_reason == "Wegen Schnee."
    assert [notice.kind for notice in Notice.objects.to_call()] == ["moved"]
    assert log() == ["Verschoben"]


def test_a_wrong_move_keeps_what_was_typed(client, organiser):
    workshop = make_workshop()
    typed = {"starts_at": "2027-01-12T14:00", "ends_at": "2027-01-12T13:00", "place": workshop.place_id}
    response = client.post(address("move", workshop), typed)
    assert errors(response) == {
        "ends_at": ["Das Ende muss nach dem Beginn liegen."],
        "reason": ["Schreiben Sie den Grund in einem Satz."],
    }
    assert 'value="2027-01-12T14:00"' in response.content.decode()
    response = client.post(address("move", workshop), {"room": ""})
    assert set(errors(response)) == {"starts_at", "ends_at", "place", "reason"}


def test_a_refused_move_says_why(client, organiser):
    workshop = make_workshop()
    typed = {
        "starts_at": "2026-11-20T14:00",
        "ends_at": "2026-11-20T17:00",
        "place": workshop.place_id,
        "reason": "Wegen Schnee.",
    }
    response = client.post(address("move", workshop), typed)
    assert errors(response)["__all__"] == [
        "20. November 2026, 14:00 Uhr ist schon vorbei. Wählen Sie einen Termin in der Zukunft."
    ]


def test_planners_call_off_and_come_back_to_the_workshop(client, planner):
    workshop = make_workshop()
    assert client.get(address("call_off", workshop)).status_code == 200
    make_registration(workshop, contact=BY_LETTER)
    make_registration(workshop)
    response = client.post(address("call_off", workshop), {"reason": "Wegen Schnee."}, follow=True)
    assert response.redirect_chain == [(address("change", workshop), 302)]
    assert messages(response) == ["2 Anmeldungen werden benachrichtigt. E-Mails gehen von selbst hinaus."]
    assert Workshop.objects.get().state == State.CANCELLED
    assert log() == ["Abgesagt"]


def test_dates_are_copied_line_by_line(client, organiser):
    workshop = make_workshop(title="Wohnen")
    assert client.get(address("copy", workshop)).status_code == 200
    typed = "12.01.2027 14:00\n\n 26.1.27,  9:30 Uhr \r\n2027-02-02 10:00\n"
    response = client.post(address("copy", workshop), {"dates": typed}, follow=True)
    assert messages(response) == ["3 Entwürfe sind angelegt."]
    copies = Workshop.objects.filter(state=State.DRAFT).by_start()
    assert [f"{timezone.localtime(copy.starts_at):%d.%m.%Y %H:%M}" for copy in copies] == [
        "12.01.2027 14:00",
        "26.01.2027 09:30",
        "02.02.2027 10:00",
    ]
    assert log() == ["Kopiert"] * 3


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", "Schreiben Sie mindestens einen Termin."),
        (
            "12.01.2027 14:00\nmorgen",
            "„morgen“ ist nicht zu lesen. Schreiben Sie Tag und Uhrzeit so: 12.01.2027 14:00.",
        ),
        ("12.01.2027 14:00\n" * 21, "Kopieren Sie höchstens 20 Termine auf einmal."),
    ],
)
def test_dates_that_cannot_be_read_are_named(client, organiser, typed, found):
    response = client.post(address("copy", make_workshop()), {"dates": typed})
    assert errors(response) == {"dates": [found]}
    assert Workshop.objects.count() == 1


def pages_of(client, workshop):
    """Label and address of every link, through all stages."""
    stages = client.get(address("change", workshop)).context["links"]
    return [(str(link["label"]), link["url"]) for _stage, pages in stages for link in pages]


def links(client, workshop):
    return [label for label, _url in pages_of(client, workshop)]


NAMED_LISTS = ["Teilnahmeliste", "Namensschilder", "Hilfen bei der Teilnahme", "Anrufliste", "Briefe"]


def test_the_pages_of_a_workshop_are_those_that_make_sense_now(client, organiser):
    ahead = links(client, make_workshop(is_by_invitation=True))
    over = links(client, make_workshop(state=State.HELD))
    assert [label for label in ahead if label not in over] == [
        "Jemanden anmelden",
        "Einladungen anlegen",
        "Verschieben",
        "Absagen",
    ]
    assert "Warteliste" in over
    assert [label for label in over if label in NAMED_LISTS] == NAMED_LISTS
    workshop = make_workshop()
    registration, _other = make_registration(workshop), make_registration()
    (url,) = (url for label, url in pages_of(client, workshop) if label == "Anmeldungen")
    assert list(client.get(url).context["cl"].result_list) == [registration]


def test_a_draft_leads_to_its_copies_only(client, organiser):
    assert links(client, make_workshop(state=State.DRAFT)) == ["Auf neue Termine kopieren"]


def test_an_example_says_so_in_the_form(client, organiser):
    page = client.get(address("change", make_workshop(is_example=True))).content.decode()
    assert "Beispiel: Diese Werkstatt gibt es nicht." in page


def test_the_history_names_nobody(client, organiser):
    workshop = make_workshop()
    registration = make_registration(workshop)
    client.post(reverse("admin:workshops_registration_cancel", args=[registration.pk]), {"who": "us"})
    client.post(address("call_off", workshop), {"reason": "Wegen Schnee."})
    entries = LogEntry.objects.values_list("object_repr", "change_message")
    assert sorted(entries) == [
        (f"Anmeldung {registration.pk}", "Abgesagt"),
        (str(workshop), "Abgesagt"),
    ]
