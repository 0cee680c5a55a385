"""Findings (Befunde), what they rest on, and dissenting votes."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Case, Prefetch, Q, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from concept.models.overlaps import Overlap
from concept.models.releases import Grade, Release, Verdict
from needs.models import PlanningArea, Theme
from offers.models import Topic, TopicGroup


class FindingKind(models.TextChoices):
    GAP = "gap", _("Lücke")
    ACCESS = "access", _("Zugangsproblem")
    FRAGMENTATION = "fragmentation", _("Unübersichtlichkeit")
    OVERLAP = "overlap", _("Überschneidung")
    MORE_THAN_ASKED = "more_than_asked", _("mehr Angebot als Nachfrage")
    SERVED = "served", _("gut versorgt")
    STOCK_UNKNOWN = "stock_unknown", _("Bestand nicht bekannt")
    OTHER = "other", _("anderes")


# What a finding made from a cell is about; the planner may choose another kind.
KIND_OF_VERDICT = {
    Verdict.GAP: FindingKind.GAP,
    Verdict.ACCESS: FindingKind.ACCESS,
    Verdict.SERVED: FindingKind.SERVED,
    Verdict.SERVED_ELSEWHERE: FindingKind.SERVED,
    Verdict.MORE_THAN_ASKED: FindingKind.MORE_THAN_ASKED,
    Verdict.CHECK_STOCK: FindingKind.STOCK_UNKNOWN,
    Verdict.CHECK_STOCK_NEED_CLEAR: FindingKind.STOCK_UNKNOWN,
}


class FindingState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    PUBLISHED = "published", _("veröffentlicht")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


class FindingQuerySet(models.QuerySet["Finding"]):
    def published(self):
        return self.filter(state=FindingState.PUBLISHED)

    def drafts(self):
        return self.filter(state=FindingState.DRAFT)

    def withdrawn(self):
        return self.filter(state=FindingState.WITHDRAWN)

    def public(self):
        """Published ones, and those that were withdrawn later: their address stays and says so."""
        return self.filter(state__in=(FindingState.PUBLISHED, FindingState.WITHDRAWN))

    def not_withdrawn(self):
        """What a measure can still follow from."""
        return self.exclude(state=FindingState.WITHDRAWN)

    def resting_on_nothing(self):
        return self.filter(evidence=None)

    def in_order(self):
        return self.order_by("year", "number")

    def as_real_as(self, release: Release | None):
        """Of every Stand so far: examples beside an example, otherwise what is real."""
        return self.filter(is_example=release.is_example) if release else self.none()

    def resting_on(self, themes: Iterable[int], *, is_example: bool):
        return self.filter(evidence__theme__in=themes, is_example=is_example).distinct()

    def about(self, *, topic_group: str = "", kind: str = ""):
        """Of a Lebensbereich (by its address) and of a kind; "" chooses all."""
        wanted = {"topic_group__slug": topic_group, "kind": kind}
        return self.filter(**{name: value for name, value in wanted.items() if value})

    def topic_groups(self):
        """Addresses and names of the parts of life that these are about."""
        groups = TopicGroup.objects.filter(pk__in=self.order_by().values("topic_group"))
        return groups.in_order().values_list("slug", "plain_name")

    def kinds(self) -> list[tuple[str, str]]:
        """Those that occur, with their words."""
        found = set(self.order_by().values_list("kind", flat=True))
        return [(kind, words) for kind, words in FindingKind.choices if kind in found]

    def most_missing_first(self):
        """Gaps, then what people can't get at, then the rest; among these what is best backed."""
        return self.order_by(
            Case(When(kind=FindingKind.GAP, then=0), When(kind=FindingKind.ACCESS, then=1), default=2),
            "grade",
            "year",
            "number",
        )

    def with_releases(self):
        """Without the whole documents of these."""
        return self.select_related("release").defer("release__document")

    def for_pages(self):
        evidence = Prefetch("evidence", Evidence.objects.order_by("pk"))
        areas = Prefetch("planning_areas", PlanningArea.objects.in_order())
        topics = Prefetch("topics", Topic.objects.in_order())
        return (
            self.with_releases()
            .select_related("topic_group")
            .prefetch_related(areas, topics, evidence, "evidence__theme", "evidence__overlap", "measures", "dissents")
        )


