"""manage.py ensure_chapters: the usual chapters of the concept, without text; a second time changes nothing."""

from django.core.management.base import BaseCommand

from concept.actions.chapters import ensure_chapters


class Command(BaseCommand):
    help = "Legt die üblichen Kapitel des Konzepts an. Was schon da ist, bleibt."

    def handle(self, *args, **options):
        self.stdout.write(f"{ensure_chapters()} Kapitel angelegt.")
