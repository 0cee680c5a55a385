from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from offers.opening_times import BERLIN, Closed, Closure, Open, Span, rule_of, spans, status
from tests.offers.opening_times.strategies import rule

WEEK = {"first_day": date(2026, 11, 23), "days": 7}


def berlin(found: list[Span]) -> list[str]:
    """Spans as "Mo 23.11. 09:00–12:00", in the clock of Europe/Berlin."""
    return [
        f"{span.start.astimezone(BERLIN):%d.%m. %H:%M}–{span.end.astimezone(BERLIN):%d.%m. %H:%M}" for span in found
    ]


def test_spans_are_in_utc():
    assert spans([rule()], **WEEK) == [
        Span(datetime(2026, 11, 23, 8, tzinfo=UTC), datetime(2026, 11, 23, 11, tzinfo=UTC))
    ]
    assert spans([rule()], **WEEK)[0].start.tzinfo is UTC


def test_spans_keep_the_lunch_break_and_merge_what_adjoins():
    found = spans([rule("0", "8-10"), rule("0", "10-12"), rule("0", "14-16"), rule("0", "15-15.30")], **WEEK)

    assert berlin(found) == ["23.11. 08:00–23.11. 12:00", "23.11. 14:00–23.11. 16:00"]


def test_spans_of_every_second_week_count_from_the_first_one():
    every_second = rule("2", interval=2, valid_from=date(2026, 11, 6))

    assert berlin(spans([every_second], first_day=date(2026, 11, 1), days=40)) == [
        "18.11. 09:00–18.11. 12:00",
        "02.12. 09:00–02.12. 12:00",
    ]


def test_spans_of_a_month_know_first_fifth_and_last():
    monthly = rule("2", weeks_of_month=(1, 5, -1))

    assert berlin(spans([monthly], first_day=date(2026, 8, 1), days=61)) == [
        "05.08. 09:00–05.08. 12:00",
        "26.08. 09:00–26.08. 12:00",
        "02.09. 09:00–02.09. 12:00",
        "30.09. 09:00–30.09. 12:00",
    ]


def test_spans_hold_on_the_leap_day():
    assert berlin(spans([rule("3")], first_day=date(2024, 2, 29), days=1)) == ["29.02. 09:00–29.02. 12:00"]


def test_spans_respect_validity():
    valid = rule("01", valid_from=date(2026, 11, 24), valid_until=date(2026, 11, 30))

    assert berlin(spans([valid], first_day=date(2026, 11, 16), days=30)) == [
        "24.11. 09:00–24.11. 12:00",
        "30.11. 09:00–30.11. 12:00",
    ]
    assert spans([valid], first_day=date(2026, 11, 1), days=10) == []


def test_spans_leave_out_public_holidays_of_the_state():
    # Fronleichnam is a holiday in Rheinland-Pfalz, Reformationstag isn't.
    assert spans([rule("3")], first_day=date(2026, 6, 4), days=1) == []
    assert berlin(spans([rule("5")], first_day=date(2026, 10, 31), days=1)) == ["31.10. 09:00–31.10. 12:00"]
    assert berlin(spans([rule("3", on_holidays=True)], first_day=date(2026, 6, 4), days=1)) == [
        "04.06. 09:00–04.06. 12:00"
    ]


def test_spans_leave_out_breaks_with_both_ends():
    closure = Closure(date(2026, 11, 24), date(2026, 11, 26), "Betriebsausflug")

    assert berlin(spans([rule("01234")], [closure], **WEEK)) == [
        "23.11. 09:00–23.11. 12:00",
        "27.11. 09:00–27.11. 12:00",
    ]


def test_spans_past_midnight_reach_into_the_first_day():
    night = rule("6", "22-2")

    assert berlin(spans([night], first_day=date(2026, 11, 23), days=1)) == ["22.11. 22:00–23.11. 02:00"]
    assert spans([rule("6", "22-0")], first_day=date(2026, 11, 23), days=1) == []


