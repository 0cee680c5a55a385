"""What stock is measured by, beside the offers themselves: people of 65 and older, norms, waiting lists."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from offers.models import Area, Offer, Topic


class AgeCountQuerySet(models.QuerySet["AgeCount"]):
    def of_latest_day(self):
        latest = AgeCount.objects.order_by("-as_of").values("as_of")[:1]
        return self.filter(as_of=latest)

    def in_order(self):
        return self.order_by("-as_of", "area__sort_name", "age_from", "pk")


class AgeCount(models.Model):
    """Official number of people of an age group in an area, from the city's file (domain.md 1.3). Never estimated."""

    area = models.ForeignKey(Area, verbose_name=_("Gebiet"), on_delete=models.CASCADE, related_name="age_counts")
    as_of = models.DateField(_("Stichtag"))
    age_from = models.PositiveSmallIntegerField(_("von"))
    # Exclusive, as "BisKleinerAls" of the file; empty: and older.
    age_below = models.PositiveSmallIntegerField(_("bis unter"), null=True, blank=True)
    people = models.PositiveIntegerField(_("Menschen"))
    source = models.CharField(_("Quelle"), max_length=300)

    objects = AgeCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("amtliche Zahl einer Altersgruppe")
        verbose_name_plural = _("amtliche Zahlen der Altersgruppen")
        constraints = [
            models.UniqueConstraint(name="age_count_stands_once", fields=("area", "as_of", "age_from")),
            models.CheckConstraint(
                name="age_count_is_of_a_span", condition=Q(age_below__isnull=True) | Q(age_below__gt=F("age_from"))
            ),
            models.CheckConstraint(name="age_count_names_its_source", condition=~Q(source="")),
        ]

    def __str__(self):
        return f"{self.area} {self.age_from}"


class Norm(models.Model):
    """How much of a topic there should be, by a plan, the council or the law; the city's mean is none (section 7)."""

    topic = models.OneToOneField(Topic, verbose_name=_("Thema"), on_delete=models.PROTECT, related_name="norm")
    offers_per_thousand = models.DecimalField(
        _("Angebote für 1.000 Menschen ab 65"), max_digits=7, decimal_places=2, help_text=_("Zum Beispiel 1,50.")
    )
    source = models.CharField(_("Wo das steht"), max_length=300)
    decided_on = models.DateField(_("gilt seit"))

    class Meta:
        verbose_name = _("Richtwert")
        verbose_name_plural = _("Richtwerte")
        constraints = [
            models.CheckConstraint(
                name="norm_is_positive_and_names_its_source",
                condition=Q(offers_per_thousand__gt=0) & ~Q(source=""),
                violation_error_message=_("Tragen Sie einen Wert über 0 ein und wo er steht."),
            )
        ]

    def __str__(self):
        return f"{self.topic}: {self.offers_per_thousand}"


class WaitingListQuerySet(models.QuerySet["WaitingList"]):
    def in_order(self):
        return self.order_by("-as_of", "pk")


class WaitingList(models.Model):
    """How many people wait for an offer, as its provider says: expressed need (methods.md section 1)."""

    offer = models.OneToOneField(
        Offer, verbose_name=_("Angebot"), on_delete=models.CASCADE, related_name="waiting_list"
    )
    people = models.PositiveIntegerField(_("Menschen, die warten"))
    as_of = models.DateField(_("Stand"))
    source = models.CharField(_("Wer das sagt"), max_length=200)

    objects = WaitingListQuerySet.as_manager()

    class Meta:
        verbose_name = _("Warteliste eines Angebots")
        verbose_name_plural = _("Wartelisten von Angeboten")
        constraints = [models.CheckConstraint(name="waiting_list_names_its_source", condition=~Q(source=""))]

    def __str__(self):
        return f"{self.offer}: {self.people}"
