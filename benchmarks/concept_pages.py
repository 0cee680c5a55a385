"""`make bench`: pages of a published release beside a page of the catalogue, one visitor, in turn.

The real catalogue, invented answers, and the example release made of both; once as the page cache hands them out, and
once made anew each time.
"""

import argparse
import os
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from statistics import median

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from benchmarks.client import load  # noqa: E402 — Django's settings come first
from benchmarks.scratch import Catalogue, scratch  # noqa: E402
from benchmarks.servers import server  # noqa: E402
from portal import embedded_database, local_trial  # noqa: E402
from portal.serving import collect_static_files  # noqa: E402

FILLING = (
    ("load_kaiserslautern", "--publish"),
    ("load_example_participation", "--answers", "300"),
    ("load_example_concept",),
)
# What everything is compared with: the offers of the city.
LIST = "/angebote/"
PAGES = (
    "/konzept/",
    "/konzept/abgleich/",
    "/konzept/abgleich/innenstadt-ost/",
    "/konzept/abgleich/ganze-stadt/hilfe-zu-hause/",
    "/konzept/befunde/",
    "/konzept/massnahmen/",
    "/konzept/seniorenbuero/",
    "/konzept/stand/1/",
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.concept_pages", description=__doc__)
    parser.add_argument("--seconds", type=float, default=1, help="length of one run")
    parser.add_argument("--rounds", type=int, default=5, help="how often each run is repeated; the median counts")
    asked = parser.parse_args()
    with ExitStack() as stack:
        if not os.environ.get("DATABASE_URL"):
            stack.enter_context(embedded_database.running())
        for line in measure(seconds=asked.seconds, rounds=asked.rounds):
            print(line, flush=True)


def measure(*, seconds: float, rounds: int) -> Iterator[str]:
    folder = local_trial.FOLDER / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    collect_static_files()
    with ExitStack() as stack:
        catalogue = stack.enter_context(scratch(Catalogue(0, 0), *FILLING))
        port, _process = stack.enter_context(server(catalogue.environment | {"STATE_DIR": str(folder)}))
        for kind in ("kept", "made anew"):
            yield from _lines(_times(port, seconds, rounds, is_kept=kind == "kept"), kind)


def _times(port: int, seconds: float, rounds: int, *, is_kept: bool) -> dict[str, list[float]]:
    """By address the median of each round; the first round fills what a process keeps and doesn't count."""
    visits, times = count(), {address: [] for address in (LIST, *PAGES)}
    for number in range(rounds + 1):
        for address, found in times.items():
            asked = (address if is_kept else f"{address}?besuch={visit}" for visit in visits)
            run = load(port, asked, connections=1, seconds=seconds)
            if number:
                found.append(run.percentile(50))
    return times


def _lines(times: dict[str, list[float]], kind: str) -> Iterator[str]:
    for address, found in times.items():
        share = median(one / two for one, two in zip(found, times[LIST], strict=True))
        yield f"{address} {kind}: {1000 * median(found):.1f} ms, {share:.2f} times {LIST}"


if __name__ == "__main__":
    main()
