"""How well the search understands queries whose topics are known: hit@1, hit@3, mean reciprocal rank."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from offers.search.understanding import Understanding

ALL = "all"
COLUMNS = frozenset({"query", "expected_topics", "expected_district", "kind"})
HIT = 3


@dataclass(frozen=True)
class Figures:
    """Shares of `queries`, 0 to 1; `district` of the queries that name a district, None without any."""

    queries: int
    hit_at_1: float
    hit_at_3: float
    reciprocal_rank: float
    district: float | None


@dataclass(frozen=True)
class Outcome:
    query: str
    kind: str
    rank: int | None
    is_district_right: bool | None
    found: tuple[str, ...]

    def is_miss(self) -> bool:
        """Tell whether no expected topic is among the first three, or the district is wrong."""
        return self.rank is None or self.rank > HIT or self.is_district_right is False


def outcome(row: Mapping[str, str], understand: Callable[[str], Understanding]) -> Outcome:
    """Return how one row (query, expected_topics, expected_district, kind) came out; the rank counts from 1."""
    understood = understand(row["query"])
    codes = tuple(topic.code for topic in understood.topics)
    expected = row["expected_topics"].split(";")
    ranks = [codes.index(code) + 1 for code in expected if code in codes]
    district = row["expected_district"]
    return Outcome(
        query=row["query"],
        kind=row["kind"],
        rank=min(ranks, default=None),
        is_district_right=(understood.area == district) if district else None,
        found=codes,
    )


def by_kind(outcomes: Iterable[Outcome]) -> dict[str, Figures]:
    """Return the figures of all outcomes and of each kind."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        groups[ALL].append(one)
        groups[one.kind].append(one)
    return {kind: figures(group) for kind, group in groups.items()}


def figures(outcomes: list[Outcome]) -> Figures:
    """Return the figures of a group that isn't empty."""
    ranks = [one.rank for one in outcomes]
    districts = [one.is_district_right for one in outcomes if one.is_district_right is not None]
    return Figures(
        queries=len(outcomes),
        hit_at_1=sum(rank == 1 for rank in ranks) / len(ranks),
        hit_at_3=sum(rank is not None and rank <= HIT for rank in ranks) / len(ranks),
        reciprocal_rank=sum(1 / rank for rank in ranks if rank) / len(ranks),
        district=sum(districts) / len(districts) if districts else None,
    )
