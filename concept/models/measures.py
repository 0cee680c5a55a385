"""Measures (Maßnahmen), what the council resolved, and what became of them."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from concept.models.findings import Finding
from concept.models.releases import Release
from offers.models import TopicGroup


class Responsible(models.TextChoices):
    CITY = "city", _("Stadt")
    PROVIDER = "provider", _("Anbieter")
    VOLUNTEERS = "volunteers", _("Ehrenamt")


class Horizon(models.TextChoices):
    SHORT = "short", _("kurzfristig, unter 1 Jahr")
    MEDIUM = "medium", _("mittelfristig, bis 5 Jahre")
    PERMANENT = "permanent", _("dauerhaft")


class CostClass(models.TextChoices):
    NONE = "none", _("ohne zusätzliche Kosten")
    SMALL = "small", _("unter 10.000 Euro im Jahr")
    MEDIUM = "medium", _("10.000 bis 50.000 Euro im Jahr")
    LARGE = "large", _("über 50.000 Euro im Jahr")
    UNKNOWN = "unknown", _("noch nicht bekannt")


class Priority(models.IntegerChoices):
    HIGH = 1, _("hoch")
    MEDIUM = 2, _("mittel")
    LOW = 3, _("niedrig")


class MeasureState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    PROPOSED = "proposed", _("vorgeschlagen")
    RESOLVED = "resolved", _("beschlossen")
    RUNNING = "running", _("wird umgesetzt")
    DONE = "done", _("umgesetzt")
    REJECTED = "rejected", _("geht nicht")


class MeasureQuerySet(models.QuerySet["Measure"]):
    def public(self):
        return self.exclude(state=MeasureState.DRAFT)

    def as_real_as(self, release: Release | None):
        """Examples beside an example, otherwise what is real."""
        return self.filter(is_example=release.is_example) if release else self.none()

    def drafts(self):
        return self.filter(state=MeasureState.DRAFT)

    def alive(self):
        """Public and still to be done."""
        return self.filter(state__in=(MeasureState.PROPOSED, MeasureState.RESOLVED, MeasureState.RUNNING))

    def rejected(self):
        return self.filter(state=MeasureState.REJECTED)

    def quiet_since(self, day: date):
        """Proposed, resolved or begun, and nobody has reported since."""
        waiting = (MeasureState.PROPOSED, MeasureState.RESOLVED, MeasureState.RUNNING)
        heard = StatusReport.objects.filter(reported_on__gte=day).values("measure")
        return self.filter(state__in=waiting).exclude(pk__in=heard)

    def states(self) -> list[tuple[str, str]]:
        """Those that occur, with their words."""
        found = set(self.order_by().values_list("state", flat=True))
        return [(state, words) for state, words in MeasureState.choices if state in found]

    def with_their_end(self):
        """Each with `end_reason`: why it doesn't go, as the latest report says."""
        last = StatusReport.objects.filter(measure=OuterRef("pk"), state=MeasureState.REJECTED).order_by("-pk")
        return self.annotate(end_reason=Subquery(last.values("reason")[:1]))

    def about(self, *, topic_group: str = "", state: str = ""):
        """Of a Lebensbereich (by its address) and with a state; "" chooses all."""
        wanted = {"topic_group__slug": topic_group, "state": state}
        return self.filter(**{name: value for name, value in wanted.items() if value})

    def topic_groups(self):
        """Addresses and names of the parts of life that these are about."""
        groups = TopicGroup.objects.filter(pk__in=self.order_by().values("topic_group"))
        return groups.in_order().values_list("slug", "plain_name")

    def in_order(self):
        return self.order_by("number")


