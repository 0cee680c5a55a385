"""Votes at the desk: the round and its course, cards, paper ballots typed in, and the result."""

import pytest
from django.urls import reverse

from accounts.actions import ensure_roles
from tests import printed
from tests.browser_forms import typed_form
from tests.factories import NOW, make_topic, make_user
from tests.reading import text
from tests.signing_in import sign_in
from tests.workshop_factories import make_ballots, make_round, make_workshop
from workshops.actions.priorities import cast_ballot, close_round, make_slips
from workshops.models import Ballot, Point, PriorityOption, PriorityRound, VotingSlip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]


KEY = "die-seite-mit-dem-stimmzettel"


@pytest.fixture(autouse=True)
def organiser(client):
    ensure_roles()
    sign_in(client, make_user(groups=["Organisation"]))


@pytest.fixture
def voted():
    return make_round(make_workshop(title="Was fehlt?", is_example=True))


def page(voted, name="course"):
    return reverse(f"admin:workshops_priorityround_{name}", args=[voted.pk])


def said(response):
    content = response.content.decode().split('id="content-main"', 1)[1].split(">", 1)[1]
    return text(content.split('id="footer"')[0].rsplit("<", 1)[0])


def messages(response):
    return [str(message) for message in response.context["messages"]]


def state():
    return PriorityRound.objects.values_list("state", flat=True).get()


def test_a_round_is_announced_with_its_options_and_leads_on(client):
    workshop = make_workshop()
    address = reverse("admin:workshops_priorityround_add")
    sent = typed_form(client, address) | {"workshop": workshop.pk, "question": "Was zuerst?", "_save": "1"}
    for place, option in enumerate(("Bänke", "Chor")):
        sent |= {f"options-{place}-number": place + 1, f"options-{place}-text": option}
    answer = client.post(address, sent)
    voted = PriorityRound.objects.get()
    assert answer.url == page(voted)
    assert (voted.workshop, voted.question, voted.state) == (workshop, "Was zuerst?", "prepared")
    assert list(voted.options.in_order().values_list("number", "text")) == [(1, "Bänke"), (2, "Chor")]


def test_saving_to_add_another_stays_at_the_form(client):
    address = reverse("admin:workshops_priorityround_add")
    sent = typed_form(client, address) | {"workshop": make_workshop().pk, "question": "Was?", "_addanother": "1"}
    assert client.post(address, sent).url == address


def test_options_are_fixed_once_people_vote(client, voted):
    address = page(voted, "change")
    response = client.get(address)
    assert "Fassen Sie ähnliche Anliegen zuerst zusammen." in text(response.content.decode())
    assert f'href="{page(voted)}"' in response.content.decode()
    client.post(address, typed_form(client, address) | {"question": "Anders", "options-0-text": "Anders"})
    assert PriorityRound.objects.get().question == "Was ist Ihnen am wichtigsten?"
    assert PriorityOption.objects.get(number=1).text == "Bänke am Weg"
    PriorityRound.objects.update(state="prepared")
    client.post(address, typed_form(client, address) | {"question": "Anders", "options-0-text": "Auch anders"})
    assert PriorityRound.objects.get().question == "Anders"
    assert PriorityOption.objects.get(number=1).text == "Auch anders"


def test_a_round_takes_its_course(client):
    voted = make_round(options=["Bänke"], is_open=False)
    address = page(voted)
    assert messages(client.post(address, {"open": ""}, follow=True)) == [
        "Tragen Sie zuerst mindestens zwei Anliegen ein. Erst dann können Sie die Abstimmung öffnen."
    ]
    PriorityOption.objects.create(round=voted, number=2, text="Chor")
    assert "Sonst teilen sich ihre Punkte auf. Bänke Chor Abstimmung öffnen" in said(client.get(address))
    response = client.post(address, {"open": ""}, follow=True)
    assert messages(response) == ["Die Abstimmung läuft. Die Anliegen stehen jetzt fest."]
    assert "Das Ergebnis sieht vorher niemand, auch Sie nicht." in said(response)
    assert "Abstimmung abschließen" in said(response)
    response = client.post(address, {"close": ""}, follow=True)
    assert messages(response) == ["Die Abstimmung ist abgeschlossen. Das Ergebnis steht unten."]
    assert state() == "closed"
    client.post(address, {"open": ""})
    client.post(address)
    assert state() == "closed"


