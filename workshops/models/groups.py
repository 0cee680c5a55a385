"""Who takes part: the groups whose voices are counted apart."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StakeholderGroup(models.TextChoices):
    """The seven groups of the questionnaire, so that workshop and form can be laid side by side."""

    OLDER_PEOPLE = "older_people", _("ältere Person")
    RELATIVES = "relatives", _("Angehörige oder pflegende Person")
    COUNCIL = "council", _("Seniorenbeirat")
    PROVIDERS = "providers", _("Anbieter")
    CHURCHES = "churches", _("Kirche oder Religionsgemeinschaft")
    VOLUNTEERS = "volunteers", _("ehrenamtliche Person")
    ADMINISTRATION = "administration", _("Verwaltung oder Politik")
