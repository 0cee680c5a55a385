from django.contrib import admin

from offers.admin.desk import DeskAdmin, KeptFromTable
from offers.models import Absence, Area, Offer


class AbsenceInline(admin.StackedInline):
    """Somebody looked, and there is none: the page of the area says so instead of "noch nicht erfasst"."""

    model = Absence
    extra = 0


@admin.register(Area)
class AreaAdmin(KeptFromTable, DeskAdmin):
    """Which area belongs to which and where it lies comes from the official table: all lists are computed from it."""

    list_display = ("name", "level", "parent", "population", "population_as_of")
    list_filter = ("level",)
    list_select_related = ("parent",)
    search_fields = ("name", "short_name", "aliases", "postal_codes")
    ordering = ("sort_name", "pk")
    inlines = (AbsenceInline,)
    readonly_fields = (
        "code",
        "level",
        "parent",
        "slug",
        "official_number",
        "ags",
        "ars",
        "latitude",
        "longitude",
        "point_source",
        "tile_column",
        "tile_row",
    )

    def offers_showing(self, rows):
        return Offer.objects.naming("places__area", rows) | Offer.objects.naming("service_areas", rows)
