"""Over whole years, minute by minute, against a second way to compute: no recurrence library, only a calendar.

A year becomes a row of bytes, one for every minute: 0 nobody there, 1 by appointment, 2 open.
"""

from datetime import UTC, date, datetime, timedelta

import holidays
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from offers.opening_times import BERLIN, Closed, Closure, Open, Rule, Span, label, spans, status
from tests.offers.opening_times.strategies import DETERMINISTIC, YEARS, closures, rules

HOLIDAYS = holidays.Germany(subdiv="RP", years=range(2022, 2030))
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def holds_on(rule: Rule, breaks: list[Closure], day: date) -> bool:
    """Straight from the meaning of the fields."""
    first, last = rule.valid_from or date.min, rule.valid_until or date.max
    if day.weekday() not in rule.weekdays or not first <= day <= last:
        return False
    if (day in HOLIDAYS and not rule.on_holidays) or any(b.first_day <= day <= b.last_day for b in breaks):
        return False
    if rule.frequency == "monthly":
        which = (day.day + 6) // 7
        is_last = (day + 7 * DAY).month != day.month
        return which in rule.weeks_of_month or (is_last and -1 in rule.weeks_of_month)
    monday = day - day.weekday() * DAY
    anchor = rule.valid_from or day
    return (monday - (anchor - anchor.weekday() * DAY)).days // 7 % rule.interval == 0


class Minutes:
    """The minutes of a year, from its first in Europe/Berlin."""

    def __init__(self, year: int):
        self.first_day = date(year, 1, 1)
        self.days = (date(year + 1, 1, 1) - self.first_day).days
        self.beginning = datetime(year, 1, 1, tzinfo=BERLIN).timestamp()
        self.size = int(datetime(year + 1, 1, 1, tzinfo=BERLIN).timestamp() - self.beginning) // 60

    def at(self, moment: datetime) -> int:
        return int(moment.timestamp() - self.beginning) // 60

    def moment(self, minute: int) -> datetime:
        return datetime.fromtimestamp(self.beginning + minute * 60, UTC)

    def paint(self, row: bytearray, start: datetime, end: datetime, value: int) -> None:
        first, last = (min(max(self.at(moment), 0), self.size) for moment in (start, end))
        row[first:last] = bytes([value]) * max(last - first, 0)

    def expected(self, rules: list[Rule], breaks: list[Closure]) -> bytearray:
        row = bytearray(self.size)
        for rule in sorted(rules, key=lambda rule: not rule.by_appointment):
            for step in range(-1, self.days):
                day = self.first_day + step * DAY
                if holds_on(rule, breaks, day):
                    last = day if rule.starts_at < rule.ends_at else day + DAY
                    start = datetime.combine(day, rule.starts_at, BERLIN)
                    end = datetime.combine(last, rule.ends_at, BERLIN)
                    self.paint(row, start, end, 1 if rule.by_appointment else 2)
        return row

    def of(self, found: list[Span]) -> bytearray:
        row = bytearray(self.size)
        for span in found:
            self.paint(row, span.start, span.end, 1 if span.by_appointment else 2)
        return row


years = st.sampled_from(YEARS).map(Minutes)
stocks = st.lists(rules(), min_size=1, max_size=5)


@DETERMINISTIC
@given(year=years, rules=stocks, breaks=closures)
def test_spans_are_right_in_every_minute_of_a_year(year, rules, breaks):
    found = spans(rules, breaks, first_day=year.first_day, days=year.days)

    assert year.of(found) == year.expected(rules, breaks)


@DETERMINISTIC
@given(year=years, rules=stocks, breaks=closures)
def test_spans_are_sorted_disjoint_and_never_adjoin_their_like(year, rules, breaks):
    found = spans(rules, breaks, first_day=year.first_day, days=year.days)

    assert found == sorted(found)
    assert all(span.start < span.end for span in found)
    for earlier, later in zip(found, found[1:], strict=False):
        assert earlier.end <= later.start
        assert earlier.end < later.start or earlier.by_appointment != later.by_appointment
    assert len({span.start for span in found}) == len(found)


@DETERMINISTIC
@given(
    year=years,
    rules=stocks,
    breaks=closures,
    first=st.sampled_from([0, 57, 85, 88, 295, 299, 302, 357]),
)
def test_day_by_day_gives_what_the_whole_period_gives(year, rules, breaks, first):
    first_day, days = year.first_day + first * DAY, 8
    whole = spans(rules, breaks, first_day=first_day, days=days)
    by_day = [span for step in range(days) for span in spans(rules, breaks, first_day=first_day + step * DAY, days=1)]

    assert year.of(sorted(by_day, key=lambda span: not span.by_appointment)) == year.of(whole)


@settings(DETERMINISTIC, max_examples=40)
@given(
    year=years,
    rules=stocks,
    # Around both changes of the clock, the leap day, Easter, Christmas, and any day.
    day=st.sampled_from([58, 59, 83, 86, 87, 88, 89, 92, 297, 298, 299, 300, 303, 358]) | st.integers(0, 363),
    split=st.booleans(),
)
def test_status_and_label_agree_with_the_spans_minute_by_minute(year, rules, day, split):
    first_day = year.first_day + day * DAY
    slots = spans(rules, first_day=first_day, days=4)
    if split:
        # Read back from a table they may come in any order and in pieces.
        slots = [part for span in slots for part in halves(span)][::-1]
    row = year.of(sorted(slots, key=lambda span: not span.by_appointment)) + b"\0"

    for minute in range(year.at(datetime.combine(first_day, datetime.min.time(), BERLIN)), len(row) - 1, 7)[:411]:
        now = year.moment(minute)
        state = status(slots, now=now)
        is_open = row[minute] == 2
        assert label(slots, now=now).startswith("Jetzt offen") == is_open
        if is_open:
            end = next(place for place in range(minute, len(row)) if row[place] != 2)
            assert end == year.size or state == Open(year.moment(end))
        else:
            start = row.find(b"\2", minute)
            assert state == Closed(year.moment(start) if start >= 0 else state.next_start)
            assert start >= 0 or state.next_start is None or year.at(state.next_start) >= year.size


def halves(span: Span) -> list[Span]:
    middle = span.start + (span.end - span.start) / 2
    return [Span(span.start, middle, span.by_appointment), Span(middle, span.end, span.by_appointment)]


@DETERMINISTIC
@given(year=years, rule=rules())
def test_the_exported_rrule_names_the_same_days(year, rule):
    """Read by itself, from its own DTSTART, as another program would read it."""
    start = datetime.combine(rule.valid_from or date(2023, 1, 1), rule.starts_at, BERLIN)
    until = datetime.combine(year.first_day + 364 * DAY, rule.starts_at, BERLIN)
    read = rrulestr(f"RRULE:{rule.rrule}", dtstart=start).between(
        datetime.combine(year.first_day, rule.starts_at, BERLIN), until, inc=True
    )

    assert rule.days(year.first_day, year.first_day + 364 * DAY) == [moment.date() for moment in read]
