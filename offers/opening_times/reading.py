"""Reads times as people write them, only where nothing has to be guessed.

Not read, on purpose: a time without an end ("ab 18.30 Uhr"), "werktags" (with or without Saturday?), a weekday named
twice without "auch" (more hours or other hours?), "jeden 2. Dienstag" without "im Monat" (or every second week?),
"2-4 Uhr" and "9-5 Uhr" (in the afternoon?), and any word that isn't in the grammar below.
"""

import re
from dataclasses import replace
from datetime import date, time

from offers.opening_times.rules import MIDNIGHT, Rule
from offers.opening_times.words import MONTHS, WEEKDAYS

ALL_WEEK = tuple(range(7))
ORDINALS = {"ersten": 1, "zweiten": 2, "dritten": 3, "vierten": 4, "fünften": 5, "letzten": -1}
# Before six in the morning a bare hour may well mean the afternoon.
FIRST_PLAIN_HOUR = 6

DAY = r"(?:(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)s?|(?:mo|di|mi|do|fr|sa|so)\b\.?)"
DAYS = rf"{DAY}(?: ?- ?{DAY})?"
LISTED_DAYS = rf"{DAYS}(?:(?:, ?| und ){DAYS})*"
ORDINAL = rf"(?:[1-5]\.|{'|'.join(ORDINALS)})"
CLOCK = r"\d\d?(?:[.:]\d\d)?(?![\d.:]*\d)"
NEXT_DAY = "am nächsten tag"
HOURS = rf"(?:rund um die uhr|(?:von )?{CLOCK}(?: uhr)? ?- ?{CLOCK}(?: uhr)?(?: {NEXT_DAY})?)"
DATE = rf"\d\d?\. ?(?:\d\d?\.|{'|'.join(month.lower() for month in MONTHS)}) ?\d{{4}}"

BLOCK = re.compile(
    rf"(?:(?:jeden )?(?P<weeks>{ORDINAL}(?:(?:, ?| und ){ORDINAL})*) (?P<monthly>{DAY}) im monat"
    rf"|(?P<daily>täglich)|(?:jeden )?(?P<weekly>{LISTED_DAYS}))"
    rf"(?P<also> auch)?[,:]? ?(?P<hours>{HOURS}(?:(?:, ?| und ){HOURS})*)"
)
REMARKS = re.compile(
    rf"(?P<by_appointment> nach absprache)?(?P<on_holidays>, auch an feiertagen)?"
    rf"(?:,? (?:ab|vom) (?P<from>{DATE}))?(?:,? (?:bis|-) (?P<until>{DATE}))?"
)
BETWEEN_BLOCKS = re.compile(r", ?| und ")
SOURCE_YEAR = re.compile(r" ?\((?:ca\. ?|stand )?\d{4}\)$")
NOT_ON_HOLIDAYS = re.compile(r"[,;.]? ?nicht an feiertagen$")


def read_schedule(text: str) -> list[Rule] | None:
    """The rules that a German text names, or None where it names none or leaves something to guess.

    Lines and parts between semicolons are read one by one. A year in brackets at the end says how old the text is.
    Without a word about holidays the rules don't hold on holidays; "rund um die Uhr" alone holds on all days.
    """
    plain, excluded = NOT_ON_HOLIDAYS.subn("", SOURCE_YEAR.sub("", _plain(text)))
    rules: list[Rule] = []
    for part in plain.split(";"):
        try:
            rules += _read_part(part.strip(), rules)
        except ValueError:
            return None
    is_contradiction = bool(excluded) and all(rule.on_holidays for rule in rules)
    return None if is_contradiction else rules


def _plain(text: str) -> str:
    """Small letters, one kind of dash, single blanks; "bis" between times and days is a dash too."""
    plain = re.sub(r"\s*\n\s*", ";", text.strip().lower())
    plain = re.sub(r"[\u2010-\u2015\u2212]", "-", plain)
    return re.sub(r"\s+", " ", plain).replace(" bis ", " - ")


