"""The way of an offer: draft, in review, published, archived; and "heute geprüft"."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from offers.actions.changes import record_change
from offers.actions.refusals import (
    OfferCannotBeReached,
    OfferIsArchived,
    OfferIsDraft,
    OfferIsIncomplete,
    OfferIsNoDraft,
    OfferIsPublished,
)
from offers.models import Offer, OfferVersion, Status, VerifiedHow


def lock(offer: Offer) -> None:
    """Read the offer anew and hold it until the transaction ends: what follows is decided on what is true."""
    offer.refresh_from_db(from_queryset=Offer.objects.select_for_update())


@transaction.atomic
def submit_for_review(offer: Offer, *, by, role: str, now: datetime) -> OfferVersion:
    """Raises OfferIsNoDraft."""
    lock(offer)
    if offer.status != Status.DRAFT:
        raise OfferIsNoDraft
    return _move(offer, Status.IN_REVIEW, by=by, role=role, event=_("zur Prüfung gegeben"), now=now)


@transaction.atomic
def publish(offer: Offer, *, by, role: str, now: datetime) -> OfferVersion:
    """Raises OfferIsPublished, OfferIsIncomplete, or OfferCannotBeReached without a way of contact."""
    lock(offer)
    if offer.status == Status.PUBLISHED:
        raise OfferIsPublished
    if missing := _missing(offer):
        raise OfferIsIncomplete(missing=missing)
    if not Offer.objects.reachable().filter(pk=offer.pk).exists():
        raise OfferCannotBeReached
    return _move(offer, Status.PUBLISHED, by=by, role=role, event=_("veröffentlicht"), now=now)


def _missing(offer: Offer) -> list[str]:
    """What the page and the search can't do without, as words for the person who has to add it."""
    needed = {
        _("einen Titel"): offer.title.strip(),
        _("einen Satz bei „Was und für wen, in einem Satz“"): offer.summary.strip(),
        _("ein Thema"): offer.topic_links.exists(),
        _("einen Anbieter"): offer.provider_links.exists(),
    }
    return [words for words, is_there in needed.items() if not is_there]


@transaction.atomic
def take_back(offer: Offer, *, by, role: str, now: datetime) -> OfferVersion:
    """Make it a draft again, wherever it stands. Raises OfferIsDraft."""
    lock(offer)
    if offer.status == Status.DRAFT:
        raise OfferIsDraft
    return _move(offer, Status.DRAFT, by=by, role=role, event=_("zurückgenommen"), now=now)


@transaction.atomic
def archive(offer: Offer, *, by, role: str, now: datetime) -> OfferVersion:
    """The offer has ended: its address says so from now on. Raises OfferIsArchived."""
    lock(offer)
    if offer.status == Status.ARCHIVED:
        raise OfferIsArchived
    return _move(offer, Status.ARCHIVED, by=by, role=role, event=_("ins Archiv gelegt"), now=now)


def _move(offer: Offer, status: Status, *, by, role: str, event: str, now: datetime) -> OfferVersion:
    offer.status = status
    offer.save(update_fields=["status", "changed_at"])
    return record_change(offer, by=by, role=role, event=event, now=now)


@transaction.atomic
def verify(offer: Offer, *, how: str, by, role: str, now: datetime) -> OfferVersion:
    """Someone has asked today and vouches for the entry. `how` is a VerifiedHow; raises ValueError for others."""
    lock(offer)
    offer.verified_on = timezone.localdate(now)
    offer.verified_how = VerifiedHow(how)
    offer.verified_by = by
    offer.save(update_fields=["verified_on", "verified_how", "verified_by", "changed_at"])
    event = _("geprüft, %(how)s") % {"how": offer.verified_how.label}
    return record_change(offer, by=by, role=role, event=event, now=now)
