"""Stock (Bestand) per topic and Lebensbereich × area: the one place where offers are counted (methods.md section 7).

An offer counts where it is known to serve people, and around its place (offers.reach); whom it serves and where it lies
are told apart. One whose service area nobody knows counts in the district of its place only, and without a place
nowhere. What takes place once or once a year is no stock, nor what isn't valid today; a break changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, cached_property, partial
from math import fsum
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q

from concept.models import StockState
from concept.population import older_people, sum_of
from needs.counting import Place, Split
from needs.models import PlanningArea, PlanningAreaMember
from offers.models import (
    CONFIRMED_DAYS,
    Absence,
    Area,
    Level,
    Listing,
    Mode,
    Offer,
    OfferTopic,
    Reach,
    ReachArea,
    Topic,
    TopicGroup,
)
from offers.models import Place as MeetingPlace
from offers.models.offers import OfferQuerySet
from offers.reach import Presence

# The city as a whole, and what it is made of.
IN_THE_CITY = (Level.CITY, Level.DISTRICT_GROUP, Level.DISTRICT)
CENT = Decimal("0.01")
# What somebody who can't leave the house, or can't climb a step, uses without one. The internet alone isn't among
# them: many of the oldest have none.
COMES_TO_PEOPLE = [Mode.HOME, Mode.PHONE]


class Stock(NamedTuple):
    """What there is of a topic or a Lebensbereich for the people of a place."""

    # A_low: regular, valid today and confirmed within a year; A_high: all regular published ones that are valid today.
    confirmed: int = 0
    published: int = 0
    # Of the published ones those whose place lies here; the others come from elsewhere, or have no place.
    placed_here: int = 0
    # Of the confirmed ones those that have a step-free place, or come to people's homes, or help on the telephone.
    step_free: int = 0
    # When somebody last looked everywhere in the place and found none; None: not yet.
    looked_on: date | None = None
    # Official number of people of 65 and older; None where no figure is loaded.
    people_65: int | None = None
    # Confirmed ones per 1,000 of them, each shared out over all whom it serves; None where that isn't known.
    per_thousand: Decimal | None = None

    @property
    def state(self) -> StockState:
        if self.confirmed:
            return StockState.CONFIRMED
        if self.published:
            return StockState.UNCHECKED
        return StockState.NONE if self.looked_on else StockState.UNKNOWN


def stock_of_topic_groups(*, today: date, split: Split) -> dict[tuple[int, int], Stock]:
    """By the keys of Lebensbereich and place (needs.counting); every pair has a row, zeros included."""
    groups = {group: group for group in TopicGroup.objects.values_list("pk", flat=True)}
    return _stock("topic__group", groups, today, split)


def stock_of_topics(*, today: date, split: Split) -> dict[tuple[int, int], Stock]:
    """By the keys of topic and place (needs.counting); every pair has a row, zeros included."""
    return _stock("topic", dict(Topic.objects.values_list("pk", "group")), today, split)


def offers_of_cell(*, topic_group: int, place: int, split: Split, today: date) -> OfferQuerySet:
    """The offers that a cell counts, confirmed or not."""
    areas = {
        Place.CITY: Q(level__in=IN_THE_CITY),
        Split.PLANNING_AREAS: Q(planning_membership__planning_area=place),
        Split.DISTRICTS: Q(pk=place),
    }[Place.CITY if place == Place.CITY else split]
    serving = ReachArea.objects.filter(serves=True, area__in=Area.objects.filter(areas))
    listed = Listing.objects.filter(reach__in=serving.values("reach"))
    about = OfferTopic.objects.filter(topic__group=topic_group)
    return regular_offers(today).filter(pk__in=listed.values("pk")).filter(pk__in=about.values("offer")).by_name()


def regular_offers(today: date) -> OfferQuerySet:
    return Offer.objects.published().current(today).regular()


def is_confirmed(today: date, prefix: str = "offer__") -> Q:
    return Q(**{f"{prefix}verified_on__gte": today - timedelta(days=CONFIRMED_DAYS)})


def is_step_free(prefix: str = "offer__") -> Q:
    """A place that is known to be step-free, or none to go to."""
    step_free = MeetingPlace.objects.filter(offers=OuterRef(f"{prefix}pk"), is_step_free=True)
    return Q(Exists(step_free)) | Q(**{f"{prefix}modes__overlap": COMES_TO_PEOPLE})


class Served(NamedTuple):
    """Whom offers of a reach serve: districts as keys, and the places (needs.counting) they lie in."""

    districts: frozenset[int]
    places: frozenset[int]
    # Those of the places in which a meeting place of theirs lies.
    placed: frozenset[int]


NOBODY = Served(frozenset(), frozenset(), frozenset())


@dataclass(frozen=True)
class Map:
    """The parts into which the city is cut, and where each reach counts."""

    # District → its part; one that lies in no planning area has none.
    parts: Mapping[int, int | None]
    all_parts: frozenset[int]
    # Every area of the city → itself and what it lies in.
    lines: Mapping[int, frozenset[int]]

    @cached_property
    def districts(self) -> dict[int, frozenset[int]]:
        """The districts of each place."""
        found = defaultdict(set)
        for district, part in self.parts.items():
            found[part].add(district)
        by_part = {part: frozenset(found[part]) for part in self.all_parts}
        return by_part | {Place.CITY: frozenset(self.parts)}

    def places_of(self, areas: Iterable[int]) -> frozenset[int]:
        inside = self.lines.keys() & areas
        parts = {self.parts[area] for area in inside & self.parts.keys()} - {None}
        return frozenset(parts | {Place.CITY} if inside else ())

    def served(self) -> dict[int, Served]:
        """By the keys of reaches; those that serve nobody in the city are left out."""
        areas = defaultdict(set)
        rows = ReachArea.objects.filter(serves=True, area__level__in=IN_THE_CITY)
        for reach, area in rows.values_list("reach", "area"):
            areas[reach].add(area)
        return {
            reach: Served(
                frozenset(areas[reach] & self.parts.keys()),
                self.places_of(areas[reach]),
                self.places_of(Presence.from_key(key).places),
            )
            for reach, key in Reach.objects.values_list("pk", "key")
            if reach in areas
        }


def load_map(split: Split) -> Map:
    areas = {
        pk: (parent, level)
        for pk, parent, level in Area.objects.filter(level__in=IN_THE_CITY).values_list("pk", "parent", "level")
    }
    districts = [pk for pk, (_parent, level) in areas.items() if level == Level.DISTRICT]
    lines = {pk: frozenset(_line(pk, areas)) for pk in areas}
    if split == Split.DISTRICTS:
        return Map({pk: pk for pk in districts}, frozenset(districts), lines)
    members = dict(PlanningAreaMember.objects.values_list("area", "planning_area"))
    parts = {pk: members.get(pk) for pk in districts}
    return Map(parts, frozenset(PlanningArea.objects.values_list("pk", flat=True)), lines)


def _line(area: int | None, areas: Mapping[int, tuple[int | None, str]]) -> Iterable[int]:
    while area in areas:
        yield area
        area = areas[area][0]


@dataclass
class _Cell:
    """What adds up while reaches are counted."""

    confirmed: int = 0
    published: int = 0
    placed_here: int = 0
    step_free: int = 0
    # How many confirmed offers, and how much of each falls to one person here, times 1,000; None: not known.
    shares: list[tuple[int, float | None]] = field(default_factory=list)


def _stock(column: str, groups: Mapping[int, int], today: date, split: Split) -> dict[tuple[int, int], Stock]:
    """`groups` are the rows of the table, each with the Lebensbereich it belongs to."""
    where, people = load_map(split), older_people()
    looked, counted = _looked(where, today), _count(column, where, people, today)
    older = {place: sum_of(districts, people) for place, districts in where.districts.items()}
    return {
        (row, place): Stock(
            cell.confirmed,
            cell.published,
            cell.placed_here,
            cell.step_free,
            looked.get((group, place)),
            older[place],
            _per_thousand(cell, place, older[place]),
        )
        for row, group in groups.items()
        for place in where.districts
        for cell in (counted.get((row, place), _Cell()),)
    }


def _count(column: str, where: Map, people: Mapping[int, int], today: date) -> dict[tuple[int, int], _Cell]:
    """Each offer has one reach, so offers are counted by reach in the database and added up here."""
    cells, served = defaultdict(_Cell), where.served()
    # Many reaches serve the same districts, and differ in their places only.
    shares_of = cache(partial(_shares, where=where, people=people))
    confirmed = is_confirmed(today)
    rows = OfferTopic.objects.filter(offer__in=regular_offers(today))
    rows = rows.values_list(column, "offer__listing__reach").annotate(
        published=Count("offer", distinct=True),
        confirmed=Count("offer", distinct=True, filter=confirmed),
        step_free=Count("offer", distinct=True, filter=confirmed & is_step_free()),
    )
    for row, reach, published, low, step_free in rows:
        districts, places, placed = served.get(reach, NOBODY)
        shares = shares_of(districts)
        for place in places:
            cell = cells[row, place]
            cell.published += published
            cell.confirmed += low
            cell.step_free += step_free
            if place in placed:
                cell.placed_here += published
            if low:
                cell.shares.append((low, shares.get(place)))
    return cells


def _shares(districts: frozenset[int], where: Map, people: Mapping[int, int]) -> dict[int, float]:
    """For each place how much of an offer falls to one of its people, times 1,000; none where a figure is missing.

    A_td = 1000 · Σ K / P65 of the service area (methods.md section 7), averaged over the people of the place's
    districts. What serves the county too is shared out in the city only: there are no figures for the county.
    """
    whole = sum_of(districts, people)
    if whole is None:
        return {}
    found = {}
    for place in where.places_of(districts):
        here, within = where.districts[place], districts & where.districts[place]
        older = sum_of(here, people)
        if older:
            found[place] = 1000 * sum_of(within, people) / whole / older if whole else 0.0
    return found


def _per_thousand(cell: _Cell, place: int, older: int | None) -> Decimal | None:
    """None where nobody lives, where a figure is missing, or where one is for whom an offer is there as well.

    For the whole city this is the average over its people: just as many confirmed offers as there are for 1,000.
    """
    if not older:
        return None
    if place == Place.CITY:
        return (Decimal(1000 * cell.confirmed) / older).quantize(CENT, ROUND_HALF_UP)
    if any(share is None for _number, share in cell.shares):
        return None
    return Decimal(fsum(number * share for number, share in cell.shares)).quantize(CENT, ROUND_HALF_UP)


def _looked(where: Map, today: date) -> dict[tuple[int, int], date]:
    """When a Lebensbereich was looked for in the whole of a place: the oldest of its districts' dates.

    Looking in the city, or a group of districts, is looking in each of them.
    """
    marks = defaultdict(dict)
    for group, area, day in Absence.objects.filter(looked_on__lte=today).values_list("group", "area", "looked_on"):
        marks[group][area] = day
    found = {}
    for group, days in marks.items():
        for place, districts in where.districts.items():
            latest = [max((days[area] for area in where.lines[pk] & days.keys()), default=None) for pk in districts]
            if latest and None not in latest:
                found[group, place] = min(latest)
    return found
