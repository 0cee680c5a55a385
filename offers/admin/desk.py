"""What all pages of the desk have in common."""

from collections.abc import Iterable, Mapping

from django import forms
from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from offers.actions import relist
from offers.models import Offer
from offers.work import PARAMETER, Work


def role_of(user) -> str:
    """What the history says of this person: a role, never a name."""
    roles = ", ".join(user.groups.order_by("name").values_list("name", flat=True))
    return roles or (_("Betrieb") if user.is_superuser else _("ohne Rolle"))


def choice_boxes(field: ArrayField, *, choices=None, help_text: str | None = None) -> forms.TypedMultipleChoiceField:
    """A list of choices as boxes to tick, instead of a text with commas."""
    return forms.TypedMultipleChoiceField(
        label=field.verbose_name,
        help_text=field.help_text if help_text is None else help_text,
        choices=choices or field.base_field.choices,
        coerce=field.base_field.to_python,
        required=not field.blank,
        widget=forms.CheckboxSelectMultiple,
    )


class WorkFilter(admin.SimpleListFilter):
    """The rows of a list at which a kind of work waits; which kinds there are, each list says."""

    title = gettext_lazy("Aufgabe")
    parameter_name = PARAMETER
    work: Mapping[str, Work] = {}

    def lookups(self, request, model_admin):
        return [(name, work.label) for name, work in self.work.items()]

    def queryset(self, request, queryset):
        work = self.work.get(self.value())
        return work.rows(queryset, timezone.now()) if work else queryset


class DeskAdmin(admin.ModelAdmin):
    """Lists of 50; choices as boxes; and what citizens' lists show of a row follows when it changes."""

    list_per_page = 50
    show_full_result_count = False
    view_on_site = False

    class Media:
        js = ("js/desk.js",)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, ArrayField) and db_field.base_field.choices:
            return choice_boxes(db_field)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name in self.autocomplete_fields:
            # Else Select2 puts a button to empty the list into the list itself, where only its rows may stand.
            field.widget.is_required = True
        return field

    def offers_showing(self, rows: Iterable[Model]):
        """The offers whose cards and search words hold something of these rows."""
        return Offer.objects.none()

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        relist(offers=self.offers_showing([form.instance]), now=timezone.now())

    def delete_model(self, request, obj):
        self.delete_queryset(request, type(obj).objects.filter(pk=obj.pk))

    def delete_queryset(self, request, queryset):
        showing = list(self.offers_showing(list(queryset)).values_list("pk", flat=True))
        super().delete_queryset(request, queryset)
        relist(offers=Offer.objects.filter(pk__in=showing), now=timezone.now())


class AddressFromName:
    """The address follows the name once, when the row is new; then it is printed on paper and stays."""

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ("name",)}

    def get_readonly_fields(self, request, obj=None):
        kept = super().get_readonly_fields(request, obj)
        return (*kept, "slug") if obj else kept


class KeptFromTable:
    """Rows that come from an official table: nobody adds or deletes them by hand."""

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
