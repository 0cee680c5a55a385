"""What people tell us: searches without result, missing help, errors."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from offers.models.areas import Area
from offers.models.offers import Offer
from offers.models.topics import Topic


class SearchMiss(models.Model):
    """How often a day nothing was found for a topic in an area; no person, no address, no words."""

    day = models.DateField(_("Tag"))
    area = models.ForeignKey(
        Area,
        verbose_name=_("Gebiet"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("Thema"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    count = models.PositiveIntegerField(_("Anzahl"), default=1)

    class Meta:
        verbose_name = _("Suche ohne Ergebnis")
        verbose_name_plural = _("Suchen ohne Ergebnis")
        constraints = [
            models.UniqueConstraint(
                name="search_miss_is_counted_in_one_row",
                fields=("day", "area", "topic"),
                nulls_distinct=False,
            )
        ]

    def __str__(self):
        return f"{self.day}: {self.count}"


class UnknownWordQuerySet(models.QuerySet["UnknownWord"]):
    def readable(self):
        """Searched on three days or more: the others are digests, with nothing to read."""
        return self.exclude(word="")


class UnknownWord(models.Model):
    """A searched word outside the catalogue's vocabulary.

    Only a keyed digest until it was seen on three days: a word that one person typed once could tell
    who it was. From the third day on the word itself is kept, for the people who look after the words.
    """

    digest = models.CharField(max_length=64, unique=True, editable=False)
    word = models.CharField(_("Wort"), max_length=80, blank=True)
    days = ArrayField(models.DateField(), verbose_name=_("gesucht an"), default=list)

    objects = UnknownWordQuerySet.as_manager()

    class Meta:
        verbose_name = _("unbekanntes Suchwort")
        verbose_name_plural = _("unbekannte Suchwörter")
        constraints = [
            models.CheckConstraint(
                name="unknown_word_is_hidden_until_three_days",
                condition=Q(word="") | Q(days__len__gte=3),
            )
        ]

    def __str__(self):
        return self.word or str(_("noch nicht lesbar"))


class MissingHelpQuerySet(models.QuerySet["MissingHelp"]):
    def open(self):
        return self.filter(is_done=False)

    def finish(self) -> int:
        return self.open().update(is_done=True)


class MissingHelp(models.Model):
    """An answer to "Diese Hilfe fehlt? Sagen Sie es uns": one question, without a name."""

    text = models.TextField(_("Was fehlt"), max_length=1000)
    area = models.ForeignKey(
        Area,
        verbose_name=_("Gebiet"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    received_on = models.DateField(_("eingegangen am"))
    is_done = models.BooleanField(_("erledigt"), default=False)

    objects = MissingHelpQuerySet.as_manager()

    class Meta:
        verbose_name = _("fehlende Hilfe")
        verbose_name_plural = _("fehlende Hilfen")

    def __str__(self):
        return self.text[:60]


class ErrorReportQuerySet(models.QuerySet["ErrorReport"]):
    def open(self):
        return self.filter(is_done=False)

    def done(self):
        """Without a contact."""
        return self.filter(is_done=True)

    def finish(self) -> int:
        """Done; the contact goes with it."""
        return self.open().update(is_done=True, contact="")


class ErrorReport(models.Model):
    """ "Stimmt etwas nicht?": what is wrong at an offer. The contact is personal data and goes when it is done."""

    offer = models.ForeignKey(
        Offer,
        verbose_name=_("Angebot"),
        on_delete=models.CASCADE,
        related_name="error_reports",
    )
    text = models.TextField(_("Was stimmt nicht"), max_length=1000)
    contact = models.CharField(_("Kontakt für Rückfragen"), max_length=200, blank=True)
    received_at = models.DateTimeField(_("eingegangen am"))
    is_done = models.BooleanField(_("erledigt"), default=False)

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("Fehlermeldung")
        verbose_name_plural = _("Fehlermeldungen")
        constraints = [
            models.CheckConstraint(
                name="error_report_that_is_done_keeps_no_contact",
                condition=Q(is_done=False) | Q(contact=""),
            )
        ]

    def __str__(self):
        return self.text[:60]


class Allowance(models.Model):
    """How many forms came from one network today: a digest with a key of the day, deleted every night."""

    digest = models.CharField(max_length=64, unique=True)
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.day}: {self.count}"
