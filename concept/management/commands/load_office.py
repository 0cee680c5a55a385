"""manage.py load_office: tasks, options and criteria of the Seniorenbüro question; a second time changes nothing."""

from django.core.management.base import BaseCommand

from concept.actions.office import load_office


class Command(BaseCommand):
    help = "Lädt die üblichen Aufgaben eines Seniorenbüros, die Möglichkeiten der Trägerschaft und Kriterien."

    def handle(self, *args, **options):
        self.stdout.write(f"Seniorenbüro: {load_office()} Zeilen geladen.")
