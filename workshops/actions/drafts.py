"""Registrations that are being written: kept page by page, sent once, or thrown away."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from offers.actions.feedback import TooManyForms, use_allowance
from workshops.actions.codes import open_code
from workshops.actions.parties import Party
from workshops.actions.refusals import (
    DraftHasChanged,
    InvitationIsNeeded,
    InvitationIsUsed,
    Refusal,
    TooManyDrafts,
    TooManyRegistrations,
)
from workshops.actions.seats import register
from workshops.models import Code, Draft, Invitation, Origin, Registration, Workshop

KEY_BYTES = 16
# Beside the pages a draft holds which invitation it came with, never its code.
INVITATION = "invitation"
# A hall or a library is one network: enough for a day on which everybody there is helped to register.
REGISTRATIONS_A_DAY = 300
# Three times as many begin as send, and some; a robot can't fill the table with what nobody ever sends.
DRAFTS_A_DAY = 1_000


def new_key() -> str:
    """128 bits by chance: the address of a draft."""
    return secrets.token_hex(KEY_BYTES)


def is_key(text: str) -> bool:
    """Whether it could have come from `new_key`; nobody begins a draft at an address that can be guessed."""
    return len(text) == 2 * KEY_BYTES and set(text) <= set("0123456789abcdef")


def find_draft(*, key: str, workshop_id: int) -> Draft | None:
    return Draft.objects.select_related("registration").filter(key_digest=_digest(key, workshop_id)).first()


@transaction.atomic
def keep(*, key: str, workshop_id: int, parts: dict, network: str, now: datetime) -> Draft:
    """Keep what was typed on a page, right or wrong, beside what is kept already; of one that was sent nothing.

    Raises TooManyDrafts where it would be a new one and the network has begun its share of the day.
    """
    draft = _locked(key, workshop_id) or _begin(key, workshop_id, network, now)
    if draft.registration_id is None:
        draft.data |= parts
        draft.changed_at = now
        draft.save(update_fields=["data", "changed_at"])
    return draft


def _begin(key: str, workshop_id: int, network: str, now: datetime) -> Draft:
    _use_up(f"draft {network}", DRAFTS_A_DAY, TooManyDrafts, now)
    # Two first clicks at once make one draft.
    new = Draft(key_digest=_digest(key, workshop_id), workshop_id=workshop_id, changed_at=now)
    Draft.objects.bulk_create([new], ignore_conflicts=True)
    return _locked(key, workshop_id)


@transaction.atomic
def throw_away(*, key: str, workshop_id: int) -> bool:
    """Delete a draft. Returns whether it was sent: the registration that came of it stays."""
    # The lock waits for one that is being sent at this moment.
    draft = _locked(key, workshop_id)
    if draft is None:
        return False
    draft.delete()
    return draft.registration_id is not None


def open_invitation(*, text: str, workshop_id: int, network: str, now: datetime) -> Invitation:
    """The invitation of a typed code. Raises the refusals of `open_code`, InvitationIsNeeded, InvitationIsUsed."""
    code = open_code(text=text, network=network, now=now)
    invitation = Invitation.objects.filter(code=code, workshop=workshop_id).first()
    if invitation is None:
        raise InvitationIsNeeded
    _refuse_used(invitation)
    return invitation


def begin_invited(*, code: Code, network: str, now: datetime) -> tuple[Workshop, str]:
    """A new draft that holds the invitation of a code already. Its workshop and key.

    Raises InvitationIsUsed, TooManyDrafts.
    """
    invitation = Invitation.objects.select_related("workshop").get(code=code)
    _refuse_used(invitation)
    key = new_key()
    parts = {INVITATION: invitation.pk}
    keep(key=key, workshop_id=invitation.workshop_id, parts=parts, network=network, now=now)
    return invitation.workshop, key


@transaction.atomic
def send(*, draft: Draft, party: Party, network: str, now: datetime) -> Registration:
    """Register what a draft holds; sent a second time it is the same registration.

    `party` is read from the draft as it was loaded. Raises DraftHasChanged when another window has changed it since,
    TooManyRegistrations, and the refusals of `register`; then the draft is as before.
    """
    # The lock lets two clicks at once send one after the other.
    current = Draft.objects.select_for_update().get(pk=draft.pk)
    if current.registration_id:
        return current.registration
    if current.data != draft.data:
        raise DraftHasChanged
    _use_up(f"registration {network}", REGISTRATIONS_A_DAY, TooManyRegistrations, now)
    current.registration = register(
        workshop_id=draft.workshop_id,
        party=party,
        origin=Origin.PORTAL,
        invitation=_invitation(draft),
        now=now,
    )
    current.data = {}
    current.changed_at = now
    current.save(update_fields=["registration", "data", "changed_at"])
    return current.registration


def _invitation(draft: Draft) -> Invitation | None:
    """The invitation a draft came with; None as well where it was withdrawn since."""
    return Invitation.objects.filter(pk=draft.data[INVITATION]).first() if INVITATION in draft.data else None


def _refuse_used(invitation: Invitation) -> None:
    if invitation.registrations.active().exists():
        raise InvitationIsUsed


def _locked(key: str, workshop_id: int) -> Draft | None:
    return Draft.objects.select_for_update().filter(key_digest=_digest(key, workshop_id)).first()


def _use_up(kind_and_network: str, limit: int, refusal: type[Refusal], now: datetime) -> None:
    try:
        use_allowance(network=kind_and_network, today=timezone.localdate(now), limit=limit)
    except TooManyForms as used_up:
        raise refusal from used_up


def _digest(key: str, workshop_id: int) -> str:
    """Of the workshop too: the key of one workshop opens nothing at another."""
    return hashlib.sha256(f"{workshop_id} {key}".encode()).hexdigest()