def test_nobody_sees_points_before_the_end_and_staff_all_groups_after(client, voted):
    make_ballots(voted, older_people=2, council=1)
    response = client.get(page(voted))
    content = said(response)
    assert content.startswith(
        "Beispiel: Diese Werkstatt gibt es nicht. Was fehlt?, Montag, 7. Dezember 2026, 14 bis 17 Uhr "
        "Was ist Ihnen am wichtigsten? "
        "Die Abstimmung: läuft. 3 Stimmzettel sind gezählt. "
        "Stimmzettel drucken (PDF) Stimmkarten drucken Stimmzettel eintragen"
    )
    assert "Ergebnis " not in content.replace("Das Ergebnis", "")
    assert response.context["results"] is None
    close_round(round_id=voted.pk, now=NOW)
    assert (
        "Anliegen ältere Person (2) Seniorenbeirat (1) alle Gruppen (3) "
        "1. Bänke am Weg 6 (60 %) 3 (60 %) 9 (60 %) "
        "2. Fahrten zum Arzt 4 (40 %) 2 (40 %) 6 (40 %) "
        "3. Ein Chor 0 (0 %) 0 (0 %) 0 (0 %)"
    ) in said(client.get(page(voted)))


def test_cards_are_made_and_printed_in_one_go_and_unused_ones_again(client, voted):
    address = page(voted, "slips")
    assert said(client.get(address)).startswith(
        "Beispiel: Diese Werkstatt gibt es nicht. Was ist Ihnen am wichtigsten? "
        "0 Stimmkarten gibt es, 0 davon sind noch nicht benutzt."
    )
    response = client.post(address, {"number": "3"})
    assert response.headers["Content-Type"] == "application/pdf"
    assert VotingSlip.objects.filter(round=voted).count() == 3
    slip = VotingSlip.objects.first()
    cast_ballot(round_id=voted.pk, group="council", points={1: 1}, is_paper=False, slip_id=slip.pk)
    content = said(client.get(address))
    assert "3 Stimmkarten gibt es, 2 davon sind noch nicht benutzt." in content
    assert "Alle noch nicht benutzten noch einmal drucken" in content
    again = client.get(f"{address}?drucken=1")
    assert again.headers["Content-Type"] == "application/pdf"
    assert printed.text(again.content).count("Was ist Ihnen am wichtigsten?") == 2


def test_without_cards_there_is_nothing_to_print(client, voted):
    assert client.get(page(voted, "slips"), {"drucken": "1"}).headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("", "Schreiben Sie, wie viele Stimmkarten Sie brauchen."),
        ("x", "Schreiben Sie die Zahl in Ziffern."),
        ("0", "Legen Sie mindestens eine Stimmkarte an."),
        ("301", "Legen Sie höchstens 300 Stimmkarten auf einmal an."),
    ],
)
def test_a_wrong_number_of_cards_says_what_to_do(client, voted, number, sentence):
    assert sentence in said(client.post(page(voted, "slips"), {"number": number}))
    assert not VotingSlip.objects.exists()


def test_no_cards_for_a_closed_round(client, voted):
    close_round(round_id=voted.pk, now=NOW)
    response = client.post(page(voted, "slips"), {"number": "3"})
    assert "Diese Abstimmung ist abgeschlossen. Es zählen keine weiteren Stimmen mehr." in said(response)
    assert "Stimmkarten drucken" not in said(client.get(page(voted)))


def test_the_paper_ballot_is_printed(client, voted):
    response = client.get(page(voted, "sheet"))
    assert response.headers["Content-Disposition"] == f'inline; filename="stimmzettel-{voted.pk}.pdf"'
    assert "Was ist Ihnen am wichtigsten?" in printed.text(response.content)


