"""Places: where offers happen and how one gets in."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from offers.models.areas import Area
from offers.models.sorting import sort_field


class Place(models.Model):
    """A place with its access features; None means that nobody has looked yet, never "no"."""

    code = models.CharField(_("Kennung"), max_length=120, unique=True, null=True, blank=True)
    name = models.CharField(_("Name"), max_length=160)
    sort_name = sort_field("name")
    street = models.CharField(_("Straße und Hausnummer"), max_length=160, blank=True)
    postal_code = models.CharField(_("Postleitzahl"), max_length=5, blank=True)
    town = models.CharField(_("Ort"), max_length=80, blank=True)
    area = models.ForeignKey(
        Area,
        verbose_name=_("Stadtteil oder Gemeinde"),
        on_delete=models.PROTECT,
        related_name="places",
    )
    is_step_free = models.BooleanField(_("ohne Stufen"), null=True, blank=True)
    has_accessible_toilet = models.BooleanField(_("Toilette für Rollstuhl"), null=True, blank=True)
    has_hearing_loop = models.BooleanField(_("Höranlage"), null=True, blank=True)
    has_parking = models.BooleanField(_("Parkplatz"), null=True, blank=True)
    access_note = models.CharField(_("Hinweis zum Zugang"), max_length=300, blank=True)
    bus_stop = models.CharField(_("Haltestelle"), max_length=120, blank=True)
    bus_stop_metres = models.PositiveIntegerField(_("Meter von der Haltestelle"), null=True, blank=True)
    directions = models.CharField(_("So finden Sie hin"), max_length=300, blank=True)
    source = models.CharField(_("Quelle"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Treffpunkt")
        verbose_name_plural = _("Treffpunkte")
        constraints = [
            models.CheckConstraint(
                name="place_metres_belong_to_a_bus_stop",
                condition=Q(bus_stop_metres__isnull=True) | ~Q(bus_stop=""),
                violation_error_message=_("Tragen Sie zur Entfernung die Haltestelle ein."),
            ),
        ]

    def __str__(self):
        return self.name
