"""What every change of an offer ends with: a version, its slots and its place in the lists."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from offers import snapshots
from offers.actions.listing import relist
from offers.actions.times import write_slots
from offers.models import Offer, OfferVersion


@transaction.atomic
def record_change(offer: Offer, *, by, role: str, event: str, now: datetime) -> OfferVersion:
    """Write down what the offer looks like now, and make its slots and its listing follow.

    `by` is a user or None (a command), `role` what the history says of them ("Redaktion"), `event` what happened,
    in words. Call it after the change, in the same transaction.
    """
    # The lock makes finding the next number and taking it a single step.
    Offer.objects.select_for_update().get(pk=offer.pk)
    last = offer.versions.aggregate(last=Max("number"))["last"] or 0
    version = offer.versions.create(
        number=last + 1, event=event, role=role, by=by, at=now, snapshot=snapshots.take(offer)
    )
    this = Offer.objects.filter(pk=offer.pk)
    write_slots(offers=this, now=now)
    relist(offers=this, now=now)
    return version
