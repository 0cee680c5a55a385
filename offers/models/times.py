"""When an offer is there: rules, breaks, and the slots computed from them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from offers.models.offers import Offer


class Frequency(models.TextChoices):
    WEEKLY = "weekly", _("jede Woche")
    MONTHLY = "monthly", _("jeden Monat")


class OpeningTimeQuerySet(models.QuerySet["OpeningTime"]):
    def in_order(self):
        return self.order_by("position", "pk")


class OpeningTime(models.Model):
    """A rule as in RFC 5545: "every week on Monday" or "every first Wednesday of the month"."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="opening_times")
    frequency = models.CharField(_("wie oft"), max_length=10, choices=Frequency.choices, default=Frequency.WEEKLY)
    interval = models.PositiveSmallIntegerField(
        _("jede wievielte Woche"),
        default=1,
        help_text=_("1 heißt jede Woche, 2 heißt alle zwei Wochen ab „gilt ab“."),
    )
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("Wochentage"),
        help_text=_("0 ist Montag."),
    )
    weeks_of_month = ArrayField(
        models.SmallIntegerField(),
        verbose_name=_("wievielter im Monat"),
        default=list,
        blank=True,
        help_text=_("1 bis 5, -1 für den letzten."),
    )
    starts_at = models.TimeField(_("von"))
    ends_at = models.TimeField(_("bis"), help_text=_("Vor „von“ heißt: bis zum nächsten Tag."))
    valid_from = models.DateField(_("gilt ab"), null=True, blank=True)
    valid_until = models.DateField(_("gilt bis"), null=True, blank=True)
    on_holidays = models.BooleanField(_("auch an Feiertagen"), default=False)
    by_appointment = models.BooleanField(_("nur nach Absprache"), default=False)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=1)

    objects = OpeningTimeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Öffnungszeit")
        verbose_name_plural = _("Öffnungszeiten")
        constraints = [
            models.CheckConstraint(
                name="opening_time_has_weekdays",
                condition=Q(weekdays__len__gt=0, weekdays__contained_by=[0, 1, 2, 3, 4, 5, 6]),
                violation_error_message=_("Wählen Sie mindestens einen Wochentag."),
            ),
            models.CheckConstraint(
                name="opening_time_monthly_names_its_weeks",
                condition=Q(frequency="weekly", weeks_of_month__len=0)
                | Q(
                    frequency="monthly",
                    weeks_of_month__len__gt=0,
                    weeks_of_month__contained_by=[-1, 1, 2, 3, 4, 5],
                ),
                violation_error_message=_("Tragen Sie bei „jeden Monat“ ein, der wievielte Wochentag im Monat gilt."),
            ),
            models.CheckConstraint(
                name="opening_time_interval_has_a_first_week",
                condition=Q(interval=1) | Q(interval__gt=1, frequency="weekly", valid_from__isnull=False),
                violation_error_message=_("Tragen Sie bei „gilt ab“ ein, in welcher Woche es beginnt."),
            ),
            models.CheckConstraint(
                name="opening_time_ends_after_it_begins_to_hold",
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("„Gilt bis“ darf nicht vor „gilt ab“ liegen."),
            ),
        ]

    def __str__(self):
        return f"{self.get_frequency_display()} {self.starts_at:%H:%M}–{self.ends_at:%H:%M}"


class Closure(models.Model):
    """A break: the offer doesn't take place on these days."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="closures")
    first_day = models.DateField(_("erster Tag"))
    last_day = models.DateField(_("letzter Tag"))
    reason = models.CharField(_("Grund"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("Pause")
        verbose_name_plural = _("Pausen")
        constraints = [
            models.CheckConstraint(
                name="closure_ends_after_it_starts",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message=_("Der letzte Tag darf nicht vor dem ersten liegen."),
            )
        ]

    def __str__(self):
        return f"{self.first_day:%d.%m.%Y} – {self.last_day:%d.%m.%Y}"


class SlotQuerySet(models.QuerySet["Slot"]):
    def in_order(self):
        return self.order_by("starts_at", "pk")


class Slot(models.Model):
    """A span of 60 days ahead in which an offer is there: label, filter, facet and dates read these rows."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="slots", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    by_appointment = models.BooleanField(default=False)

    objects = SlotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="slot_stands_once",
                fields=("offer", "starts_at"),
                include=("ends_at", "by_appointment"),
            ),
            models.CheckConstraint(
                name="slot_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
            ),
        ]

    def __str__(self):
        return f"{self.offer_id}: {self.starts_at} – {self.ends_at}"
