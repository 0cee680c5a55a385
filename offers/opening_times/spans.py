"""Spans of time in which an offer is there, and what holds at a given moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from offers.opening_times.rules import BERLIN, MIDNIGHT, ONE_DAY, Closure, Rule, public_holidays


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From start until just before end; both aware. By appointment means that nobody can simply come."""

    start: datetime
    end: datetime
    by_appointment: bool = False


@dataclass(frozen=True, slots=True)
class Open:
    until: datetime


@dataclass(frozen=True, slots=True)
class Closed:
    """Nobody is there; `next_start` is None where the known spans hold no later start."""

    next_start: datetime | None


def spans(rules: Iterable[Rule], closures: Sequence[Closure] = (), *, first_day: date, days: int) -> list[Span]:
    """The spans of this many days (of Europe/Berlin), in UTC: sorted, disjoint, adjoining ones merged.

    A span that began the day before and reaches into the first day is included, one that begins on the last day is
    whole. Where a time without appointment overlaps one with appointment, the former counts.
    """
    found = [span for rule in rules for span in _spans_of(rule, closures, first_day - ONE_DAY, days + 1)]
    walk_in = _merged(span for span in found if not span.by_appointment)
    appointed = _merged(span for span in found if span.by_appointment)
    beginning = datetime.combine(first_day, MIDNIGHT, BERLIN).astimezone(UTC)
    together = sorted(walk_in + _without(appointed, walk_in))
    return [span for span in together if span.end > beginning]


def status(spans: Iterable[Span], *, now: datetime) -> Open | Closed:
    """Whether somebody is there now and until when, or when next; times by appointment never count."""
    ahead = [span for span in _merged(span for span in spans if not span.by_appointment) if span.end > now]
    if not ahead:
        return Closed(None)
    return Open(ahead[0].end) if ahead[0].start <= now else Closed(ahead[0].start)


def _spans_of(rule: Rule, closures: Sequence[Closure], first_day: date, days: int) -> list[Span]:
    candidates = rule.days(first_day, first_day + timedelta(days=days - 1))
    moments = [rule.moments(day) for day in candidates if _takes_place(rule, closures, day)]
    # In the night when the clocks go forward a short span can lose its whole length.
    return [Span(start, end, rule.by_appointment) for start, end in moments if start < end]


def _takes_place(rule: Rule, closures: Sequence[Closure], day: date) -> bool:
    if not rule.on_holidays and day in public_holidays(day.year):
        return False
    return not any(closure.first_day <= day <= closure.last_day for closure in closures)


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            last = merged.pop()
            span = Span(last.start, max(last.end, span.end), last.by_appointment)
        merged.append(span)
    return merged


def _without(spans: list[Span], others: list[Span]) -> list[Span]:
    """What is left of the spans outside of the others; both sorted and disjoint."""
    for other in others:
        spans = [part for span in spans for part in _cut(span, other)]
    return spans


def _cut(span: Span, other: Span) -> list[Span]:
    before = Span(span.start, min(span.end, other.start), span.by_appointment)
    after = Span(max(span.start, other.end), span.end, span.by_appointment)
    return [part for part in (before, after) if part.start < part.end]
