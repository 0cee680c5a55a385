"""Somebody calls or writes, and staff type it in."""

import hashlib
import json
from datetime import datetime

from django.db import transaction

from workshops.actions.parties import Party, party_of
from workshops.actions.refusals import PartyHasChanged
from workshops.actions.seats import change_party, register
from workshops.models import Draft, Origin, Registration, Workshop


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


@transaction.atomic
def change_as_shown(*, registration_id: int, party: Party, shown: str, now: datetime) -> Registration:
    """Change a registration, unless it isn't any more what the page showed: `shown` is that one's `version_of`.

    Sent a second time nothing changes. Raises PartyHasChanged, and what `change_party` raises.
    """
    # Everything that changes a registration takes this lock.
    Workshop.objects.select_for_update(of=["self"]).get(registrations=registration_id)
    current = version_of(party_of(Registration.objects.for_lists().get(pk=registration_id)))
    if current not in (shown, version_of(party)):
        raise PartyHasChanged
    return change_party(registration_id=registration_id, party=party, now=now)


def version_of(party: Party) -> str:
    """A digest of all that a party says."""
    facts = [[*party.people], party.contact, party.wheelchairs, sorted(party.needs.items())]
    return hashlib.sha256(json.dumps(facts, default=vars).encode()).hexdigest()
