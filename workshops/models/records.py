"""Proof: who took a list with names and why, and what was deleted when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workshops.models.workshops import Workshop


class NamedList(models.TextChoices):
    """The lists that name people."""

    ATTENDANCE = "attendance", _("Teilnahmeliste")
    BADGES = "badges", _("Namensschilder")
    NEEDS = "needs", _("Hilfen bei der Teilnahme")
    CALLS = "calls", _("Anrufliste")
    LETTERS = "letters", _("Briefe")


class ListExport(models.Model):
    """Somebody printed a list with names, for a reason."""

    workshop = models.ForeignKey(
        Workshop, verbose_name=_("Werkstatt"), on_delete=models.PROTECT, related_name="exports"
    )
    kind = models.CharField(_("Liste"), max_length=20, choices=NamedList.choices)
    reason = models.CharField(_("Wofür"), max_length=200)
    made_at = models.DateTimeField(_("wann"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("von"), on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("gedruckte Namensliste")
        verbose_name_plural = _("gedruckte Namenslisten")
        constraints = [models.CheckConstraint(name="export_has_a_reason", condition=~Q(reason=""))]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.workshop}"


class PurgedData(models.TextChoices):
    NEEDS = "needs", _("Angaben zur Hilfe")
    CONTACTS = "contacts", _("Kontaktdaten")
    DRAFTS = "drafts", _("angefangene Anmeldungen")


class Purge(models.Model):
    """A line of the deletion protocol: what was deleted, how much of it, when. It names nobody."""

    workshop = models.ForeignKey(
        Workshop, verbose_name=_("Werkstatt"), on_delete=models.PROTECT, null=True, blank=True, related_name="purges"
    )
    what = models.CharField(_("Was"), max_length=20, choices=PurgedData.choices)
    count = models.PositiveIntegerField(_("Anzahl"))
    purged_at = models.DateTimeField(_("gelöscht am"))

    class Meta:
        verbose_name = _("Löschung")
        verbose_name_plural = _("Löschprotokoll")

    def __str__(self):
        return f"{self.get_what_display()}: {self.count}"
