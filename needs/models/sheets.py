"""Sheets (Bögen): forms that are being filled in, and sent ones until the urn is emptied."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from needs.models.waves import Letter, Wave
from workshops.models import Code

# Every tenth sheet of paper is typed a second time, by somebody else.
SAMPLE = 10


class Channel(models.TextChoices):
    """The way an answer came."""

    ONLINE = "online", _("im Internet")
    PAPER = "paper", _("auf Papier")
    PHONE = "phone", _("am Telefon")
    WORKSHOP = "workshop", _("in der Werkstatt")


class Language(models.TextChoices):
    GERMAN = "de", _("Deutsch")
    ENGLISH = "en", _("Englisch")


class BatchQuerySet(models.QuerySet["Batch"]):
    def open(self):
        """Sheets can still be typed in."""
        return self.filter(closed_at__isnull=True)

    def left_since(self, moment: datetime):
        """Open, with sheets typed in, and none typed or changed since then."""
        sheets = Sheet.objects.filter(batch=OuterRef("pk"))
        return self.open().filter(Exists(sheets), ~Exists(sheets.filter(changed_at__gt=moment)))

    def undestroyed(self):
        return self.filter(destroyed_on__isnull=True)

    def to_destroy(self, moment: datetime):
        """Paper that is still there, of waves that were over by then."""
        return self.undestroyed().filter(channel=Channel.PAPER, wave__closed_at__lte=moment)


class Batch(models.Model):
    """A pile of paper forms, or of telephone interviews: where it lies until it is destroyed.

    The figures of the second entry are added up here; which sheet they came from isn't kept.
    """

    number = models.PositiveIntegerField(_("Stapel"), unique=True)
    wave = models.ForeignKey(Wave, verbose_name=_("Befragung"), on_delete=models.PROTECT, related_name="batches")
    channel = models.CharField(_("Weg"), max_length=20, choices=Channel.choices, default=Channel.PAPER)
    source = models.CharField(_("Herkunft"), max_length=120, help_text=_("Zum Beispiel: Auslage im Stadtteilbüro."))
    storage_place = models.CharField(_("liegt in"), max_length=120, blank=True)
    destroyed_on = models.DateField(_("vernichtet am"), null=True, blank=True)
    closed_at = models.DateTimeField(_("abgeschlossen am"), null=True, blank=True)
    seconds = models.PositiveIntegerField(_("Sekunden für das Eintippen"), default=0)
    sheets = models.PositiveIntegerField(_("eingetippte Bögen"), default=0)
    compared_sheets = models.PositiveIntegerField(_("zweimal eingetippte Bögen"), default=0)
    compared_answers = models.PositiveIntegerField(_("verglichene Antworten"), default=0)
    differing_answers = models.PositiveIntegerField(_("abweichende Antworten"), default=0)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("Stapel")
        verbose_name_plural = _("Stapel")
        constraints = [
            models.CheckConstraint(
                name="batch_of_paper_lies_somewhere",
                condition=~Q(channel="paper") | ~Q(storage_place=""),
                violation_error_message=_("Tragen Sie ein, wo das Papier liegt."),
            ),
            models.CheckConstraint(
                name="batch_differs_in_what_was_compared",
                condition=Q(differing_answers__lte=F("compared_answers"), compared_sheets__lte=F("sheets")),
            ),
        ]

    def __str__(self):
        return f"Stapel {self.number}"

    @property
    def is_example(self) -> bool:
        return self.wave.is_example


class SheetQuerySet(models.QuerySet["Sheet"]):
    def being_written(self):
        return self.filter(sent_at__isnull=True)

    def sent(self):
        """In the urn."""
        return self.filter(sent_at__isnull=False)

    def untouched_since(self, moment: datetime):
        return self.filter(changed_at__lte=moment)

    def by_number(self):
        """Those of a batch, as they lie in the pile."""
        return self.order_by("number", "pk")

    def waiting_for_second_entry(self):
        on_paper = self.exclude(channel=Channel.PHONE)
        return on_paper.annotate(rest=F("number") % SAMPLE).filter(rest=0, is_compared=False)


class Sheet(models.Model):
    """A form on its way. `data` maps the name of each page to the values typed there, right or wrong.

    A sent sheet lies in the urn until the next emptying, which turns a shuffled pile of them into submissions and
    deletes them: nothing that stays tells when, in which order or with which letter somebody answered.
    """

    key_digest = models.CharField(max_length=64, blank=True, editable=False)
    wave = models.ForeignKey(Wave, verbose_name=_("Befragung"), on_delete=models.PROTECT, related_name="sheets")
    channel = models.CharField(_("Weg"), max_length=20, choices=Channel.choices, default=Channel.ONLINE)
    language = models.CharField(_("Sprache"), max_length=2, choices=Language.choices, default=Language.GERMAN)
    data = models.JSONField(default=dict)
    # Time spent on the pages; a break of any length counts as one minute.
    seconds = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    code = models.OneToOneField(Code, on_delete=models.PROTECT, null=True, related_name="sheet")
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, null=True, related_name="sheet")
    # Set when the letter of an organisation was used: its statement is one, however many people send it.
    provider = models.ForeignKey("offers.Provider", on_delete=models.PROTECT, null=True, related_name="+")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="open_sheets")
    number = models.PositiveIntegerField(_("Bogen"), null=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    is_compared = models.BooleanField(_("zweimal eingetippt"), default=False)

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("Bogen")
        verbose_name_plural = _("Bögen")
        constraints = [
            models.CheckConstraint(
                name="sent_sheet_forgets_its_letter", condition=Q(sent_at__isnull=True) | Q(letter__isnull=True)
            ),
            models.CheckConstraint(
                name="typed_sheet_lies_in_a_batch",
                condition=(Q(batch__isnull=True, number__isnull=True) & ~Q(key_digest=""))
                | Q(batch__isnull=False, number__isnull=False),
            ),
            models.UniqueConstraint(
                name="sheet_is_opened_by_one_address", fields=("key_digest",), condition=~Q(key_digest="")
            ),
            models.UniqueConstraint(
                name="sheet_is_typed_in_once",
                fields=("batch", "number"),
                condition=Q(batch__isnull=False),
                violation_error_message=_("Dieser Bogen ist schon eingetippt."),
            ),
            models.UniqueConstraint(
                name="organisation_writes_one_sheet_in_a_wave",
                fields=("wave", "provider"),
                condition=Q(provider__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Bogen {self.pk}"

    @property
    def is_in_sample(self) -> bool:
        # Of a telephone call nothing is left that could be typed again.
        return self.channel != Channel.PHONE and self.number % SAMPLE == 0
