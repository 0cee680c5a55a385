"""What is deleted, when, and the protocol of it (docs/privacy.md). Everything here may run as often as one likes."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, QuerySet

from workshops.actions.seats import cancel
from workshops.models import AccessNeed, ContactDetails, Draft, Notice, Purge, PurgedData, Registration, Workshop

# So long going back and sending again lead to the same registration.
SENT_DRAFT_IS_KEPT = timedelta(days=2)


def purge(*, now: datetime) -> dict[str, int]:
    """Delete what may no longer be kept; once a night. What was done, each with its number, in German for the log.

    It asks only what is there, never what it has done before: after a backup was restored it deletes again. Each part
    is a transaction of its own: who sends a draft locks that before the workshop.
    """
    return {
        "Angaben zur Hilfe gelöscht": _purge_needs(now),
        "Kontaktdaten gelöscht": _purge_contacts(now),
        "angefangene Anmeldungen gelöscht": _purge_drafts(now),
    }


@transaction.atomic
def erase(*, registration_id: int, now: datetime) -> Registration:
    """Somebody wants to be forgotten: at once, and their seat goes to the next one. Twice changes nothing.

    Of a workshop that is over the seat stays counted; it names nobody.
    """
    registration = Registration.objects.select_related("workshop").get(pk=registration_id)
    if registration.workshop.ends_at > now:
        cancel(registration_id=registration_id, now=now)
    own = Registration.objects.filter(pk=registration_id)
    _delete_needs(own, now)
    _delete_contacts(own, now)
    Draft.objects.filter(registration=registration).delete()
    return registration


@transaction.atomic
def _purge_needs(now: datetime) -> int:
    """After the workshop; and at once of those who won't come: then nothing has to be arranged."""
    _lock_workshops()
    over = Workshop.objects.past(now - timedelta(days=settings.NEEDS_DAYS))
    count = _delete_needs(Registration.objects.filter(workshop__in=over), now)
    count += _delete_needs(Registration.objects.without_purpose(), now)
    over.filter(needs_purged_at=None).update(needs_purged_at=now)
    return count


@transaction.atomic
def _purge_contacts(now: datetime) -> int:
    """After the last workshop of the series; of those who won't come as long after that was known."""
    _lock_workshops()
    moment = now - timedelta(days=settings.CONTACT_DAYS)
    over = Workshop.objects.with_series_past(moment)
    count = _delete_contacts(Registration.objects.filter(workshop__in=over), now)
    count += _delete_contacts(Registration.objects.over_since(moment), now)
    over.filter(contacts_purged_at=None).update(contacts_purged_at=now)
    return count


@transaction.atomic
def _purge_drafts(now: datetime) -> int:
    drafts = Draft.objects
    untouched = drafts.untouched_since(now - timedelta(days=settings.DRAFT_DAYS)) | drafts.too_late(now)
    count, _each = (untouched | drafts.sent().untouched_since(now - SENT_DRAFT_IS_KEPT)).delete()
    if count:
        Purge.objects.create(what=PurgedData.DRAFTS, count=count, purged_at=now)
    return count


def _lock_workshops() -> None:
    """All, in the order of `expire_promises`. Whoever moves seats locks them first too: nobody waits in a circle."""
    list(Workshop.objects.select_for_update().order_by("pk").values_list("pk"))


def _delete_needs(registrations: QuerySet, now: datetime) -> int:
    # A wheelchair hints at health as well. How many the room had to hold stays counted at the workshop.
    registrations.filter(wheelchairs__gt=0).update(wheelchairs=0)
    return _delete(AccessNeed.objects.filter(registration__in=registrations), PurgedData.NEEDS, now)


def _delete_contacts(registrations: QuerySet, now: datetime) -> int:
    # Nobody can be called or written to any more.
    Notice.objects.filter(registration__in=registrations).finish(now)
    return _delete(ContactDetails.objects.filter(registration__in=registrations), PurgedData.CONTACTS, now)


def _delete(rows: QuerySet, what: PurgedData, now: datetime) -> int:
    """Delete, and note how many of which workshop."""
    counts = rows.order_by().values_list("registration__workshop").annotate(Count("pk"))
    Purge.objects.bulk_create(
        Purge(workshop_id=workshop, what=what, count=count, purged_at=now) for workshop, count in counts
    )
    return rows.delete()[0]
