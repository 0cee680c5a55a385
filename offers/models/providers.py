"""Providers (Anbieter) and who followed whom."""

from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from offers.models.areas import Area
from offers.models.sorting import sort_field


class ProviderKind(models.TextChoices):
    CITY = "kommunal_stadt", _("Stadt")
    COUNTY = "kommunal_kreis", _("Landkreis")
    MUNICIPAL_COMPANY = "kommunal_gesellschaft", _("Kommunales Unternehmen")
    COUNCIL = "vertretung", _("Vertretung älterer Menschen")
    COOPERATION = "kooperation", _("Zusammenarbeit mehrerer Anbieter")
    WELFARE = "wohlfahrt", _("Wohlfahrtsverband")
    NON_PROFIT = "gemeinnuetzig", _("Gemeinnützige Gesellschaft")
    ASSOCIATION = "verein", _("Verein")
    FOUNDATION = "stiftung", _("Stiftung")
    SELF_HELP = "selbsthilfe", _("Selbsthilfe")
    CHURCH = "kirche", _("Kirche oder Religionsgemeinschaft")
    SOCIAL_ASSOCIATION = "sozialverband", _("Sozialverband oder Verbraucherverband")
    CLINIC = "klinik", _("Klinik oder Gesundheit")
    EDUCATION = "bildung", _("Bildung oder Kultur")
    HOUSING = "wohnen", _("Wohnungsunternehmen")
    COMMERCIAL = "gewerblich", _("Gewerblicher Anbieter")
    INSURANCE = "sozialversicherung", _("Sozialversicherung")
    JOB_CENTRE = "jobcenter", _("Jobcenter oder Agentur für Arbeit")
    STATE = "land", _("Land oder Polizei")


class ProviderQuerySet(models.QuerySet["Provider"]):
    def public(self):
        """Planned providers have no name and no address yet: citizens don't see them."""
        return self.filter(is_planned=False)

    def for_page(self):
        return self.prefetch_related(
            "contacts",
            Prefetch("successions", Succession.objects.select_related("successor").order_by("pk")),
            Prefetch("successions__successor__origins", Succession.objects.with_predecessor()),
            Prefetch("origins", Succession.objects.with_predecessor()),
        )


class Provider(models.Model):
    code = models.CharField(_("Kennung"), max_length=20, unique=True, null=True, blank=True)
    name = models.CharField(_("Name"), max_length=200)
    short_name = models.CharField(_("kurzer Name"), max_length=100, blank=True)
    sort_name = sort_field("name")
    slug = models.SlugField(_("Adresse"), max_length=120, unique=True)
    kind = models.CharField(_("Art"), max_length=30, choices=ProviderKind.choices)
    sponsor = models.CharField(_("Trägerschaft"), max_length=200, blank=True)
    role = models.TextField(_("Aufgaben"), blank=True)
    areas = models.ManyToManyField(
        Area,
        verbose_name=_("Stadtteile oder Gebiete"),
        blank=True,
        related_name="providers",
    )
    street = models.CharField(_("Straße und Hausnummer"), max_length=200, blank=True)
    postal_code = models.CharField(_("Postleitzahl"), max_length=5, blank=True)
    town = models.CharField(_("Ort"), max_length=80, blank=True)
    is_planned = models.BooleanField(
        _("nur geplant"),
        default=False,
        help_text=_("Geplante Anbieter sind auf den öffentlichen Seiten nicht zu sehen."),
    )
    source = models.TextField(_("Quelle"), blank=True)
    source_date = models.CharField(_("Stand der Quelle"), max_length=40, blank=True)
    certainty = models.CharField(_("Sicherheit der Angaben"), max_length=120, blank=True)
    history_note = models.TextField(_("Geschichte"), blank=True)

    objects = ProviderQuerySet.as_manager()

    class Meta:
        verbose_name = _("Anbieter")
        verbose_name_plural = _("Anbieter")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("offers:provider", args=[self.slug])


class SuccessionQuerySet(models.QuerySet["Succession"]):
    def with_predecessor(self):
        return self.select_related("predecessor").order_by("pk")


class Succession(models.Model):
    """One provider follows another: merger (n:1), split (1:n), takeover, new name or move."""

    class Kind(models.TextChoices):
        MERGER = "merger", _("Zusammenschluss")
        SPLIT = "split", _("Aufteilung")
        TAKEOVER = "takeover", _("Übernahme")
        RENAME = "rename", _("neuer Name")

    class State(models.TextChoices):
        PLANNED = "planned", _("geplant")
        CONFIRMED = "confirmed", _("bestätigt")
        DONE = "done", _("vollzogen")

    predecessor = models.ForeignKey(
        Provider,
        verbose_name=_("bisher"),
        on_delete=models.CASCADE,
        related_name="successions",
    )
    successor = models.ForeignKey(
        Provider,
        verbose_name=_("künftig"),
        on_delete=models.CASCADE,
        related_name="origins",
    )
    kind = models.CharField(_("Art"), max_length=20, choices=Kind.choices)
    state = models.CharField(_("Stand"), max_length=20, choices=State.choices, default=State.PLANNED)
    effective_on = models.DateField(_("gilt ab"), null=True, blank=True)
    source = models.TextField(_("Quelle"), blank=True)

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Nachfolge")
        verbose_name_plural = _("Nachfolgen")
        constraints = [
            models.UniqueConstraint(
                name="succession_stands_once",
                fields=("predecessor", "successor"),
                violation_error_message=_("Diese Nachfolge ist schon eingetragen."),
            ),
            models.CheckConstraint(
                name="succession_leads_to_another_provider",
                condition=~Q(predecessor=F("successor")),
                violation_error_message=_("Wählen Sie zwei verschiedene Anbieter."),
            ),
        ]

    def __str__(self):
        return f"{self.predecessor_id} → {self.successor_id}"
