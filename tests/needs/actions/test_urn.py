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


def test_empty_urn_waits_for_ten_while_others_can_come():
    wave = make_wave()
    for _number in range(9):
        send_sheet(make_sheet(wave))
    assert empty_urn(now=NOW) == 0
    send_sheet(make_sheet(wave))
    assert empty_urn(now=NOW) == 10
    assert empty_urn(now=NOW) == 0
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
    empty_urn(now=NOW + timedelta(hours=2))
    flagged = Answer.objects.filter(submission__is_flagged=True)
    assert list(flagged.values_list("option__key", flat=True)) == ["missing"] * 30
    assert Submission.objects.without_flagged().count() == 29


def test_withdraw_deletes_from_the_urn_and_from_the_answers():
    wave = make_wave()
    in_urn = make_sheet(wave)
    counted = send_sheet(make_sheet(wave, answers={"13": ["Mir fehlt ein Bus."]}))
    close = [send_sheet(make_sheet(wave)) for _number in range(9)]
    empty_urn(now=NOW)
    assert len(close) == 9
    send_sheet(in_urn)
    assert withdraw(code=counted.code, now=NOW)
    assert withdraw(code=in_urn.code, now=NOW)
    assert (Submission.objects.count(), Contribution.objects.count(), Sheet.objects.count()) == (9, 0, 0)
    assert find_sheet(key_of(in_urn.code)) is None
