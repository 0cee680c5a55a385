"""When and whom we ask: waves, planning areas, thresholds, letters with codes."""

from datetime import date
from decimal import Decimal

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from needs.models.questionnaires import Questionnaire
from offers.models import Area, Provider
from workshops.models import Code, Workshop


class Frame(models.TextChoices):
    """How people came to be asked (the sampling frame). Frames are never added up into one percentage."""

    REGISTER = "register", _("Zufallsauswahl aus dem Melderegister")
    OPEN = "open", _("offener Aufruf")
    WORKSHOP = "workshop", _("Werkstatt")
    ORGANISATIONS = "organisations", _("Stellungnahmen von Einrichtungen")


# What has to stand beside every figure of such a wave (methods.md section 5).
FRAME_WORDS = {
    Frame.REGISTER: _("Zufallsauswahl aus dem Melderegister"),
    Frame.OPEN: _("offener Aufruf, keine repräsentative Stichprobe"),
    Frame.WORKSHOP: _("Werkstatt, keine repräsentative Stichprobe"),
    Frame.ORGANISATIONS: _("Stellungnahmen von Einrichtungen, keine Stichprobe"),
}
# Whoever answers here needs a code from a letter, good for one form.
INVITED = (Frame.REGISTER, Frame.ORGANISATIONS)


class WaveState(models.TextChoices):
    PREPARING = "preparing", _("in Vorbereitung")
    OPEN = "open", _("läuft")
    CLOSED = "closed", _("beendet")


class PlanningAreaQuerySet(models.QuerySet["PlanningArea"]):
    def in_order(self):
        return self.order_by("position", "pk")


class PlanningArea(models.Model):
    """A group of districts: the unit of every figure for a part of the city. Fixed once a wave has opened."""

    name = models.CharField(
        _("Name"),
        max_length=80,
        unique=True,
        error_messages={"unique": _("So heißt schon ein anderer Planungsraum. Wählen Sie einen anderen Namen.")},
    )
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=1)
    is_example = models.BooleanField(_("Beispiel"), default=False, editable=False)
    areas = models.ManyToManyField(Area, through="PlanningAreaMember", verbose_name=_("Stadtteile"), related_name="+")

    objects = PlanningAreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("Planungsraum")
        verbose_name_plural = _("Planungsräume")

    def __str__(self):
        return self.name


class PlanningAreaMember(models.Model):
    planning_area = models.ForeignKey(PlanningArea, on_delete=models.CASCADE, related_name="members")
    # One to one: a district lies in one planning area only.
    area = models.OneToOneField(
        Area, verbose_name=_("Stadtteil"), on_delete=models.PROTECT, related_name="planning_membership"
    )

    class Meta:
        verbose_name = _("Stadtteil eines Planungsraums")
        verbose_name_plural = _("Stadtteile eines Planungsraums")

    def __str__(self):
        return str(self.area)


class ThresholdsQuerySet(models.QuerySet["Thresholds"]):
    def newest_first(self):
        return self.order_by("-number")


class Thresholds(models.Model):
    """The limits of methods.md sections 3 to 8, in versions. A wave keeps the version it opened with."""

    number = models.PositiveIntegerField(_("Fassung"), unique=True)
    unmet_share = models.DecimalField(
        _("Anteil „fehlt“, ab dem ein Bedarf klar ist (n0)"), max_digits=3, decimal_places=2, default=Decimal("0.25")
    )
    low_demand = models.DecimalField(
        _("Nachfrage, unter der sie als gering gilt"), max_digits=3, decimal_places=2, default=Decimal("0.20")
    )
    disputed_spread = models.DecimalField(
        _("Abstand der Gruppen, ab dem etwas umstritten ist"), max_digits=3, decimal_places=2, default=Decimal("0.25")
    )
    ranked_answers = models.PositiveSmallIntegerField(_("so viele Antworten für eine Rangfolge"), default=30)
    public_answers = models.PositiveSmallIntegerField(_("so viele Antworten für die Öffentlichkeit"), default=10)
    planner_answers = models.PositiveSmallIntegerField(_("so viele Antworten für die Planung"), default=5)
    equal_answers = models.PositiveSmallIntegerField(_("so viele gleiche Bögen in einer Stunde fallen auf"), default=30)
    reason = models.CharField(_("Grund"), max_length=300)
    role = models.CharField(_("beschlossen von"), max_length=80)
    decided_on = models.DateField(_("beschlossen am"))

    objects = ThresholdsQuerySet.as_manager()

    class Meta:
        verbose_name = _("Schwellenwerte")
        verbose_name_plural = _("Schwellenwerte")
        constraints = [
            models.CheckConstraint(
                name="thresholds_are_shares",
                condition=Q(unmet_share__gt=0, unmet_share__lt=1, low_demand__gt=0, low_demand__lt=1)
                & Q(disputed_spread__gt=0, disputed_spread__lt=1),
                violation_error_message=_("Anteile liegen zwischen 0 und 1."),
            ),
            models.CheckConstraint(
                name="thresholds_protect_small_groups",
                condition=Q(public_answers__gte=10, planner_answers__gte=5),
                violation_error_message=_(
                    "Öffentlich sind mindestens 10, für die Planung mindestens 5 Antworten nötig."
                ),
            ),
            models.CheckConstraint(
                name="thresholds_rank_enough_answers",
                condition=Q(ranked_answers__gte=30),
                violation_error_message=_("Für eine Rangfolge sind mindestens 30 Antworten nötig."),
            ),
            models.CheckConstraint(
                name="thresholds_flag_equal_forms_only",
                condition=Q(equal_answers__gte=2),
                violation_error_message=_("Gleiche Bögen sind mindestens zwei."),
            ),
            models.CheckConstraint(name="thresholds_give_a_reason", condition=~Q(reason="") & ~Q(role="")),
        ]

    def __str__(self):
        return f"Fassung {self.number}"


