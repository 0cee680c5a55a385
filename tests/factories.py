"""Rows for tests: plain functions, valid by default, so that a test states only what it is about.

    offer = make_offer(topics=[make_topic(slug="einkaufen")], service_areas=[make_area()])

Names are invented; every call without a name makes one of its own.
"""

from datetime import UTC, date, datetime, time
from itertools import count

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils.text import slugify

from offers.models import (
    Area,
    Closure,
    Contact,
    ContactKind,
    EmergencyNumber,
    ErrorReport,
    Frequency,
    Level,
    Neighbour,
    Offer,
    OfferProvider,
    OfferTopic,
    OpeningTime,
    Place,
    Provider,
    ProviderKind,
    Slot,
    Status,
    Succession,
    TargetGroup,
    Topic,
    TopicGroup,
    TopicWord,
)

# A Monday, ten o'clock in Kaiserslautern, neither a holiday nor close to a change of the clocks.
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
PHONE = "+496315550100"

# Written with five digits: what is sorted by name stands in the order it was made in, at the 10th and 100th, too.
_numbers = count(1)


def _named(fields: dict, noun: str, *, key: str = "name") -> dict:
    """Name and address for a row: what the test says, else numbered so that nothing collides."""
    name = fields.pop(key, f"{noun} {next(_numbers):05}")
    return {key: name, "slug": slugify(name), **fields}


def make_area(level: str = Level.DISTRICT, **fields) -> Area:
    fields = _named(fields, "Musterstadtteil")
    return Area.objects.create(
        **{
            "code": f"A{next(_numbers):05}",
            "level": level,
            "short_name": fields["name"],
            "latitude": 49.44,
            "longitude": 7.77,
            "point_source": "Test",
            **fields,
        }
    )


def make_city(**fields) -> Area:
    return make_area(level=Level.CITY, **{"name": "Musterstadt", **fields})


def make_municipality(**fields) -> Area:
    return make_area(level=Level.MUNICIPALITY, **fields)


def make_neighbours(area: Area, other: Area, *, metres: int = 900) -> None:
    """Two areas close together, written in both directions."""
    Neighbour.objects.create(area=area, other=other, metres=metres)
    Neighbour.objects.create(area=other, other=area, metres=metres)


def make_topic_group(**fields) -> TopicGroup:
    fields = _named(fields, "Bereich", key="plain_name")
    number = next(_numbers)
    return TopicGroup.objects.create(
        **{"code": f"F{number:05}", "name": fields["plain_name"], "position": number} | fields
    )


def make_topic(*, words=(), **fields) -> Topic:
    """A topic with its everyday words; a group of its own unless the test names one."""
    fields = _named(fields, "Thema", key="plain_name")
    number = next(_numbers)
    group = fields.pop("group", None) or make_topic_group()
    topic = Topic.objects.create(
        **{
            "code": f"T{number:05}",
            "group": group,
            "name": fields["plain_name"],
            "position": number,
        }
        | fields
    )
    TopicWord.objects.bulk_create(TopicWord(topic=topic, word=word) for word in words)
    return topic


def make_target_group(**fields) -> TargetGroup:
    return TargetGroup.objects.create(**_named(fields, "Zielgruppe"))


def make_provider(*, areas=(), phone: str = "", **fields) -> Provider:
    fields = _named(fields, "Anbieter")
    provider = Provider.objects.create(**{"kind": ProviderKind.ASSOCIATION, **fields})
    provider.areas.set(areas)
    if phone:
        make_contact(provider=provider, value=phone)
    return provider


def make_succession(predecessor: Provider, successor: Provider, **fields) -> Succession:
    return Succession.objects.create(
        **{
            "predecessor": predecessor,
            "successor": successor,
            "kind": Succession.Kind.MERGER,
        }
        | fields
    )


def make_place(**fields) -> Place:
    name = fields.pop("name", f"Treffpunkt {next(_numbers):05}")
    area = fields.pop("area", None) or make_area()
    return Place.objects.create(
        **{
            "name": name,
            "area": area,
            "street": "Musterstraße 1",
            "postal_code": "67655",
            "town": "Musterstadt",
        }
        | fields
    )


def make_offer(
    *,
    published: bool = True,
    phone: str = PHONE,
    providers=None,
    topics=None,
    places=(),
    service_areas=(),
    target_groups=(),
    **fields,
) -> Offer:
    """A published offer with a telephone, one provider and one topic. `phone=""` leaves the telephone out.

    It isn't listed yet: call `relist` for what lists, facets and the search read.
    """
    fields = _named(fields, "Angebot", key="title")
    status = Status.PUBLISHED if published else Status.DRAFT
    offer = Offer.objects.create(**{"status": status, "summary": "Hilfe für ältere Menschen."} | fields)
    providers = [make_provider()] if providers is None else providers
    topics = [make_topic()] if topics is None else topics
    for position, provider in enumerate(providers, 1):
        OfferProvider.objects.create(offer=offer, provider=provider, position=position)
    for position, topic in enumerate(topics, 1):
        OfferTopic.objects.create(offer=offer, topic=topic, position=position)
    offer.places.set(places)
    offer.service_areas.set(service_areas)
    offer.target_groups.set(target_groups)
    if phone:
        make_contact(offer=offer, value=phone)
    return offer


def make_contact(**fields) -> Contact:
    """A telephone number, or another way that the test names, of its offer or provider."""
    kind = fields.get("kind", ContactKind.PHONE)
    values = {ContactKind.WEB: "https://beispiel.example", ContactKind.EMAIL: "hilfe@beispiel.example"}
    return Contact.objects.create(**{"kind": kind, "value": values.get(kind, PHONE)} | fields)


def make_opening_time(offer: Offer, **fields) -> OpeningTime:
    """Every Monday from 9 to 12."""
    return OpeningTime.objects.create(
        **{
            "offer": offer,
            "frequency": Frequency.WEEKLY,
            "weekdays": [0],
            "starts_at": time(9),
            "ends_at": time(12),
        }
        | fields
    )


def make_closure(offer: Offer, **fields) -> Closure:
    return Closure.objects.create(**{"offer": offer, "first_day": TODAY, "last_day": TODAY} | fields)


def make_slot(offer: Offer, **fields) -> Slot:
    """Open now: 9 to 12 o'clock on the day of `NOW`."""
    return Slot.objects.create(
        **{
            "offer": offer,
            "starts_at": datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
            "ends_at": datetime(2026, 11, 23, 11, 0, tzinfo=UTC),
        }
        | fields
    )


def make_emergency_number(**fields) -> EmergencyNumber:
    number = next(_numbers)
    return EmergencyNumber.objects.create(
        **{
            "number": f"115 {number}",
            "name": f"Notfallnummer {number:05}",
            "when": "Gefahr",
            "hours": "rund um die Uhr, kostenlos",
            "position": number,
            "source": "Test",
        }
        | fields
    )


def make_error_report(**fields) -> ErrorReport:
    offer = fields.pop("offer", None) or make_offer()
    return ErrorReport.objects.create(
        **{"offer": offer, "text": "Die Nummer stimmt nicht.", "received_at": NOW} | fields
    )


def make_user(*, groups=(), **fields):
    """Someone with an account; `groups` are names of roles, which are made where they are missing."""
    username = fields.pop("username", f"person{next(_numbers):05}")
    user = get_user_model().objects.create_user(
        username, **{"email": f"{username}@example.org", "is_staff": True, **fields}
    )
    user.groups.set(Group.objects.get_or_create(name=name)[0] for name in groups)
    return user
