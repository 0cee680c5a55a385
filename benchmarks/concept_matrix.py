"""`make bench`: how long stock × need takes with 100,000 sent forms and 10,000 offers, in a scratch database.

The forms are those of benchmarks.needs_counting; beside them stand a year of searches in vain, and waiting lists.
"""

import argparse
import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from statistics import median

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.db import connection  # noqa: E402 — Django's settings come first
from django.utils import timezone  # noqa: E402

from benchmarks.needs_counting import fill, seconds  # noqa: E402
from benchmarks.scratch import Catalogue, administer, scratch  # noqa: E402
from concept.matrix import live_matrix  # noqa: E402
from concept.models import WaitingList  # noqa: E402
from concept.stock import stock_of_topic_groups  # noqa: E402
from needs.counting import Split, count_opinions  # noqa: E402
from needs.models import Submission, Wave  # noqa: E402
from offers.models import Area, Offer, SearchMiss, Topic  # noqa: E402
from portal import embedded_database  # noqa: E402

# A search in vain on each of so many days, and a waiting list for one offer in so many.
DAYS, WAITED_FOR = 365, 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=100_000, help="sent forms")
    parser.add_argument("--offers", type=int, default=10_000, help="offers of the city")
    parser.add_argument("--rounds", type=int, default=5, help="how often each table is made; the median counts")
    plan = parser.parse_args()
    with ExitStack() as stack:
        if not os.environ.get("DATABASE_URL"):
            stack.enter_context(embedded_database.running())
        catalogue = stack.enter_context(scratch(Catalogue(offers=plan.offers, municipalities=1)))
        connection.settings_dict = connection.settings_dict | {"NAME": catalogue.name}
        stack.callback(connection.close)
        fill(plan.forms)
        look_and_wait()
        administer("VACUUM (ANALYZE)", database=catalogue.name)
        for line in measure(Wave.objects.select_related("thresholds").get(), plan.rounds):
            print(line, flush=True)


def look_and_wait() -> None:
    today, topics, areas = timezone.localdate(), list(Topic.objects.all()), list(Area.objects.all())
    SearchMiss.objects.bulk_create(
        SearchMiss(day=today - timedelta(days=day), area=areas[day % len(areas)], topic=topics[day % len(topics)])
        for day in range(DAYS)
    )
    WaitingList.objects.bulk_create(
        WaitingList(offer=offer, people=3, as_of=today, source="Beispiel")
        for offer in Offer.objects.order_by("pk")[::WAITED_FOR]
    )


def measure(wave: Wave, rounds: int) -> Iterator[str]:
    yield f"{Submission.objects.count()} forms, {Offer.objects.count()} offers"
    today = timezone.localdate()
    for split, name in ((Split.PLANNING_AREAS, "planning area"), (Split.DISTRICTS, "district")):
        tables = {
            "stock × need": lambda split=split: live_matrix(
                [wave], thresholds=wave.thresholds, today=today, split=split
            ),
            "need alone": lambda split=split: count_opinions([wave], split=split),
            "stock alone": lambda split=split: stock_of_topic_groups(today=today, split=split),
        }
        for table, make in tables.items():
            first, *others = (seconds(make) for _round in range(rounds + 1))
            yield f"{table}, Lebensbereich × {name}: {median(others):.2f} s (the first time {first:.2f} s)"


if __name__ == "__main__":
    main()
