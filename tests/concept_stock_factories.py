"""Rows that stock is measured by, for tests: valid by default, like those of tests/factories.py."""

from datetime import date, timedelta

from concept.models import AgeCount, Norm, WaitingList
from offers.actions import relist
from offers.models import Absence, Area, Offer, TopicGroup, VerifiedHow
from tests.factories import NOW, TODAY, make_offer, make_topic


def make_age_count(area: Area, people: int = 100, **fields) -> AgeCount:
    """Everybody of 65 and older."""
    return AgeCount.objects.create(
        **{"area": area, "people": people, "as_of": date(2025, 12, 31), "age_from": 65, "source": "Test", **fields}
    )


def make_norm(**fields) -> Norm:
    return Norm.objects.create(
        **{
            "topic": fields.pop("topic", None) or make_topic(),
            "offers_per_thousand": "1.5",
            "source": "Beschluss des Stadtrats",
            "decided_on": date(2026, 2, 2),
            **fields,
        }
    )


def make_waiting_list(offer: Offer | None = None, **fields) -> WaitingList:
    return WaitingList.objects.create(
        **{"offer": offer or make_offer(), "people": 12, "as_of": TODAY, "source": "Anbieter", **fields}
    )


def make_absence(area: Area, group: TopicGroup, **fields) -> Absence:
    return Absence.objects.create(**{"area": area, "group": group, "looked_on": TODAY, **fields})


def make_checked_offer(**fields) -> Offer:
    """Somebody called the day before."""
    return make_offer(**{"verified_on": TODAY - timedelta(days=1), "verified_how": VerifiedHow.TELEPHONE, **fields})


def list_all() -> None:
    relist(offers=Offer.objects.all(), now=NOW)
