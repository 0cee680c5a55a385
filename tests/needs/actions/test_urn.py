"""The urn: what was sent becomes answers, in piles and without order."""

from datetime import timedelta

import pytest

from needs.actions.sheets import find_sheet, withdraw
from needs.actions.urn import empty_urn
from needs.actions.waves import close_wave
from needs.keys import answers_digest, key_of
from needs.models import Answer, Contribution, Sheet, Submission
from tests.factories import NOW
from tests.needs_factories import make_sheet, make_wave, send_sheet

pytestmark = pytest.mark.django_db
# Equal ones have stopped coming by then.
NIGHT = NOW + timedelta(hours=2)


def test_empty_urn_waits_for_ten_while_others_can_come():
    wave = make_wave()
    for _number in range(9):
        send_sheet(make_sheet(wave))
    assert empty_urn(now=NIGHT) == 0
    send_sheet(make_sheet(wave))
    assert empty_urn(now=NIGHT) == 10
    assert empty_urn(now=NIGHT) == 0
    assert (Submission.objects.count(), Sheet.objects.count()) == (10, 0)


def test_empty_urn_turns_a_sheet_into_rows():
    wave = make_wave()
    sheet = make_sheet(
        wave,
        answers={
            "1": ["older_people", "volunteers"],
            "3": ["betzenberg"],
            "4": ["75_84"],
            "6-beratung": ["missing"],
            "6a-beratung": ["very"],
            "6b-beratung": ["too_far", "full"],
            "6-hilfe-zu-hause": ["fine"],
            # Not asked any more: the answer before it changed.
            "6a-hilfe-zu-hause": ["very"],
            "9": ["einkaufen"],
            "13": ["Ein Sitzplatz am Markt fehlt."],
            "13-zitat": ["ja"],
        },
        now=NOW - timedelta(minutes=5),
    )
    send_sheet(sheet)
    close_wave(wave_id=wave.pk, now=NOW)
    assert empty_urn(now=NOW) == 1
    submission = Submission.objects.get()
    assert (submission.roles, submission.area.slug, submission.age_band, submission.received_in.isoformat()) == (
        ["older_people", "volunteers"],
        "betzenberg",
        "75_84",
        "2026-11-01",
    )
    assert submission.code_digest == answers_digest(sheet.code)
    rows = Answer.objects.order_by("question__position", "topic_group", "option__position")
    assert list(rows.values_list("question__key", "topic_group__slug", "option__key", "topic__slug")) == [
        ("opinion", "beratung", "missing", None),
        ("opinion", "hilfe-zu-hause", "fine", None),
        ("importance", "beratung", "very", None),
        ("reasons", "beratung", "too_far", None),
        ("reasons", "beratung", "full", None),
        ("missing_most", None, None, "einkaufen"),
    ]
    text = Contribution.objects.get()
    assert (text.text, text.may_be_quoted, text.groups, text.submission) == (
        "Ein Sitzplatz am Markt fehlt.",
        True,
        ["older_people", "volunteers"],
        submission,
    )


def test_empty_urn_flags_many_equal_ones_of_an_hour_and_no_others():
    wave = make_wave()
    for number in range(30):
        send_sheet(make_sheet(wave, answers={"6-beratung": ["missing"]}), now=NOW + timedelta(minutes=2 * number))
    for number in range(29):
        send_sheet(make_sheet(wave, answers={"6-beratung": ["fine"]}), now=NOW + timedelta(minutes=number))
    empty_urn(now=NIGHT)
    flagged = Answer.objects.filter(submission__is_flagged=True)
    assert list(flagged.values_list("option__key", flat=True)) == ["missing"] * 30
    assert Submission.objects.filter(is_flagged=False).count() == 29


def send_equal(wave, first: int, *, number: int = 29) -> None:
    """One a minute."""
    for minute in range(first, first + number):
        send_sheet(make_sheet(wave, answers={"6-beratung": ["missing"]}), now=NOW + timedelta(minutes=minute))


def test_empty_urn_leaves_equal_ones_while_they_come_and_flags_them_together():
    wave = make_wave()
    for number in range(10):
        send_sheet(make_sheet(wave, answers={"13": [f"Mir fehlt Bus {number}."]}))
    send_equal(wave, 0)
    # None of the two halves would be seen by itself.
    assert empty_urn(now=NOW + timedelta(minutes=30)) == 10
    send_equal(wave, 30)
    assert empty_urn(now=NOW + timedelta(minutes=58 + 60)) == 0
    assert empty_urn(now=NOW + timedelta(minutes=58 + 61)) == 58
    assert Submission.objects.filter(is_flagged=True).count() == 58


def test_empty_urn_leaves_only_those_that_go_on():
    wave = make_wave()
    send_equal(wave, 0, number=10)
    send_equal(wave, 200, number=3)
    assert empty_urn(now=NOW + timedelta(minutes=203)) == 10
    assert Sheet.objects.sent().count() == 3


def test_empty_urn_leaves_nothing_when_nobody_can_come_any_more():
    wave = make_wave()
    send_equal(wave, 0, number=2)
    close_wave(wave_id=wave.pk, now=NOW)
    assert empty_urn(now=NOW) == 2


def test_withdraw_deletes_from_the_urn_and_from_the_answers():
    wave = make_wave()
    in_urn = make_sheet(wave)
    counted = send_sheet(make_sheet(wave, answers={"13": ["Mir fehlt ein Bus."]}))
    close = [send_sheet(make_sheet(wave)) for _number in range(9)]
    empty_urn(now=NIGHT)
    assert len(close) == 9
    send_sheet(in_urn)
    assert withdraw(code=counted.code, now=NOW)
    assert withdraw(code=in_urn.code, now=NOW)
    assert (Submission.objects.count(), Contribution.objects.count(), Sheet.objects.count()) == (9, 0, 0)
    assert find_sheet(key_of(in_urn.code)) is None