def test_spans_past_midnight_belong_to_the_day_they_begin_on():
    # The night before Christmas goes on; the one that would begin on the holiday doesn't.
    nights = rule("34", "22-2")

    assert berlin(spans([nights], first_day=date(2026, 12, 24), days=3)) == ["24.12. 22:00–25.12. 02:00"]


def test_spans_around_the_clock_are_one():
    always = rule("0123456", "0-0", on_holidays=True)

    assert berlin(spans([always], first_day=date(2026, 12, 24), days=3)) == ["23.12. 00:00–27.12. 00:00"]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("1-4", "29.03. 01:00–29.03. 04:00"),
        ("2.30-4", "29.03. 03:30–29.03. 04:00"),
        ("1-2.30", "29.03. 01:00–29.03. 03:30"),
        ("2.15-2.45", "29.03. 03:15–29.03. 03:45"),
    ],
)
def test_spans_when_the_clock_goes_forward(hours, expected):
    assert berlin(spans([rule("6", hours)], first_day=date(2026, 3, 29), days=1)) == [expected]


def test_spans_lose_what_the_clock_jumps_over():
    assert spans([rule("6", "2.30-3.15")], first_day=date(2026, 3, 29), days=1) == []


def test_spans_when_the_clock_goes_back():
    def hours(times):
        (span,) = spans([rule("6", times)], first_day=date(2026, 10, 25), days=1)
        return span.start.hour + span.start.minute / 60, (span.end - span.start).total_seconds() / 3600

    assert hours("1-4") == (23, 4)
    # A doubled time is the first one.
    assert hours("2.30-3") == (0.5, 1.5)
    assert hours("1-2.30") == (23, 1.5)


def test_spans_without_appointment_cut_those_with():
    found = spans([rule("0", "8-18", by_appointment=True), rule("0", "10-12"), rule("0", "18-19")], **WEEK)

    assert berlin(found) == [
        "23.11. 08:00–23.11. 10:00",
        "23.11. 10:00–23.11. 12:00",
        "23.11. 12:00–23.11. 18:00",
        "23.11. 18:00–23.11. 19:00",
    ]
    assert [span.by_appointment for span in found] == [True, False, True, False]


def test_status_turns_at_the_minute():
    found = spans([rule("0", "9-12"), rule("1", "9-12")], **WEEK)

    def at(hour, minute):
        return status(found, now=datetime(2026, 11, 23, hour, minute, tzinfo=BERLIN))

    monday_end = datetime(2026, 11, 23, 11, tzinfo=UTC)
    assert at(8, 59) == Closed(datetime(2026, 11, 23, 8, tzinfo=UTC))
    assert at(9, 0) == Open(monday_end)
    assert at(11, 59) == Open(monday_end)
    assert at(12, 0) == Closed(datetime(2026, 11, 24, 8, tzinfo=UTC))


def test_status_never_counts_appointments():
    found = spans([rule("0", "9-12", by_appointment=True)], **WEEK)

    assert status(found, now=datetime(2026, 11, 23, 10, tzinfo=BERLIN)) == Closed(None)


def test_rule_refuses_an_interval_without_its_first_week():
    with pytest.raises(ValueError, match="valid_from"):
        rule(interval=2)


def test_rrule_is_text_for_others():
    assert rule("01").rrule == "FREQ=WEEKLY;BYDAY=MO,TU"
    assert rule("2", weeks_of_month=(1, -1)).rrule == "FREQ=MONTHLY;BYDAY=1WE,-1WE"
    every_second = rule("6", interval=2, valid_from=date(2026, 1, 1), valid_until=date(2026, 6, 30))
    assert every_second.rrule == "FREQ=WEEKLY;BYDAY=SU;INTERVAL=2;UNTIL=20260630T215959Z"


def test_rule_of_reads_a_row_with_lists():
    expected = rule("02", "9.30-12", weeks_of_month=(1, 3), valid_from=date(2026, 1, 1), on_holidays=True)
    values = {name: getattr(expected, name) for name in expected.__slots__}
    row = SimpleNamespace(**values | {"weekdays": [0, 2], "weeks_of_month": [1, 3], "offer_id": 7})

    assert rule_of(row) == expected