def test_paper_ballots_are_typed_one_after_the_other(client, voted):
    address = page(voted, "ballots")
    sent = {"key": KEY, "table": "4", "group": "council", "option_1": "3", "option_2": "", "option_3": "1"}
    answer = client.post(address, sent)
    assert answer.url == f"{address}?tisch=4"
    response = client.get(answer.url)
    assert messages(response) == ["Gezählt: 4 Punkte."]
    content = said(response)
    assert content.endswith("Eingetragen Tisch 4: 1 Letzten Stimmzettel löschen, Tisch 4 Zum Ablauf")
    html = response.content.decode()
    assert 'name="table" value="4"' in html
    # The next one starts at the group, with the key of its number.
    assert " autofocus " in html.split('<select name="group"')[1].split(">")[0]
    assert "1 ältere Person 2 Angehörige oder pflegende Person 3 Seniorenbeirat" in content
    assert list(Ballot.objects.values_list("round", "group", "table", "is_paper")) == [(voted.pk, "council", "4", True)]
    assert list(Point.objects.order_by("pk").values_list("option__number", "nth")) == [(1, 1), (1, 2), (1, 3), (3, 1)]


def test_enter_pressed_twice_counts_once(client, voted):
    address = page(voted, "ballots")
    html = client.get(address).content.decode()
    key = html.split('name="key" value="')[1].split('"')[0]
    assert key not in client.get(address).content.decode()
    sent = {"key": key, "table": "4", "group": "council", "option_1": "3", "option_3": "1"}
    for _press in range(2):
        answer = client.post(address, sent)
        assert (answer.status_code, answer.url) == (302, f"{address}?tisch=4")
    assert (Ballot.objects.count(), Point.objects.count()) == (1, 4)


def test_another_ballot_from_a_page_that_counted_is_asked_about_and_then_counted(client, voted):
    address = page(voted, "ballots")
    sent = {"key": KEY, "table": "4", "group": "council", "option_1": "3"}
    client.post(address, sent)
    response = client.post(address, sent | {"option_1": "2"})
    assert "Auf dieser Seite ist schon ein anderer Stimmzettel gezählt." in said(response)
    form = response.context["form"]
    shown = {name: form[name].value() for name in sent}
    assert (shown, Ballot.objects.count()) == (sent | {"option_1": "2", "key": shown["key"]}, 1)
    assert shown["key"] != KEY
    assert client.post(address, shown).status_code == 302
    assert [ballot.points.count() for ballot in Ballot.objects.order_by("pk")] == [3, 2]


@pytest.mark.parametrize("key", ["", "kurz"])
def test_a_page_without_its_key_counts_nothing(client, voted, key):
    client.post(page(voted, "ballots"), {"key": key, "group": "council", "option_1": "3"})
    assert not Ballot.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"group": ""}, "Wählen Sie die Gruppe vom Stimmzettel."),
        ({"group": "robots"}, "Wählen Sie die Gruppe vom Stimmzettel."),
        ({"option_1": "4"}, "Anliegen 1: Schreiben Sie 0, 1, 2 oder 3."),
        ({"option_2": "-1"}, "Anliegen 2: Schreiben Sie 0, 1, 2 oder 3."),
        ({"option_2": "x"}, "Anliegen 2: Schreiben Sie 0, 1, 2 oder 3."),
        ({"option_2": "3"}, "Sie haben 6 Punkte verteilt. Verteilen Sie höchstens 5 Punkte."),
        ({"option_1": ""}, "Verteilen Sie mindestens einen Punkt."),
        ({"table": "x" * 21}, "Kürzen Sie auf 20 Zeichen."),
    ],
)
def test_a_wrong_ballot_says_what_to_do_and_keeps_what_was_typed(client, voted, typed, sentence):
    sent = {"key": KEY, "table": "4", "group": "council", "option_1": "3", "option_2": "", "option_3": ""} | typed
    response = client.post(page(voted, "ballots"), sent)
    assert sentence in said(response)
    assert f'value="{sent["table"]}"' in response.content.decode()
    assert not Ballot.objects.exists()


