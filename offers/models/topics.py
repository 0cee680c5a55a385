"""Topics: twelve parts of life (Lebensbereiche) and what people look for in them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class TopicGroupQuerySet(models.QuerySet["TopicGroup"]):
    def in_order(self):
        return self.order_by("position", "pk")


class TopicGroup(models.Model):
    """A Lebensbereich, F01 to F12: the unit in which stock and need are compared."""

    code = models.CharField(_("Kennung"), max_length=10, unique=True)
    name = models.CharField(_("Fachname"), max_length=120)
    plain_name = models.CharField(_("Name in einfachen Worten"), max_length=120)
    slug = models.SlugField(_("Adresse"), max_length=80, unique=True)
    description = models.TextField(_("Beschreibung"), blank=True)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), unique=True)
    action_field_number = models.PositiveSmallIntegerField(
        _("Handlungsfeld (bayerisches Modell)"), null=True, blank=True
    )
    who_domain = models.PositiveSmallIntegerField(_("Bereich der WHO"), null=True, blank=True)

    objects = TopicGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("Lebensbereich")
        verbose_name_plural = _("Lebensbereiche")

    def __str__(self):
        return self.plain_name


class TopicQuerySet(models.QuerySet["Topic"]):
    def in_order(self):
        return self.order_by("position", "pk")


class Topic(models.Model):
    code = models.CharField(_("Kennung"), max_length=10, unique=True)
    group = models.ForeignKey(
        TopicGroup,
        verbose_name=_("Lebensbereich"),
        on_delete=models.PROTECT,
        related_name="topics",
    )
    name = models.CharField(_("Fachname"), max_length=120)
    plain_name = models.CharField(_("Name in einfachen Worten"), max_length=120)
    slug = models.SlugField(_("Adresse"), max_length=80, unique=True)
    description = models.TextField(_("Beschreibung"), blank=True)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), unique=True)
    legal_numbers = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("Nummern in § 71 Absatz 2 SGB XII"),
        default=list,
        blank=True,
        help_text=_("Eigene Zuordnung. Die Stadt prüft sie."),
    )
    action_field_number = models.PositiveSmallIntegerField(
        _("Handlungsfeld (bayerisches Modell)"), null=True, blank=True
    )
    who_domain = models.PositiveSmallIntegerField(_("Bereich der WHO"), null=True, blank=True)
    open_eligibility = models.CharField(_("Begriff in Open Eligibility"), max_length=80, blank=True)
    mapping_note = models.CharField(_("Hinweis zur Zuordnung"), max_length=200, blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("Thema")
        verbose_name_plural = _("Themen")

    def __str__(self):
        return self.plain_name

    def get_absolute_url(self):
        return reverse("offers:topic", args=[self.slug])


class TopicWord(models.Model):
    """An everyday word that leads to a topic: "papierkram" finds help with forms."""

    topic = models.ForeignKey(Topic, verbose_name=_("Thema"), on_delete=models.CASCADE, related_name="words")
    word = models.CharField(_("Wort"), max_length=80)

    class Meta:
        verbose_name = _("Alltagswort")
        verbose_name_plural = _("Alltagswörter")
        constraints = [
            models.UniqueConstraint(
                name="topic_word_stands_once",
                fields=("topic", "word"),
                violation_error_message=_("Dieses Wort steht schon bei diesem Thema."),
            )
        ]

    def __str__(self):
        return self.word
