"""`manage.py load_order`: the resolution that ordered the concept, D-0; a second time changes nothing."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from concept.actions.resolutions import load_order


class Command(BaseCommand):
    help = "Trägt den Beschluss ein, mit dem der Stadtrat das Konzept in Auftrag gegeben hat."

    def handle(self, **options):
        order, is_new = load_order(now=timezone.now())
        self.stdout.write(f"{order}: {'eingetragen' if is_new else 'schon da'}.")
