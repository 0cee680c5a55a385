"""Write the slots of the next 60 days: label, filter, facet and dates read the same rows."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from offers.opening_times import spans

from offers.models import Offer, Slot

SLOT_DAYS = 60
BATCH = 500


@transaction.atomic
def write_slots(*, offers, now: datetime) -> int:
    """Replace the slots of these offers, from today on. Returns how many slots there are now."""
    today = timezone.localdate(now)
    offers = offers.prefetch_related("opening_times", "closures")
    return sum(_write_batch(batch, today) for batch in _batches(offers.order_by("pk")))


def _batches(offers):
    """In the order of the key, so that no server-side cursor and no long list is needed."""
    batch = list(offers[:BATCH])
    while batch:
        yield batch
        batch = list(offers.filter(pk__gt=batch[-1].pk)[:BATCH])


def _write_batch(offers: list[Offer], today: date) -> int:
    slots = [slot for offer in offers for slot in _slots(offer, today)]
    Slot.objects.filter(offer__in=offers).delete()
    Slot.objects.bulk_create(slots, batch_size=5000)
    return len(slots)


def _slots(offer: Offer, today: date) -> list[Slot]:
    found = spans(
        [rule_of(opening_time) for opening_time in offer.opening_times.all()],
        breaks_of(offer, today),
        first_day=today,
        days=SLOT_DAYS,
    )
    return [
        Slot(
            offer=offer,
            starts_at=span.start,
            ends_at=span.end,
            by_appointment=span.by_appointment,
        )
        for span in found
    ]
