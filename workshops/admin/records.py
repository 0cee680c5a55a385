"""Series; and what was printed and deleted, to read only."""

from django.contrib import admin

from offers.admin.desk import DeskAdmin, KeptFromTable
from workshops.models import ListExport, Purge, Series


@admin.register(Series)
class SeriesAdmin(DeskAdmin):
    search_fields = ("title",)
    ordering = ("title", "pk")


class Recorded(KeptFromTable, DeskAdmin):
    """Proof isn't changed by anybody."""

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(ListExport)
class ListExportAdmin(Recorded):
    list_display = ("kind", "workshop", "reason", "made_at", "made_by")
    list_filter = ("kind",)
    list_select_related = ("workshop", "made_by")
    ordering = ("-made_at", "-pk")


@admin.register(Purge)
class PurgeAdmin(Recorded):
    list_display = ("what", "workshop", "count", "purged_at")
    list_filter = ("what",)
    list_select_related = ("workshop",)
    ordering = ("-purged_at", "-pk")
