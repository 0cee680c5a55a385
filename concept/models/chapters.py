"""Chapters of the concept: texts that planners write. What is published is kept in Release.document."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from offers.models import TopicGroup


class ChapterKind(models.TextChoices):
    """What the portal itself puts below the text of a chapter."""

    TEXT = "text", _("nur Text")
    PLAIN = "plain", _("Zusammenfassung in Einfacher Sprache")
    DUTIES = "duties", _("was es nach dem Gesetz überall geben muss")
    PARTICIPATION = "participation", _("wer mitgemacht hat")
    POPULATION = "population", _("Zahlen der Bevölkerung")
    PART_OF_LIFE = "part_of_life", _("ein Lebensbereich: Bestand, Bedarf, Befunde, Maßnahmen")
    AREAS = "areas", _("Planungsräume")
    MEASURES = "measures", _("alle Maßnahmen")
    NOT_FOLLOWED = "not_followed", _("was nicht weiterverfolgt wird")
    ANNEX = "annex", _("Tabellen")


class ChapterQuerySet(models.QuerySet["Chapter"]):
    def in_order(self):
        return self.order_by("position", "pk")


class Chapter(models.Model):
    # Which of the usual chapters it is (concept/data/chapters.csv), whatever it is called now; None: one of their own.
    key = models.SlugField(max_length=40, unique=True, null=True, blank=True, editable=False)
    number = models.CharField(_("Nummer"), max_length=8, blank=True, help_text=_("Zum Beispiel 5.1."))
    title = models.CharField(_("Überschrift"), max_length=160)
    kind = models.CharField(
        _("Was darunter steht"), max_length=20, choices=ChapterKind.choices, default=ChapterKind.TEXT
    )
    topic_group = models.OneToOneField(
        TopicGroup,
        verbose_name=_("Lebensbereich"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="chapter",
    )
    # What belongs there, for whoever writes; never published.
    hint = models.CharField(_("Was hierhin gehört"), max_length=300, blank=True, editable=False)
    goal = models.TextField(_("Ziel"), max_length=2000, blank=True)
    # Paragraphs, parted by empty lines.
    text = models.TextField(_("Text"), max_length=60_000, blank=True)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"))
    changed_at = models.DateTimeField(_("geändert am"), auto_now=True)

    objects = ChapterQuerySet.as_manager()

    class Meta:
        verbose_name = _("Kapitel")
        verbose_name_plural = _("Kapitel")
        constraints = [
            models.CheckConstraint(
                name="chapter_about_a_part_of_life_names_it",
                condition=Q(kind="part_of_life", topic_group__isnull=False)
                | (~Q(kind="part_of_life") & Q(topic_group__isnull=True)),
                violation_error_message=_("Wählen Sie den Lebensbereich des Kapitels."),
            ),
            models.UniqueConstraint(
                name="chapter_has_a_place_of_its_own",
                fields=("position",),
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}".strip()
