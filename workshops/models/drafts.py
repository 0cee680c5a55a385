"""What somebody has typed and not yet sent."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from workshops.models.registrations import Registration
from workshops.models.workshops import Workshop


class DraftQuerySet(models.QuerySet["Draft"]):
    def untouched_since(self, moment: datetime):
        return self.filter(changed_at__lte=moment)

    def too_late(self, now: datetime):
        """Never sent, and their workshop is over."""
        return self.filter(registration__isnull=True, workshop__ends_at__lte=now)

    def sent(self):
        return self.filter(registration__isnull=False)


class Draft(models.Model):
    """A form that is being filled in, at an address with its 128-bit key; no cookie, no account.

    `data` maps the name of each page to what was typed there, right or wrong. Once it is sent only the link to what
    came of it stays, so that sending twice registers once.
    """

    key_digest = models.CharField(max_length=64, unique=True, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="drafts")
    data = models.JSONField(default=dict)
    changed_at = models.DateTimeField()
    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, null=True, related_name="draft")

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("angefangene Anmeldung")
        verbose_name_plural = _("angefangene Anmeldungen")
        constraints = [
            models.CheckConstraint(
                name="draft_that_was_sent_keeps_nothing_typed",
                condition=models.Q(registration__isnull=True) | models.Q(data={}),
            )
        ]

    def __str__(self):
        return f"Entwurf {self.pk}"
