"""The Seniorenbüro question: tasks of such an office, ways of Trägerschaft, arguments, and offices elsewhere."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from offers.models import Topic


class OfficeTaskQuerySet(models.QuerySet["OfficeTask"]):
    def in_order(self):
        return self.order_by("position", "pk")


class OfficeTask(models.Model):
    """What a Seniorenbüro typically does; `topics` tell which offers do it today."""

    name = models.CharField(_("Aufgabe"), max_length=160, unique=True)
    description = models.CharField(_("In einem Satz"), max_length=300, blank=True)
    topics = models.ManyToManyField(Topic, verbose_name=_("Themen"), blank=True, related_name="+")
    # Key of the option of the question "what should an office do" that means this task.
    option_key = models.CharField(_("Antwort im Fragebogen"), max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=1)

    objects = OfficeTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("Aufgabe eines Seniorenbüros")
        verbose_name_plural = _("Aufgaben eines Seniorenbüros")

    def __str__(self):
        return self.name


class OfficeOptionQuerySet(models.QuerySet["OfficeOption"]):
    def in_order(self):
        return self.order_by("position", "pk")


class OfficeOption(models.Model):
    """Who could run it: city, free provider, association, several together, existing Stadtteilbüros, none."""

    name = models.CharField(_("Möglichkeit"), max_length=120, unique=True)
    description = models.CharField(_("In einem Satz"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=1)

    objects = OfficeOptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Möglichkeit der Trägerschaft")
        verbose_name_plural = _("Möglichkeiten der Trägerschaft")

    def __str__(self):
        return self.name


class OfficeCriterion(models.Model):
    name = models.CharField(_("Kriterium"), max_length=120, unique=True)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=1)

    objects = OfficeOptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Kriterium")
        verbose_name_plural = _("Kriterien")

    def __str__(self):
        return self.name


class Voice(models.TextChoices):
    PLANNING = "planning", _("Planung der Stadt")
    COUNCIL = "council", _("Seniorenbeirat")


class OfficeArgument(models.Model):
    """What one side says about an option by a criterion. Both stand side by side; nothing is weighed."""

    option = models.ForeignKey(
        OfficeOption, on_delete=models.CASCADE, related_name="arguments", verbose_name=_("Möglichkeit")
    )
    criterion = models.ForeignKey(
        OfficeCriterion, on_delete=models.PROTECT, related_name="+", verbose_name=_("Kriterium")
    )
    voice = models.CharField(_("Wer das sagt"), max_length=12, choices=Voice.choices)
    text = models.TextField(_("Argument"), max_length=1000)
    written_on = models.DateField(_("vom"))

    class Meta:
        verbose_name = _("Argument")
        verbose_name_plural = _("Argumente")
        constraints = [
            models.UniqueConstraint(
                name="argument_stands_once_for_each_voice",
                fields=("option", "criterion", "voice"),
                violation_error_message=_("Dazu steht schon ein Argument da. Ändern Sie es dort."),
            ),
            models.CheckConstraint(name="argument_says_something", condition=~Q(text="")),
        ]

    def __str__(self):
        return f"{self.option}: {self.criterion}"


class OfficeElsewhereQuerySet(models.QuerySet["OfficeElsewhere"]):
    def in_order(self):
        return self.order_by("town", "name", "pk")


class OfficeElsewhere(models.Model):
    """A Seniorenbüro elsewhere in Rheinland-Pfalz, filled in by the planner, each with its source."""

    name = models.CharField(_("Name"), max_length=200)
    town = models.CharField(_("Ort"), max_length=120)
    tasks = models.TextField(_("Aufgaben"), max_length=1000)
    sponsor = models.CharField(_("Trägerschaft"), max_length=200)
    staff = models.CharField(_("Personal"), max_length=200, blank=True)
    source = models.CharField(_("Quelle"), max_length=300)
    as_of = models.DateField(_("Stand"))
    is_example = models.BooleanField(_("Beispiel"), default=False, editable=False)

    objects = OfficeElsewhereQuerySet.as_manager()

    class Meta:
        verbose_name = _("Seniorenbüro anderswo")
        verbose_name_plural = _("Seniorenbüros anderswo")
        constraints = [
            models.CheckConstraint(
                name="office_elsewhere_names_its_source",
                condition=~Q(source=""),
                violation_error_message=_("Schreiben Sie, woher Sie das wissen."),
            )
        ]

    def __str__(self):
        return self.name
