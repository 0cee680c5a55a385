"""`manage.py load_examples` (`make examples`): workshops for trying out."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from workshops.actions.examples import load_examples
from workshops.actions.refusals import Refusal


class Command(BaseCommand):
    help = "Lädt erfundene Werkstätten zum Ausprobieren; jede heißt „Beispiel“."

    def handle(self, **options):
        try:
            made = load_examples(now=timezone.now())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{len(made)} Beispiele geladen: /mitmachen/")
