"""The emergency numbers for every page, also for those that say the database is down."""

import csv
from functools import cache
from pathlib import Path

from django.db import OperationalError

from offers.models import EmergencyNumber

SOURCE = Path(__file__).resolve().parent.parent / "offers/data/kaiserslautern/emergency_numbers.csv"


def emergency_numbers() -> list[dict[str, str]]:
    """Numbers as staff keep them; those of the delivered table where the database doesn't answer or has none yet."""
    try:
        rows = list(EmergencyNumber.objects.in_order().values("number", "name", "when", "hours"))
    except OperationalError:
        return delivered_numbers()
    return rows or delivered_numbers()


@cache
def delivered_numbers() -> list[dict[str, str]]:
    with SOURCE.open(encoding="utf-8", newline="") as file:
        return [
            {"number": row["number"], "name": row["name"], "when": row["when_de"], "hours": row["hours_de"]}
            for row in csv.DictReader(file)
        ]
