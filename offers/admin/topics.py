from django.contrib import admin

from offers.admin.desk import AddressFromName, DeskAdmin, KeptFromTable
from offers.models import Offer, TargetGroup, Topic, TopicGroup, TopicWord


class TopicWordInline(admin.StackedInline):
    model = TopicWord
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).order_by("word", "pk")


@admin.register(TopicGroup)
class TopicGroupAdmin(KeptFromTable, DeskAdmin):
    list_display = ("plain_name", "code", "name")
    search_fields = ("plain_name", "name", "code")
    ordering = ("position", "pk")
    readonly_fields = ("code", "slug")

    def offers_showing(self, rows):
        return Offer.objects.naming("topics__group", rows)


@admin.register(Topic)
class TopicAdmin(KeptFromTable, DeskAdmin):
    list_display = ("plain_name", "code", "name", "group")
    list_filter = ("group",)
    list_select_related = ("group",)
    search_fields = ("plain_name", "name", "code", "words__word")
    ordering = ("position", "pk")
    inlines = (TopicWordInline,)
    readonly_fields = ("code", "slug")

    def offers_showing(self, rows):
        return Offer.objects.naming("topics", rows)


@admin.register(TargetGroup)
class TargetGroupAdmin(AddressFromName, DeskAdmin):
    list_display = ("name", "slug", "position")
    search_fields = ("name",)
    ordering = ("position", "pk")

    def offers_showing(self, rows):
        return Offer.objects.naming("target_groups", rows)
