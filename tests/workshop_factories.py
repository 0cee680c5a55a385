"""Rows of workshops for tests: plain functions, valid by default, like those of tests/factories.py.

    workshop = make_workshop(seats=3)
    registration = make_registration(workshop, names=["Ada Beispiel", "Bea Beispiel"])

Registrations go through the action, so that seats, log, code and notices are as in life.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import count

from offers.models import Place
from tests.factories import NOW, make_place
from workshops.actions.notices import told
from workshops.actions.parties import Contact, Party, Person
from workshops.actions.priorities import cast_ballot, open_round
from workshops.actions.seats import register
from workshops.models import (
    NoticeKind,
    Origin,
    PriorityOption,
    PriorityRound,
    Registration,
    Series,
    StakeholderGroup,
    State,
    Way,
    Workshop,
)

_numbers = count(1)

BY_PHONE = Contact(way=Way.PHONE, phone="+496315550177")
BY_MAIL = Contact(way=Way.MAIL, email="ada@example.org")
BY_LETTER = Contact(way=Way.LETTER, street="Musterweg 1", postal_code="67655", town="Kaiserslautern")


def make_series(**fields) -> Series:
    return Series.objects.create(**{"title": f"Reihe {next(_numbers):05}", **fields})


def make_workshop(*, place: Place | None = None, **fields) -> Workshop:
    """Announced, in two weeks from 14 to 17 o'clock, with ten seats, one of them for a wheelchair."""
    number = next(_numbers)
    starts_at = fields.pop("starts_at", NOW.replace(hour=13) + timedelta(days=14))
    return Workshop.objects.create(
        **{
            "title": f"Werkstatt {number:05}",
            "slug": f"werkstatt-{number:05}",
            "summary": "Wir sprechen darüber, was älteren Menschen fehlt.",
            "state": State.ANNOUNCED,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=3),
            "place": place or make_place(),
            "seats": 10,
            "wheelchair_seats": 1,
            "registration_opens_at": NOW - timedelta(days=30),
            "registration_closes_at": starts_at,
            **fields,
        }
    )


def make_party(
    names: Sequence[str] = ("Ada Beispiel",),
    *,
    contact: Contact | None = BY_PHONE,
    group: str = StakeholderGroup.OLDER_PEOPLE,
    **fields,
) -> Party:
    return Party(people=[Person(name=name, group=group) for name in names], contact=contact, **fields)


def make_registration(
    workshop: Workshop | None = None,
    *,
    names: Sequence[str] = ("Ada Beispiel",),
    origin: Origin = Origin.PORTAL,
    now=NOW,
    invitation=None,
    **party,
) -> Registration:
    return register(
        workshop_id=(workshop or make_workshop()).pk,
        party=make_party(names, **party),
        origin=origin,
        invitation=invitation,
        now=now,
    )


def tell_of_promise(registration: Registration, *, now=NOW) -> Registration:
    """They were called, or written to: from now on the promise of a seat runs."""
    assert told(notice_id=registration.notices.get(kind=NoticeKind.PROMISED).pk, now=now)
    return Registration.objects.get(pk=registration.pk)


def make_round(
    workshop: Workshop | None = None,
    *,
    options: Sequence[str] = ("Bänke am Weg", "Fahrten zum Arzt", "Ein Chor"),
    is_open: bool = True,
    **fields,
) -> PriorityRound:
    voted = PriorityRound.objects.create(
        **{"workshop": workshop or make_workshop(), "question": "Was ist Ihnen am wichtigsten?", **fields}
    )
    for number, text in enumerate(options, start=1):
        PriorityOption.objects.create(round=voted, number=number, text=text)
    return open_round(round_id=voted.pk) if is_open else voted


def make_ballots(voted: PriorityRound, **numbers: int) -> None:
    """So many paper ballots of each group, every one with three points on the first option and two on the second."""
    for group, number in numbers.items():
        for _ballot in range(number):
            cast_ballot(round_id=voted.pk, group=group, points={1: 3, 2: 2}, is_paper=True)
