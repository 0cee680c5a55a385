"""manage.py make_catalogue: a scratch database full of synthetic offers, for benchmarks."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from offers.actions.synthetic import CatalogueIsReal, make_catalogue


class Command(BaseCommand):
    help = "Fills an empty scratch database with synthetic offers, each named „Beispiel“."

    def add_arguments(self, parser):
        parser.add_argument("--offers", type=int, required=True)
        parser.add_argument("--municipalities", type=int, required=True)

    def handle(self, *, offers, municipalities, **options):
        try:
            make_catalogue(offers=offers, municipalities=municipalities, now=timezone.now())
        except CatalogueIsReal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{offers} Angebote in {municipalities} Gemeinden, alle erfunden.")
