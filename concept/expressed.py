"""Expressed need: what people looked for, wait for or told us of themselves, beside what they say when asked.

It illustrates (methods.md sections 1 and 8). Only waiting lists can raise a grade, see concept.grades.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Sum

from concept.models import WaitingList
from concept.stock import CONFIRMED_DAYS, load_map
from needs.counting import Place, Split
from needs.models import Contribution, Source, Theme
from offers.models import OfferTopic, ReachArea, SearchMiss, Topic

# The question what people looked for in vain (needs/data/questions.csv): their own word for it, by topic.
IN_VAIN = "in_vain"
# As long as a confirmation of an offer counts as stock (methods.md section 7).
LOOKED_BACK = timedelta(days=CONFIRMED_DAYS)
# What belongs to no Lebensbereich: a search of words that match no topic, a note that nobody has sorted yet.
UNSORTED = None
_TOLD = {Source.MISSING_HELP: "helps", Source.PHONE_NOTE: "notes"}
# The keys of a Lebensbereich (or UNSORTED) and of a place.
Where = tuple[int | None, int]


class Expressed(NamedTuple):
    """Of the last twelve months."""

    # Searches of the catalogue that found nothing.
    empty_searches: int = 0
    # People on waiting lists, as providers say.
    waiting: int = 0
    # "Diese Hilfe fehlt? Sagen Sie es uns".
    helps: int = 0
    # Telephone notes.
    notes: int = 0


NOTHING = Expressed()


def expressed_needs(*, today: date, split: Split, is_example: bool = False) -> dict[Where, Expressed]:
    """By Lebensbereich and place; what has none has no row.

    The whole city counts its districts and what names no place. Contributions are those of examples, or of real waves;
    searches and waiting lists have no examples.
    """
    since, places = today - LOOKED_BACK, _places(split)
    counted: defaultdict[Where, Counter] = defaultdict(Counter)
    _count_searches(counted, places, since, today)
    _count_waiting(counted, places, since, today)
    _count_told(counted, places, since, today, is_example)
    return {where: Expressed(**numbers) for where, numbers in counted.items()}


def _places(split: Split) -> dict[int | None, frozenset[int]]:
    """Of each area where it counts: its planning area or district, and the city. The county counts nowhere."""
    where = load_map(split)
    inside: dict[int | None, frozenset[int]] = {area: where.places_of([area]) for area in where.lines}
    return defaultdict(frozenset, inside | {None: frozenset((Place.CITY,))})


def _count_searches(counted: Mapping[Where, Counter], places: Mapping, since: date, today: date) -> None:
    misses = SearchMiss.objects.filter(day__gt=since, day__lte=today)
    for group, area, number in misses.values_list("topic__group", "area").annotate(number=Sum("count")):
        for place in places[area]:
            counted[group, place]["empty_searches"] += number


def _count_waiting(counted: Mapping[Where, Counter], places: Mapping, since: date, today: date) -> None:
    """Where the offer serves, the city where nobody knows; for an offer of two Lebensbereiche people wait in both."""
    lists = WaitingList.objects.filter(as_of__gt=since, as_of__lte=today, offer__listing__isnull=False)
    waiting = dict(lists.values_list("offer", "people"))
    groups = OfferTopic.objects.filter(offer__in=waiting).values_list("offer", "topic__group")
    served = ReachArea.objects.filter(reach__listings__in=waiting, serves=True)
    areas = defaultdict(set)
    for offer, area in served.values_list("reach__listings", "area"):
        areas[offer].update(places[area])
    for offer, group in set(groups):
        for place in areas.get(offer, places[None]):
            counted[group, place]["waiting"] += waiting[offer]


def _count_told(counted: Mapping[Where, Counter], places: Mapping, since: date, today: date, is_example: bool) -> None:
    told = Contribution.objects.filter(
        source__in=_TOLD, received_in__gt=since, received_in__lte=today, is_example=is_example
    )
    about = _topic_groups(told)
    for pk, source, area in told.values_list("pk", "source", "area"):
        for group in about.get(pk, (UNSORTED,)):
            for place in places[area]:
                counted[group, place][_TOLD[source]] += 1


def _topic_groups(told) -> dict[int, set[int]]:
    """What each was sorted to: a Lebensbereich, a topic or a theme; a merged theme counts as what it is now."""
    themes = {pk: theme.topic_group_id for pk, theme in Theme.objects.by_any().items()}
    topics = dict(Topic.objects.values_list("pk", "group"))
    found = defaultdict(set)
    for relation, group_of in (("topic_groups", None), ("topics", topics), ("themes", themes)):
        for pk, key in _pairs(told, relation):
            group = group_of[key] if group_of else key
            if group:
                found[pk].add(group)
    return found


def _pairs(told, relation: str) -> Iterable[tuple[int, int]]:
    return told.filter(**{f"{relation}__isnull": False}).values_list("pk", relation)
