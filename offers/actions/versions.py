"""Back to an earlier version."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from offers import snapshots
from offers.actions.changes import record_change
from offers.actions.publishing import lock
from offers.actions.refusals import OfferCannotBeReached
from offers.models import Offer, OfferVersion, Status


@transaction.atomic
def restore(version: OfferVersion, *, by, role: str, now: datetime) -> list[str]:
    """Give the offer the content of this version, with contacts, times, topics, places and providers.

    Its status stays as it is. Returns the names of what can't come back because it is gone by now.
    Raises OfferCannotBeReached where a published offer would be left without a way of contact.
    """
    offer = version.offer
    lock(offer)
    missing = snapshots.put_back(offer, version.snapshot)
    if offer.status == Status.PUBLISHED and not Offer.objects.reachable().filter(pk=offer.pk).exists():
        raise OfferCannotBeReached
    event = _("Fassung %(number)s wiederhergestellt") % {"number": version.number}
    record_change(offer, by=by, role=role, event=event, now=now)
    return missing