class Finding(models.Model):
    """A sentence that the city can defend: "F-2026-014". Its numbers are frozen when it is published, with the release.

    `numbers` is a list of {"text": "62 von 140 …", "source": "figure"|"stock"|"search"|"waiting", "table": "…"} that
    is printed with it; the sentence itself is the planner's.
    """

    year = models.PositiveSmallIntegerField(_("Jahr"))
    number = models.PositiveIntegerField(_("Nummer"))
    kind = models.CharField(_("Art"), max_length=20, choices=FindingKind.choices)
    sentence = models.CharField(_("Der Befund in einem Satz"), max_length=300)
    explanation = models.TextField(_("Mehr dazu"), max_length=3000, blank=True)
    topic_group = models.ForeignKey(
        TopicGroup, verbose_name=_("Lebensbereich"), on_delete=models.PROTECT, related_name="findings"
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("Themen"), blank=True, related_name="findings")
    planning_areas = models.ManyToManyField(
        PlanningArea,
        verbose_name=_("Planungsräume"),
        blank=True,
        related_name="findings",
        help_text=_("Keiner heißt: die ganze Stadt."),
    )
    state = models.CharField(
        _("Stand"), max_length=12, choices=FindingState.choices, default=FindingState.DRAFT, editable=False
    )
    withdrawn_reason = models.CharField(_("Warum zurückgezogen"), max_length=300, blank=True, editable=False)
    grade = models.CharField(_("Beleg"), max_length=1, choices=Grade.choices, default=Grade.HINT, editable=False)
    release = models.ForeignKey(
        Release,
        verbose_name=_("Zahlen aus"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="findings",
    )
    numbers = models.JSONField(_("Zahlen"), default=list, editable=False)
    created_at = models.DateTimeField(_("angelegt am"), editable=False)
    is_example = models.BooleanField(_("Beispiel"), default=False, editable=False)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("Befund")
        verbose_name_plural = _("Befunde")
        constraints = [
            models.UniqueConstraint(name="finding_has_a_number_of_its_own", fields=("year", "number")),
            models.CheckConstraint(
                name="finding_is_published_with_a_release",
                condition=Q(state="draft", release__isnull=True, numbers=[])
                | (~Q(state="draft") & Q(release__isnull=False)),
            ),
            models.CheckConstraint(
                name="finding_that_is_withdrawn_says_why",
                condition=~Q(state="withdrawn") | ~Q(withdrawn_reason=""),
                violation_error_message=_("Schreiben Sie, warum der Befund zurückgezogen wird."),
            ),
            models.CheckConstraint(name="finding_says_something", condition=~Q(sentence="")),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("concept:finding", args=[self.year, self.number])

    @property
    def reference(self) -> str:
        return f"F-{self.year}-{self.number:03d}"


class EvidenceKind(models.TextChoices):
    """Sources of need (Bradshaw, methods.md section 1) and stock."""

    FELT = "felt", _("Befragung")
    THEME = "theme", _("Beiträge zu einem Thema")
    SEARCH = "search", _("Suchen ohne Ergebnis")
    WAITING = "waiting", _("Warteliste")
    NORM = "norm", _("Gesetz, Plan oder Fachleute")
    COMPARISON = "comparison", _("Vergleich")
    STOCK = "stock", _("Bestand")
    OVERLAP = "overlap", _("bestätigte Überschneidung")


class Evidence(models.Model):
    """One thing that a finding rests on. Cells carry the keys of what they were when somebody took them up."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(_("Art"), max_length=12, choices=EvidenceKind.choices)
    theme = models.ForeignKey(
        Theme,
        verbose_name=_("gebündeltes Thema"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
    )
    overlap = models.ForeignKey(
        Overlap,
        verbose_name=_("Überschneidung"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
    )
    text = models.CharField(
        _("Quelle"), max_length=300, blank=True, help_text=_("Zum Beispiel der Plan, das Gesetz oder der Vergleich.")
    )
    # How many statements stood behind a theme when the finding was published.
    statements = models.PositiveIntegerField(_("Beiträge"), null=True, editable=False)

    class Meta:
        verbose_name = _("Beleg")
        verbose_name_plural = _("Belege")
        constraints = [
            models.CheckConstraint(
                name="evidence_names_its_theme",
                condition=Q(kind="theme", theme__isnull=False) | (~Q(kind="theme") & Q(theme__isnull=True)),
                violation_error_message=_("Wählen Sie das Thema, wenn Beiträge der Beleg sind; sonst keines."),
            ),
            models.CheckConstraint(
                name="evidence_names_its_overlap",
                condition=Q(kind="overlap", overlap__isnull=False) | (~Q(kind="overlap") & Q(overlap__isnull=True)),
                violation_error_message=_("Wählen Sie die Überschneidung, wenn sie der Beleg ist; sonst keine."),
            ),
            models.CheckConstraint(
                name="evidence_from_outside_names_its_source",
                condition=~Q(kind__in=("norm", "comparison")) | ~Q(text=""),
                violation_error_message=_("Schreiben Sie, wo das steht."),
            ),
            models.UniqueConstraint(
                name="evidence_stands_once",
                fields=("finding", "kind", "theme", "overlap", "text"),
                nulls_distinct=False,
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.theme or self.overlap or self.text}".strip()


class DissentQuerySet(models.QuerySet["Dissent"]):
    def in_order(self):
        return self.order_by("voted_on", "pk")


class Dissent(models.Model):
    """A dissenting vote (abweichende Stimme) of the Seniorenbeirat; printed with the finding or measure it is about."""

    finding = models.ForeignKey(
        Finding, verbose_name=_("Befund"), on_delete=models.PROTECT, null=True, blank=True, related_name="dissents"
    )
    measure = models.ForeignKey(
        "concept.Measure",
        verbose_name=_("Maßnahme"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dissents",
    )
    body = models.CharField(_("Wer widerspricht"), max_length=120, default="Seniorenbeirat")
    text = models.TextField(_("Abweichende Stimme"), max_length=2000)
    voted_on = models.DateField(_("vom"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = DissentQuerySet.as_manager()

    class Meta:
        verbose_name = _("abweichende Stimme")
        verbose_name_plural = _("abweichende Stimmen")
        constraints = [
            models.CheckConstraint(
                name="dissent_is_about_a_finding_or_a_measure",
                condition=Q(finding__isnull=False, measure__isnull=True)
                | Q(finding__isnull=True, measure__isnull=False),
                violation_error_message=_("Wählen Sie einen Befund oder eine Maßnahme."),
            ),
            models.CheckConstraint(name="dissent_says_something", condition=~Q(text="")),
        ]

    def __str__(self):
        return f"{self.body}, {self.voted_on:%d.%m.%Y}"
