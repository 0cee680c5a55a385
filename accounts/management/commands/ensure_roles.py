"""manage.py ensure_roles: run after migrate, as often as you like."""

from django.core.management.base import BaseCommand

from accounts.actions import ensure_roles
from accounts.roles import RIGHTS


class Command(BaseCommand):
    help = "Richtet die Rollen mit ihren Rechten ein."

    def handle(self, *args, **options):
        ensure_roles()
        self.stdout.write(f"Rollen: {', '.join(RIGHTS)}.")
