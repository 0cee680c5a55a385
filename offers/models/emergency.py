"""Emergency numbers: shown on home, 404, searches without result and crisis words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EmergencyNumberQuerySet(models.QuerySet["EmergencyNumber"]):
    def in_order(self):
        return self.order_by("position", "pk")


class EmergencyNumber(models.Model):
    number = models.CharField(_("Nummer"), max_length=30, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    when = models.CharField(_("Wann anrufen"), max_length=120)
    hours = models.CharField(_("Zeiten und Kosten"), max_length=80)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"))
    source = models.CharField(_("Quelle"), max_length=200)

    objects = EmergencyNumberQuerySet.as_manager()

    class Meta:
        verbose_name = _("Notfallnummer")
        verbose_name_plural = _("Notfallnummern")

    def __str__(self):
        return f"{self.number} {self.name}"
