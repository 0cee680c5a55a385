"""The hours of the help line, as the environment names them: "Mo-Do 08:00-16:00, Fr 08:00-12:00"."""

import re
from datetime import time

Hours = dict[int, list[tuple[time, time]]]

WEEKDAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
ENTRY = re.compile(r"(?P<first>\w\w)(-(?P<last>\w\w))? (?P<opens>\d\d:\d\d)-(?P<closes>\d\d:\d\d)")


def parse_hours(text: str) -> Hours:
    """Hours by weekday (Monday is 0), each day's slots in order; {} for an empty text.

    Raises ValueError with the entry that can't be read.
    """
    hours: Hours = {}
    for entry in filter(None, (part.strip() for part in text.split(","))):
        days, slot = parse_entry(entry)
        for day in days:
            hours[day] = sorted([*hours.get(day, []), slot])
    return hours


def parse_entry(entry: str) -> tuple[range, tuple[time, time]]:
    match = ENTRY.fullmatch(entry)
    if not match or not {match["first"], match["last"] or match["first"]} <= set(WEEKDAYS):
        raise ValueError(entry)
    first = WEEKDAYS.index(match["first"])
    last = WEEKDAYS.index(match["last"] or match["first"])
    opens, closes = time.fromisoformat(match["opens"]), time.fromisoformat(match["closes"])
    if last < first or closes <= opens:
        raise ValueError(entry)
    return range(first, last + 1), (opens, closes)
