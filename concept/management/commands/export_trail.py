"""`manage.py export_trail [--csv]`: the published trail on standard output, as JSON-LD or as CSV."""

import json

from django.core.management.base import BaseCommand
from django.core.serializers.json import DjangoJSONEncoder

from concept.provenance import as_csv, as_json_ld, things


class Command(BaseCommand):
    help = "Gibt den Nachweis aus: als JSON-LD nach W3C PROV oder als CSV. Nur Veröffentlichtes, keine Personen."

    def add_arguments(self, parser):
        parser.add_argument("--csv", action="store_true", help="Als Tabelle.")

    def handle(self, *, csv, **options):
        found = things()
        told = json.dumps(as_json_ld(found), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        self.stdout.write(as_csv(found) if csv else told, ending="")
