"""Stock (Bestand) per topic and Lebensbereich × area: the one place where offers are counted (methods.md section 7)."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from concept.models import StockState
from needs.counting import Split
from offers.models.offers import OfferQuerySet


class Stock(NamedTuple):
    """What there is of a topic or a Lebensbereich for the people of a place."""

    # A_low: regular, valid today and confirmed within a year; A_high: all regular published ones that are valid today.
    confirmed: int = 0
    published: int = 0
    # Of the published ones those whose place lies here; the others come from elsewhere or know no place.
    placed_here: int = 0
    # Of the confirmed ones those that people can use without a step.
    step_free: int = 0
    # When somebody last looked everywhere in the place; None: not yet.
    looked_on: date | None = None
    # Official number of people of 65 and older; None where no figure is loaded.
    people_65: int | None = None
    # Confirmed ones per 1,000 of them, each shared out over all whom it serves; None where that isn't known.
    per_thousand: Decimal | None = None

    @property
    def state(self) -> StockState:
        if self.confirmed:
            return StockState.CONFIRMED
        if self.published:
            return StockState.UNCHECKED
        return StockState.NONE if self.looked_on else StockState.UNKNOWN


def stock_of_topic_groups(*, today: date, split: Split) -> dict[tuple[int, int], Stock]:
    """By the keys of Lebensbereich and place (needs.counting); every pair has a row, zeros included."""
    raise NotImplementedError


def stock_of_topics(*, today: date, split: Split) -> dict[tuple[int, int], Stock]:
    """By the keys of topic and place (needs.counting); every pair has a row, zeros included."""
    raise NotImplementedError


def offers_of_cell(*, topic_group: int, place: int, split: Split, today: date) -> OfferQuerySet:
    """The published offers that a cell counts, confirmed or not."""
    raise NotImplementedError
