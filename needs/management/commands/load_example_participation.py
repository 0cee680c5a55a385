"""`manage.py load_example_participation [--seed N] [--answers N] [--remove]` (`make examples`)"""

from django.core.management.base import BaseCommand, CommandError
from django.db.models import ProtectedError
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
            self.stdout.write(f"{self.remove()} Bögen gelöscht.")
            return
        try:
            counted = load_example_participation(seed=seed, answers=answers, now=timezone.now())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{counted} Bögen geladen: /bedarf/")

    def remove(self) -> int:
        try:
            return remove_examples()
        except ProtectedError as error:
            # This app doesn't know what was made from the answers.
            message = "Zuerst muss das gehen, was daraus gemacht ist: load_example_concept --remove"
            raise CommandError(message) from error
