"""Once a night: what every app has to do, by the worker or by hand."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection

from offers.models import Listing
from portal.nightly import keep_house
from portal.tasks import nightly
from tests.factories import make_offer
from tests.workshop_factories import make_registration
from workshops.models import AccessNeed

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
        "Befragungen nach dem letzten Tag beendet: 0\n"
        "liegen gebliebene Stapel abgeschlossen: 0\n"
        "Bögen aus der Urne gezählt: 0\n"
        "Beiträge aufgenommen: 0\n"
        "angefangene Bögen gelöscht: 0\n"
        "Antworten nach Ablauf der Frist gelöscht: 0\n"
        "freie Texte nach Ablauf der Frist gelöscht: 0\n"
        "leere Bögen mit ihren Codes gelöscht: 0\n"
        "Vermerke über Einsichten gelöscht: 0\n"
        "Stapel, deren Papier vernichtet werden kann: 0\n"
        "Zählungen hinter veröffentlichten Zahlen gelöscht: 0\n"
        "alte Briefe im Ordner gelöscht: 0\n"
        "fehlgeschlagene Aufgaben gelöscht: 0\n"
    )
    assert Listing.objects.count() == 1


def test_worker_does_the_same():
    make_offer()
    nightly(0)
    assert Listing.objects.count() == 1


@pytest.mark.parametrize(("table", "rule"), [("offers_listing", "false"), ("workshops_workshop", "state <> 'held'")])
@pytest.mark.django_db(transaction=True)
def test_what_may_not_be_kept_is_deleted_whatever_else_fails(table, rule):
    make_offer()
    registration = make_registration(needs={"ride": ""})
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT broken CHECK ({rule})")
        try:
            with pytest.raises(IntegrityError):
                keep_house(now=registration.workshop.ends_at + timedelta(days=14))
        finally:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT broken")
    assert not AccessNeed.objects.exists()
