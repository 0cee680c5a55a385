"""Five points a person: who may vote, what a slip is worth, and what people see of it."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import transaction

from tests.at_once import together
from tests.factories import NOW
from tests.workshop_factories import make_ballots, make_round
from workshops.actions.priorities import (
    cast_ballot,
    cast_paper_ballot,
    close_round,
    make_slips,
    open_round,
    public_results,
    results,
    take_back_paper_ballot,
)
from workshops.actions.refusals import (
    BallotIsEmpty,
    OptionIsUnknown,
    RoundIsNotClosed,
    RoundIsNotOpen,
    RoundNeedsOptions,
    SlipIsUsed,
    TooManyPoints,
    TooManyPointsOnOne,
)
from workshops.models import Ballot, Code, Point, PriorityRound, VotingSlip

pytestmark = pytest.mark.django_db


def vote(voted, points=None, **fields):
    fields = {"group": "older_people", "is_paper": False, **fields}
    return cast_ballot(round_id=voted.pk, points={1: 3, 2: 2} if points is None else points, **fields)


def table(found):
    return [(column.label, column.ballots, [(c.points, c.percent) for c in column.cells]) for column in found.columns]


def test_a_round_is_opened_and_closed_once():
    voted = make_round(is_open=False)
    with pytest.raises(RoundIsNotOpen, match="noch nicht begonnen"):
        close_round(round_id=voted.pk, now=NOW)
    assert open_round(round_id=voted.pk).state == "open"
    assert open_round(round_id=voted.pk).state == "open"
    close_round(round_id=voted.pk, now=NOW)
    close_round(round_id=voted.pk, now=NOW.replace(hour=20))
    assert PriorityRound.objects.values_list("state", "closed_at").get() == ("closed", NOW)
    with pytest.raises(RoundIsNotOpen, match="abgeschlossen"):
        open_round(round_id=voted.pk)


def test_one_option_is_no_choice():
    voted = make_round(options=["Bänke"], is_open=False)
    with pytest.raises(RoundNeedsOptions, match="mindestens zwei Anliegen"):
        open_round(round_id=voted.pk)


def test_a_ballot_is_its_points_and_the_group():
    voted = make_round()
    vote(voted, {1: 2, 3: 1, 2: 0}, group="council", table="4", is_paper=True)
    assert list(Ballot.objects.values_list("round", "group", "table", "is_paper")) == [(voted.pk, "council", "4", True)]
    assert list(Point.objects.order_by("number").values_list("number", "option__number", "nth")) == [
        (1, 1, 1),
        (2, 1, 2),
        (3, 3, 1),
    ]


@pytest.mark.parametrize(
    ("points", "refusal", "words"),
    [
        ({1: 3, 2: 3}, TooManyPoints, "Sie haben 6 Punkte verteilt. Verteilen Sie höchstens 5 Punkte."),
        ({1: 4}, TooManyPointsOnOne, "Anliegen 1: Geben Sie einem Anliegen höchstens 3 Punkte."),
        ({1: 3, 2: -1}, TooManyPointsOnOne, "Anliegen 2: Geben Sie einem Anliegen höchstens 3 Punkte."),
        ({9: 1}, OptionIsUnknown, "Ein Anliegen mit der Nummer 9 gibt es nicht. Schauen Sie auf den Stimmzettel."),
        ({1: 0}, BallotIsEmpty, "Verteilen Sie mindestens einen Punkt."),
    ],
)
def test_miscounted_points_are_refused_and_the_slip_stays_good(points, refusal, words):
    voted = make_round()
    [slip] = make_slips(round_id=voted.pk, number=1)
    with pytest.raises(refusal) as refused:
        vote(voted, points, slip_id=slip.pk)
    assert str(refused.value) == words
    assert not Ballot.objects.exists()
    assert VotingSlip.objects.filter(is_used=False).count() == 1


def test_a_slip_counts_once_and_only_in_its_round():
    voted, other = make_round(), make_round()
    [slip] = make_slips(round_id=voted.pk, number=1)
    with pytest.raises(SlipIsUsed):
        vote(other, slip_id=slip.pk)
    vote(voted, slip_id=slip.pk)
    with pytest.raises(SlipIsUsed, match="schon abgestimmt"):
        vote(voted, slip_id=slip.pk)
    assert list(Ballot.objects.values_list("round", flat=True)) == [voted.pk]


@pytest.mark.parametrize(("is_open", "words"), [(False, "noch nicht begonnen"), (None, "abgeschlossen")])
def test_votes_count_only_while_the_round_is_open(is_open, words):
    voted = make_round(is_open=is_open is not False)
    if is_open is None:
        close_round(round_id=voted.pk, now=NOW)
    with pytest.raises(RoundIsNotOpen, match=words):
        vote(voted)
    assert not Ballot.objects.exists()


def test_slips_are_made_before_and_during_a_round_and_gone_with_it():
    voted = make_round(is_open=False)
    slips = make_slips(round_id=voted.pk, number=2)
    open_round(round_id=voted.pk)
    slips += make_slips(round_id=voted.pk, number=1)
    assert [slip.round_id for slip in slips] == [voted.pk] * 3
    assert set(Code.objects.values_list("kind", flat=True)) == {"voting_slip"}
    vote(voted, slip_id=slips[0].pk)
    close_round(round_id=voted.pk, now=NOW)
    # Nothing is left that could be laid beside the ballots.
    assert not VotingSlip.objects.exists()
    assert (Ballot.objects.count(), Code.objects.count()) == (1, 3)
    with pytest.raises(RoundIsNotOpen):
        make_slips(round_id=voted.pk, number=1)


def test_no_column_leads_from_a_ballot_to_its_slip():
    columns = {field.name for model in (Ballot, Point, VotingSlip) for field in model._meta.concrete_fields}
    assert columns == {
        # The key is of a page at the desk; the database keeps it from ballots that came with a slip.
        *("id", "round", "group", "table", "is_paper", "page_key"),
        *("ballot", "number", "option", "nth"),
        *("code", "is_used"),
    }


def test_slips_and_ballots_name_nobody():
    voted = make_round()
    [slip] = make_slips(round_id=voted.pk, number=1)
    ballot = vote(voted, {2: 1})
    assert [str(row) for row in (slip, ballot, *ballot.points.all())] == [
        f"Stimmkarte {slip.pk}",
        f"Stimmzettel {ballot.pk}",
        "1",
    ]


def test_a_paper_ballot_is_taken_back_once_one_from_a_phone_never():
    voted = make_round()
    paper, phone = vote(voted, is_paper=True), vote(voted)
    for ballot in (paper, paper, phone):
        take_back_paper_ballot(round_id=voted.pk, ballot_id=ballot.pk)
    assert list(Ballot.objects.all()) == [phone]
    assert Point.objects.count() == 5
    other = vote(voted, is_paper=True)
    close_round(round_id=voted.pk, now=NOW)
    with pytest.raises(RoundIsNotOpen):
        take_back_paper_ballot(round_id=voted.pk, ballot_id=other.pk)


@pytest.mark.parametrize("is_open", [False, True])
def test_nobody_sees_results_before_the_end(is_open):
    voted = make_round(is_open=is_open)
    for ask in (results, public_results):
        with pytest.raises(RoundIsNotClosed, match="sobald die Abstimmung abgeschlossen ist"):
            ask(voted)


def test_staff_see_every_group_older_people_first():
    voted = make_round()
    make_ballots(voted, council=1, older_people=2)
    vote(voted, {3: 1}, group="churches")
    voted = close_round(round_id=voted.pk, now=NOW)
    found = results(voted)
    assert table(found) == [
        ("ältere Person", 2, [(6, 60), (4, 40), (0, 0)]),
        ("Seniorenbeirat", 1, [(3, 60), (2, 40), (0, 0)]),
        ("Kirche oder Religionsgemeinschaft", 1, [(0, 0), (0, 0), (1, 100)]),
        ("alle Gruppen", 4, [(9, 56), (6, 38), (1, 6)]),
    ]
    assert [(str(option), [cell.points for cell in cells]) for option, cells in found.rows] == [
        ("1. Bänke am Weg", [6, 3, 0, 9]),
        ("2. Fahrten zum Arzt", [4, 2, 0, 6]),
        ("3. Ein Chor", [0, 0, 1, 1]),
    ]
    [*_others, (column, ranking)] = found.rankings
    assert [(option.number, cell.points) for option, cell in ranking] == [(1, 9), (2, 6), (3, 1)]
    church = found.rankings[2][1]
    assert [option.number for option, _cell in church] == [3, 1, 2]


def test_a_round_without_ballots_has_results_of_nothing():
    voted = close_round(round_id=make_round().pk, now=NOW)
    assert table(results(voted)) == [("alle Gruppen", 0, [(0, 0), (0, 0), (0, 0)])]
    assert public_results(voted).columns == []


@pytest.mark.parametrize(
    ("ballots", "shown"),
    [
        ({"older_people": 9}, []),
        ({"older_people": 10}, [("ältere Person", 10), ("alle Gruppen", 10)]),
        ({"older_people": 9, "council": 9}, [("alle Gruppen", 18)]),
        # The nine could be had by subtraction: then the ten don't stand apart either.
        ({"older_people": 10, "council": 9}, [("alle Gruppen", 19)]),
        ({"older_people": 20, "council": 12, "churches": 3}, [("ältere Person", 20), ("alle Gruppen", 35)]),
        ({"older_people": 20, "council": 5, "churches": 5}, [("ältere Person", 20), ("alle Gruppen", 30)]),
        (
            {"council": 10, "older_people": 11},
            [("ältere Person", 11), ("Seniorenbeirat", 10), ("alle Gruppen", 21)],
        ),
    ],
)
def test_people_see_groups_of_ten_and_more(ballots, shown):
    voted = make_round()
    make_ballots(voted, **ballots)
    found = public_results(close_round(round_id=voted.pk, now=NOW))
    assert [(column.label, column.ballots) for column in found.columns] == shown


@pytest.mark.django_db(transaction=True)
def test_sixty_phones_at_once_are_all_counted():
    voted = make_round()
    slips = make_slips(round_id=voted.pk, number=60)
    ballots = together(*[partial(vote, voted, slip_id=slip.pk) for slip in slips])
    assert {type(ballot) for ballot in ballots} == {Ballot}
    assert (Ballot.objects.count(), Point.objects.count()) == (60, 300)
    assert not VotingSlip.objects.filter(is_used=False).exists()


@pytest.mark.django_db(transaction=True)
def test_one_slip_on_many_phones_counts_once():
    voted = make_round()
    [slip] = make_slips(round_id=voted.pk, number=1)
    answers = together(*[partial(vote, voted, slip_id=slip.pk)] * 20)
    assert answers.count(SlipIsUsed) == 19
    assert (Ballot.objects.count(), Point.objects.count()) == (1, 5)


@pytest.mark.django_db(transaction=True)
def test_a_page_pressed_many_times_at_once_counts_one_paper_ballot():
    voted = make_round()
    sent = {"key": "a" * 22, "round_id": voted.pk, "group": "council", "points": {1: 3, 2: 0}, "table": "4"}
    ballots = together(*[partial(cast_paper_ballot, **sent)] * 10)
    assert {ballot.pk for ballot in ballots} == {Ballot.objects.get().pk}
    assert Point.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_closing_waits_for_the_ballot_that_is_being_counted():
    voted = make_round()

    def close(_round):
        return table(results(close_round(round_id=voted.pk, now=NOW)))[-1][1]

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            vote(voted)
            closing = threads.submit(together, partial(close, voted))
            with pytest.raises(TimeoutError):
                closing.result(timeout=0.5)
        assert closing.result(timeout=20) == [1]


@pytest.mark.django_db(transaction=True)
def test_what_was_counted_before_the_end_is_in_the_result():
    voted = make_round()
    slips = make_slips(round_id=voted.pk, number=19)

    def work(slip):
        return close_round(round_id=voted.pk, now=NOW) if slip is None else vote(voted, slip_id=slip.pk)

    answers = together(*[partial(work, slip) for slip in (*slips[:10], None, *slips[10:])])
    counted = [answer for answer in answers if isinstance(answer, Ballot)]
    assert answers.count(RoundIsNotOpen) == 19 - len(counted)
    assert table(results(PriorityRound.objects.get()))[-1][1] == len(counted) == Ballot.objects.count()