def _read_part(text: str, known: list[Rule]) -> list[Rule]:
    """The rules of one line or part. Raises ValueError where it isn't clear."""
    always = text.startswith("rund um die uhr")
    if always:
        text = f"täglich {text}"
    rules: list[Rule] = []
    position, blocks = 0, 0
    while block := BLOCK.match(text, position):
        rules += _read_block(block, known + rules)
        position, blocks = block.end(), blocks + 1
        between = BETWEEN_BLOCKS.match(text, position)
        if not between or not BLOCK.match(text, between.end()):
            break
        position = between.end()
    remarks = REMARKS.fullmatch(text, position)
    said = remarks and any(remarks.groupdict().values())
    # A remark behind several times may belong to the last of them or to all.
    if not remarks or not blocks or (said and blocks > 1) or not _says_the_hour(text):
        raise ValueError(text)
    return [replace(rule, **_remarks(remarks, always)) for rule in rules]


def _says_the_hour(text: str) -> bool:
    """ "Mo 10-12" alone could be a date; the word behind the last time makes it an hour."""
    return not re.search(rf"{CLOCK}(?!.*uhr)", re.sub(DATE, "", text))


def _remarks(match: re.Match, always: bool) -> dict:
    return {
        "by_appointment": bool(match["by_appointment"]),
        "on_holidays": bool(match["on_holidays"]) or always,
        "valid_from": _read_date(match["from"]),
        "valid_until": _read_date(match["until"]),
    }


def _read_block(block: re.Match, known: list[Rule]) -> list[Rule]:
    weekly = not block["monthly"]
    days = _read_days(block["weekly"] or block["monthly"] or "") or ALL_WEEK
    named = {day for rule in known if (rule.frequency == "weekly") == weekly for day in rule.weekdays}
    if weekly and bool(block["also"]) != bool(named & set(days)):
        raise ValueError(block[0])
    return [
        Rule(
            frequency="weekly" if weekly else "monthly",
            weekdays=days,
            starts_at=starts_at,
            ends_at=ends_at,
            weeks_of_month=_read_weeks(block["weeks"] or ""),
        )
        for starts_at, ends_at in map(_read_hours, re.findall(HOURS, block["hours"]))
    ]


def _read_days(text: str) -> tuple[int, ...]:
    days: list[int] = []
    for part in re.findall(DAYS, text):
        first, *last = (_read_day(name) for name in re.findall(DAY, part))
        length = (last[0] - first) % len(ALL_WEEK) if last else 0
        days += [(first + step) % len(ALL_WEEK) for step in range(length + 1)]
    return tuple(sorted(set(days)))


def _read_day(name: str) -> int:
    if name.startswith("sonna"):
        return WEEKDAYS.index("Samstag")
    return next(number for number, weekday in enumerate(WEEKDAYS) if weekday.lower().startswith(name[:2]))


def _read_weeks(text: str) -> tuple[int, ...]:
    weeks = {ORDINALS.get(word) or int(word[0]) for word in re.findall(ORDINAL, text)}
    return tuple(sorted(weeks))


def _read_hours(text: str) -> tuple[time, time]:
    clocks = re.findall(CLOCK, text)
    if not clocks:
        return MIDNIGHT, MIDNIGHT
    starts_at, ends_at = (_read_clock(clock) for clock in clocks)
    past_midnight = MIDNIGHT < ends_at <= starts_at
    if past_midnight != text.endswith(NEXT_DAY) or clocks[0].startswith("24"):
        raise ValueError(text)
    if not past_midnight and 0 < starts_at.hour < FIRST_PLAIN_HOUR and not clocks[0].startswith("0"):
        raise ValueError(text)
    return starts_at, ends_at


def _read_clock(text: str) -> time:
    hour, _, minute = text.replace(":", ".").partition(".")
    return MIDNIGHT if (int(hour), int(minute or 0)) == (24, 0) else time(int(hour), int(minute or 0))


def _read_date(text: str | None) -> date | None:
    if not text:
        return None
    day, month, year = re.fullmatch(r"(\d+)\. ?(\w+?)\.? ?(\d{4})", text).groups()
    number = int(month) if month.isdigit() else [name.lower() for name in MONTHS].index(month) + 1
    return date(int(year), number, int(day))
