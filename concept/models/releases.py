"""Releases (Stände): frozen numbers, and the document made from them. What is public never changes."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from needs.models import Frame, PlanningArea, Thresholds, Wave
from offers.models import TopicGroup


class ReleaseState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    FROZEN = "frozen", _("Zahlen festgehalten")
    PUBLISHED = "published", _("veröffentlicht")


class Verdict(models.TextChoices):
    """The results of the decision table (methods.md section 8)."""

    GAP = "gap", _("Lücke")
    WATCH = "watch", _("beobachten")
    NO_NEED = "no_need", _("kein Bedarf gemeldet")
    SERVED = "served", _("gut versorgt")
    SERVED_ELSEWHERE = "served_elsewhere", _("gut versorgt von anderswo: nachfragen, wie")
    CHECK_STOCK = "check_stock", _("Bestand prüfen")
    CHECK_STOCK_NEED_CLEAR = "check_stock_need", _("Bestand prüfen, der Bedarf ist klar")
    UNDECIDABLE = "undecidable", _("nicht entscheidbar")
    ACCESS = "access", _("Zugangsproblem")
    MORE_THAN_ASKED = "more_than_asked", _("mehr Angebot als Nachfrage: prüfen")
    # Nobody or too few were asked, or the number is too small to be told.
    TOO_FEW = "too_few", _("zu wenige Antworten")


class Grade(models.TextChoices):
    """How well a statement is backed (methods.md section 5)."""

    PROVEN = "A", _("belegt")
    BACKED = "B", _("gestützt")
    HINT = "C", _("Hinweis")


class StockState(models.TextChoices):
    CONFIRMED = "confirmed", _("geprüfte Angebote")
    UNCHECKED = "unchecked", _("nicht geprüft")
    NONE = "none", _("gibt es nicht")
    UNKNOWN = "unknown", _("noch nicht erfasst")


class ReleaseQuerySet(models.QuerySet["Release"]):
    def frozen(self):
        """Numbers are held, findings and chapters are being written."""
        return self.filter(state=ReleaseState.FROZEN)

    def published(self):
        return self.filter(state=ReleaseState.PUBLISHED)

    def newest_first(self):
        return self.order_by("-number")

    def latest_published(self) -> "Release | None":
        return self.published().newest_first().first()

    def shown(self) -> "Release | None":
        """What the public pages show: the newest one; examples only as long as there is nothing real."""
        return self.published().order_by("is_example", "-number").defer("document").first()


class Release(models.Model):
    """A Stand: draft, then numbers frozen (findings and chapters are written), then published and unchangeable."""

    number = models.PositiveIntegerField(_("Nummer"), unique=True)
    title = models.CharField(_("Titel"), max_length=120)
    state = models.CharField(
        _("Stand"), max_length=12, choices=ReleaseState.choices, default=ReleaseState.DRAFT, editable=False
    )
    waves = models.ManyToManyField(Wave, verbose_name=_("Befragungen"), blank=True, related_name="releases")
    thresholds = models.ForeignKey(
        Thresholds, verbose_name=_("Schwellenwerte"), on_delete=models.PROTECT, null=True, editable=False
    )
    frozen_at = models.DateTimeField(_("Zahlen vom"), null=True, editable=False)
    published_at = models.DateTimeField(_("veröffentlicht am"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    # What has changed since the release before, sentences for readers; made when it is published.
    changes = models.JSONField(_("Was sich geändert hat"), default=list, editable=False)
    # The whole document as it was published (concept.document): what HTML and PDF are made from for ever.
    document = models.JSONField(_("Dokument"), null=True, editable=False)
    is_example = models.BooleanField(_("Beispiel"), default=False, editable=False)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("Stand")
        verbose_name_plural = _("Stände")
        constraints = [
            models.CheckConstraint(
                name="release_is_frozen_with_date_and_thresholds",
                condition=Q(state="draft", frozen_at__isnull=True)
                | Q(state__in=("frozen", "published"), frozen_at__isnull=False, thresholds__isnull=False),
            ),
            models.CheckConstraint(
                name="release_that_is_public_holds_its_document",
                condition=Q(state="published", published_at__isnull=False, document__isnull=False)
                | (~Q(state="published") & Q(published_at__isnull=True, document__isnull=True)),
            ),
            # Each is compared with the one before it.
            models.UniqueConstraint(
                name="one_release_at_a_time_is_worked_on",
                fields=("is_example",),
                condition=~Q(state="published"),
                violation_error_message=_("Es gibt schon einen Stand in Arbeit. Veröffentlichen Sie ihn zuerst."),
            ),
        ]

    def __str__(self):
        return f"Stand {self.number}"

    def get_absolute_url(self):
        return reverse("concept:release", args=[self.number])


class MatchCellQuerySet(models.QuerySet["MatchCell"]):
    def for_tables(self):
        return self.select_related("topic_group", "planning_area").order_by(
            "topic_group__position", "planning_area__position", "pk"
        )


class MatchCell(models.Model):
    """Stock, verdict and grade of a Lebensbereich in a planning area, or in the whole city, as a release froze them.

    Everything here is fit for the public. `per_thousand` stands only where official figures are loaded.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="cells")
    topic_group = models.ForeignKey(TopicGroup, on_delete=models.PROTECT, related_name="+")
    # None: the whole city.
    planning_area = models.ForeignKey(PlanningArea, on_delete=models.PROTECT, null=True, related_name="+")
    verdict = models.CharField(max_length=20, choices=Verdict.choices)
    # By the thresholds that the waves opened with, where the release has newer ones: both stand side by side.
    verdict_as_opened = models.CharField(max_length=20, choices=Verdict.choices, blank=True)
    # Whose answers decided; empty where there are none.
    frame = models.CharField(max_length=20, choices=Frame.choices, blank=True)
    grade = models.CharField(max_length=1, choices=Grade.choices)
    # The reasons behind an access problem, most named first: keys of options of the question "reasons".
    reasons = ArrayField(models.CharField(max_length=40), default=list)
    stock_state = models.CharField(max_length=12, choices=StockState.choices)
    confirmed = models.PositiveIntegerField()
    published = models.PositiveIntegerField()
    placed_here = models.PositiveIntegerField()
    step_free = models.PositiveIntegerField()
    per_thousand = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    # City only: the equal-weight index in words, {"value": "49 %", "low": …, "high": …, "groups": […], "ranks": …}, and
    # where it is disputed the groups of which the fewest and the most miss something, "lowest" and "highest".
    index = models.JSONField(default=dict)
    # City only: "together", "disputed" or "only <group>" (methods.md section 4).
    agreement = models.CharField(max_length=40, blank=True)
    # Expressed need (methods.md section 1): illustrates, never raises a grade.
    searches_in_vain = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)

    objects = MatchCellQuerySet.as_manager()

    class Meta:
        # What stands at the desk in the place of its list (concept.admin.matrix).
        verbose_name = _("Feld der Tabelle")
        verbose_name_plural = _("Was es gibt und was fehlt")
        constraints = [
            models.UniqueConstraint(
                name="match_cell_stands_once",
                fields=("release", "topic_group", "planning_area"),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="match_cell_counts_confirmed_among_published",
                condition=Q(confirmed__lte=models.F("published"), step_free__lte=models.F("confirmed")),
            ),
        ]

    def __str__(self):
        return f"{self.release_id}: {self.topic_group_id}/{self.planning_area_id or 'city'}"


