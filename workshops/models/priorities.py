"""Priorities in the room: five points a person, at most three on one topic ("Kumulieren"), secret.

Each point is a row, so that the database itself refuses a sixth point and a fourth on one topic.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from offers.models import Topic
from workshops.models.codes import Code
from workshops.models.groups import StakeholderGroup
from workshops.models.workshops import Workshop

POINTS = 5
MOST_ON_ONE = 3


class RoundState(models.TextChoices):
    PREPARED = "prepared", _("vorbereitet")
    OPEN = "open", _("läuft")
    CLOSED = "closed", _("abgeschlossen")


class PriorityRoundQuerySet(models.QuerySet["PriorityRound"]):
    def closed(self):
        return self.filter(state=RoundState.CLOSED)

    def in_order(self):
        return self.order_by("pk")


class PriorityRound(models.Model):
    workshop = models.ForeignKey(Workshop, verbose_name=_("Werkstatt"), on_delete=models.PROTECT, related_name="rounds")
    question = models.CharField(_("Frage"), max_length=200)
    state = models.CharField(_("Stand"), max_length=20, choices=RoundState.choices, default=RoundState.PREPARED)
    closed_at = models.DateTimeField(_("abgeschlossen am"), null=True, blank=True)

    objects = PriorityRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("Abstimmung")
        verbose_name_plural = _("Abstimmungen")
        constraints = [
            models.CheckConstraint(
                name="round_that_is_closed_says_when",
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at__isnull=True)),
            )
        ]

    def __str__(self):
        return self.question


class PriorityOptionQuerySet(models.QuerySet["PriorityOption"]):
    def in_order(self):
        return self.order_by("number")


class PriorityOption(models.Model):
    """Something to choose, with the number that stands on the paper ballot."""

    round = models.ForeignKey(
        PriorityRound, verbose_name=_("Abstimmung"), on_delete=models.CASCADE, related_name="options"
    )
    number = models.PositiveSmallIntegerField(_("Nummer"))
    text = models.CharField(_("Anliegen"), max_length=200)
    topic = models.ForeignKey(
        Topic, verbose_name=_("Thema"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PriorityOptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Anliegen")
        verbose_name_plural = _("Anliegen")
        constraints = [
            models.UniqueConstraint(
                name="option_number_stands_once",
                fields=("round", "number"),
                violation_error_message=_("Diese Nummer gibt es schon. Wählen Sie eine andere."),
            )
        ]

    def __str__(self):
        return f"{self.number}. {self.text}"


class VotingSlipQuerySet(models.QuerySet["VotingSlip"]):
    def unused(self):
        return self.filter(is_used=False)

    def for_voting(self):
        return self.select_related("round__workshop")

    def for_printing(self):
        return self.select_related("code", "round__workshop").order_by("pk")


class VotingSlip(models.Model):
    """A printed code that lets one person vote on a phone, once. It isn't tied to the ballot or to a registration."""

    round = models.ForeignKey(
        PriorityRound, verbose_name=_("Abstimmung"), on_delete=models.CASCADE, related_name="slips"
    )
    code = models.OneToOneField(Code, on_delete=models.PROTECT, related_name="voting_slip")
    is_used = models.BooleanField(_("benutzt"), default=False)

    objects = VotingSlipQuerySet.as_manager()

    class Meta:
        verbose_name = _("Stimmkarte")
        verbose_name_plural = _("Stimmkarten")

    def __str__(self):
        return f"Stimmkarte {self.pk}"


class BallotQuerySet(models.QuerySet["Ballot"]):
    def on_paper(self):
        return self.filter(is_paper=True)

    def count_by_group(self) -> dict[str, int]:
        return dict(self.order_by("group").values_list("group").annotate(models.Count("pk")))

    def count_by_table(self) -> dict[str, int]:
        return dict(self.order_by("table").values_list("table").annotate(models.Count("pk")))

    def latest_first(self):
        return self.order_by("-pk")


class Ballot(models.Model):
    """One person's points, without the person: the group, and for paper the table it lay on.

    `page_key` is the chance number of the page at the desk it was typed on; one page counts one ballot.
    """

    round = models.ForeignKey(
        PriorityRound, verbose_name=_("Abstimmung"), on_delete=models.PROTECT, related_name="ballots"
    )
    group = models.CharField(_("Gruppe"), max_length=20, choices=StakeholderGroup.choices)
    table = models.CharField(_("Tisch"), max_length=20, blank=True)
    is_paper = models.BooleanField(_("auf Papier"))
    page_key = models.CharField(max_length=64, blank=True, editable=False)

    objects = BallotQuerySet.as_manager()

    class Meta:
        verbose_name = _("Stimmzettel")
        verbose_name_plural = _("Stimmzettel")
        constraints = [
            models.UniqueConstraint(
                name="page_counts_one_ballot", fields=("round", "page_key"), condition=~Q(page_key="")
            ),
            models.CheckConstraint(
                name="only_a_paper_ballot_knows_its_page", condition=Q(page_key="") | Q(is_paper=True)
            ),
        ]

    def __str__(self):
        return f"Stimmzettel {self.pk}"


class Point(models.Model):
    """One of a ballot's five points: the `nth` (1 to 3) on this option."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="points")
    number = models.PositiveSmallIntegerField()
    option = models.ForeignKey(PriorityOption, on_delete=models.PROTECT, related_name="points")
    nth = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("Punkt")
        verbose_name_plural = _("Punkte")
        constraints = [
            models.UniqueConstraint(name="point_is_given_once", fields=("ballot", "number")),
            models.CheckConstraint(name="point_is_one_of_five", condition=Q(number__gte=1, number__lte=POINTS)),
            models.UniqueConstraint(name="point_on_an_option_is_counted", fields=("ballot", "option", "nth")),
            models.CheckConstraint(name="point_is_one_of_three", condition=Q(nth__gte=1, nth__lte=MOST_ON_ONE)),
        ]

    def __str__(self):
        return str(self.number)
