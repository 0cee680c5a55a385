"""Write what the lists read: one listing an offer, its reach, and the neighbours of every area."""

import re
from datetime import datetime
from math import asin, cos, radians, sin, sqrt

from django.db import transaction
from django.utils import timezone

from offers.actions.times import in_batches
from offers.card import card_of
from offers.facts import facts_of
from offers.models import Area, Listing, Mode, Neighbour, Offer, Reach, ReachArea, Status, Word
from offers.reach import AreaTree, Presence, areas_served, headings, load_tree
from offers.search import lexemes
from offers.versions import renew_stamp

# Districts of a city and villages of the county alike: as far as an older person goes for a meeting.
NEIGHBOUR_METRES = 6_000
NEIGHBOURS_AT_MOST = 5
EARTH_RADIUS_METRES = 6_371_000
LONG_WORD = re.compile(r"[^\W\d_]{4,}")
LONGEST_WORD = 80


@transaction.atomic
def relist(*, offers, now: datetime) -> int:
    """Make the listings of these offers anew and remove those that citizens may not see.

    `offers` is a QuerySet of Offer. Returns how many are listed. Call it after every change of an offer, of a
    provider, of a place or of a topic that the listing shows.
    """
    transaction.on_commit(lambda: renew_stamp())
    tree = load_tree()
    today = timezone.localdate(now)
    Listing.objects.filter(offer__in=offers.exclude(status=Status.PUBLISHED)).delete()
    return sum(_list_batch(batch, tree, today) for batch in in_batches(offers.published().for_listing()))


def _list_batch(offers: list[Offer], tree: AreaTree, today) -> int:
    presences = {offer.pk: presence_of(offer) for offer in offers}
    reaches = _reaches({presence.key: presence for presence in presences.values()}, tree)
    listings = [_listing(offer, reaches[presences[offer.pk].key], today) for offer in offers]
    columns = [field.name for field in Listing._meta.concrete_fields if not field.primary_key]
    _remember_words(offers)
    Listing.objects.bulk_create(listings, update_conflicts=True, unique_fields=["offer"], update_fields=columns)
    return len(listings)


def presence_of(offer: Offer) -> Presence:
    return Presence(
        places=frozenset(place.area_id for place in offer.places.all()),
        service_areas=frozenset(area.pk for area in offer.service_areas.all()),
        comes_to_people=bool({Mode.HOME, Mode.PHONE} & set(offer.modes)),
    )


def _reaches(presences: dict[str, Presence], tree: AreaTree) -> dict[str, int]:
    """The keys of the reaches by their text; new ones are written with the areas that list them."""
    known = dict(Reach.objects.filter(key__in=presences).values_list("key", "pk"))
    for key in presences.keys() - known.keys():
        reach, _is_new = Reach.objects.get_or_create(key=key)
        _write_areas(reach, presences[key], tree)
        known[key] = reach.pk
    return known


def _write_areas(reach: Reach, presence: Presence, tree: AreaTree) -> None:
    served = areas_served(presence, tree)
    rows = [
        ReachArea(reach=reach, area_id=area, heading=heading, serves=area in served)
        for area, heading in headings(presence, tree).items()
    ]
    # Somebody else may have written the same reach in the same moment: the key says all that its areas follow from.
    ReachArea.objects.bulk_create(rows, ignore_conflicts=True)


def _listing(offer: Offer, reach_id: int, today) -> Listing:
    topics = [link.topic for link in offer.topic_links.all()]
    themes = [topic.slug for topic in topics] + [topic.group.slug for topic in topics]
    return Listing(
        offer=offer,
        reach_id=reach_id,
        sort_title=offer.sort_title,
        themes=list(dict.fromkeys(themes)),
        costs=offer.cost_kinds,
        modes=offer.modes,
        audiences=[group.slug for group in offer.target_groups.all()],
        languages=offer.languages,
        is_step_free=_is_step_free(offer),
        valid_from=offer.valid_from,
        valid_until=offer.valid_until,
        closed_until=offer.closed_until,
        verified_on=offer.verified_on,
        words=_words(offer, topics),
        card=card_of(offer, today=today),
        facts=facts_of(offer, today=today),
    )


def _is_step_free(offer: Offer) -> bool:
    """A place that is known to be step-free, or no place to go to at all."""
    places = offer.places.all()
    return any(place.is_step_free for place in places) or not (places or Mode.VISIT in offer.modes)


def _words(offer: Offer, topics) -> str:
    """The search words as a tsvector: the title weighs A, who and where B, the rest C."""
    links = offer.provider_links.all()
    who = [f"{link.provider.name} {link.provider.short_name}" for link in links]
    where = [f"{place.name} {place.area.name}" for place in offer.places.all()]
    about = [topic.name for topic in topics] + [offer.summary, offer.description, offer.audience]
    weights: dict[str, str] = {}
    for weight, text in (("A", offer.title), ("B", " ".join(who + where)), ("C", " ".join(about))):
        for lexeme in lexemes(text):
            weights.setdefault(lexeme, weight)
    return " ".join(f"'{word}':{place}{weight}" for place, (word, weight) in enumerate(weights.items(), 1))


def _remember_words(offers: list[Offer]) -> None:
    """Add the words of titles and sentences to the vocabulary that misspelt words are compared with."""
    texts = " ".join(f"{offer.title} {offer.summary}" for offer in offers)
    found = sorted({word for word in LONG_WORD.findall(texts.lower()) if len(word) <= LONGEST_WORD})
    Word.objects.bulk_create([Word(word=word) for word in found], ignore_conflicts=True)


@transaction.atomic
def connect_neighbours() -> int:
    """Find the neighbours of every district and municipality from their settlement points.

    The nearest five within 6 km, in both directions. Reaches depend on it, so they are made anew:
    call `relist` for all offers afterwards. Returns how many pairs there are, each direction counted.
    """
    points = list(Area.objects.leaves().exclude(latitude=None).by_name())
    pairs = {pair for area in points for pair in _nearest(area, points)}
    pairs |= {(other, area, metres) for area, other, metres in pairs}
    Neighbour.objects.all().delete()
    Neighbour.objects.bulk_create(
        Neighbour(area_id=area, other_id=other, metres=metres) for area, other, metres in sorted(pairs)
    )
    _rewrite_reaches()
    return len(pairs)


def _nearest(area: Area, others: list[Area]) -> list[tuple[int, int, int]]:
    distances = sorted((metres_between(area, other), other.pk) for other in others if other != area)
    return [
        (area.pk, other, round(metres))
        for metres, other in distances[:NEIGHBOURS_AT_MOST]
        if metres <= NEIGHBOUR_METRES
    ]


def _rewrite_reaches() -> None:
    """Every reach keeps its key and gets its areas anew: the key holds all that they follow from."""
    tree = load_tree()
    ReachArea.objects.all().delete()
    for reach in Reach.objects.all():
        _write_areas(reach, Presence.from_key(reach.key), tree)


def metres_between(one: Area, other: Area) -> float:
    """Great-circle distance in metres between two settlement points (haversine formula, Sinnott 1984)."""
    north = radians(other.latitude - one.latitude)
    east = radians(other.longitude - one.longitude)
    narrowing = cos(radians(one.latitude)) * cos(radians(other.latitude))
    chord = sin(north / 2) ** 2 + narrowing * sin(east / 2) ** 2
    return 2 * EARTH_RADIUS_METRES * asin(sqrt(chord))
