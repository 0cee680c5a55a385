"""People of 65 and older by area, from the official figures that were loaded; nothing is estimated."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from concept.models import AgeCount

OLDER_FROM = 65
# Nobody here is older: some tables close their last age group with such a number instead of leaving it open.
NOBODY_OLDER = 110


def older_people() -> dict[int, int]:
    """By the keys of areas, as of the latest date that figures are loaded for.

    An area is left out where its age groups of that day don't add up to everybody of 65 and older: where one begins
    below 65 and ends above, one is missing, or none is open at its end. Figures of different days are never mixed.
    """
    spans = groupby(AgeCount.objects.of_latest_day().by_age(), lambda count: count.area_id)
    found = {area: _from_65(list(counts)) for area, counts in spans}
    return {area: people for area, people in found.items() if people is not None}


def sum_of(areas: Iterable[int], people: Mapping[int, int]) -> int | None:
    """How many live in these areas together; None where the figure of one is missing, or there is no area."""
    numbers = [people.get(area) for area in areas]
    return sum(numbers) if numbers and None not in numbers else None


def _from_65(counts: list[AgeCount]) -> int | None:
    """From one age group to the one that begins where it ends, until one is open."""
    people, begins = 0, OLDER_FROM
    by_begin = {count.age_from: count for count in counts}
    while begins in by_begin:
        count = by_begin[begins]
        people += count.people
        if count.age_below is None or count.age_below >= NOBODY_OLDER:
            return people
        begins = count.age_below
    return None
