"""Fragmentation: how many contact points a topic has, and whether people know where to go (methods.md section 9).

Several bodies in one broad area are fragmentation, which can be right (GAO-15-49SP); a central desk answers it, not a
lack of offers. The shares come from raw numbers of needs.counting: whoever shows them tells them by the rules of
disclosure.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from needs.counting import NOBODY_CHOSE, OLDER, Cell, Choices, Said, Share, Tally
from offers.models import OfferProvider, OfferTopic
from offers.models.offers import OfferQuerySet

# Question 7 of the questionnaire: "Wissen Sie, an wen Sie sich wenden können, wenn Sie Hilfe brauchen?"
ORIENTATION, KNOWS_NOT = "orientation", "no"
# Those who can say: who doesn't know whether they know is never counted in, as in methods.md section 3.
ORIENTATION_OPINIONS = ("sure", "roughly", KNOWS_NOT)
# The reason "Weiß nicht, was es gibt".
NOT_KNOWN = "not_known"


class ContactPoints(NamedTuple):
    """Providers to turn to, and how many equally large ones they come to: 1/Σs² (methods.md section 9)."""

    count: int
    effective: float


def contact_points(offers: OfferQuerySet) -> ContactPoints:
    """Of the offers a caller chose, such as `Offer.objects.published().current(today).filter(topics=topic)`."""
    links = OfferProvider.objects.filter(offer__in=offers.order_by().values("pk"))
    return points_of(links.values_list("offer_id", "provider_id"))


def contact_points_by_topic(offers: OfferQuerySet) -> dict[int, ContactPoints]:
    """The same for every topic that one of these offers has, by the topic's key."""
    chosen = offers.order_by().values("pk")
    providers, topics = defaultdict(list), defaultdict(list)
    for link in OfferProvider.objects.filter(offer__in=chosen).values_list("offer_id", "provider_id"):
        providers[link[0]].append(link)
    for offer, topic in OfferTopic.objects.filter(offer__in=chosen).values_list("offer_id", "topic_id"):
        topics[topic] += providers[offer]
    return {topic: points_of(links) for topic, links in topics.items()}


def effective_number(weights: Iterable[float]) -> float:
    """1/Σs² of the shares: the number of equally large ones with the same concentration; 0 where there is none."""
    weights = list(weights)
    squares = sum(weight * weight for weight in weights)
    return sum(weights) ** 2 / squares if squares else 0.0


def without_a_place_to_turn(choices: Mapping[Said, Cell[Choices]], *, group: str = OLDER) -> Cell[Share]:
    """Who doesn't know where to turn, of those who can say, with and without flagged forms."""
    return Cell(*(_knows_not(side) for side in choices.get(Said(ORIENTATION, group), NOBODY_CHOSE)))


def not_knowing_what_there_is(tally: Tally) -> Share:
    """ "Weiß nicht, was es gibt" among those to whom something is missing."""
    return Share(tally.reasons.get(NOT_KNOWN, 0), tally.missing)


def _knows_not(choices: Choices) -> Share:
    return Share(
        choices.chosen.get(KNOWS_NOT, 0), sum(choices.chosen.get(answer, 0) for answer in ORIENTATION_OPINIONS)
    )


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
