"""`manage.py load_example_participation [--seed N] [--answers N] [--remove]` (`make examples`)"""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from needs.actions.examples import load_example_participation, remove_examples
from needs.actions.refusals import Refusal


class Command(BaseCommand):
    help = "Lädt erfundene Antworten zum Ausprobieren; alles heißt „Beispiel“. Neben echten Antworten geht das nicht."

    def add_arguments(self, parser):
        parser.add_argument("--seed", type=int, default=1, help="Dieselbe Zahl gibt dieselben Antworten.")
        parser.add_argument("--answers", type=int, default=600, help="So viele Bögen.")
        parser.add_argument("--remove", action="store_true", help="Löscht die Beispiele wieder.")

    def handle(self, *, seed, answers, remove, **options):
        if remove:
            self.stdout.write(f"{remove_examples()} Bögen gelöscht.")
            return
        try:
            counted = load_example_participation(seed=seed, answers=answers, now=timezone.now())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{counted} Bögen geladen: /bedarf/")
