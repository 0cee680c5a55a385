"""A synthetic catalogue for measuring: clearly named as such, in any size, never beside real offers.

One municipality is made by the same actions as real offers. The others are copies of it inside the database, with
keys moved on: a million offers take minutes instead of hours, and their rows are what the actions write.
"""

from datetime import datetime, time, timedelta
from itertools import cycle, islice

from django.db import connection, transaction
from django.utils import timezone

from offers.actions.listing import relist
from offers.actions.times import write_slots
from offers.models import (
    Area,
    Contact,
    CostKind,
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
    VerifiedHow,
)

MARK = "Beispiel"
PROVIDERS = 60
OFFERS_A_PLACE = 25
NOUNS = ("Treff", "Sprechstunde", "Kurs", "Fahrdienst", "Besuchsdienst", "Mittagstisch", "Beratung", "Gruppe")
# Far enough apart that none is another's neighbour: a list shows one municipality.
DEGREES_APART = 0.2


class CatalogueIsReal(Exception):
    """The database holds offers that aren't synthetic; the text names what to do."""

    def __str__(self):
        return "Diese Datenbank enthält echte Angebote. Nennen Sie in DATABASE_URL eine leere."


@transaction.atomic
def make_catalogue(*, offers: int, municipalities: int, now: datetime) -> None:
    """Fill an empty database with `offers` synthetic offers, evenly in `municipalities`.

    Topics and target groups have to be there. Raises CatalogueIsReal where other offers are.
    """
    if Offer.objects.exists():
        raise CatalogueIsReal
    first = _make_areas(municipalities)[0]
    _make_municipality(first, offers // municipalities, now)
    _copy(municipalities - 1, first)


def _make_areas(count: int) -> list[Area]:
    return Area.objects.bulk_create(
        Area(
            code=f"{MARK}-{number}",
            level=Level.MUNICIPALITY,
            name=f"{MARK}gemeinde {number}",
            short_name=f"{MARK} {number}",
            slug=f"beispielgemeinde-{number}",
            latitude=48 + DEGREES_APART * (number // 50),
            longitude=7 + DEGREES_APART * (number % 50),
            point_source="synthetic",
        )
        for number in range(1, count + 1)
    )


def _make_municipality(area: Area, count: int, now: datetime) -> None:
    places = _make_places(area, count // OFFERS_A_PLACE + 1)
    offers = Offer.objects.bulk_create(_offer(number, now) for number in range(1, count + 1))
    _link(offers, places, area)
    everything = Offer.objects.all()
    write_slots(offers=everything, now=now)
    relist(offers=everything, now=now)


def _make_places(area: Area, count: int) -> list[Place]:
    return Place.objects.bulk_create(
        Place(
            name=f"{MARK}haus {number}",
            street=f"{MARK}straße {number}",
            area=area,
            is_step_free=(None, True, False)[number % 3],
        )
        for number in range(count)
    )


def _offer(number: int, now: datetime) -> Offer:
    modes = list(Mode.values)
    kinds = list(CostKind.values)
    return Offer(
        title=f"{MARK}: {NOUNS[number % len(NOUNS)]} {number}",
        slug=f"beispiel-{number}",
        status=Status.PUBLISHED,
        summary="Dieses Angebot ist erfunden. Es dient nur zum Messen.",
        modes=[modes[number % len(modes)]],
        cost_kinds=[kinds[number % len(kinds)]],
        languages=["de"] if number % 3 else ["de", "tr"],
        verified_on=timezone.localdate(now) - timedelta(days=number % 300) if number % 4 else None,
        verified_how=VerifiedHow.TELEPHONE if number % 4 else "",
        source="synthetic",
    )


def _link(offers: list[Offer], places: list[Place], area: Area) -> None:
    topics = list(Topic.objects.in_order())
    groups = list(TargetGroup.objects.in_order())
    providers = _make_providers()
    pairs = list(zip(offers, islice(cycle(topics), len(offers)), islice(cycle(providers), len(offers)), strict=True))
    OfferTopic.objects.bulk_create(OfferTopic(offer=offer, topic=topic) for offer, topic, _provider in pairs)
    OfferProvider.objects.bulk_create(OfferProvider(offer=offer, provider=who) for offer, _topic, who in pairs)
    Contact.objects.bulk_create(Contact(offer=offer, kind="phone", value="+496315550100") for offer in offers)
    OpeningTime.objects.bulk_create(_opening_time(offer) for offer in offers)
    _bulk_relate(Offer.places.through, "place_id", zip(offers, cycle(places), strict=False))
    _bulk_relate(Offer.service_areas.through, "area_id", ((offer, area) for offer in offers[::2]))
    if groups:
        _bulk_relate(Offer.target_groups.through, "targetgroup_id", zip(offers, cycle(groups), strict=False))


def _make_providers() -> list[Provider]:
    return Provider.objects.bulk_create(
        Provider(name=f"{MARK}verband {number}", slug=f"beispielverband-{number}", kind="wohlfahrt")
        for number in range(1, PROVIDERS + 1)
    )


def _opening_time(offer: Offer) -> OpeningTime:
    hour = 8 + offer.pk % 9
    return OpeningTime(offer=offer, weekdays=[offer.pk % 5], starts_at=time(hour), ends_at=time(hour + 2))


def _bulk_relate(through, column: str, pairs) -> None:
    through.objects.bulk_create(through(offer_id=offer.pk, **{column: other.pk}) for offer, other in pairs)


def _copy(copies: int, area: Area) -> None:
    """Insert the first municipality's rows again for every other one, keys moved on by whole municipalities."""
    spans = {model: _span(model) for model in (Offer, Place, Reach)}
    offer, place, reach = (f"+ g * {spans[model]}" for model in (Offer, Place, Reach))
    own = {"offer_id": f"t.offer_id {offer}"}
    slug = {"slug": "t.slug || '-' || g"}
    there = {"area_id": f"CASE t.area_id WHEN {area.pk} THEN {area.pk} + g ELSE t.area_id END"}
    card = "t.card || jsonb_build_object('slug', (t.card ->> 'slug') || '-' || g, 'number', t.offer_id " + offer + ")"
    plan = [
        (Place, {"id": f"t.id {place}"} | there),
        (Offer, {"id": f"t.id {offer}"} | slug),
        (Reach, {"id": f"t.id {reach}", "key": "t.key || ' ' || g"}),
        (ReachArea, {"reach_id": f"t.reach_id {reach}"} | there),
        (OfferProvider, own),
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
            _move_sequence(cursor, model)


def _span(model) -> int:
    keys = model.objects.order_by("pk").values_list("pk", flat=True)
    return (keys.last() or 0) - (keys.first() or 0) + 1


def _copy_sql(model, changes: dict[str, str]) -> str:
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    columns = [field.column for field in fields if field.column in changes or not field.primary_key]
    values = ", ".join(changes.get(column, f't."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    table = model._meta.db_table
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} t, generate_series(1, %s) g"


def _move_sequence(cursor, model) -> None:
    table = model._meta.db_table
    if model is not Listing:
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
    cursor.execute(f"ANALYZE {table}")
