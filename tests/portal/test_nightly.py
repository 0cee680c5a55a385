"""Once a night: what every app has to do, by the worker or by hand."""

import pytest
from django.core.management import call_command

from offers.models import Listing
from portal.tasks import nightly
from tests.factories import make_offer

pytestmark = pytest.mark.django_db


def test_command_reports_what_was_done(capsys):
    make_offer()
    call_command("nightly")
    assert capsys.readouterr().out == (
        "Zeiten für 60 Tage: 0\n"
        "Angebote in den Listen: 1\n"
        "unbekannte Suchwörter gelöscht: 0\n"
        "Zählungen von Meldungen gelöscht: 0\n"
        "Werkstätten als gehalten vermerkt: 0\n"
        "Angaben zur Hilfe gelöscht: 0\n"
        "Kontaktdaten gelöscht: 0\n"
        "angefangene Anmeldungen gelöscht: 0\n"
        "alte Briefe im Ordner gelöscht: 0\n"
        "fehlgeschlagene Aufgaben gelöscht: 0\n"
    )
    assert Listing.objects.count() == 1


def test_worker_does_the_same():
    make_offer()
    nightly(0)
    assert Listing.objects.count() == 1
