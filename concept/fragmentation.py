"""Fragmentation: how many contact points there are, and to how many equally large ones they come (methods.md 9).

Several bodies in one broad area are fragmentation, which can be right (GAO-15-49SP); a central desk answers it, not a
lack of offers. Beside it stands who doesn't know where to turn, from the released figures of question 7.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class ContactPoints(NamedTuple):
    """Providers to turn to, and how many equally large ones they come to: 1/Σs² (methods.md section 9)."""

    count: int
    effective: float

    @property
    def equally_large(self) -> int:
        """In whole ones, for readers."""
        return round(self.effective)


def effective_number(weights: Iterable[float]) -> float:
    """1/Σs² of the shares: the number of equally large ones with the same concentration; 0 where there is none."""
    weights = list(weights)
    squares = sum(weight * weight for weight in weights)
    return sum(weights) ** 2 / squares if squares else 0.0


def points_of(links: Iterable[Sequence[int]]) -> ContactPoints:
    """Of (offer, provider); an offer that several run together counts for each of them in part."""
    together = defaultdict(set)
    for offer, provider in links:
        together[offer].add(provider)
    weights = defaultdict(float)
    for providers in together.values():
        for provider in providers:
            weights[provider] += 1 / len(providers)
    return ContactPoints(len(weights), effective_number(weights.values()))