# [0, 1) for real waves, [1, 2) for examples: two of one kind are equal, two of different kinds lie side by side.
_AS_NUMBER = Cast("is_example", models.IntegerField())
KIND_OF_WAVE = Func(_AS_NUMBER, _AS_NUMBER + 1, function="int4range", output_field=IntegerRangeField())


class WaveQuerySet(models.QuerySet["Wave"]):
    def running(self):
        """Where answers can be given now."""
        return self.filter(state=WaveState.OPEN)

    def closed(self):
        return self.filter(state=WaveState.CLOSED)

    def opened(self):
        """Where answers can be: running or closed."""
        return self.exclude(state=WaveState.PREPARING)

    def of_everybody(self):
        """Without a letter."""
        return self.filter(frame=Frame.OPEN)

    def of_workshop(self, slug: str):
        """For those who come to a workshop whose page is public; each has one wave at most that runs."""
        workshops = Workshop.objects.public().filter(slug=slug)
        return self.filter(frame=Frame.WORKSHOP, workshop__in=workshops).select_related("workshop")

    def taking_paper(self):
        """What came in time can still be typed in: the numbers don't stand fixed yet."""
        return self.opened().filter(numbers_fixed_at=None)

    def real(self):
        return self.filter(is_example=False)

    def due(self, today: date):
        """Prepared, and its first day has come."""
        return self.filter(state=WaveState.PREPARING, opens_on__lte=today)

    def overdue(self, today: date):
        """Still running after its last day."""
        return self.running().filter(closes_on__lt=today)

    def newest_first(self):
        return self.order_by("-opens_on", "-pk")

    def for_paper(self):
        return self.select_related("questionnaire", "thresholds")


