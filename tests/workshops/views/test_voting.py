"""Voting on a phone: the ballot, the receipt, and what is said when it can't be counted."""

import pytest
from django.core import signing
from django.urls import reverse

from tests.factories import NOW
from tests.reading import heading, words
from tests.workshop_factories import make_ballots, make_round, make_workshop
from workshops import codes
from workshops.actions.priorities import close_round, make_slips, open_round
from workshops.actions.refusals import RoundIsNotOpen
from workshops.models import Ballot, Point, VotingSlip

pytestmark = pytest.mark.django_db
GROUP = {"group": "older_people"}


@pytest.fixture
def slip():
    voted = make_round(make_workshop(title="Was fehlt?", is_example=True))
    return make_slips(round_id=voted.pk, number=1)[0]


@pytest.fixture
def address(slip):
    return address_of(slip)


def address_of(slip):
    return reverse("workshops:vote", args=[signing.dumps(slip.code_id, salt="vote")])


def test_the_code_of_a_card_opens_the_ballot(client, slip):
    answer = client.post("/code/", {"code": codes.digits(slip.code.nonce)})
    assert answer.url.startswith("/abstimmen/")
    assert heading(client.get(answer.url)) == "Was ist Ihnen am wichtigsten?"


def test_the_ballot_says_what_to_do(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert words(response) == (
        "Was ist Ihnen am wichtigsten? Beispiel: Was fehlt? "
        "Sie haben 5 Punkte. Geben Sie einem Anliegen höchstens 3. Sie müssen nicht alle vergeben. "
        "Ihre Stimme ist geheim. Wir wissen nicht, wer welche Karte hat. "
        "Ich bin hier als ältere Person Angehörige oder pflegende Person Seniorenbeirat Anbieter "
        "Kirche oder Religionsgemeinschaft ehrenamtliche Person Verwaltung oder Politik "
        "1. Bänke am Weg kein Punkt 1 Punkt 2 Punkte 3 Punkte "
        "2. Fahrten zum Arzt kein Punkt 1 Punkt 2 Punkte 3 Punkte "
        "3. Ein Chor kein Punkt 1 Punkt 2 Punkte 3 Punkte Abstimmen"
    )
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert not response.cookies


def test_a_vote_is_counted_once_and_thanked_for(client, address, slip):
    answer = client.post(address, {**GROUP, "option_1": "3", "option_2": "0", "option_3": "1"})
    assert (answer.status_code, answer.url) == (303, f"{address}?danke")
    receipt = client.get(answer.url)
    assert words(receipt) == (
        "Ihre Stimme ist gezählt. Danke. Sie können diese Seite schließen. "
        "Das Ergebnis sehen alle, wenn die Abstimmung vorbei ist."
    )
    assert list(Ballot.objects.values_list("round", "group", "table", "is_paper")) == [
        (slip.round_id, "older_people", "", False)
    ]
    assert list(Point.objects.order_by("pk").values_list("option__number", "nth")) == [(1, 1), (1, 2), (1, 3), (3, 1)]


def test_a_used_card_says_so(client, address):
    client.post(address, {**GROUP, "option_1": "3"})
    for response in (client.get(address), client.post(address, {**GROUP, "option_2": "3"})):
        assert words(response) == (
            "Mit diesem Code ist schon abgestimmt. Die Stimme ist gezählt. Jede Karte gilt ein Mal. "
            "Waren Sie das nicht? Sagen Sie es uns im Saal. Sie bekommen eine neue Karte."
        )
    assert Ballot.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"option_1": "3"}, "Wählen Sie, als wer Sie hier sind."),
        ({"group": "robots", "option_1": "3"}, "Wählen Sie, als wer Sie hier sind."),
        ({**GROUP, "option_1": "9"}, "Anliegen 1: Wählen Sie 0 bis 3 Punkte."),
        ({**GROUP, "option_1": "0"}, "Verteilen Sie mindestens einen Punkt."),
        ({**GROUP, "option_1": "3", "option_2": "3"}, "Sie haben 6 Punkte verteilt. Verteilen Sie höchstens 5 Punkte."),
    ],
)
def test_a_wrong_ballot_says_what_to_do_and_the_card_stays_good(client, address, typed, sentence):
    response = client.post(address, typed)
    assert response.status_code == 400
    assert sentence in words(response)
    assert response.content.decode().split("<title>")[1].startswith("Fehler:")
    assert not Ballot.objects.exists()
    assert VotingSlip.objects.filter(is_used=False).count() == 1