class FigureQuerySet(models.QuerySet["Figure"]):
    def with_origins(self):
        """Without the whole document, which would come a thousand times."""
        return self.select_related("taken_from").defer("taken_from__document")

    def about_parts_of_life(self, planning_area: PlanningArea | None):
        """What is said in a planning area, or in the whole city (None)."""
        return self.filter(topic_group__isnull=False, planning_area=planning_area).with_origins()

    def about_questions(self):
        """What is asked once, of the whole city."""
        return self.exclude(question="").with_origins()

    def for_tables(self):
        tables = self.select_related("topic_group", "planning_area").with_origins()
        return tables.order_by("topic_group__position", "planning_area__position", "frame", "pk")


class Figure(models.Model):
    """What a group said, in words fit for the public (concept.disclosure): a cell of one of the published tables.

    About a Lebensbereich in a planning area (None: the whole city), or, with `question`, about a question that is
    asked once. `answers` says of how many in a class, `shares` each measure in words: {"unmet": "45 %", …, and
    "reasons": {key: "wenige", …}}; for a question {"chosen": {option key: "wenige", …}}. Empty where hidden.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="figures")
    frame = models.CharField(max_length=20, choices=Frame.choices)
    topic_group = models.ForeignKey(TopicGroup, on_delete=models.PROTECT, null=True, related_name="+")
    planning_area = models.ForeignKey(PlanningArea, on_delete=models.PROTECT, null=True, related_name="+")
    question = models.CharField(max_length=40, blank=True)
    # "65_up" (needs.counting.OLDER) or a StakeholderGroup.
    group = models.CharField(max_length=20)
    is_hidden = models.BooleanField()
    answers = models.CharField(max_length=40)
    shares = models.JSONField(default=dict)
    # An old figure stands where fewer than ten new answers came in since (methods.md section 6).
    taken_from = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, related_name="+")

    objects = FigureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="figure_stands_once",
                fields=("release", "frame", "topic_group", "planning_area", "question", "group"),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="figure_is_about_a_part_of_life_or_a_question",
                condition=Q(topic_group__isnull=False, question="")
                | (Q(topic_group__isnull=True, planning_area__isnull=True) & ~Q(question="")),
            ),
            models.CheckConstraint(name="hidden_figure_tells_nothing", condition=Q(is_hidden=False) | Q(shares={})),
        ]

    def __str__(self):
        return f"{self.release_id}: {self.group}"


class FigureCount(models.Model):
    """The counts behind a figure, for comparing with the next release. Never shown to anybody, never exported.

    Deleted with the answers they were counted from (retention).
    """

    figure = models.OneToOneField(Figure, on_delete=models.CASCADE, primary_key=True, related_name="count")
    counts = models.JSONField()

    def __str__(self):
        return str(self.figure_id)


class CountPurge(models.Model):
    """A line of the deletion protocol: how many counts of a release were deleted, on which day. It names nobody."""

    release = models.ForeignKey(Release, verbose_name=_("Stand"), on_delete=models.CASCADE, related_name="purges")
    count = models.PositiveIntegerField(_("Anzahl"))
    purged_on = models.DateField(_("gelöscht am"))

    class Meta:
        verbose_name = _("Löschung von Zählungen")
        verbose_name_plural = _("Löschprotokoll des Konzepts")

    def __str__(self):
        return f"{self.release}: {self.count}"
