"""People of 65 and older by area, from official figures only."""

from collections.abc import Iterable


def older_people() -> dict[int, int]:
    """By the keys of areas; an area whose figure isn't loaded has none."""
    raise NotImplementedError


def sum_of(areas: Iterable[int], people: dict[int, int]) -> int | None:
    """How many live in these areas together; None where the figure of one is missing."""
    raise NotImplementedError
