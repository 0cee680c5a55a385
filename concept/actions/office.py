"""The tables of the Seniorenbüro question, filled once; afterwards they are the planner's."""

import csv
from pathlib import Path

from django.db import transaction

from concept.models import OfficeCriterion, OfficeOption, OfficeTask
from offers.models import Topic

FOLDER = Path(__file__).resolve().parents[1] / "data"


@transaction.atomic
def load_office(*, folder: Path = FOLDER) -> int:
    """Tasks, options and criteria of the tables, each where nobody has entered any. Returns how many were added.

    The column "source" says where a row comes from. A topic that the catalogue doesn't have is left out.
    """
    added = 0
    for model, name in TABLES.items():
        rows = [] if model.objects.exists() else list(_rows(folder / f"{name}.csv"))
        for row in rows:
            fields = {field: row[field] for field in ("name", "description", "option_key") if field in row}
            made = model.objects.create(**fields, position=int(row["position"]))
            if row.get("topics"):
                made.topics.set(Topic.objects.filter(code__in=row["topics"].split()))
        added += len(rows)
    return added


TABLES = {OfficeTask: "office_tasks", OfficeOption: "office_options", OfficeCriterion: "office_criteria"}


def _rows(path: Path):
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
