"""manage.py nightly: to be called once a night, shortly after midnight."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.nightly import keep_house


class Command(BaseCommand):
    help = "Moves the slots on, makes the listings anew, deletes what may not be kept."

    def handle(self, *args, **options):
        for what, count in keep_house(now=timezone.now()).items():
            self.stdout.write(f"{what}: {count}")
