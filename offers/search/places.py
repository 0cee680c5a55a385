"""Names inside a query: areas ("essen auf rädern betzenberg") and providers."""

from collections.abc import Sequence
from typing import TypeVar

LONGEST_NAME = 8
# Of two areas named the narrower one is meant ("Kaiserslautern Betzenberg"); where one name stands for two, as
# "Weilerbach" does, the association: it holds the municipality, so nothing is missed.
_ORDER = ("district", "association", "municipality", "district_group", "county", "city")

Entry = TypeVar("Entry")


def names_in(
    tokens: Sequence[str], names: dict[tuple[str, ...], tuple[Entry, ...]]
) -> list[tuple[range, tuple[Entry, ...]]]:
    """Return the longest names in the query, from left to right, with the positions of their words."""
    found = []
    start = 0
    while start < len(tokens):
        longest = next(
            (
                end
                for end in range(min(start + LONGEST_NAME, len(tokens)), start, -1)
                if tuple(tokens[start:end]) in names
            ),
            start,
        )
        if longest > start:
            found.append((range(start, longest), names[tuple(tokens[start:longest])]))
        start = max(longest, start + 1)
    return found


def meant_first(areas):
    """Return areas without repetition, the one that is meant first."""
    return sorted(dict.fromkeys(areas), key=lambda area: (_ORDER.index(area.level), area.code))
