"""manage.py compile_catalogues: what production calls before a new version starts; a local trial does it by itself."""

from django.core.management.base import BaseCommand

from portal.catalogues import compile_catalogues


class Command(BaseCommand):
    help = "Übersetzt die Sprachdateien aus locale/ in die Form, die Django liest."

    def handle(self, *args, **options):
        compile_catalogues()
