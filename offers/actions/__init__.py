"""What can happen to the stock, and its refusals: verbs with plain values in."""

from offers.actions.changes import record_change
from offers.actions.listing import connect_neighbours, relist
from offers.actions.publishing import archive, publish, submit_for_review, take_back, verify
from offers.actions.refusals import (
    OfferCannotBeReached,
    OfferIsArchived,
    OfferIsDraft,
    OfferIsIncomplete,
    OfferIsNoDraft,
    OfferIsPublished,
    Refusal,
)
from offers.actions.times import write_slots
from offers.actions.versions import restore

__all__ = [
    "OfferCannotBeReached",
    "OfferIsArchived",
    "OfferIsDraft",
    "OfferIsIncomplete",
    "OfferIsNoDraft",
    "OfferIsPublished",
    "Refusal",
    "archive",
    "connect_neighbours",
    "publish",
    "record_change",
    "relist",
    "restore",
    "submit_for_review",
    "take_back",
    "verify",
    "write_slots",
]
