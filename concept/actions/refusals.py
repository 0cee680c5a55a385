"""Why something doesn't happen, in words for the person who wanted it."""

from offers.actions.refusals import Refusal

__all__ = ["Refusal"]
