from django.contrib import admin

from offers.admin.contacts import ContactInline
from offers.admin.desk import AddressFromName, DeskAdmin
from offers.models import Offer, Provider, Succession


class SuccessionInline(admin.StackedInline):
    model = Succession
    fk_name = "predecessor"
    extra = 0
    autocomplete_fields = ("successor",)


@admin.register(Provider)
class ProviderAdmin(AddressFromName, DeskAdmin):
    list_display = ("name", "kind", "town", "is_planned")
    list_filter = ("kind", "is_planned", ("areas", admin.RelatedOnlyFieldListFilter))
    search_fields = ("name", "short_name", "sponsor", "town")
    ordering = ("sort_name", "pk")
    autocomplete_fields = ("areas",)
    inlines = (ContactInline, SuccessionInline)
    readonly_fields = ("code",)

    def offers_showing(self, rows):
        return Offer.objects.naming("providers", rows)
