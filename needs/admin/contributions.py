"""All contributions: what others than the role "Auswertung" see is redacted, and says nothing of who it was."""

from functools import cache

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from needs.admin import coding, notes, reading
from needs.admin.desk import NeedsAdmin, marked
from needs.models import Contribution, Theme
from workshops.admin.desk import SEARCHED, searched, urls_of


class ThemeFilter(admin.SimpleListFilter):
    title, parameter_name = _("gebündeltes Thema"), "thema"

    def lookups(self, request, model_admin):
        return [(str(theme.pk), str(theme)) for theme in Theme.objects.current().in_order()]

    def queryset(self, request, queryset):
        chosen = [key for key, _title in self.lookup_choices if key == self.value()]
        return queryset.of_theme(Theme.objects.get(pk=chosen[0])) if chosen else queryset


def themes_column():
    """What each contribution is coded to, and counts as now. Asked once for the whole list."""
    current = cache(Theme.objects.by_any)

    @admin.display(description=_("gebündelte Themen"))
    def themes(contribution):
        numbers = {current()[theme.pk].number for theme in contribution.themes.all()}
        return ", ".join(f"T-{number}" for number in sorted(numbers))

    return themes


@admin.register(Contribution)
class ContributionAdmin(NeedsAdmin):
    list_display = ("title", "words", "source", "standing", "life_areas")
    list_filter = ("source", "standing", ThemeFilter, ("topic_groups", admin.RelatedOnlyFieldListFilter))
    lookups = ("source__exact", "standing__exact", "topic_groups__id__exact", ThemeFilter.parameter_name)
    ordering = ("-pk",)
    actions = None
    # How many there are of a kind describes people where they are few.
    show_facets = admin.ShowFacets.NEVER
    change_list_template = "admin/needs/contribution_list.html"

    def get_list_display(self, request):
        return (*self.list_display, themes_column())

    @admin.display(description=_("Beitrag"))
    def title(self, contribution):
        return marked(contribution)

    @admin.display(description=_("bereinigter Wortlaut"))
    def words(self, contribution):
        return Truncator(contribution.redacted).chars(120) or gettext("noch nicht bereinigt")

    @admin.display(description=_("Lebensbereiche"))
    def life_areas(self, contribution):
        return ", ".join(group.plain_name for group in contribution.topic_groups.all())

    def get_queryset(self, request):
        rows, typed = coding.visible_to(request.user).for_lists(), searched(request)
        return rows.saying(typed, raw=_searches_raw(request)) if typed else rows

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        typed, user = searched(request), request.user
        if typed and _searches_raw(request):
            reading.read_raw(request, gettext("Suche in freien Texten"))
        context = {
            "searched": typed,
            "field": SEARCHED,
            "answered": Contribution.objects.answered().count(),
            "all": Contribution.objects.count(),
            "may_read": user.has_perm(reading.READS_RAW),
            "may_take_in": user.has_perm(notes.TAKES_IN),
        }
        return super().changelist_view(request, context | (extra_context or {}))

    def get_urls(self):
        return [*urls_of((*notes.PAGES, *reading.PAGES), self), *super().get_urls()]

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        return notes.note_page(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        contribution = self.get_object(request, unquote(object_id))
        if contribution is None:
            raise Http404
        return coding.contribution_page(request, contribution)


def _searches_raw(request) -> bool:
    """A search in what was written is a reading: it needs the right and today's reason."""
    return request.user.has_perm(reading.READS_RAW) and bool(reading.reason_of_today(request))