def test_the_last_ballot_of_a_table_is_taken_back_once(client, voted):
    address = f"{page(voted, 'ballots')}?tisch=2"
    for table in ("2", "2", ""):
        cast_ballot(round_id=voted.pk, group="council", points={1: 1}, is_paper=True, table=table)
    cast_ballot(round_id=voted.pk, group="council", points={1: 1}, is_paper=False)
    assert "Tisch ohne Nummer: 1 Tisch 2: 2 Letzten Stimmzettel löschen, Tisch 2" in said(client.get(address))
    latest = client.get(address).context["latest"]
    assert latest == Ballot.objects.filter(table="2").latest("pk")
    for _press in range(2):
        response = client.post(address, {"take_back": latest.pk}, follow=True)
        assert response.redirect_chain == [(address, 302)]
    assert messages(response) == ["Der letzte Stimmzettel ist gelöscht."]
    assert [ballot.table for ballot in Ballot.objects.order_by("pk")] == ["2", "", ""]
    client.post(address, {"take_back": "x"})
    assert Ballot.objects.count() == 3


def test_nothing_is_typed_or_taken_back_after_the_end(client, voted):
    make_ballots(voted, council=1)
    close_round(round_id=voted.pk, now=NOW)
    address = page(voted, "ballots")
    closed = "Diese Abstimmung ist abgeschlossen. Es zählen keine weiteren Stimmen mehr."
    assert closed in said(client.post(address, {"key": KEY, "group": "council", "option_1": "3"}))
    response = client.post(address, {"take_back": Ballot.objects.get().pk}, follow=True)
    assert messages(response) == [closed]
    assert Ballot.objects.count() == 1


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("course", 8), ("slips", 8), ("ballots", 9), ("changelist", 7)])
def test_pages_cost_the_same_for_one_and_for_three(client, django_assert_num_queries, number, name, queries):
    for _each in range(number):
        voted = make_round(options=["Bänke", "Chor"] * number)
        make_slips(round_id=voted.pk, number=number)
        make_ballots(voted, council=number, older_people=number)
    address = reverse("admin:workshops_priorityround_changelist") if name == "changelist" else page(voted, name)
    with django_assert_num_queries(queries):
        client.get(address)


@pytest.mark.parametrize("number", [1, 3])
def test_the_form_costs_the_same_for_few_and_many_options(client, django_assert_num_queries, number):
    make_topic()
    voted = make_round(options=["Bänke", "Chor"] * number, is_open=False)
    # Asked before, so that the kinds of rows are known to the process.
    client.get(page(voted, "change"))
    with django_assert_num_queries(10):
        client.get(page(voted, "change"))


@pytest.mark.parametrize("number", [1, 3])
def test_results_cost_the_same_for_one_and_for_three(client, django_assert_num_queries, number):
    voted = make_round(options=["Bänke", "Chor"] * number)
    make_ballots(voted, council=number, **({"older_people": 1, "churches": 2} if number == 3 else {}))
    close_round(round_id=voted.pk, now=NOW)
    with django_assert_num_queries(10):
        client.get(page(voted))


@pytest.mark.parametrize("role", ["Planung", "Seniorenbeirat", "Redaktion", "Betrieb"])
def test_only_who_arranges_hands_out_cards_and_types_ballots(client, voted, role):
    make_ballots(voted, council=1)
    sign_in(client, make_user(groups=[role]))
    sent = {
        "slips": {"number": "3"},
        "ballots": {"group": "council", "option_1": "3"},
    }
    for name, data in sent.items():
        assert client.get(page(voted, name)).status_code == 403
        assert client.post(page(voted, name), data).status_code == 403
    assert client.post(page(voted, "ballots"), {"take_back": Ballot.objects.get().pk}).status_code == 403
    may_plan = role == "Planung"
    assert client.post(page(voted), {"close": ""}).status_code == (302 if may_plan else 403)
    assert state() == ("closed" if may_plan else "open")
    assert (Ballot.objects.count(), VotingSlip.objects.count()) == (1, 0)


def test_what_nobody_made_does_not_exist(client):
    for name in ("course", "sheet", "slips", "ballots"):
        assert client.get(reverse(f"admin:workshops_priorityround_{name}", args=[0])).status_code == 404
