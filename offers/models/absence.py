""" "Gibt es nicht" is told apart from "noch nicht erfasst": somebody looked, and there is none."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from offers.models.areas import Area
from offers.models.topics import TopicGroup


class Absence(models.Model):
    """Staff looked for a Lebensbereich in an area and found nothing."""

    area = models.ForeignKey(Area, verbose_name=_("Gebiet"), on_delete=models.CASCADE, related_name="absences")
    group = models.ForeignKey(
        TopicGroup, verbose_name=_("Lebensbereich"), on_delete=models.CASCADE, related_name="absences"
    )
    looked_on = models.DateField(_("nachgesehen am"))

    class Meta:
        verbose_name = _("fehlendes Angebot")
        verbose_name_plural = _("fehlende Angebote")
        constraints = [
            models.UniqueConstraint(
                name="absence_stands_once",
                fields=("area", "group"),
                violation_error_message=_("Für dieses Gebiet ist das schon eingetragen. Ändern Sie dort das Datum."),
            )
        ]

    def __str__(self):
        return f"{self.area_id}: {self.group_id}"
