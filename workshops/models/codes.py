""" "Ihr Code": what people type to come back, without an account."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CodeKind(models.TextChoices):
    """What a code opens."""

    REGISTRATION = "registration", _("Anmeldung")
    INVITATION = "invitation", _("Einladung")
    VOTING_SLIP = "voting_slip", _("Stimmkarte")
    NEEDS_SHEET = "needs_sheet", _("Fragebogen")
    NEEDS_LETTER = "needs_letter", _("Brief mit Code")
    CONTRIBUTION = "contribution", _("Beitrag")


class Code(models.Model):
    """Twelve digits, kept as a keyed digest; no two things in the house share one.

    The digits themselves come from the nonce and the secret key (workshops.codes), so that a ticket can be printed
    again; who has only the database has neither digits nor a way to guess them.
    """

    digest = models.CharField(max_length=64, unique=True, editable=False)
    nonce = models.CharField(max_length=32, editable=False)
    kind = models.CharField(_("Art"), max_length=20, choices=CodeKind.choices)

    class Meta:
        verbose_name = _("Code")
        verbose_name_plural = _("Codes")

    def __str__(self):
        return self.get_kind_display()
