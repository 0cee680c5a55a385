from django.contrib import admin

from offers.admin.desk import DeskAdmin
from offers.models import EmergencyNumber


@admin.register(EmergencyNumber)
class EmergencyNumberAdmin(DeskAdmin):
    list_display = ("number", "name", "when", "hours", "position")
    list_display_links = ("number", "name")
    search_fields = ("number", "name", "when")
    ordering = ("position", "pk")
