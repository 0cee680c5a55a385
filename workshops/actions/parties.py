"""Who registers: a party of one to three, the one way to reach them, and what is to be arranged for them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from workshops.models import AccessKind, AccessNeed, ContactDetails, Guest, Registration


@dataclass(frozen=True)
class Person:
    name: str
    group: str = ""


@dataclass(frozen=True)
class Contact:
    """The one way to reach a party: only the fields of that way are filled."""

    way: str
    phone: str = ""
    email: str = ""
    street: str = ""
    postal_code: str = ""
    town: str = ""


@dataclass(frozen=True)
class Party:
    """Who comes, how they want to hear from us, and what is to be arranged ({AccessKind or "call": own words})."""

    people: Sequence[Person]
    contact: Contact | None = None
    wheelchairs: int = 0
    needs: dict[str, str] = field(default_factory=dict)


def party_of(registration: Registration) -> Party:
    """A registration as the party it came from; names and contact are empty once they are deleted."""
    details = getattr(registration, "contact", None)
    names = details.names if details else []
    guests = sorted(registration.guests.all(), key=lambda guest: guest.position)
    return Party(
        people=[
            Person(name=names[place] if place < len(names) else "", group=guest.group)
            for place, guest in enumerate(guests)
        ],
        contact=details
        and Contact(
            **{name: getattr(details, name) for name in ("way", "phone", "email", "street", "postal_code", "town")}
        ),
        wheelchairs=registration.wheelchairs,
        needs={need.kind: need.text for need in registration.needs.all()},
    )


def write_party(registration: Registration, party: Party, *, now: datetime) -> None:
    """The people, their contact and their needs, as they are now; those who have come already stay so."""
    registration.guests.filter(position__gt=len(party.people)).delete()
    Guest.objects.bulk_create(
        [
            Guest(registration=registration, position=position, group=person.group)
            for position, person in enumerate(party.people, start=1)
        ],
        update_conflicts=True,
        unique_fields=["registration", "position"],
        update_fields=["group"],
    )
    registration.needs.exclude(kind__in=party.needs).delete()
    # Who said yes before needn't say it again: the day of the first consent stays.
    AccessNeed.objects.bulk_create(
        [
            AccessNeed(registration=registration, kind=kind, text=text, consented_at=now)
            for kind, text in party.needs.items()
        ],
        update_conflicts=True,
        unique_fields=["registration", "kind"],
        update_fields=["text"],
    )
    if party.contact is not None:
        ContactDetails.objects.update_or_create(
            registration=registration,
            defaults={"names": [person.name for person in party.people], **vars(party.contact)},
        )


def open_again(registration: Registration, party: Party, *, has_other_wheelchairs: bool) -> None:
    """What is asked for in other words, or for another number, was something else when it was arranged."""
    arranged = registration.needs.exclude(arranged_at=None)
    others = [
        need.pk
        for need in arranged
        if need.text != party.needs.get(need.kind) or (need.kind == AccessKind.WHEELCHAIR and has_other_wheelchairs)
    ]
    arranged.filter(pk__in=others).update(arranged_at=None)
