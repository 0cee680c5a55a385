"""The log of seats: why somebody has one, or not yet."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workshops.models.registrations import Registration
from workshops.models.workshops import Workshop


class SeatEventKind(models.TextChoices):
    SEATED = "seated", _("hat einen Platz bekommen")
    QUEUED = "queued", _("kam auf die Warteliste")
    PASSED_OVER = "passed_over", _("bleibt auf der Warteliste: Für so viele Personen reichen die freien Plätze nicht")
    PROMISED = "promised", _("rückt nach: Platz zugesagt")
    CONFIRMED = "confirmed", _("hat den Platz bestätigt")
    EXPIRED = "expired", _("hat nicht rechtzeitig bestätigt")
    CANCELLED = "cancelled", _("hat abgesagt")
    CHANGED = "changed", _("hat die Zahl der Personen geändert")


class SeatEventQuerySet(models.QuerySet["SeatEvent"]):
    def latest_first(self):
        return self.order_by("-pk")


class SeatEvent(models.Model):
    """One line of the log. It names a registration by its number, never a person, and is only ever added to."""

    workshop = models.ForeignKey(
        Workshop, verbose_name=_("Werkstatt"), on_delete=models.CASCADE, related_name="seat_events"
    )
    registration = models.ForeignKey(
        Registration, verbose_name=_("Anmeldung"), on_delete=models.CASCADE, related_name="seat_events"
    )
    kind = models.CharField(_("Was geschah"), max_length=20, choices=SeatEventKind.choices)
    people = models.PositiveSmallIntegerField(_("Personen"))
    free_seats = models.PositiveSmallIntegerField(_("danach frei"))
    happened_at = models.DateTimeField(_("wann"))

    objects = SeatEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("Platzvergabe")
        verbose_name_plural = _("Platzvergaben")

    def __str__(self):
        return f"{self.registration}: {self.get_kind_display()}"
