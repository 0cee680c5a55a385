"""The workshop at the desk: its list, its buttons, the pages it leads to, its history."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from tests.browser_forms import messages, typed_form
from tests.factories import NOW, make_place
from tests.reading import text
from tests.workshop_desk import LIST, address, log
from tests.workshop_factories import make_registration, make_series, make_workshop
from workshops.models import State, Workshop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("help_line")]
# Session, person, second factor, rights (2), series to filter by, how many, the page itself.
LIST_QUERIES = 8
DAY = timedelta(days=1)


def rows(client, query=""):
    html = client.get(LIST + query).content.decode()
    body = html.split("<tbody>", 1)[1].split("</tbody>", 1)[0] if "<tbody>" in html else ""
    cells = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in body.split("</tr>")[:-1]]
    return [[text(cell) for cell in row[1:]] for row in cells]


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
