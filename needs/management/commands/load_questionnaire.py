"""manage.py load_questionnaire: the first questionnaire, as a draft; a second time changes nothing."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from needs.actions.planning import propose_thresholds
from needs.actions.questionnaires import load_first_questionnaire


class Command(BaseCommand):
    help = "Lädt den ersten Fragebogen als Entwurf und schlägt die Schwellenwerte vor."

    def handle(self, *args, **options):
        now = timezone.now()
        questionnaire, thresholds = load_first_questionnaire(now=now), propose_thresholds(now=now)
        self.stdout.write(f"Fragebogen: {questionnaire}. Schwellenwerte: {thresholds}.")
