"""Times in plain German: whole words, no abbreviations."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from offers.opening_times.rules import BERLIN, MIDNIGHT, ONE_DAY, Closure, Rule
from offers.opening_times.spans import Open, Span, status

WEEKDAYS = (
    gettext_noop("Montag"),
    gettext_noop("Dienstag"),
    gettext_noop("Mittwoch"),
    gettext_noop("Donnerstag"),
    gettext_noop("Freitag"),
    gettext_noop("Samstag"),
    gettext_noop("Sonntag"),
)
MONTHS = (
    gettext_noop("Januar"),
    gettext_noop("Februar"),
    gettext_noop("März"),
    gettext_noop("April"),
    gettext_noop("Mai"),
    gettext_noop("Juni"),
    gettext_noop("Juli"),
    gettext_noop("August"),
    gettext_noop("September"),
    gettext_noop("Oktober"),
    gettext_noop("November"),
    gettext_noop("Dezember"),
)
DAYS_OF_A_WEEK = len(WEEKDAYS)
Hours = tuple[tuple[time, time], ...]


def label(spans: Sequence[Span], *, now: datetime, is_known: bool = False) -> str:
    """What holds now: "Jetzt offen, heute bis 12 Uhr", "Wieder am Montag ab 9 Uhr".

    The spans are those ahead, read back from anywhere. Without any nobody can say that it is closed: the hours are
    not known, unless `is_known` says that there are rules, which name no day in the weeks ahead (a long break).
    """
    now = now.astimezone(BERLIN)
    state = status(spans, now=now)
    if isinstance(state, Open):
        return _open_words(state.until.astimezone(BERLIN), now)
    if state.next_start:
        return _next_words(state.next_start.astimezone(BERLIN), now)
    if any(span.end > now for span in spans):
        return _("Nach Absprache")
    return _("In den nächsten Wochen keine Termine") if is_known else _("Zeiten nicht bekannt")


def _open_words(until: datetime, now: datetime) -> str:
    day, clock = _end_of_day(until)
    ahead = (day - now.date()).days
    if ahead >= DAYS_OF_A_WEEK:
        return _("Jetzt offen, rund um die Uhr")
    if ahead == 0:
        return _("Jetzt offen, heute bis %(clock)s Uhr") % {"clock": clock}
    if ahead == 1:
        return _("Jetzt offen, bis morgen um %(clock)s Uhr") % {"clock": clock}
    return _("Jetzt offen, bis %(weekday)s um %(clock)s Uhr") % {"weekday": _(WEEKDAYS[day.weekday()]), "clock": clock}


def _next_words(start: datetime, now: datetime) -> str:
    day, clock = start.date(), clock_in_words(start.time())
    ahead = (day - now.date()).days
    if ahead == 0:
        return _("Heute ab %(clock)s Uhr") % {"clock": clock}
    if ahead == 1:
        return _("Wieder morgen ab %(clock)s Uhr") % {"clock": clock}
    if ahead < DAYS_OF_A_WEEK:
        return _("Wieder am %(weekday)s ab %(clock)s Uhr") % {"weekday": _(WEEKDAYS[day.weekday()]), "clock": clock}
    return _("Wieder am %(day)s, ab %(clock)s Uhr") % {"day": _day_words(day, now.year), "clock": clock}


def date_in_words(span: Span, *, now: datetime) -> str:
    """One date of "Die nächsten Termine": "Mittwoch, 2. Dezember, 9 bis 10.30 Uhr"; another year is named."""
    this_year = now.astimezone(BERLIN).year
    start = span.start.astimezone(BERLIN)
    day, clock = _end_of_day(span.end.astimezone(BERLIN))
    words = {
        "day": _day_words(start.date(), this_year),
        "from": clock_in_words(start.time()),
        "last_day": _day_words(day, this_year),
        "to": clock,
    }
    if day > start.date():
        text = _("%(day)s, %(from)s Uhr bis %(last_day)s, %(to)s Uhr") % words
    else:
        text = _("%(day)s, %(from)s bis %(to)s Uhr") % words
    return _("%(times)s nach Absprache") % {"times": text} if span.by_appointment else text


def in_words(rules: Iterable[Rule], closures: Iterable[Closure] = ()) -> list[str]:
    """The rules and breaks as lines for people; leave out before what is over.

    "Montag bis Freitag 10 bis 12 Uhr und 14 bis 16 Uhr", "Jeden 1. Mittwoch im Monat 9 bis 10.30 Uhr", and once at
    the end "Nicht an Feiertagen". `read_schedule` understands these lines, apart from intervals and breaks.
    """
    rules = list(rules)
    lines = [line for alike in _alike(rules) for line in _lines(alike)]
    if any(not rule.on_holidays for rule in rules):
        lines.append(_("Nicht an Feiertagen"))
    return lines + [_closure_words(closure) for closure in closures]


def _alike(rules: list[Rule]) -> list[list[Rule]]:
    """Rules that differ in nothing but weekdays and hours belong in one sentence."""
    groups: dict[Rule, list[Rule]] = {}
    for rule in rules:
        groups.setdefault(replace(rule, weekdays=(), starts_at=MIDNIGHT, ends_at=MIDNIGHT), []).append(rule)
    return list(groups.values())


def _lines(rules: list[Rule]) -> list[str]:
    rule = rules[0]
    hours_of = {day: _hours_on(day, rules) for day in range(DAYS_OF_A_WEEK)}
    if rule.frequency == "monthly":
        return [
            _weeks_words(rule.weeks_of_month, day) + " " + hours_in_words(hours) + _remark(rule)
            for day, hours in hours_of.items()
            if hours
        ]
    return [
        _weekly_words([day for day in hours_of if hours_of[day] == hours], hours, rule)
        for hours in dict.fromkeys(filter(None, hours_of.values()))
    ]


def _hours_on(day: int, rules: list[Rule]) -> Hours:
    return tuple(sorted({(rule.starts_at, rule.ends_at) for rule in rules if day in rule.weekdays}))


def _weekly_words(days: list[int], hours: Hours, rule: Rule) -> str:
    if rule.interval > 1:
        every = _("Alle %(count)s Wochen: ") % {"count": rule.interval}
        return f"{every}{_days_words(days)} {hours_in_words(hours)}{_remark(rule)}"
    if rule.on_holidays and len(days) == DAYS_OF_A_WEEK and hours == ((MIDNIGHT, MIDNIGHT),):
        # Around the clock means holidays too.
        return _("Rund um die Uhr") + _remark(replace(rule, on_holidays=False))
    return f"{_days_words(days)} {hours_in_words(hours)}{_remark(rule)}"


def _days_words(days: list[int]) -> str:
    if len(days) == DAYS_OF_A_WEEK:
        return _("Täglich")
    return _listed([words for run in _runs(days) for words in _run_words(run)])


def _runs(days: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _run_words(run: list[int]) -> list[str]:
    names = [_(WEEKDAYS[day]) for day in run]
    if len(run) < 3:
        return names
    return [_("%(first)s bis %(last)s") % {"first": names[0], "last": names[-1]}]


def _weeks_words(weeks: tuple[int, ...], day: int) -> str:
    # The last comes last, although its number is the smallest.
    ordered = sorted(weeks, key=lambda week: (week < 0, week))
    ordinals = [_("letzten") if week < 0 else f"{week}." for week in ordered]
    return _("Jeden %(weeks)s %(weekday)s im Monat") % {"weeks": _listed(ordinals), "weekday": _(WEEKDAYS[day])}


def hours_in_words(hours: Hours) -> str:
    """The hours of one day: "8 bis 12 Uhr und 14 bis 16.30 Uhr"."""
    return _listed([_span_words(starts_at, ends_at) for starts_at, ends_at in hours])


def _span_words(starts_at: time, ends_at: time) -> str:
    if starts_at == ends_at == MIDNIGHT:
        return _("rund um die Uhr")
    words = {"from": clock_in_words(starts_at), "to": clock_in_words(ends_at) if ends_at != MIDNIGHT else "24"}
    if MIDNIGHT < ends_at <= starts_at:
        return _("%(from)s bis %(to)s Uhr am nächsten Tag") % words
    return _("%(from)s bis %(to)s Uhr") % words


def _remark(rule: Rule) -> str:
    """What else must be known: validity, appointment, holidays; with its comma."""
    parts = [
        " " + _("nach Absprache") if rule.by_appointment else "",
        ", " + _("auch an Feiertagen") if rule.on_holidays else "",
        ", " + _validity_words(rule.valid_from, rule.valid_until) if rule.valid_from or rule.valid_until else "",
    ]
    return "".join(parts)


def _validity_words(first: date | None, last: date | None) -> str:
    words = {"first": first and full_date(first), "last": last and full_date(last)}
    if first and last:
        return _("vom %(first)s bis %(last)s") % words
    return _("ab %(first)s") % words if first else _("bis %(last)s") % words


def _closure_words(closure: Closure) -> str:
    words = {"first": full_date(closure.first_day), "last": full_date(closure.last_day)}
    if closure.first_day == closure.last_day:
        text = _("Geschlossen am %(first)s") % words
    else:
        text = _("Geschlossen vom %(first)s bis %(last)s") % words
    return f"{text} ({closure.reason})" if closure.reason else text


def full_date(day: date) -> str:
    return f"{day.day}. {_(MONTHS[day.month - 1])} {day.year}"


def _day_words(day: date, this_year: int) -> str:
    date_words = full_date(day) if day.year != this_year else f"{day.day}. {_(MONTHS[day.month - 1])}"
    return f"{_(WEEKDAYS[day.weekday()])}, {date_words}"


def clock_in_words(moment: time) -> str:
    """An hour as people say it: "9", "16.30"."""
    return f"{moment.hour}.{moment.minute:02}" if moment.minute else f"{moment.hour}"


def _end_of_day(end: datetime) -> tuple[date, str]:
    """The day and clock of an end: midnight is 24 o'clock of the day before."""
    if end.time() == MIDNIGHT:
        return end.date() - ONE_DAY, "24"
    return end.date(), clock_in_words(end.time())


def _listed(items: list[str]) -> str:
    *others, last = items
    return _("%(others)s und %(last)s") % {"others": ", ".join(others), "last": last} if others else last
