"""Somebody calls or writes, and staff type it in."""

import hashlib
from datetime import datetime

from django.db import transaction

from workshops.actions.parties import Party
from workshops.actions.seats import register
from workshops.models import Draft, Origin, Registration


@transaction.atomic
def register_once(*, key: str, workshop_id: int, party: Party, origin: Origin, now: datetime) -> Registration:
    """Register a party; sent again with the same key, what it led to the first time. Raises what `register` raises."""
    digest = hashlib.sha256(f"desk {key}".encode()).hexdigest()
    # The second of two clicks waits here until the first is through: the digest is unique.
    draft, _is_new = Draft.objects.get_or_create(
        key_digest=digest, defaults={"workshop_id": workshop_id, "changed_at": now}
    )
    if draft.registration is not None:
        return draft.registration
    draft.registration = register(workshop_id=workshop_id, party=party, origin=origin, now=now)
    draft.save(update_fields=["registration"])
    return draft.registration
