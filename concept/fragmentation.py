"""Fragmentation: how many contact points there are, and to how many equally large ones they come (methods.md 9).

Several bodies in one broad area are fragmentation, which can be right (GAO-15-49SP); a central desk answers it, not a
lack of offers. Beside it stands who doesn't know where to turn, from the released figures of question 7.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from concept.stock import IN_THE_CITY, is_confirmed, regular_offers
from offers.models import OfferTopic, ReachArea
from offers.models.offers import OfferQuerySet


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


class Bounds(NamedTuple):
    """As with the stock: by confirmed offers only, and by all published ones (methods.md section 7)."""

    confirmed: dict[int, ContactPoints]
    published: dict[int, ContactPoints]


def points_by_topic(offers: OfferQuerySet, *, today: date) -> Bounds:
    """By the key of a topic; one that none of the offers is about has none."""
    confirmed = offers.filter(is_confirmed(today, prefix=""))
    return Bounds(*(_points_of_topics(each.order_by().values("pk")) for each in (confirmed, offers)))


def offers_in_city(*, today: date) -> OfferQuerySet:
    """The offers that the stock of the whole city counts."""
    serving = ReachArea.objects.filter(serves=True, area__level__in=IN_THE_CITY)
    return regular_offers(today).filter(listing__reach__in=serving.values("reach"))


def _points_of_topics(offers: OfferQuerySet) -> dict[int, ContactPoints]:
    links: dict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = OfferTopic.objects.filter(offer__in=offers, offer__providers__isnull=False)
    for topic, *link in rows.values_list("topic", "offer", "offer__providers"):
        links[topic].append(link)
    return {topic: points_of(found) for topic, found in links.items()}
