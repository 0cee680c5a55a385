"""What citizens told us. Nobody edits it; it gets done."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from offers.admin.desk import DeskAdmin, KeptFromTable
from offers.models import ErrorReport, MissingHelp, SearchMiss, UnknownWord


class ToldByCitizens(KeptFromTable, DeskAdmin):
    """Read, and ticked off: several with an action of the list, one with a button on its page."""

    actions = ("finish",)
    change_form_template = "admin/offers/told_change_form.html"
    list_filter = ("is_done",)

    def get_readonly_fields(self, request, obj=None):
        return [field.name for field in self.opts.fields if field.name != "id"]

    def has_change_permission(self, request, obj=None):
        # The form only shows; the right to change is the right to tick off.
        return obj is None and super().has_change_permission(request, obj)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["can_finish"] = not obj.is_done and self.has_change_permission(request)
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.action(description=_("Als erledigt kennzeichnen"), permissions=["change"])
    def finish(self, request, queryset):
        count = queryset.finish()
        text = ngettext("%(count)d Meldung ist erledigt.", "%(count)d Meldungen sind erledigt.", count)
        self.message_user(request, text % {"count": count}, messages.SUCCESS)


@admin.register(ErrorReport)
class ErrorReportAdmin(ToldByCitizens):
    list_display = ("text", "offer", "received_at", "is_done")
    list_select_related = ("offer",)
    search_fields = ("text", "offer__title")
    ordering = ("-received_at", "-pk")


@admin.register(MissingHelp)
class MissingHelpAdmin(ToldByCitizens):
    list_display = ("text", "area", "received_on", "is_done")
    list_filter = ("is_done", ("area", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("area",)
    search_fields = ("text",)
    ordering = ("-received_on", "-pk")


class Counted(KeptFromTable, DeskAdmin):
    """Counted by the search; only read."""

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(SearchMiss)
class SearchMissAdmin(Counted):
    list_display = ("day", "topic", "area", "count")
    list_filter = ("day", ("area", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("topic", "area")
    search_fields = ("topic__plain_name", "area__name")
    ordering = ("-day", "-count", "-pk")


@admin.register(UnknownWord)
class UnknownWordAdmin(Counted):
    """Only words that were searched on three days: until then there is nothing to read."""

    list_display = ("word", "last_days")
    search_fields = ("word",)
    ordering = ("word", "pk")

    def get_queryset(self, request):
        return super().get_queryset(request).readable()

    @admin.display(description=_("gesucht an"))
    def last_days(self, word):
        return ", ".join(f"{day:%d.%m.%Y}" for day in word.days[-5:])
