"""Rules and breaks, and the days they name."""

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from holidays import country_holidays

BERLIN = ZoneInfo("Europe/Berlin")
MIDNIGHT = time(0)
ONE_DAY = timedelta(days=1)
RFC_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Rule:
    """A time that returns every week or every month; names and meanings are those of the table of opening times.

    Weekdays: 0 is Monday. Weeks of the month: 1 to 5, -1 is the last. With an interval above 1 the week of
    `valid_from` is the first. `ends_at` at or before `starts_at` lies on the next day; 0:00 to 0:00 is the whole day.
    """

    frequency: str
    weekdays: tuple[int, ...]
    starts_at: time
    ends_at: time
    weeks_of_month: tuple[int, ...] = ()
    interval: int = 1
    valid_from: date | None = None
    valid_until: date | None = None
    on_holidays: bool = False
    by_appointment: bool = False

    def __post_init__(self) -> None:
        # Without an anchor the weeks would be counted from whatever day is asked for: wrong without a sound.
        if self.interval > 1 and not self.valid_from:
            raise ValueError("An interval above 1 needs valid_from as its first week.")

    @property
    def rrule(self) -> str:
        """The recurrence as RFC 5545, section 3.3.10 writes it, for a DTSTART in Europe/Berlin; UNTIL is in UTC."""
        parts = [f"FREQ={self.frequency.upper()}", f"BYDAY={','.join(self._rfc_days())}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.valid_until:
            last_moment = datetime.combine(self.valid_until, time(23, 59, 59), BERLIN)
            parts.append(f"UNTIL={last_moment.astimezone(UTC):%Y%m%dT%H%M%SZ}")
        return ";".join(parts)

    def _rfc_days(self) -> list[str]:
        weeks = self.weeks_of_month or ("",)
        return [f"{week}{RFC_DAYS[day]}" for week in weeks for day in self.weekdays]

    def days(self, first: date, last: date) -> list[date]:
        """The days on which it begins, both ends included, holidays and breaks not yet considered.

        They come from the exported text itself, so that what others read is what we compute.
        """
        begin = self._first_day(first)
        if begin > last:
            return []
        # Noon exists once on every day, so the days don't depend on summer time.
        recurrence = rrulestr(self.rrule, dtstart=_noon(begin))
        return [moment.date() for moment in recurrence.between(_noon(first), _noon(last), inc=True)]

    def _first_day(self, first: date) -> date:
        if self.interval > 1 or (self.valid_from and self.valid_from > first):
            return self.valid_from
        return first

    def moments(self, day: date) -> tuple[datetime, datetime]:
        """Start and end of the occurrence that begins on this day, in UTC.

        RFC 5545, section 3.3.5: a doubled time is the first one; a time that the clock jumps over counts with the
        offset before the jump (2:30 is 3:30 in summer time).
        """
        last_day = day + ONE_DAY if self.ends_at <= self.starts_at else day
        return _in_utc(day, self.starts_at), _in_utc(last_day, self.ends_at)


@dataclass(frozen=True, slots=True)
class Closure:
    """A break: nothing begins on these days, both included."""

    first_day: date
    last_day: date
    reason: str = ""


def rule_of(row) -> Rule:
    """The rule in a row of the table of opening times, or in anything that has its fields."""
    values = {field.name: getattr(row, field.name) for field in fields(Rule)}
    for name in ("weekdays", "weeks_of_month"):
        values[name] = tuple(values[name])
    return Rule(**values)


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[date]:
    """The public holidays of Rheinland-Pfalz (Landesgesetz über die Sonntage und Feiertage, § 2)."""
    return frozenset(country_holidays("DE", subdiv="RP", years=year))


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), BERLIN)


def _in_utc(day: date, wall_clock: time) -> datetime:
    return datetime.combine(day, wall_clock, BERLIN).astimezone(UTC)
