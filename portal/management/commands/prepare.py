"""manage.py prepare: brings a local trial up to date without serving it."""

from django.core.management.base import BaseCommand

from portal import serving


class Command(BaseCommand):
    help = "Richtet Datenbank, Katalog, Dateien und Konto des Probebetriebs ein."

    def handle(self, *args, **options):
        serving.prepare(self.stdout.write)
