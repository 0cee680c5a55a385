"""Areas: the city, its 18 districts, the county, its associations and municipalities."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from offers.models.sorting import sort_field


class Level(models.TextChoices):
    CITY = "city", _("Stadt")
    DISTRICT_GROUP = "district_group", _("Gruppe von Stadtteilen")
    DISTRICT = "district", _("Stadtteil")
    COUNTY = "county", _("Landkreis")
    ASSOCIATION = "association", _("Verbandsgemeinde")
    MUNICIPALITY = "municipality", _("Gemeinde")


class AreaQuerySet(models.QuerySet["Area"]):
    def leaves(self):
        """Where people live: the areas that have neighbours."""
        return self.filter(level__in=(Level.DISTRICT, Level.MUNICIPALITY))

    def by_name(self):
        return self.order_by("sort_name", "pk")

    def by_number(self):
        return self.order_by("official_number", "sort_name", "pk")


class Area(models.Model):
    code = models.CharField(_("Kennung"), max_length=20, unique=True)
    level = models.CharField(_("Ebene"), max_length=20, choices=Level.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("gehört zu"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    name = models.CharField(_("Name"), max_length=120)
    short_name = models.CharField(_("kurzer Name"), max_length=60)
    slug = models.SlugField(_("Adresse"), max_length=80, unique=True)
    sort_name = sort_field("name")
    aliases = ArrayField(
        models.CharField(max_length=80),
        verbose_name=_("andere Namen"),
        default=list,
        blank=True,
        help_text=_("Namen, die Menschen in die Suche schreiben, mit Komma getrennt."),
    )
    official_number = models.CharField(_("amtliche Nummer"), max_length=10, blank=True)
    ags = models.CharField(_("Amtlicher Gemeindeschlüssel"), max_length=8, blank=True)
    ars = models.CharField(_("Amtlicher Regionalschlüssel"), max_length=12, blank=True)
    postal_codes = ArrayField(
        models.CharField(max_length=5),
        verbose_name=_("Postleitzahlen"),
        default=list,
        blank=True,
    )
    population = models.PositiveIntegerField(_("Einwohner"), null=True, blank=True)
    population_as_of = models.CharField(
        _("Stand der Einwohnerzahl"),
        max_length=40,
        blank=True,
        help_text=_("Wie die Quelle es angibt: ein Datum oder „2024? (unknown)“."),
    )
    population_source = models.TextField(_("Quelle der Einwohnerzahl"), blank=True)
    square_kilometres = models.DecimalField(
        _("Fläche in Quadratkilometern"),
        max_digits=8,
        decimal_places=3,
        null=True,
        blank=True,
    )
    latitude = models.FloatField(_("Breite"), null=True, blank=True)
    longitude = models.FloatField(_("Länge"), null=True, blank=True)
    point_source = models.CharField(
        _("Quelle des Punkts"),
        max_length=200,
        blank=True,
        help_text=_("Der Punkt liegt in der Siedlung, nicht in der Mitte der Fläche (Wald)."),
    )
    tile_column = models.PositiveSmallIntegerField(_("Spalte der Karte"), null=True, blank=True)
    tile_row = models.PositiveSmallIntegerField(_("Zeile der Karte"), null=True, blank=True)
    certainty = models.TextField(_("Sicherheit der Angaben"), blank=True)
    notes = models.TextField(_("Hinweise"), blank=True)
    neighbours = models.ManyToManyField(
        "self", through="Neighbour", through_fields=("area", "other"), symmetrical=False
    )

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("Gebiet")
        verbose_name_plural = _("Gebiete")
        constraints = [
            models.CheckConstraint(
                name="area_population_names_its_source",
                condition=Q(population__isnull=True) | (~Q(population_source="") & ~Q(population_as_of="")),
                violation_error_message=_("Tragen Sie zur Einwohnerzahl den Stand und die Quelle ein."),
            ),
            models.CheckConstraint(
                name="area_point_is_whole",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                violation_error_message=_("Tragen Sie Breite und Länge ein, oder keine von beiden."),
            ),
            models.CheckConstraint(
                name="area_is_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message=_("Wählen Sie bei „gehört zu“ ein anderes Gebiet."),
            ),
            models.UniqueConstraint(
                name="area_has_a_map_tile_of_its_own",
                fields=("tile_column", "tile_row"),
                violation_error_message=_("Dieser Platz auf der Karte ist schon belegt."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("offers:district", args=[self.slug])


class Neighbour(models.Model):
    """Two areas whose settlement points lie close together, in both directions."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    metres = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="neighbour_stands_once", fields=("area", "other")),
            models.CheckConstraint(name="neighbour_is_another_area", condition=~Q(area=F("other"))),
        ]

    def __str__(self):
        return f"{self.area_id} – {self.other_id}: {self.metres} m"
