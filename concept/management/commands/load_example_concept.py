"""`manage.py load_example_concept [--remove]` (`make examples`)"""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from concept.actions.examples import load_example_concept
from concept.actions.examples_removed import remove_example_concept
from concept.actions.refusals import Refusal


class Command(BaseCommand):
    help = "Macht aus den erfundenen Antworten ein erfundenes Konzept; alles heißt „Beispiel“."

    def add_arguments(self, parser):
        parser.add_argument("--remove", action="store_true", help="Löscht das Beispiel wieder.")

    def handle(self, *, remove, **options):
        if remove:
            self.stdout.write(f"Gelöschte Stände: {remove_example_concept()}")
            return
        try:
            code = load_example_concept(now=timezone.now())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("Beispiel geladen: /konzept/")
        if code:
            self.stdout.write(f"Ein Code zum Ausprobieren: {code}")
