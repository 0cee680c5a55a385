"""Once a night: slots move on, listings are made anew, what may not be kept goes."""

from datetime import timedelta

import pytest

from offers.actions.nightly import keep_house
from offers.models import Listing, Offer, Slot, Status
from tests.factories import NOW, make_offer, make_opening_time

pytestmark = pytest.mark.django_db


def test_night_moves_the_slots_on():
    make_opening_time(make_offer())
    keep_house(now=NOW)
    last = Slot.objects.in_order().last().starts_at
    done = keep_house(now=NOW + timedelta(days=7))
    assert Slot.objects.in_order().last().starts_at == last + timedelta(days=7)
    assert done == {
        "Zeiten für 60 Tage": 9,
        "Angebote in den Listen": 1,
        "unbekannte Suchwörter gelöscht": 0,
        "Zählungen von Meldungen gelöscht": 0,
    }


def test_night_takes_what_is_not_published_out_of_the_lists():
    offer = make_offer()
    keep_house(now=NOW)
    Offer.objects.filter(pk=offer.pk).update(status=Status.ARCHIVED)
    keep_house(now=NOW)
    assert not Listing.objects.exists()
