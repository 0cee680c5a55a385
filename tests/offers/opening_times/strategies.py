"""Rules as staff could write them, with a liking for the hours at which clocks and days change."""

from datetime import date, time

from hypothesis import settings
from hypothesis import strategies as st

from offers.opening_times import Closure, Rule

# The same examples on every run: a failure in CI is the same failure here.
DETERMINISTIC = settings(max_examples=80, deadline=None, derandomize=True, database=None)
# A leap year, this year, and one that begins on a Friday.
YEARS = (2024, 2026, 2027)

TRICKY_TIMES = [time(0), time(0, 1), time(1, 30), time(2), time(2, 30), time(3), time(3, 15), time(23, 59)]
times = st.sampled_from(TRICKY_TIMES) | st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
day_times = st.builds(time, st.integers(6, 23), st.sampled_from([0, 5, 30, 59]))
weekdays = st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))
weeks = st.sets(st.sampled_from([1, 2, 3, 4, 5, -1]), min_size=1).map(lambda found: tuple(sorted(found)))
dates = st.dates(date(2023, 6, 1), date(2028, 6, 30))
closures = st.lists(
    st.tuples(dates, dates).map(lambda days: Closure(min(days), min(max(days), date(2028, 1, 1)), "Ferien")), max_size=1
).filter(lambda found: all(closure.first_day <= closure.last_day for closure in found))


@st.composite
def rules(draw, times=times, intervals=(1, 1, 2, 3)):
    frequency = draw(st.sampled_from(["weekly", "weekly", "monthly"]))
    interval = draw(st.sampled_from(intervals)) if frequency == "weekly" else 1
    valid_from = draw(dates if interval > 1 else st.none() | dates)
    valid_until = draw(st.none() | dates)
    if valid_from and valid_until and valid_until < valid_from:
        valid_until = None
    return Rule(
        frequency=frequency,
        weekdays=draw(weekdays),
        starts_at=draw(times),
        ends_at=draw(times),
        weeks_of_month=draw(weeks) if frequency == "monthly" else (),
        interval=interval,
        valid_from=valid_from,
        valid_until=valid_until,
        on_holidays=draw(st.booleans()),
        by_appointment=draw(st.sampled_from([False, False, True])),
    )


def rule(weekdays="0", hours="9-12", **fields) -> Rule:
    """A weekly rule in short: weekdays as digits, hours as "9-12" or "9.30-12"."""
    starts_at, ends_at = (_time(clock) for clock in hours.split("-"))
    fields = {"frequency": "monthly" if "weeks_of_month" in fields else "weekly"} | fields
    return Rule(weekdays=tuple(map(int, weekdays)), starts_at=starts_at, ends_at=ends_at, **fields)


def _time(clock: str) -> time:
    hour, _, minute = clock.partition(".")
    return time(int(hour), int(minute or 0))
