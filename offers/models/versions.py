"""Earlier states of an offer: who (by role) changed what when, and back to it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from offers.models.offers import Offer


class OfferVersionQuerySet(models.QuerySet["OfferVersion"]):
    def latest_first(self):
        return self.order_by("-number")


class OfferVersion(models.Model):
    """A snapshot of an offer with contacts, times, topics, places and providers after one action."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("Fassung"))
    event = models.CharField(_("Was geschah"), max_length=80)
    role = models.CharField(_("Rolle"), max_length=80)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("wann"))
    snapshot = models.JSONField(_("Inhalt"))

    objects = OfferVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Fassung")
        verbose_name_plural = _("Fassungen")
        constraints = [models.UniqueConstraint(name="offer_version_has_its_own_number", fields=("offer", "number"))]

    def __str__(self):
        return f"{self.offer_id}, {self.number}"
