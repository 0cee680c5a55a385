"""The log of the concept: what happened, in a chain that nobody can change unseen (methods.md section 11)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LogKind(models.TextChoices):
    FROZEN = "frozen", _("Zahlen festgehalten")
    PUBLISHED = "published", _("veröffentlicht")
    WITHDRAWN = "withdrawn", _("zurückgezogen")
    PROPOSED = "proposed", _("vorgeschlagen")
    RESOLVED = "resolved", _("beschlossen")
    REPORTED = "reported", _("berichtet")
    DISSENTED = "dissented", _("widersprochen")
    ASKED = "asked", _("gefragt")
    NOTED = "noted", _("Antwort aufgeschrieben")
    SETTLED = "settled", _("entschieden")
    THRESHOLDS = "thresholds", _("Schwellenwerte geändert")


class LogLineQuerySet(models.QuerySet["LogLine"]):
    def in_order(self):
        return self.order_by("position")


class LogLine(models.Model):
    """`digest` is over salt and content; `chain` over this line and the chain before it. A trigger keeps them.

    No personal text stands in it or goes into `chain`: where the salt is deleted, the digest says nothing any more and
    the chain still holds.
    """

    position = models.PositiveBigIntegerField(_("Nummer"), primary_key=True)
    kind = models.CharField(_("Was"), max_length=12, choices=LogKind.choices)
    # What it is about, as in documents: "F-2026-014", "M-031", "D-1", "Stand 2".
    subject = models.CharField(_("Worum es geht"), max_length=40)
    # What it follows from: "T-7", "F-2026-014"; ids only.
    derived_from = models.JSONField(_("folgt aus"), default=list)
    # Who, by role, never by name.
    role = models.CharField(_("Rolle"), max_length=40)
    happened_at = models.DateTimeField(_("wann"))
    digest = models.CharField(_("Prüfsumme des Inhalts"), max_length=64)
    chain = models.CharField(_("Prüfsumme der Kette"), max_length=64, unique=True)
    is_example = models.BooleanField(_("Beispiel"), default=False)

    objects = LogLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("Eintrag im Nachweis")
        verbose_name_plural = _("Nachweis")
        constraints = [
            models.CheckConstraint(
                name="log_line_has_whole_digests",
                condition=Q(digest__regex="^[0-9a-f]{64}$", chain__regex="^[0-9a-f]{64}$"),
            )
        ]

    def __str__(self):
        return f"{self.position}: {self.subject}"


class LogSalt(models.Model):
    """The salt of a line and its content. Deleting both is how something is forgotten."""

    line = models.OneToOneField(LogLine, on_delete=models.PROTECT, primary_key=True, related_name="salt")
    salt = models.CharField(max_length=64)
    content = models.JSONField()

    def __str__(self):
        return str(self.line_id)
