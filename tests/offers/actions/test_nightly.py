"""Once a night: slots move on, listings are made anew, what may not be kept goes."""

from datetime import timedelta

import pytest
from django.core.management import call_command

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


def test_command_reports_what_was_done(capsys):
    make_offer()
    call_command("nightly")
    assert capsys.readouterr().out == (
        "Zeiten für 60 Tage: 0\n"
        "Angebote in den Listen: 1\n"
        "unbekannte Suchwörter gelöscht: 0\n"
        "Zählungen von Meldungen gelöscht: 0\n"
    )
    assert Listing.objects.count() == 1


def test_night_takes_what_is_not_published_out_of_the_lists():
    offer = make_offer()
    keep_house(now=NOW)
    Offer.objects.filter(pk=offer.pk).update(status=Status.ARCHIVED)
    keep_house(now=NOW)
    assert not Listing.objects.exists()
