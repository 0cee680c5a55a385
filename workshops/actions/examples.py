"""Workshops for trying out. Each is marked as an example, and each page and sheet says so."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from offers.models import Area, Place
from workshops.actions.parties import Contact, Party, Person
from workshops.actions.refusals import Refusal
from workshops.actions.seats import register
from workshops.models import AccessKind, Origin, Series, StakeholderGroup, State, Way, Workshop

SERIES = "Beispiel: Was fehlt in unserem Stadtteil?"
AGENDA = "14 Uhr: Begrüßung\n14.15 Uhr: Gespräch an kleinen Tischen\n16 Uhr: Was ist am wichtigsten?\n17 Uhr: Ende"
# Saturday and Sunday move to the Monday after.
TO_A_WORKING_DAY = (0, 0, 0, 0, 0, 2, 1)
EVERYBODY_HELPED = [kind for kind in AccessKind.values if kind != AccessKind.OTHER]


class ExamplesAreThere(Refusal):
    sentence = "Die Beispiele sind schon geladen."


class NoPlaceIsKnown(Refusal):
    sentence = "Laden Sie zuerst den Katalog: Eine Werkstatt braucht einen Stadtteil."


@transaction.atomic
def load_examples(*, now: datetime) -> list[Workshop]:
    """One workshop in each state people can meet, with invented guests. Raises ExamplesAreThere, NoPlaceIsKnown."""
    if Series.objects.filter(title=SERIES).exists():
        raise ExamplesAreThere
    # A district of the city; where there is none, a municipality.
    area = Area.objects.leaves().order_by("level", "sort_name", "pk").first()
    if area is None:
        raise NoPlaceIsKnown
    series = Series.objects.create(title=SERIES)
    place = Place.objects.create(
        name="Beispiel-Saal", street="Musterweg 1", postal_code="67655", town="Kaiserslautern", area=area,
        is_step_free=True, has_accessible_toilet=True, has_hearing_loop=True, bus_stop="Musterplatz",
        bus_stop_metres=120, source="Beispiel",
    )  # fmt: skip

    def add(title: str, *, days: int, **fields) -> Workshop:
        starts_at = _at_two(now, days)
        workshop = Workshop.objects.create(
            **{
                "title": title,
                "slug": f"beispiel-{title.lower().replace(' ', '-')}",
                "summary": "Wir sprechen darüber, was älteren Menschen hier fehlt.",
                "agenda": AGENDA,
                "series": series,
                "state": State.ANNOUNCED,
                "starts_at": starts_at,
                "ends_at": starts_at + timedelta(hours=3),
                "place": place,
                "room": "Saal 1",
                "seats": 24,
                "wheelchair_seats": 2,
                "registration_opens_at": now - timedelta(days=60),
                "registration_closes_at": starts_at,
                "arranged_help": EVERYBODY_HELPED,
                "is_example": True,
                **fields,
            }
        )
        workshop.areas.set([area])
        return workshop

    free = add("Wege und Einkaufen", days=21)
    full = add("Wohnen im Alter", days=35, seats=3, wheelchair_seats=1)
    invited = add(
        "Wer macht was", days=42, is_by_invitation=True,
        invited_groups=[StakeholderGroup.PROVIDERS, StakeholderGroup.CHURCHES],
    )  # fmt: skip
    cancelled = add("Sicher im Netz", days=28, state=State.CANCELLED, state_reason="Der Saal wird renoviert.")
    over = add("Auftakt", days=-7, state=State.ANNOUNCED, seats=40)
    _register(free, now, ["Anna Beispiel", "Bruno Beispiel"], needs={AccessKind.HEARING_LOOP: ""})
    _register(full, now, ["Clara Beispiel"], wheelchairs=1, needs={AccessKind.WHEELCHAIR: ""})
    _register(full, now, ["Doris Beispiel", "Emil Beispiel"])
    _register(full, now, ["Frieda Beispiel"])
    before = over.starts_at - timedelta(days=10)
    for name in ("Gerda", "Hans", "Inge", "Josef"):
        _register(over, before, [f"{name} Beispiel"])
    Workshop.objects.filter(pk=over.pk).update(state=State.HELD)
    return [free, full, invited, cancelled, over]


def _at_two(now: datetime, days: int) -> datetime:
    """Two o'clock in the afternoon in Kaiserslautern, so many days from today, on a working day."""
    day = timezone.localtime(now) + timedelta(days=days)
    day += timedelta(days=TO_A_WORKING_DAY[day.weekday()])
    return day.replace(hour=14, minute=0, second=0, microsecond=0)


def _register(workshop: Workshop, now: datetime, names: list[str], **party) -> None:
    register(
        workshop_id=workshop.pk,
        party=Party(
            people=[Person(name=name, group=StakeholderGroup.OLDER_PEOPLE) for name in names],
            contact=Contact(way=Way.LETTER, street="Musterweg 2", postal_code="67655", town="Kaiserslautern"),
            **party,
        ),
        origin=Origin.PHONE,
        now=now,
    )
