from datetime import time

import pytest

from portal.help_line import parse_hours

MORNING = (time(8), time(12))
AFTERNOON = (time(13, 30), time(16))


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("", {}),
        ("Mo 08:00-12:00", {0: [MORNING]}),
        ("Do-Fr 08:00-12:00", {3: [MORNING], 4: [MORNING]}),
        ("Mo-Di 13:30-16:00, Di 08:00-12:00", {0: [AFTERNOON], 1: [MORNING, AFTERNOON]}),
    ],
)
def test_hours_are_read_by_weekday(text, hours):
    assert parse_hours(text) == hours


@pytest.mark.parametrize(
    "entry",
    ["Montag 8-12", "Xx 08:00-12:00", "Mo-Xx 08:00-12:00", "Fr-Mo 08:00-12:00", "Mo 12:00-08:00", "Mo 25:00-26:00"],
)
def test_unreadable_hours_are_refused(entry):
    with pytest.raises(ValueError, match="."):
        parse_hours(f"Mo 08:00-12:00, {entry}")
