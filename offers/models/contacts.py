"""Contact ways of an offer or of a provider."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from offers.models.offers import Offer
from offers.models.providers import Provider


class ContactKind(models.TextChoices):
    PHONE = "phone", _("Telefon")
    EMAIL = "email", _("E-Mail")
    WEB = "web", _("Internetseite")
    LETTER = "letter", _("Brief")
    FAX = "fax", _("Fax")


class ContactQuerySet(models.QuerySet["Contact"]):
    def in_order(self):
        return self.order_by("position", "pk")

    def inherited_by(self, offer: Offer):
        """What its providers lend an offer, the first provider's first."""
        links = "provider__offer_links"
        rows = self.filter(**{f"{links}__offer": offer}).select_related("provider")
        return rows.order_by(f"{links}__position", f"{links}__pk", "position", "pk")


class Contact(models.Model):
    """One way to reach someone. Telephone numbers are kept as E.164 (ITU-T E.164): +4963131090738."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, null=True, blank=True, related_name="contacts")
    provider = models.ForeignKey(
        Provider,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="contacts",
    )
    kind = models.CharField(_("Art"), max_length=10, choices=ContactKind.choices)
    value = models.CharField(_("Nummer oder Adresse"), max_length=200)
    label = models.CharField(_("Wer meldet sich"), max_length=80, blank=True)
    hours = models.CharField(_("Sprechzeiten"), max_length=120, blank=True)
    note = models.CharField(_("Hinweis"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=1)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("Kontakt")
        verbose_name_plural = _("Kontakte")
        constraints = [
            models.CheckConstraint(
                name="contact_belongs_to_an_offer_or_a_provider",
                condition=Q(offer__isnull=False, provider__isnull=True) | Q(offer__isnull=True, provider__isnull=False),
            ),
            models.CheckConstraint(
                name="contact_number_is_international",
                condition=~Q(kind__in=("phone", "fax")) | Q(value__regex=r"^\+[1-9][0-9]{5,14}$"),
                violation_error_message=_("Tragen Sie die Telefonnummer mit Vorwahl ein, zum Beispiel 0631 3650."),
            ),
            models.CheckConstraint(
                name="contact_web_address_can_be_opened",
                condition=~Q(kind="web") | Q(value__regex=r"^https?://"),
                violation_error_message=_("Schreiben Sie die Internetseite mit https:// am Anfang."),
            ),
        ]

    def __str__(self):
        return self.value
