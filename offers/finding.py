"""Find offers: what an address asks for, with the search in it understood, its results and its other choices."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from offers.facets import areas_to_choose
from offers.filters import criteria_of
from offers.listing import Criteria, Row, Search, count_facets, read_page
from offers.models import Area, Level
from offers.reference import Reference, Theme
from offers.search import Understanding, understand

PAGE_SIZE = 12
# A theme counts as meant if it scores at least this share of the best one, and no more than so many.
LEAST_SHARE = 0.6
MOST_THEMES = 3
NEAREST = 25
NEAREST_SHOWN = 3
# The city around a district is no place nearby.
LEAVES = (Level.DISTRICT, Level.MUNICIPALITY)


@dataclass(frozen=True)
class Finding:
    """The results of an address. `area` may come from the search words; `themes` are those the words mean."""

    criteria: Criteria
    area: Area | None
    viewers: list[Area]
    counts: dict[str, dict[str, int]]
    rows: list[Row]
    understood: Understanding | None
    themes: list[Theme]

    @property
    def total(self) -> int:
        return sum(self.counts["heading"].values())

    @property
    def served(self) -> int:
        """How many of them are known to serve the area; the others are listed because nobody knows."""
        return self.counts["served"].get("ja", 0)


def find(values: dict[str, str], *, page: int, reference: Reference, now: datetime, size: int = PAGE_SIZE) -> Finding:
    """Search and filter as the address says; `values` are valid (offers.filters.read_address)."""
    criteria = criteria_of(values, reference=reference, now=now)
    understood = understand(values["q"], lexicon=reference.lexicon) if "q" in values else None
    themes = _themes(understood, reference) if understood else {}
    area = _area(criteria, understood, reference)
    criteria = replace(criteria, area=area and area.pk, search=_search(understood, themes))
    viewers = areas_to_choose(area, reference)
    return Finding(
        criteria=criteria,
        area=area,
        viewers=viewers,
        counts=count_facets(criteria, viewers=[viewer.pk for viewer in viewers], now=now),
        rows=read_page(criteria, now=now, size=size, offset=(page - 1) * size),
        understood=understood,
        themes=[reference.themes[slug] for slug in themes],
    )


def _area(criteria: Criteria, understood: Understanding | None, reference: Reference) -> Area | None:
    """The chosen area; without one the area that the search words name."""
    if criteria.area is None and understood and understood.area:
        return reference.areas_by_code[understood.area]
    return reference.areas_by_id.get(criteria.area)


def _themes(understood: Understanding, reference: Reference) -> dict[str, float]:
    best = max((match.score for match in understood.topics), default=0)
    close = [match for match in understood.topics if match.score >= best * LEAST_SHARE]
    return {reference.slugs_by_code[match.code]: match.score / best for match in close[:MOST_THEMES]}


def _search(understood: Understanding | None, themes: dict[str, float]) -> Search | None:
    """None where the words only name an area: then the whole list of that area is meant."""
    if understood is None or (understood.area and not themes and not understood.terms):
        return None
    return Search(themes=themes, words=tsquery(understood.terms))


def tsquery(terms: Sequence[Sequence[str]]) -> str:
    """Every typed word in one of its forms: `('fahr' | 'bus') & 'begleit'`. Lexemes hold letters and digits only."""
    return " & ".join(f"({' | '.join(map(_quoted, forms))})" for forms in terms if forms)


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "").replace("'", "") + "'"


@dataclass(frozen=True)
class Elsewhere:
    """An area nearby that has results where the asked one has none."""

    area: Area
    count: int
    rows: list[Row]


def find_nearby(finding: Finding, *, reference: Reference, now: datetime) -> list[Elsewhere]:
    """The nearest areas that have what was asked for, nearest first; the first with its first results."""
    candidates = _by_distance(finding.area, reference)
    counts = count_facets(finding.criteria, viewers=[area.pk for area in candidates], now=now)["ort"]
    found = [area for area in candidates if counts.get(str(area.pk))][:NEAREST_SHOWN]
    return [
        Elsewhere(area, counts[str(area.pk)], _first_rows(finding, area, now) if area == found[0] else [])
        for area in found
    ]


def _first_rows(finding: Finding, area: Area, now: datetime) -> list[Row]:
    return read_page(replace(finding.criteria, area=area.pk), now=now, size=NEAREST_SHOWN)


def _by_distance(area: Area | None, reference: Reference) -> list[Area]:
    """Districts and municipalities, nearest first; a flat map is near enough for an order."""
    if area is None or area.latitude is None:
        return []
    others = [other for other in reference.areas.values() if other.latitude and other.level in LEAVES and other != area]
    return sorted(others, key=lambda other: _squared_distance(area, other))[:NEAREST]


def _squared_distance(one: Area, other: Area) -> float:
    # At 49.4° north a degree of longitude is about 0.65 of a degree of latitude.
    return (one.latitude - other.latitude) ** 2 + (0.65 * (one.longitude - other.longitude)) ** 2
