"""A synthetic catalogue for measuring: clearly named as such, in any size, never beside real offers.

One municipality is made by the same actions as real offers. The others are copies of it inside the database, with
keys moved on: a million offers take minutes instead of hours, and their rows are what the actions write. Only the
words on a copy's pages name the first municipality.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from itertools import cycle, islice, product
from pathlib import Path

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from offers.actions.listing import relist
from offers.actions.times import write_slots
from offers.exchange.kaiserslautern.catalogue import read_catalogue
from offers.exchange.stock import store
from offers.models import (
    Area,
    Contact,
    CostKind,
    EmergencyNumber,
    Level,
    Listing,
    Mode,
    Offer,
    OfferProvider,
    OfferTopic,
    OpeningTime,
    Place,
    Provider,
    Reach,
    ReachArea,
    Slot,
    Status,
    TargetGroup,
    Topic,
    TopicGroup,
    VerifiedHow,
    Word,
)
from offers.search.word_lists import compound_parts

MARK = "Beispiel"
OFFERS_A_PROVIDER = 8
OFFERS_A_PLACE = 25
# A catalogue of so many offers uses about so many words, until the language has no more.
WORDS_AN_OFFER = 3
MOST_WORDS = 60_000
# A statement takes 65,535 values.
ROWS_AT_ONCE = 1_000
NOUNS = ("Treff", "Sprechstunde", "Kurs", "Fahrdienst", "Besuchsdienst", "Mittagstisch", "Beratung", "Gruppe")
SUMMARY = "Dieses Angebot ist erfunden und dient nur zum Messen: {title} für ältere Menschen und ihre Angehörigen."
DESCRIPTION = "Zu zweit oder in der Gruppe, mit Zeit für Gespräche. Wir helfen auch beim Weg hierher. " * 4
STEPS = "Anrufen und einen Termin ausmachen.\nZum ersten Treffen kommen.\nDanach entscheiden Sie."
# 22 km from one to the next, far in the north of all real areas: none is another's neighbour.
DEGREES_APART = 0.2
FARTHEST_NORTH = 70
REFERENCE = (Area, TopicGroup, Topic, TargetGroup, EmergencyNumber)


class CatalogueIsReal(Exception):
    """The database holds offers already; the text names what to do."""

    def __str__(self):
        return "Diese Datenbank enthält schon Angebote. Nennen Sie in DATABASE_URL eine leere."


@transaction.atomic
def make_catalogue(*, folder: Path, offers: int, municipalities: int, now: datetime) -> int:
    """Fill an empty database with synthetic offers, the same number in each of so many municipalities.

    Areas, topics, target groups and emergency numbers come from the tables in `folder`. Returns how many offers
    there are: `offers`, rounded down to whole municipalities. Raises CatalogueIsReal where offers are already.
    """
    if Offer.objects.exists():
        raise CatalogueIsReal
    tables, _problems = read_catalogue(folder)
    for table, rows in tables:
        if table.model in REFERENCE:
            store(table, rows)
    each = offers // municipalities
    first = _make_areas(municipalities)[0]
    _make_municipality(first, each, now)
    _copy(municipalities - 1, first)
    _make_words(each * municipalities * WORDS_AN_OFFER)
    return each * municipalities


def _insert(rows: Iterable[Model]) -> list:
    rows = list(rows)
    return type(rows[0]).objects.bulk_create(rows, batch_size=ROWS_AT_ONCE) if rows else []


def _make_areas(count: int) -> list[Area]:
    return _insert(
        Area(
            code=f"{MARK}-{number}",
            level=Level.MUNICIPALITY,
            name=f"{MARK}gemeinde {number}",
            short_name=f"{MARK} {number}",
            slug=f"beispielgemeinde-{number}",
            latitude=FARTHEST_NORTH - DEGREES_APART * (number // 100),
            longitude=3 * DEGREES_APART * (number % 100),
            point_source="synthetic",
        )
        for number in range(1, count + 1)
    )


def _make_municipality(area: Area, count: int, now: datetime) -> None:
    today = timezone.localdate(now)
    parts = sorted(compound_parts())
    offers = _insert(_offer(number, parts, today) for number in range(1, count + 1))
    _describe(offers)
    _place(offers, area)
    everything = Offer.objects.all()
    write_slots(offers=everything, now=now)
    relist(offers=everything, now=now)


def _offer(number: int, parts: Sequence[str], today) -> Offer:
    """Strides without a common factor, so that every combination of the facets comes about."""
    is_verified = number % 7 < 4
    title = f"{MARK}: {_pick(parts, number).title()}-{_pick(NOUNS, number)} {number}"
    return Offer(
        title=title,
        slug=f"beispiel-{number}",
        status=Status.PUBLISHED,
        summary=SUMMARY.format(title=title),
        description=DESCRIPTION,
        steps=STEPS,
        modes=[_pick(Mode.values, number // 8)],
        cost_kinds=[_pick(CostKind.values, number // 3)],
        languages=["de", "tr"] if number % 11 < 3 else ["de"],
        verified_on=today - timedelta(days=number % 300) if is_verified else None,
        verified_how=VerifiedHow.TELEPHONE if is_verified else "",
        source="synthetic",
    )


def _pick(choices: Sequence, number: int):
    return choices[number % len(choices)]


def _describe(offers: list[Offer]) -> None:
    """Topics, target groups, providers, telephone and times."""
    topics = list(Topic.objects.in_order())
    _insert(OfferTopic(offer=offer, topic=topic) for offer, topic in _pairs(offers, topics))
    groups = list(TargetGroup.objects.in_order())
    _relate(Offer.target_groups.through, "targetgroup_id", _pairs(offers, groups))
    providers = _pairs(offers, _make_providers(len(offers) // OFFERS_A_PROVIDER + 1))
    _insert(OfferProvider(offer=offer, provider=who) for offer, who in providers)
    _insert(Contact(offer=offer, kind="phone", value="+496315550100") for offer in offers)
    _insert(_opening_time(number, offer) for number, offer in enumerate(offers))


def _pairs(offers: list[Offer], others: Sequence) -> list[tuple]:
    return list(zip(offers, cycle(others), strict=False))


def _relate(through, column: str, pairs) -> None:
    _insert(through(offer_id=offer.pk, **{column: other.pk}) for offer, other in pairs)


def _make_providers(count: int) -> list[Provider]:
    return _insert(
        Provider(name=f"{MARK}verband {number}", slug=f"beispielverband-{number}", kind="wohlfahrt")
        for number in range(1, count + 1)
    )


def _opening_time(number: int, offer: Offer) -> OpeningTime:
    hour = 8 + number % 9
    return OpeningTime(offer=offer, weekdays=[number % 5], starts_at=time(hour), ends_at=time(hour + 2))


def _place(offers: list[Offer], area: Area) -> None:
    """Four in five have a place in the municipality; of half of these it isn't known whom they serve."""
    places = _insert(
        Place(
            name=f"{MARK}haus {number}",
            street=f"{MARK}straße {number}",
            area=area,
            is_step_free=(None, True, False)[number % 3],
        )
        for number in range(len(offers) // OFFERS_A_PLACE + 1)
    )
    placed = [offer for number, offer in enumerate(offers) if number % 5]
    served = [offer for number, offer in enumerate(offers) if number % 2 == 0 or number % 5 == 0]
    _relate(Offer.places.through, "place_id", _pairs(placed, places))
    _relate(Offer.service_areas.through, "area_id", _pairs(served, [area]))


def _copy(copies: int, area: Area) -> None:
    """Insert the first municipality's rows again for every other one, keys moved on by whole municipalities."""
    offer, place, provider, reach = (f"+ g * {_span(model)}" for model in (Offer, Place, Provider, Reach))
    own = {"offer_id": f"t.offer_id {offer}"}
    slug = {"slug": "t.slug || '-' || g"}
    there = {"area_id": f"CASE t.area_id WHEN {area.pk} THEN {area.pk} + g ELSE t.area_id END"}
    address = "rtrim(t.card ->> 'address', '/') || '-' || g || '/'"
    card = f"t.card || jsonb_build_object('address', {address}, 'number', t.offer_id {offer})"
    plan = [
        (Place, {"id": f"t.id {place}"} | there),
        (Provider, {"id": f"t.id {provider}"} | slug),
        (Offer, {"id": f"t.id {offer}"} | slug),
        (Reach, {"id": f"t.id {reach}", "key": "t.key || ' ' || g"}),
        (ReachArea, {"reach_id": f"t.reach_id {reach}"} | there),
        (OfferProvider, own | {"provider_id": f"t.provider_id {provider}"}),
        (OfferTopic, own),
        (Contact, own),
        (OpeningTime, own),
        (Slot, own),
        (Offer.places.through, own | {"place_id": f"t.place_id {place}"}),
        (Offer.service_areas.through, own | there),
        (Offer.target_groups.through, own),
        (Listing, own | {"reach_id": f"t.reach_id {reach}", "card": card}),
    ]
    with connection.cursor() as cursor:
        for model, changes in plan:
            cursor.execute(_copy_sql(model, changes), [copies])
        for statement in connection.ops.sequence_reset_sql(no_style(), [Place, Provider, Offer, Reach]):
            cursor.execute(statement)


def _span(model) -> int:
    keys = model.objects.order_by("pk").values_list("pk", flat=True)
    return (keys.last() or 0) - (keys.first() or 0) + 1


def _copy_sql(model, changes: dict[str, str]) -> str:
    """One municipality after the other, as they would be entered."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    columns = [field.column for field in fields if field.column in changes or not field.primary_key]
    values = ", ".join(changes.get(column, f't."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    table = model._meta.db_table
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM generate_series(1, %s) g, {table} t ORDER BY g, t.ctid"


def _make_words(count: int) -> None:
    """So many different words, put together from real ones: what a misspelt word is compared with."""
    pairs = product(sorted(compound_parts()), repeat=2)
    found = islice((head + tail for head, tail in pairs), min(count, MOST_WORDS))
    Word.objects.bulk_create([Word(word=word) for word in found], batch_size=ROWS_AT_ONCE, ignore_conflicts=True)