def test_everything_that_is_wrong_is_said_at_once(client, address):
    said = words(client.post(address, {"option_1": "3", "option_2": "3", "option_3": "9"}))
    for sentence in (
        "Wählen Sie, als wer Sie hier sind.",
        "Anliegen 3: Wählen Sie 0 bis 3 Punkte.",
        "Sie haben 6 Punkte verteilt. Verteilen Sie höchstens 5 Punkte.",
    ):
        assert sentence in said


def test_what_was_tapped_stays(client, address):
    typed = {**GROUP, "option_1": "3", "option_2": "3", "option_3": "0"}
    html = client.post(address, typed).content.decode()
    checked = [line.split('id="')[1].split('"')[0] for line in html.split("<input")[1:] if " checked" in line]
    assert checked == ["id_group_0", "id_option_1_3", "id_option_2_3", "id_option_3_0"]


def test_an_empty_form_is_the_ballot_again(client, address):
    assert client.post(address).status_code == 200


def test_before_the_start_one_waits_and_after_the_end_nothing_counts(client):
    voted = make_round(is_open=False)
    [slip] = make_slips(round_id=voted.pk, number=1)
    address = address_of(slip)
    assert words(client.get(address)) == (
        "Die Abstimmung beginnt gleich. Warten Sie, bis wir sie im Saal öffnen. Drücken Sie dann auf „Weiter“. Weiter"
    )
    client.post(address, {**GROUP, "option_1": "3"})
    open_round(round_id=voted.pk)
    assert heading(client.get(address)) == "Was ist Ihnen am wichtigsten?"
    close_round(round_id=voted.pk, now=NOW)
    for response in (client.get(address), client.post(address, {**GROUP, "option_1": "3"})):
        assert words(response) == (
            "Diese Abstimmung ist abgeschlossen. Es zählen keine weiteren Stimmen mehr. Alle Werkstätten zeigen"
        )
    assert not Ballot.objects.exists()


def test_a_vote_in_the_moment_of_closing_is_told_so(client, address, slip, monkeypatch):
    """The round is closed after the page was asked for and before the ballot is counted."""

    def close_first(**_ballot):
        close_round(round_id=slip.round_id, now=NOW)
        raise RoundIsNotOpen("closed")

    monkeypatch.setattr("workshops.views.voting.cast_ballot", close_first)
    response = client.post(address, {**GROUP, "option_1": "3"}, follow=True)
    assert response.redirect_chain == [(address, 303)]
    assert heading(response) == "Diese Abstimmung ist abgeschlossen."


def test_a_forged_address_opens_nothing(client, slip):
    for signed in ("17", signing.dumps(slip.code_id, salt="code")):
        assert client.get(reverse("workshops:vote", args=[signed])).status_code == 404


def test_after_two_hours_the_code_is_asked_again(client, address, monkeypatch):
    clock = signing.time.time
    monkeypatch.setattr("django.core.signing.time.time", lambda: clock() + 2 * 3600 + 1)
    assert words(client.get(address)) == (
        "Zwei Stunden sind um. Tragen Sie den Code von Ihrer Karte noch einmal ein. Code eintragen"
    )


@pytest.mark.parametrize("method", ["put", "delete"])
def test_the_ballot_refuses_other_methods(client, address, method):
    assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize("options", [["Bänke", "Chor"], [f"Anliegen {number}" for number in range(1, 13)]])
def test_the_ballot_costs_the_same_for_few_and_many_options(client, django_assert_num_queries, options):
    [slip] = make_slips(round_id=make_round(options=options).pk, number=1)
    with django_assert_num_queries(2):
        client.get(address_of(slip))


def test_the_workshop_shows_results_when_the_round_is_closed(client):
    voted = make_round()
    make_ballots(voted, older_people=10)
    page = voted.workshop.get_absolute_url()
    assert "Was am wichtigsten ist" not in words(client.get(page))
    close_round(round_id=voted.pk, now=NOW)
    assert (
        "Was am wichtigsten ist Was ist Ihnen am wichtigsten? "
        "Jede Person hatte 5 Punkte. Gruppen mit weniger als 10 Stimmen stehen nicht für sich. "
        "ältere Person: 10 Stimmen "
        "Bänke am Weg: 30 Punkte (60 %) Fahrten zum Arzt: 20 Punkte (40 %) Ein Chor: 0 Punkte (0 %) "
        "alle Gruppen: 10 Stimmen Bänke am Weg: 30 Punkte (60 %)"
    ) in words(client.get(page))


def test_too_few_votes_are_not_shown(client):
    voted = make_round()
    make_ballots(voted, council=9)
    close_round(round_id=voted.pk, now=NOW)
    said = words(client.get(voted.workshop.get_absolute_url()))
    assert "Es sind zu wenige Stimmen, um sie zu zeigen." in said
    assert "27" not in said.partition("Was am wichtigsten ist")[2]
