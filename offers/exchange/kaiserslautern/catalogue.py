"""All tables of the catalogue, in the order in which they can be written."""

from pathlib import Path

from offers.exchange.checking import Tables, check
from offers.exchange.kaiserslautern.areas import AREAS, read_areas
from offers.exchange.kaiserslautern.offers import OFFERS, read_knowledge, read_offers
from offers.exchange.kaiserslautern.places import PLACES, read_places
from offers.exchange.kaiserslautern.providers import (
    EMERGENCY_NUMBERS,
    PROVIDERS,
    read_emergency_numbers,
    read_providers,
)
from offers.exchange.kaiserslautern.topics import (
    GROUPS,
    TARGET_GROUPS,
    TOPICS,
    read_target_groups,
    read_topics,
)
from offers.exchange.tables import Problem


def read_catalogue(folder: Path) -> tuple[Tables, list[Problem]]:
    """The rows of every table, and everything that is wrong with them. Reads files only, no database."""
    problems: list[Problem] = []
    groups, topics = read_topics(folder, problems)
    places, place_book = read_places(folder, problems)
    knowledge = read_knowledge(folder, place_book, problems)
    tables = [
        (AREAS, read_areas(folder, problems)),
        (GROUPS, groups),
        (TOPICS, topics),
        (TARGET_GROUPS, read_target_groups(folder, problems)),
        (PLACES, places),
        (PROVIDERS, read_providers(folder, problems)),
        (OFFERS, read_offers(folder, knowledge, problems)),
        (EMERGENCY_NUMBERS, read_emergency_numbers(folder, problems)),
    ]
    return tables, problems or check(tables)
