"""Proof: who read raw answers and why, and what was deleted when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from needs.models.waves import Wave


class RawReading(models.Model):
    """Somebody of the role "Auswertung" read single answers or free text, for a reason."""

    wave = models.ForeignKey(
        Wave, verbose_name=_("Befragung"), on_delete=models.PROTECT, null=True, blank=True, related_name="readings"
    )
    what = models.CharField(_("Was"), max_length=300)
    reason = models.CharField(_("Wofür"), max_length=200)
    read_at = models.DateTimeField(_("wann"))
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("von"), on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("Einsicht in einzelne Antworten")
        verbose_name_plural = _("Einsichten in einzelne Antworten")
        constraints = [models.CheckConstraint(name="raw_reading_has_a_reason", condition=~Q(reason=""))]

    def __str__(self):
        return self.what


class PurgedNeeds(models.TextChoices):
    SHEETS = "sheets", _("angefangene Bögen")
    ANSWERS = "answers", _("Antworten nach Ablauf der Frist")
    EMPTIED = "emptied", _("Bögen, von denen nichts mehr da war")
    TEXTS = "texts", _("freie Texte nach Ablauf der Frist")
    READINGS = "readings", _("Vermerke über Einsichten")
    WITHDRAWN = "withdrawn", _("zurückgezogene Bögen")


class NeedsPurge(models.Model):
    """A line of the deletion protocol: what, how much, on which day. It names nobody."""

    wave = models.ForeignKey(
        Wave, verbose_name=_("Befragung"), on_delete=models.PROTECT, null=True, blank=True, related_name="purges"
    )
    what = models.CharField(_("Was"), max_length=20, choices=PurgedNeeds.choices)
    count = models.PositiveIntegerField(_("Anzahl"))
    purged_on = models.DateField(_("gelöscht am"))

    class Meta:
        verbose_name = _("Löschung")
        verbose_name_plural = _("Löschprotokoll des Bedarfs")

    def __str__(self):
        return f"{self.get_what_display()}: {self.count}"
