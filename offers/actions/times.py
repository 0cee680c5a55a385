"""Write the slots of the next 60 days: label, filter, facet and dates read the same rows."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from offers.models import Offer, Slot
from offers.opening_times import Closure, rule_of, spans

SLOT_DAYS = 60
BATCH = 500


@transaction.atomic
def write_slots(*, offers, now: datetime) -> int:
    """Replace the slots of these offers (a QuerySet) from today on. Returns how many slots they have now."""
    today = timezone.localdate(now)
    offers = offers.prefetch_related("opening_times", "closures")
    return sum(_write_batch(batch, today) for batch in in_batches(offers))


def in_batches(offers) -> Iterator[list[Offer]]:
    """In the order of the key, each batch locked: nobody edits an offer between reading its rows and writing what
    follows from them, and two who write the same slots wait for each other."""
    keys = _next_keys(offers, after=0)
    while keys:
        list(Offer.objects.filter(pk__in=keys).order_by("pk").select_for_update().values_list("pk"))
        yield list(offers.filter(pk__in=keys).order_by("pk"))
        keys = _next_keys(offers, after=keys[-1])


def _next_keys(offers, *, after: int) -> list[int]:
    return list(offers.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH])


def _write_batch(offers: list[Offer], today: date) -> int:
    slots = [slot for offer in offers for slot in _slots(offer, today)]
    Slot.objects.filter(offer__in=offers).delete()
    Slot.objects.bulk_create(slots, batch_size=5_000)
    return len(slots)


def _slots(offer: Offer, today: date) -> list[Slot]:
    rules = [rule_of(opening_time) for opening_time in offer.opening_times.all()]
    return [
        Slot(offer=offer, starts_at=span.start, ends_at=span.end, by_appointment=span.by_appointment)
        for span in spans(rules, _breaks(offer, today), first_day=today, days=SLOT_DAYS)
    ]


def _breaks(offer: Offer, today: date) -> list[Closure]:
    """Its breaks, and the days until it opens again."""
    breaks = [Closure(closure.first_day, closure.last_day) for closure in offer.closures.all()]
    if offer.closed_until and offer.closed_until >= today:
        breaks.append(Closure(today, offer.closed_until))
    return breaks
