"""Hints of duplicate structures (Doppelstrukturen): two offers, reasons, what speaks against, and what both say."""

from datetime import date
from typing import NamedTuple

from django.db import models
from django.db.models import Count, F, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from offers.models import Offer, Provider, Status


class OverlapState(models.TextChoices):
    HINT = "hint", _("Hinweis auf Überschneidung")
    ASKED = "asked", _("Anbieter sind gefragt")
    CONFIRMED = "confirmed", _("von beiden Anbietern bestätigt")
    REFUTED = "refuted", _("entkräftet")


class Outcome(models.TextChoices):
    """What follows from a confirmed one."""

    COORDINATE = "coordinate", _("abstimmen")
    BUNDLE = "bundle", _("zusammenlegen")
    KEEP = "keep", _("bewusst behalten")


class Counts(NamedTuple):
    """How many hints stand where; refuted of settled is the quality figure (methods.md section 9)."""

    open: int
    confirmed: int
    refuted: int

    @property
    def settled(self) -> int:
        return self.confirmed + self.refuted


class OverlapQuerySet(models.QuerySet["Overlap"]):
    def hints(self):
        """Those that nobody was asked about yet."""
        return self.filter(state=OverlapState.HINT)

    def answered(self):
        """Asked, and at least one provider has answered: somebody has to decide."""
        return self.filter(state=OverlapState.ASKED, pk__in=OverlapReply.objects.exclude(answer="").values("overlap"))

    def overdue(self, today: date):
        """Asked, and the four weeks are over: silence blocks nothing."""
        return self.filter(state=OverlapState.ASKED, answer_by__lt=today)

    def confirmed(self):
        return self.filter(state=OverlapState.CONFIRMED)

    def nameable(self):
        """What everybody may read: confirmed by both, and no offer that was never public."""
        known = Offer.objects.published_or_archived().values("pk")
        return self.confirmed().filter(first__in=known, second__in=known)

    def counts(self) -> Counts:
        return Counts(
            **self.aggregate(
                open=Count("pk", Q(state__in=(OverlapState.HINT, OverlapState.ASKED))),
                confirmed=Count("pk", Q(state=OverlapState.CONFIRMED)),
                refuted=Count("pk", Q(state=OverlapState.REFUTED)),
            )
        )

    def in_order(self):
        return self.order_by("pk")

    def for_desk(self):
        return self.select_related("first", "second").prefetch_related(
            Prefetch("replies", OverlapReply.objects.in_order().select_related("provider"))
        )


class Overlap(models.Model):
    """A pair of offers that may do the same for the same people (methods.md section 9). A hint, never a judgement.

    `reasons` and `facts` are lists of sentences, as they were when the pair was found. Named in public only when
    both providers confirmed it; until then it is counted.
    """

    first = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")
    reasons = models.JSONField(_("Was dafür spricht"), default=list)
    facts = models.JSONField(_("Was dagegen spricht"), default=list)
    found_on = models.DateField(_("gefunden am"))
    state = models.CharField(_("Stand"), max_length=12, choices=OverlapState.choices, default=OverlapState.HINT)
    asked_on = models.DateField(_("gefragt am"), null=True, blank=True)
    # Four weeks after asking. Silence is recorded and blocks nothing.
    answer_by = models.DateField(_("Antwort bis"), null=True, blank=True)
    settled_on = models.DateField(_("entschieden am"), null=True, blank=True)
    settled_text = models.TextField(_("Begründung"), max_length=1000, blank=True)
    outcome = models.CharField(_("Was daraus folgt"), max_length=12, choices=Outcome.choices, blank=True)
    is_example = models.BooleanField(_("Beispiel"), default=False, editable=False)

    objects = OverlapQuerySet.as_manager()

    class Meta:
        verbose_name = _("Hinweis auf Überschneidung")
        verbose_name_plural = _("Hinweise auf Überschneidung")
        constraints = [
            models.UniqueConstraint(name="overlap_stands_once", fields=("first", "second")),
            models.CheckConstraint(name="overlap_is_of_two_offers_in_order", condition=Q(first__lt=F("second"))),
            models.CheckConstraint(
                name="overlap_that_was_asked_has_a_date",
                condition=Q(state="hint", asked_on__isnull=True, answer_by__isnull=True)
                | Q(state="asked", asked_on__isnull=False, answer_by__gt=F("asked_on"))
                | Q(state__in=("confirmed", "refuted")),
            ),
            models.CheckConstraint(
                name="overlap_that_is_settled_says_when_and_why",
                condition=~Q(state__in=("confirmed", "refuted")) | (Q(settled_on__isnull=False) & ~Q(settled_text="")),
                violation_error_message=_("Schreiben Sie, warum das so entschieden ist."),
            ),
        ]

    def __str__(self):
        return f"Ü-{self.pk}"

    @property
    def is_settled(self) -> bool:
        return self.state in (OverlapState.CONFIRMED, OverlapState.REFUTED)

    @property
    def is_nameable(self) -> bool:
        """As OverlapQuerySet.nameable says it, of a row with its offers loaded."""
        was_public = {Status.PUBLISHED, Status.ARCHIVED}
        return self.state == OverlapState.CONFIRMED and {self.first.status, self.second.status} <= was_public

    def is_over(self, today: date) -> bool:
        """The four weeks in which providers can answer by their link."""
        return self.answer_by is not None and today > self.answer_by


class OverlapAnswer(models.TextChoices):
    SAME = "same", _("Ja, das überschneidet sich.")
    DIFFERENT = "different", _("Nein, das sind verschiedene Angebote.")
    UNSURE = "unsure", _("Das kann ich nicht sagen.")


class OverlapReplyQuerySet(models.QuerySet["OverlapReply"]):
    def in_order(self):
        return self.order_by("pk")

    def for_its_page(self):
        return self.select_related("overlap__first", "overlap__second", "provider")


class OverlapReply(models.Model):
    """What one of the providers says, by a signed link without account. No answer is an answer too: silence."""

    overlap = models.ForeignKey(Overlap, on_delete=models.CASCADE, related_name="replies")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("Antwort"), max_length=12, choices=OverlapAnswer.choices, blank=True)
    text = models.TextField(_("Stellungnahme"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(_("geantwortet am"), null=True, blank=True)
    # Staff wrote it down from a call or a letter; what came by the link is the provider's own.
    is_noted = models.BooleanField(_("aufgeschrieben"), default=False)
    # When the question left by mail; who has no address gets a letter.
    mailed_at = models.DateTimeField(_("E-Mail verschickt am"), null=True, blank=True)

    objects = OverlapReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("Stellungnahme eines Anbieters")
        verbose_name_plural = _("Stellungnahmen von Anbietern")
        constraints = [
            models.UniqueConstraint(name="provider_replies_once_to_an_overlap", fields=("overlap", "provider")),
            models.CheckConstraint(
                name="reply_is_whole",
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"{self.overlap_id}: {self.provider_id}"
