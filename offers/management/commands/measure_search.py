"""manage.py measure_search FILE.csv: how well the search finds the topics that queries mean."""

import csv
from functools import partial
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from offers.search import load_lexicon, understand
from offers.search.evaluation import COLUMNS, Figures, Outcome, by_kind, outcome


class Command(BaseCommand):
    help = (
        "Prints hit@1, hit@3 and mean reciprocal rank over the topics a query expects, and how often the "
        "district is right. The file has the columns query, expected_topics, expected_district, kind."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--misses", action="store_true", help="print what wasn't among the first three")

    def handle(self, *, file: Path, misses: bool, **options):
        outcomes = [outcome(row, partial(understand, lexicon=load_lexicon())) for row in _rows(file)]
        self.stdout.write(f"{'kind':<20}{'n':>5}{'hit@1':>8}{'hit@3':>8}{'MRR':>8}{'district':>10}")
        for kind, figures in by_kind(outcomes).items():
            self.stdout.write(_line(kind, figures))
        for missed in filter(Outcome.is_miss, outcomes if misses else []):
            self.stdout.write(f"{missed.query}: {' '.join(missed.found) or '-'}")


def _rows(file: Path) -> list[dict[str, str]]:
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}. Name a CSV file that can be read.") from error
    if not rows or not rows[0].keys() >= COLUMNS:
        raise CommandError(f"{file}: needs a row and the columns {', '.join(sorted(COLUMNS))}.")
    return rows


def _line(kind: str, figures: Figures) -> str:
    district = "-" if figures.district is None else f"{figures.district:.3f}"
    shares = (figures.hit_at_1, figures.hit_at_3, figures.reciprocal_rank)
    return f"{kind:<20}{figures.queries:>5}{''.join(f'{share:>8.3f}' for share in shares)}{district:>10}"
