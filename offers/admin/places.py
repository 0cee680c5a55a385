from django.contrib import admin

from offers.admin.desk import DeskAdmin
from offers.models import Offer, Place


@admin.register(Place)
class PlaceAdmin(DeskAdmin):
    list_display = ("name", "street", "town", "area", "is_step_free")
    list_filter = (
        "is_step_free",
        "has_accessible_toilet",
        "has_hearing_loop",
        "has_parking",
        ("area", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("area",)
    search_fields = ("name", "street", "town", "area__name")
    ordering = ("sort_name", "pk")
    autocomplete_fields = ("area",)
    readonly_fields = ("code",)

    def offers_showing(self, rows):
        return Offer.objects.naming("places", rows)