class Wave(models.Model):
    """One round of asking: a questionnaire, a sampling frame, dates."""

    name = models.CharField(
        _("Name"),
        max_length=120,
        unique=True,
        error_messages={"unique": _("So heißt schon eine andere Befragung. Wählen Sie einen anderen Namen.")},
    )
    questionnaire = models.ForeignKey(
        Questionnaire, verbose_name=_("Fragebogen"), on_delete=models.PROTECT, related_name="waves"
    )
    frame = models.CharField(_("Wer gefragt wird"), max_length=20, choices=Frame.choices)
    legal_basis = models.CharField(
        _("Rechtsgrundlage der Auswahl"),
        max_length=300,
        blank=True,
        help_text=_("Nötig bei einer Auswahl aus dem Melderegister."),
    )
    workshop = models.ForeignKey(
        Workshop, verbose_name=_("Werkstatt"), on_delete=models.PROTECT, null=True, blank=True, related_name="waves"
    )
    opens_on = models.DateField(_("von"))
    closes_on = models.DateField(_("bis"))
    state = models.CharField(_("Stand"), max_length=20, choices=WaveState.choices, default=WaveState.PREPARING)
    opened_at = models.DateTimeField(_("geöffnet am"), null=True, blank=True)
    closed_at = models.DateTimeField(_("beendet am"), null=True, blank=True)
    # From here on nothing is added: a table left, or a release of the concept counted.
    numbers_fixed_at = models.DateTimeField(_("Zahlen festgehalten am"), null=True, blank=True, editable=False)
    # The table of this wave alone left for the first time.
    exported_at = models.DateTimeField(_("Ergebnisse ausgegeben am"), null=True, blank=True, editable=False)
    thresholds = models.ForeignKey(
        Thresholds, verbose_name=_("Schwellenwerte"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_example = models.BooleanField(_("Beispiel"), default=False, editable=False)

    objects = WaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("Befragung")
        verbose_name_plural = _("Befragungen")
        constraints = [
            models.CheckConstraint(
                name="wave_ends_after_it_begins",
                condition=Q(closes_on__gte=F("opens_on")),
                violation_error_message=_("Das Ende muss nach dem Anfang liegen."),
            ),
            models.CheckConstraint(
                name="wave_from_the_register_names_its_legal_basis",
                condition=~Q(frame="register") | ~Q(legal_basis=""),
                violation_error_message=_("Tragen Sie ein, auf welcher Rechtsgrundlage aus dem Register gezogen wird."),
            ),
            models.CheckConstraint(
                name="wave_of_a_workshop_names_it",
                condition=Q(frame="workshop", workshop__isnull=False)
                | (~Q(frame="workshop") & Q(workshop__isnull=True)),
                violation_error_message=_("Wählen Sie die Werkstatt, wenn dort gefragt wird; sonst keine."),
            ),
            models.CheckConstraint(
                name="wave_that_opened_has_frozen_thresholds",
                condition=Q(state="preparing") | Q(thresholds__isnull=False, opened_at__isnull=False),
            ),
            models.CheckConstraint(
                name="wave_that_closed_says_when",
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="wave_with_fixed_numbers_is_closed", condition=Q(numbers_fixed_at__isnull=True) | Q(state="closed")
            ),
            models.CheckConstraint(
                name="wave_that_gave_out_results_has_fixed_numbers",
                condition=Q(exported_at__isnull=True) | Q(numbers_fixed_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_running_wave_at_a_workshop",
                fields=("workshop",),
                condition=Q(frame="workshop", state="open"),
                violation_error_message=_("In dieser Werkstatt läuft schon eine Befragung. Beenden Sie sie zuerst."),
            ),
            models.UniqueConstraint(
                name="one_open_call_at_a_time",
                fields=("frame",),
                condition=Q(frame="open", state="open"),
                violation_error_message=_("Es läuft schon ein offener Aufruf. Beenden Sie ihn zuerst."),
            ),
            # "-|-" is PostgreSQL's "side by side": invented answers never lie in one database with real ones.
            ExclusionConstraint(
                name="examples_and_real_waves_exclude_each_other",
                expressions=[(KIND_OF_WAVE, "-|-")],
                condition=~Q(state="preparing"),
                violation_error_message=_("Beispiele und echte Befragungen schließen einander aus."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_invited(self) -> bool:
        return self.frame in INVITED

    @property
    def is_told_elsewhere(self) -> bool:
        """Its numbers stand in a release, which hides other cells: its own table beside that would tell them."""
        return self.numbers_fixed_at is not None and self.exported_at is None

    @property
    def frame_words(self) -> str:
        return str(FRAME_WORDS[self.frame])


class LetterQuerySet(models.QuerySet["Letter"]):
    def in_order(self):
        return self.order_by("batch", "pk")

    def unused(self):
        return self.filter(is_used=False)

    def for_printing(self):
        return self.select_related("code", "provider")

    def in_batches(self):
        """For each batch: its letters, and how many codes are still unused."""
        batches = self.order_by("batch").values("batch")
        return batches.annotate(letters=models.Count("pk"), unused=models.Count("pk", filter=Q(is_used=False)))


class Letter(models.Model):
    """A code in a letter, good for one form. Who got which letter is known to the register office alone.

    What is kept says only that it was used: not when, not with which answers (docs/adr/0027).
    """

    wave = models.ForeignKey(Wave, verbose_name=_("Befragung"), on_delete=models.CASCADE, related_name="letters")
    batch = models.PositiveSmallIntegerField(_("Stapel"))
    code = models.OneToOneField(Code, on_delete=models.PROTECT, related_name="needs_letter")
    provider = models.ForeignKey(
        Provider, verbose_name=_("Einrichtung"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_used = models.BooleanField(_("benutzt"), default=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("Brief mit Code")
        verbose_name_plural = _("Briefe mit Code")
        constraints = [
            models.UniqueConstraint(
                name="organisation_gets_one_letter_in_a_wave",
                fields=("wave", "provider"),
                condition=Q(provider__isnull=False),
                violation_error_message=_("Diese Einrichtung hat schon einen Brief für diese Befragung."),
            )
        ]

    def __str__(self):
        return f"Brief {self.pk}"
