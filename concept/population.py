"""People of 65 and older by area, from the official figures that were loaded; nothing is estimated."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from concept.models import AgeCount
from needs.models import AgeBand

OLDER_FROM = 65
# As the form asks for them; exclusive at the end.
BANDS = {AgeBand.FROM_65: (65, 75), AgeBand.FROM_75: (75, 85), AgeBand.FROM_85: (85, None)}
# Nobody here is older: some tables close their last age group with such a number instead of leaving it open.
NOBODY_OLDER = 110


class Span(NamedTuple):
    """People of an age group; `below` is exclusive, None: and older."""

    begins: int
    below: int | None
    people: int


def older_people() -> dict[int, int]:
    """By the keys of areas, as of the latest date that figures are loaded for.

    An area is left out where its age groups of that day don't add up to everybody of 65 and older: where one begins
    below 65 and ends above, one is missing, or none is open at its end. Figures of different days are never mixed.
    """
    return older_of(_latest())


def older_people_by_band() -> dict[tuple[int, str], int]:
    """By the key of an area and an age band; one is left out where its age groups don't add up to the band."""
    found = {
        (area, band): _between(*ends, spans)
        for area, spans in _by_area(_latest()).items()
        for band, ends in BANDS.items()
    }
    return {about: people for about, people in found.items() if people is not None}


def older_of(spans: Iterable[tuple[int, Span]]) -> dict[int, int]:
    """The same for age groups of one day, each with the key of its area."""
    found = {area: _between(OLDER_FROM, None, spans) for area, spans in _by_area(spans).items()}
    return {area: people for area, people in found.items() if people is not None}


def sum_of(areas: Iterable[int], people: Mapping[int, int]) -> int | None:
    """How many live in these areas together; None where the figure of one is missing, or there is no area."""
    numbers = [people.get(area) for area in areas]
    return sum(numbers) if numbers and None not in numbers else None


def _latest() -> Iterable[tuple[int, Span]]:
    counts = AgeCount.objects.of_latest_day().values_list("area", "age_from", "age_below", "people")
    return ((area, Span(*span)) for area, *span in counts)


def _by_area(spans: Iterable[tuple[int, Span]]) -> dict[int, dict[int, Span]]:
    by_area = defaultdict(dict)
    for area, span in spans:
        by_area[area][span.begins] = span
    return by_area


def _between(begins: int, below: int | None, spans: Mapping[int, Span]) -> int | None:
    """From one age group to the one that begins where it ends, until `below`; None: until one is open."""
    people = 0
    while begins in spans:
        span = spans[begins]
        people += span.people
        is_open = span.below is None or span.below >= NOBODY_OLDER
        if is_open or span.below == below:
            return people if is_open == (below is None) else None
        begins = span.below
    return None
