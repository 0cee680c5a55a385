"""The floor of § 71 Abs. 2 SGB XII: what there has to be in every planning area (methods.md section 8)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from concept.models import StockState
from concept.stock import NOBODY, Served, is_confirmed, is_step_free, load_map, regular_offers, stock_of_topic_groups
from needs.counting import Place, Split
from offers.models import Offer, OfferTopic, Topic
from offers.models import Place as MeetingPlace

NUMBERS = range(1, 7)
YES, NO, NOT_LOOKED = "yes", "no", "not_looked"


def floor(*, today: date) -> dict[tuple[int, int], str]:
    """By the number of the paragraph (1 to 6) and the key of the planning area.

    "yes": a confirmed offer that people can reach and use without a step, of a topic that the city counts as
    fulfilling this number, serves a part of the planning area. "no" takes more than that none is found: each
    Lebensbereich of these topics was looked at or has confirmed offers, every offer of them is confirmed, and of each
    somebody has looked whether there are steps. All else is "not_looked", also where no topic counts.
    """
    where = load_map(Split.PLANNING_AREAS)
    topics = _topics()
    fulfilled, open_ones = _offers(where.served(), today)
    stock = stock_of_topic_groups(today=today, split=Split.PLANNING_AREAS)
    known = {at for at, each in stock.items() if each.state in (StockState.CONFIRMED, StockState.NONE)}
    return {
        (number, place): _answer(
            topics[number],
            {topic for topic in topics[number] if (topic, place) in fulfilled},
            {topic for topic in topics[number] if (topic, place) in open_ones},
            {topic for topic, group in topics[number].items() if (group, place) in known},
        )
        for number in NUMBERS
        for place in where.all_parts
    }


def _answer(topics: Iterable[int], fulfilled: set[int], undecided: set[int], known: set[int]) -> str:
    if fulfilled:
        return YES
    return NO if topics and not undecided and {*topics} <= known else NOT_LOOKED


def _topics() -> dict[int, dict[int, int]]:
    """The topics that count for each number, with their Lebensbereich."""
    found = defaultdict(dict)
    for topic, group, numbers in Topic.objects.values_list("pk", "group", "legal_numbers"):
        for number in numbers:
            found[number][topic] = group
    return found


def _offers(served: Mapping[int, Served], today: date) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """In which places a topic has an offer that fulfils, and in which one of whom that isn't known."""
    reached = Q(Exists(Offer.objects.reachable().filter(pk=OuterRef("offer"))))
    places = MeetingPlace.objects.filter(offers=OuterRef("offer"))
    has_steps = Exists(places) & ~Exists(places.exclude(is_step_free=False))
    rows = OfferTopic.objects.filter(offer__in=regular_offers(today), topic__legal_numbers__len__gt=0)
    rows = rows.values_list("topic", "offer__listing__reach").annotate(
        fulfilling=Count("offer", distinct=True, filter=is_confirmed(today) & is_step_free() & reached),
        undecided=Count("offer", distinct=True, filter=~is_confirmed(today) | ~(is_step_free() | Q(has_steps))),
    )
    fulfilled, undecided = set(), set()
    for topic, reach, fulfilling, others in rows:
        at = {(topic, place) for place in served.get(reach, NOBODY).places - {Place.CITY}}
        fulfilled |= at if fulfilling else set()
        undecided |= at if others else set()
    return fulfilled, undecided
