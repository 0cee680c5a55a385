"""The minutes at the desk: the button saves, the script saves, two who write at once compare, Planung approves."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from accounts.actions import ensure_roles
from accounts.roles import ORGANISERS, PLANNERS
from tests.factories import make_area, make_topic, make_user
from tests.minutes_factories import (
    make_approved_minutes,
    make_content,
    make_published_minutes,
    make_row,
    make_version,
)
from tests.reading import words as words_of
from tests.signing_in import sign_in
from tests.workshop_factories import make_workshop
from workshops.models import Minutes, MinutesState, Statement

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
SCRIPT = {"headers": {"Accept": "application/json"}}


@pytest.fixture(autouse=True)
def _roles(db):
    ensure_roles()


@pytest.fixture
def planner(client):
    user = make_user(username="frau.plan", groups=[PLANNERS])
    sign_in(client, user)
    return user


def page(workshop):
    return reverse("admin:workshops_workshop_minutes", args=[workshop.pk])


def approval(workshop):
    return reverse("admin:workshops_workshop_minutes_approval", args=[workshop.pk])


def typed(text="Wir haben über Wege gesprochen.", rows=(), *, based_on=0, page="a" * 32, **buttons):
    """What a browser sends: all rows under the same names, empty ones too."""
    rows = [*rows, make_row("")]
    return {
        "content": text,
        "based_on": based_on,
        "page": page,
        "statement": [row["text"] for row in rows],
        **{name: [row[name] for row in rows] for name in ("topic", "area", "group")},
        **buttons,
    }


def test_the_button_saves_and_shows_what_was_typed(client, planner):
    workshop, topic, area = make_workshop(), make_topic(), make_area()
    row = make_row("Abends fährt kein Bus.", topic=topic.code, area=area.slug, group="council")
    text = "Erste Zeile\r\nzweite\0 Zeile "
    response = client.post(page(workshop), typed(text, [row], save=""), follow=True)
    assert response.redirect_chain == [(page(workshop), 302)]
    content = {"text": "Erste Zeile\nzweite Zeile", "statements": [row]}
    version = workshop.minutes.versions.get()
    assert (version.content, version.saved_by, version.page) == (content, planner, "a" * 32)
    assert response.context["content"] == content
    assert [row.text for row in response.context["rows"]] == ["Abends fährt kein Bus.", "", "", ""]
    words = words_of(response)
    assert "Gespeichert. Sie können weiterschreiben." in words
    assert (
        "Stand: wird geschrieben. Zuletzt gespeichert am 23. November 2026 um 10:00 Uhr, Fassung 1 von frau.plan."
        in words
    )
    html = response.content.decode()
    assert f'<option value="{topic.code}" selected>' in html
    assert f'<option value="{area.slug}" selected>' in html
    assert '<option value="council" selected>' in html
    # In the empty rows nothing is chosen.
    assert html.count('<option value="" selected>') == 9
    assert "minutes.js" in html


def test_a_row_without_words_is_kept_and_an_empty_one_isnt(client, planner):
    workshop = make_workshop()
    rows = [make_row(""), make_row("", group="council"), make_row("Der Weg ist steil.", group="forged")]
    client.post(page(workshop), typed("", rows))
    assert workshop.minutes.versions.get().content["statements"] == [
        make_row("", group="council"),
        make_row("Der Weg ist steil."),
    ]


def test_what_no_table_can_keep_is_left_out(client, planner):
    workshop = make_workshop()
    row = make_row("Der Weg\0 ist steil.", topic="to\0p", area="ar\0ea", group="coun\0cil")
    assert client.post(page(workshop), typed("", [row], page="\0" + "a" * 31)).status_code == 302
    version = workshop.minutes.versions.get()
    assert version.content["statements"] == [make_row("Der Weg ist steil.", topic="top", area="area", group="council")]
    assert version.page == "a" * 31


def test_more_rows_are_there_on_demand(client, planner):
    workshop = make_workshop()
    response = client.post(page(workshop), typed(more=""))
    assert response.url == f"{page(workshop)}?leer=10#aussagen"
    assert len(client.get(response.url).context["rows"]) == 10
    assert len(client.get(f"{page(workshop)}?leer=viele").context["rows"]) == 3


def test_no_more_rows_than_can_be_saved(client, planner):
    version = make_version(content=make_content("", [make_row()] * 199))
    assert len(client.get(page(version.minutes.workshop)).context["rows"]) == 200


def test_the_script_gets_the_number_and_the_time(client, planner):
    workshop = make_workshop()
    response = client.post(page(workshop), typed(), **SCRIPT)
    assert response.json() == {"number": 1, "saved_at": "10:00", "aside": ""}
    response = client.post(page(workshop), typed("mehr", based_on=1), **SCRIPT)
    assert response.json() == {"number": 2, "saved_at": "10:00", "aside": ""}


def test_the_script_hears_of_a_conflict(client, planner):
    version = make_version()
    workshop = version.minutes.workshop
    response = client.post(page(workshop), typed("meins"), **SCRIPT)
    assert response.json() == {"number": 2, "saved_at": "10:00", "aside": f"{page(workshop)}?fassung=2"}


def test_the_script_hears_of_a_refusal(client, planner):
    response = client.post(page(make_workshop()), typed("x" * 100_001), **SCRIPT)
    assert response.json()["refusal"].startswith("Das Protokoll ist zu lang und wurde nicht gespeichert.")


def test_what_is_too_long_stays_in_the_form(client, planner):
    version = make_version()
    workshop = version.minutes.workshop
    text = "x" * 100_001
    response = client.post(page(workshop), typed(text, based_on=7))
    assert "zu lang und wurde nicht gespeichert" in words_of(response)
    context = response.context
    assert (context["content"]["text"], context["based_on"], context["page_key"]) == (text, "7", "a" * 32)


def test_two_who_write_at_once_compare(client, planner):
    version = make_version(content=make_content("Der Bus fährt nicht.", [make_row("Der Weg ist steil.")]))
    workshop = version.minutes.workshop
    response = client.post(page(workshop), typed("Der Bus fährt selten."), follow=True)
    assert response.redirect_chain == [(f"{page(workshop)}?fassung=2", 302)]
    words = words_of(response)
    assert "Zwei haben zugleich geschrieben" in words
    assert "Meine Fassung, zur Seite gelegt" in words
    html = response.content.decode()
    assert "Der Bus fährt<mark> selten.</mark>" in html
    assert "<mark> nicht.\n\nDer Weg ist steil.</mark>" in html or "<mark> nicht.</mark>" in html
    assert response.context["content"]["text"] == "Der Bus fährt selten."
    assert response.context["based_on"] == 1
    client.post(page(workshop), typed("Der Bus fährt selten oder nicht.", based_on=1, page="b" * 32, save=""))
    assert Minutes.objects.get().number == 3
    assert [v.is_aside for v in workshop.minutes.versions.order_by("number")] == [False, True, False]


def test_an_earlier_version_can_be_seen_and_taken(client, planner):
    workshop = make_workshop()
    make_version(workshop, make_content("eins"))
    make_version(workshop, make_content("zwei"), based_on=1)
    response = client.get(f"{page(workshop)}?fassung=1")
    words = words_of(response)
    assert "Zwei Fassungen" in words
    assert "Fassung 1 nehmen" in words
    assert response.context["content"] == make_content("eins")
    client.post(page(workshop), typed("eins", based_on=2))
    assert Minutes.objects.get().number == 3


@pytest.mark.parametrize("number", ["2", "99", "x", "9" * 30])
def test_a_version_that_isnt_there_or_counts_is_no_comparison(client, planner, number):
    workshop = make_workshop()
    make_version(workshop, make_content("eins"))
    make_version(workshop, make_content("zwei"), based_on=1)
    response = client.get(f"{page(workshop)}?fassung={number}")
    assert response.context["other"] is None
    assert response.context["content"] == make_content("zwei")


def test_nothing_is_written_yet(client, planner):
    response = client.get(f"{page(make_workshop())}?fassung=1")
    assert "Noch hat niemand geschrieben." in words_of(response)
    assert response.context["content"] == make_content("")


def test_versions_are_paged(client, planner):
    workshop = make_workshop()
    for number in range(21):
        make_version(workshop, make_content(str(number)), based_on=number)
    first = client.get(page(workshop))
    assert len(first.context["versions"]) == 20
    assert "Ältere Fassungen" in words_of(first)
    second = client.get(f"{page(workshop)}?seite=2")
    assert [version.number for version in second.context["versions"]] == [1]
    assert "Neuere Fassungen" in words_of(second)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_one_as_for_many(client, planner, count, django_assert_num_queries):
    workshop, rows = make_workshop(), [make_row(topic=make_topic().code, area=make_area().slug) for _ in range(count)]
    for number in range(count):
        make_version(workshop, make_content(str(number), rows), based_on=number, by=make_user())
    client.get(page(workshop))
    with django_assert_num_queries(14):
        client.get(page(workshop))


def test_approved_minutes_are_read_not_written(client, planner):
    workshop = make_approved_minutes(make_content("Wir sprachen.", [make_row("Der Bus.", group="council")]))
    make_version(workshop, make_content("zu spät"), based_on=1)
    response = client.get(f"{page(workshop)}?fassung=2")
    words = words_of(response)
    assert "Der Bus. (Seniorenbeirat)" in words
    assert "Um es zu ändern, nehmen Sie zuerst die Freigabe zurück." in words
    assert "textarea" not in response.content.decode()
    assert "minutes.js" not in response.content.decode()


def test_approval_shows_what_might_be_a_person(client, planner):
    version = make_version(content=make_content("Frau Meier kam.", [make_row("Rufen Sie 0631 3650123 an.")]))
    workshop = version.minutes.workshop
    response = client.get(approval(workshop))
    assert response.context["hints"] == ["Frau Meier", "0631 3650123"]
    assert "Das könnte ein Name, eine Telefonnummer oder eine E-Mail-Adresse sein." in words_of(response)


def test_approval_shows_what_is_deleted(client, planner):
    workshop = make_approved_minutes(make_content("", [make_row("Der Weg ist steil.")]))
    client.post(approval(workshop), {"step": "take_back"})
    make_version(workshop, make_content("neu"), based_on=1)
    make_version(workshop, make_content("auch neu"), based_on=1)
    response = client.get(approval(workshop))
    words = words_of(response)
    assert "Sie stehen nicht mehr im Protokoll und werden gelöscht: Der Weg ist steil." in words
    assert "Darunter ist 1 Fassung, die zur Seite gelegt ist." in words


def test_planning_takes_every_step(client, planner):
    version = make_version(make_workshop(state="held"), make_content("Wir sprachen.", [make_row("Der Bus fehlt.")]))
    workshop = version.minutes.workshop
    said = []
    for step, fields in (
        ("approve", {"number": 1, "is_checked": "on"}),
        ("publish", {}),
        ("unpublish", {}),
        ("take_back", {}),
    ):
        response = client.post(approval(workshop), {"step": step, **fields}, follow=True)
        said.append((Minutes.objects.get().state, str(next(iter(response.context["messages"])))))
    assert said == [
        (MinutesState.APPROVED, "Protokoll freigegeben."),
        (MinutesState.PUBLISHED, "Protokoll veröffentlicht."),
        (MinutesState.APPROVED, "Protokoll von der öffentlichen Seite genommen."),
        (MinutesState.WRITING, "Freigabe des Protokolls zurückgenommen."),
    ]
    assert Statement.objects.get().text == "Der Bus fehlt."
    log = LogEntry.objects.order_by("pk")
    assert [entry.change_message for entry in log] == [words for _state, words in said]


def test_each_state_offers_its_own_steps(client, planner):
    def offered(workshop):
        html = client.get(approval(workshop)).content.decode()
        return {step for step in ("approve", "publish", "take_back", "unpublish") if f'value="{step}"' in html}

    assert offered(make_workshop()) == {"approve"}
    assert offered(make_approved_minutes()) == {"publish", "take_back"}
    assert offered(make_published_minutes()) == {"unpublish"}


def test_a_refused_step_says_why(client, planner):
    version = make_version()
    workshop = version.minutes.workshop
    response = client.post(approval(workshop), {"step": "approve", "number": "1"}, follow=True)
    assert "Lesen Sie das Protokoll und setzen Sie den Haken: keine Namen, keine Krankheiten." in words_of(response)
    assert Minutes.objects.get().state == MinutesState.WRITING
    assert not LogEntry.objects.exists()


def test_organisers_write_but_dont_approve(client):
    sign_in(client, make_user(groups=[ORGANISERS]))
    version = make_version()
    workshop = version.minutes.workshop
    assert client.post(page(workshop), typed("mehr", based_on=1)).status_code == 302
    response = client.get(approval(workshop))
    assert "Die Planung gibt das Protokoll frei und veröffentlicht es." in words_of(response)
    assert client.post(approval(workshop), {"step": "approve", "number": 2, "is_checked": "on"}).status_code == 403
    assert Minutes.objects.get().state == MinutesState.WRITING


def test_an_unknown_step_and_workshop_are_refused(client, planner):
    workshop = make_workshop()
    assert client.post(approval(workshop), {"step": "fly"}).status_code == 403
    assert client.get(reverse("admin:workshops_workshop_minutes", args=[workshop.pk + 1])).status_code == 404
    assert client.get(reverse("admin:workshops_workshop_minutes_approval", args=[workshop.pk + 1])).status_code == 404


def test_who_is_signed_out_is_sent_to_the_sign_in(client):
    assert client.post(page(make_workshop()), typed(), **SCRIPT).status_code == 302
