"""Names inside a query: areas ("essen auf rädern betzenberg") and providers."""

from collections.abc import Sequence
from typing import TypeVar

LONGEST_NAME = 8
# The narrower area is meant where a name stands for two ("Weilerbach") or two are named.
_NARROW_FIRST = ("district", "municipality", "association", "district_group", "county", "city")

Entry = TypeVar("Entry")


def names_in(
    tokens: Sequence[str], names: dict[tuple[str, ...], tuple[Entry, ...]]
) -> list[tuple[range, tuple[Entry, ...]]]:
    """Return the longest names in the query, from left to right, with the positions of their words."""
    found = []
    start = 0
    while start < len(tokens):
        longest = next(
            (end for end in range(start + LONGEST_NAME, start, -1) if tuple(tokens[start:end]) in names),
            start,
        )
        if longest > start:
            found.append((range(start, longest), names[tuple(tokens[start:longest])]))
        start = max(longest, start + 1)
    return found


def narrow_first(areas):
    """Return areas without repetition, the narrowest first."""
    return sorted(dict.fromkeys(areas), key=lambda area: (_NARROW_FIRST.index(area.level), area.code))
