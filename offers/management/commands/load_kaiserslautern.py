"""`manage.py load_kaiserslautern [--publish]`"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from offers.actions.loading import TablesHaveProblems, load_catalogue

FOLDER = Path(__file__).resolve().parents[2] / "data" / "kaiserslautern"


class Command(BaseCommand):
    help = _("Lädt die Tabellen von Kaiserslautern: Gebiete, Themen, Anbieter, Angebote und Notfallnummern.")

    def add_arguments(self, parser):
        parser.add_argument(
            "--publish",
            action="store_true",
            help=_("Veröffentlicht die Angebote ungeprüft, für einen Probebetrieb."),
        )
        parser.add_argument("--folder", type=Path, default=FOLDER, help=_("Ein anderer Ordner mit Tabellen."))

    def handle(self, *, publish, folder, **options):
        try:
            report = load_catalogue(folder=folder, publish=publish, now=timezone.now())
        except TablesHaveProblems as problems:
            raise CommandError(str(problems)) from problems
        except IntegrityError as error:
            text = _("Es wurde nichts geändert. Die Tabellen passen nicht zusammen oder nicht zum Bestand: %s")
            raise CommandError(text % error) from error
        self.stdout.write(str(report))