class Measure(models.Model):
    """What somebody should do: "M-031". None without a finding: a deferred trigger refuses it at the commit."""

    number = models.PositiveIntegerField(_("Nummer"), unique=True)
    title = models.CharField(_("Titel"), max_length=200)
    description = models.TextField(_("Was getan wird"), max_length=3000, blank=True)
    topic_group = models.ForeignKey(
        TopicGroup, verbose_name=_("Lebensbereich"), on_delete=models.PROTECT, related_name="measures"
    )
    findings = models.ManyToManyField(Finding, verbose_name=_("Befunde"), related_name="measures")
    responsible = models.CharField(_("Wer verantwortlich ist"), max_length=20, choices=Responsible.choices)
    responsible_name = models.CharField(_("Name der Stelle"), max_length=200)
    partners = models.CharField(_("Partner"), max_length=300, blank=True)
    horizon = models.CharField(_("Zeit"), max_length=12, choices=Horizon.choices)
    cost_class = models.CharField(_("Kosten"), max_length=12, choices=CostClass.choices, default=CostClass.UNKNOWN)
    priority = models.PositiveSmallIntegerField(_("Vorrang"), choices=Priority.choices, default=Priority.MEDIUM)
    indicator = models.CharField(_("Woran man den Erfolg misst"), max_length=300)
    # Moves only by actions; each move is a StatusReport.
    state = models.CharField(
        _("Stand"), max_length=12, choices=MeasureState.choices, default=MeasureState.DRAFT, editable=False
    )
    is_example = models.BooleanField(_("Beispiel"), default=False, editable=False)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("Maßnahme")
        verbose_name_plural = _("Maßnahmen")

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("concept:measure", args=[self.number])

    @property
    def reference(self) -> str:
        return f"M-{self.number:03d}"


class ResolutionQuerySet(models.QuerySet["Resolution"]):
    def newest_first(self):
        return self.order_by("-decided_on", "-number")

    def as_real_as(self, release: Release | None):
        """What is real, as the order to draw up a concept; examples beside an example only."""
        return self if release and release.is_example else self.filter(is_example=False)


class Resolution(models.Model):
    """A decision of the council or a committee: "D-0" ordered the concept. Field names follow OParl 1.1."""

    number = models.PositiveIntegerField(_("Nummer"), unique=True)
    # OParl Organization.name of the body that decided.
    organization = models.CharField(_("Gremium"), max_length=200)
    # OParl Paper.reference, Paper.name.
    reference = models.CharField(_("Nummer der Vorlage"), max_length=80, blank=True)
    name = models.CharField(_("Betreff"), max_length=300)
    # OParl Meeting.start (the day), AgendaItem.number, .result, .resolutionText.
    decided_on = models.DateField(_("beschlossen am"))
    agenda_item_number = models.CharField(_("Tagesordnungspunkt"), max_length=20, blank=True)
    result = models.CharField(_("Ergebnis"), max_length=120)
    resolution_text = models.TextField(_("Wortlaut des Beschlusses"), max_length=5000, blank=True)
    # OParl web: the address in the council's information system.
    web = models.URLField(_("Adresse im Ratsinformationssystem"), max_length=500, blank=True)
    source = models.CharField(_("Quelle"), max_length=300, blank=True)
    measures = models.ManyToManyField(Measure, verbose_name=_("Maßnahmen"), blank=True, related_name="resolutions")
    is_example = models.BooleanField(_("Beispiel"), default=False, editable=False)

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Beschluss")
        verbose_name_plural = _("Beschlüsse")
        constraints = [
            models.CheckConstraint(
                name="resolution_can_be_looked_up",
                condition=~Q(web="") | ~Q(source=""),
                violation_error_message=_("Tragen Sie die Adresse des Beschlusses oder seine Quelle ein."),
            )
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("concept:resolution", args=[self.number])

    @property
    def label(self) -> str:
        return f"D-{self.number}"


class StatusReportQuerySet(models.QuerySet["StatusReport"]):
    def in_order(self):
        return self.order_by("reported_on", "pk")


class StatusReport(models.Model):
    """What became of a measure, with the state it has since: "S-12". Reports are added, never changed."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="reports")
    state = models.CharField(_("Stand"), max_length=12, choices=MeasureState.choices)
    text = models.TextField(_("Bericht"), max_length=2000, blank=True)
    reason = models.CharField(_("Warum es nicht geht"), max_length=300, blank=True)
    reported_on = models.DateField(_("vom"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = StatusReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("Statusbericht")
        verbose_name_plural = _("Statusberichte")
        constraints = [
            models.CheckConstraint(
                name="status_that_ends_a_measure_says_why",
                condition=~Q(state="rejected") | ~Q(reason=""),
                violation_error_message=_("Schreiben Sie, warum es nicht geht."),
            )
        ]

    def __str__(self):
        return f"S-{self.pk}"
