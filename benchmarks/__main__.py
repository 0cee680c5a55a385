"""`make bench`: measures speed, memory and weight of the product and prints the tables of README.md."""

import argparse
import os
from contextlib import ExitStack

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from benchmarks.measuring import Plan, measure  # noqa: E402 — needs the settings
from portal import embedded_database, local_trial  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--small", type=int, default=1_000, help="offers in the small catalogue")
    parser.add_argument("--large", type=int, default=1_000_000, help="offers in the large one")
    parser.add_argument("--city", type=int, default=10_000, help="offers in one municipality that is a whole city")
    parser.add_argument("--each", type=int, default=500, help="offers a municipality, but for the city")
    parser.add_argument("--seconds", type=float, default=3, help="length of one run")
    parser.add_argument("--rounds", type=int, default=5, help="how often each run is repeated; the median counts")
    plan = Plan(**vars(parser.parse_args()))
    with ExitStack() as stack:
        if not os.environ.get("DATABASE_URL"):
            stack.enter_context(embedded_database.running())
        for line in measure(plan, folder=local_trial.FOLDER / "bench"):
            print(line, flush=True)


if __name__ == "__main__":
    main()
