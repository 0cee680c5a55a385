"""Who registers: a party of one to three, the one way to reach them, and what is to be arranged for them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from workshops.models import AccessNeed, ContactDetails, Guest, Registration


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
