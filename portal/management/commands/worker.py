"""manage.py worker: does what the portal has queued, until it is stopped."""

from django.core.management.base import BaseCommand

from portal import worker


class Command(BaseCommand):
    help = "Erledigt die Arbeit im Hintergrund: Briefe, die nächtliche Pflege."

    def handle(self, *args, **options):
        worker.work()
