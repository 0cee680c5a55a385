"""`manage.py make_catalogue --offers N --municipalities M`: a scratch database full of synthetic offers."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from offers.actions.synthetic import CatalogueIsReal, make_catalogue
from offers.management.commands.load_kaiserslautern import FOLDER


class Command(BaseCommand):
    help = "Füllt eine leere Datenbank zum Messen mit erfundenen Angeboten; jedes heißt „Beispiel“."

    def add_arguments(self, parser):
        parser.add_argument("--offers", type=int, required=True)
        parser.add_argument("--municipalities", type=int, required=True)

    def handle(self, *, offers, municipalities, **options):
        try:
            made = make_catalogue(folder=FOLDER, offers=offers, municipalities=municipalities, now=timezone.now())
        except CatalogueIsReal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{made} Angebote in {municipalities} Gemeinden, alle erfunden.")
