"""`manage.py verify_log [--known HEAD]`: whether the log of the concept is as it was written."""

from django.core.management.base import BaseCommand, CommandError

from concept.actions.log import verify_log


class Command(BaseCommand):
    help = "Prüft die Kette des Nachweises. Notieren Sie ihr Ende: Nur damit fällt auf, wenn später etwas fehlt."

    def add_arguments(self, parser):
        parser.add_argument("--known", default="", help="Ein Ende der Kette, das früher notiert wurde.")

    def handle(self, *, known, **options):
        checked = verify_log(known=known)
        if checked.broken:
            positions = ", ".join(map(str, checked.broken))
            raise CommandError(f"Der Nachweis ist verändert. Diese Einträge stimmen nicht: {positions}")
        if not checked.is_known:
            raise CommandError("Das notierte Ende kommt nicht vor: Am Ende des Nachweises fehlen Einträge.")
        self.stdout.write(f"{checked.lines} Einträge, die Kette hält. Inhalt gelöscht bei {checked.forgotten}.")
        self.stdout.write(f"Ende der Kette: {checked.head}")
