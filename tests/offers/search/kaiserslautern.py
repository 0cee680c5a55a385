"""The lexicon of Kaiserslautern, read from its tables: no database needed."""

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

from offers.search.lexicon import AreaEntry, Lexicon, ProviderEntry, TopicEntry, build_lexicon

FOLDER = Path("offers/data/kaiserslautern")
LEVELS = {
    "kreisfreie_stadt": "city",
    "landkreis": "county",
    "zusammenfassung": "district_group",
    "ortsbezirk": "district",
    "verbandsgemeinde": "association",
    "ortsgemeinde": "municipality",
}


def table(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def topic_entries() -> list[TopicEntry]:
    return [
        TopicEntry(
            row["code"],
            row["label_de"],
            row["plain_label_de"],
            row["description_de"],
            tuple(row["synonyms_de"].split("|")),
        )
        for row in table("topics")
        if row["level"] == "2"
    ]


def area_entries() -> list[AreaEntry]:
    return [
        AreaEntry(
            row["code"],
            LEVELS[row["level"]],
            tuple(name for name in (row["name"], row["short_name"], *row["aliases"].split("|")) if name),
        )
        for row in table("areas")
    ]


def provider_entries() -> list[ProviderEntry]:
    topics = defaultdict(dict)
    for offer in table("offers"):
        topics[offer["provider_id"]] |= dict.fromkeys(offer["topic_codes"].split(";"))
    return [
        ProviderEntry(row["id"], (row["name"], row["short_name"]), tuple(topics[row["id"]]), row["role"])
        for row in table("providers")
    ]


@cache
def lexicon_of_kaiserslautern() -> Lexicon:
    return build_lexicon(topics=topic_entries(), areas=area_entries(), providers=provider_entries())
