"""What stock is measured by, at the desk: the city's table of age groups, norms and waiting lists."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.core import signing
from django.db.models import DateField
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from concept.actions.population import load_age_groups
from concept.exchange import AgeGroup, Table, read_age_groups
from concept.models import AgeCount, Norm, WaitingList
from concept.population import Span, older_of
from needs.admin.desk import NeedsAdmin, say_what_to_do, show
from offers.models import Area, Level
from workshops.admin.desk import Page, urls_of

MOST_BYTES = 2_000_000
# So many problems are told at once; whoever has more begins with these.
SHOWN_PROBLEMS = 30
# Tables close their last age group with a number that nobody reaches.
OLDEST = 120
SALT = "concept.age_groups"
# What was looked at is kept as it was: nothing else can be put into it, and not a day later.
VALID_SECONDS = 3600


class TableForm(forms.Form):
    file = forms.FileField(
        label=_("CSV-Datei der Stadt"),
        help_text=_("Altersgruppen nach Stadtteilen, so wie die Stadt sie veröffentlicht."),
        error_messages={"required": _("Wählen Sie die Datei."), "empty": _("Die Datei ist leer.")},
    )
    source = forms.CharField(
        label=_("Quelle"),
        max_length=300,
        help_text=_("Zum Beispiel: offene Daten der Stadt, Altersgruppen nach Stadtteilen."),
        error_messages={"required": _("Tragen Sie ein, woher die Zahlen sind.")},
        widget=forms.TextInput(attrs={"size": 60}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("Die Datei ist zu groß. Die der Stadt hat weniger als 2 Megabyte."))
        return file

    def table(self) -> Table:
        file = self.cleaned_data["file"]
        return read_age_groups(file.read(), file=file.name, areas=districts_by_number(), today=timezone.localdate())


def districts_by_number() -> dict[int, int]:
    districts = Area.objects.filter(level=Level.DISTRICT, official_number__regex=r"^[0-9]{1,4}$")
    return {int(number): pk for pk, number in districts.values_list("pk", "official_number")}


def upload_page(request):
    """First what the table says, and what is wrong with it; nothing is kept yet."""
    form = TableForm(request.POST or None, request.FILES or None)
    table = form.table() if form.is_valid() else None
    is_whole = bool(table and not table.problems)
    return show(
        request,
        "concept/age_groups.html",
        title=_("Zahlen der Stadt einlesen"),
        model=AgeCount,
        form=form,
        adminform=AdminForm(form, [(None, {"fields": list(form.fields)})], {}),
        table=table,
        problems=table.problems[:SHOWN_PROBLEMS] if table else [],
        more=max(0, len(table.problems) - SHOWN_PROBLEMS) if table else 0,
        days=preview(table.groups) if is_whole else [],
        sealed=seal(table.groups, form.cleaned_data["source"]) if is_whole else "",
    )


@require_POST
def keep_page(request):
    """Then what was looked at is kept."""
    try:
        groups, source = unseal(request.POST.get("sealed", ""))
    except signing.BadSignature:
        messages.error(request, gettext("Das ist zu lange her. Wählen Sie die Datei noch einmal."))
        return redirect("admin:concept_agecount_upload")
    number = load_age_groups(groups=groups, source=source)
    messages.success(
        request,
        ngettext("%d Zahl ist übernommen.", "%d Zahlen sind übernommen.", number) % number,
    )
    return redirect("admin:concept_agecount_changelist")


def seal(groups: Iterable[AgeGroup], source: str) -> str:
    rows = [(group.area, group.as_of.isoformat(), *group[2:]) for group in groups]
    return signing.dumps([rows, source], salt=SALT, compress=True)


def unseal(sealed: str) -> tuple[list[AgeGroup], str]:
    """Raises BadSignature where it is another's, or too old."""
    rows, source = signing.loads(sealed, salt=SALT, max_age=VALID_SECONDS)
    return [AgeGroup(area, date.fromisoformat(day), *span) for area, day, *span in rows], source


def preview(groups: Iterable[AgeGroup]) -> list[tuple[date, list[tuple[str, str]]]]:
    """For each day the districts of the city with their people of 65 and older, in words."""
    by_day = defaultdict(list)
    for group in groups:
        by_day[group.as_of].append(group)
    names = dict(Area.objects.filter(level=Level.DISTRICT).by_number().values_list("pk", "name"))
    return [(day, _lines(names, by_day[day])) for day in sorted(by_day)]


def _lines(names: Mapping[int, str], groups: Iterable[AgeGroup]) -> list[tuple[str, str]]:
    told, older = {group.area for group in groups}, older_of((group.area, Span(*group[2:])) for group in groups)
    unknown = {True: gettext("keine Zahl ab 65: Altersgruppen fehlen"), False: gettext("steht nicht in der Datei")}
    return [
        (name, number_format(older[pk], force_grouping=True) if pk in older else unknown[pk in told])
        for pk, name in names.items()
    ]


PAGES = (
    Page("einlesen/", "upload", upload_page, "concept.add_agecount"),
    Page("uebernehmen/", "keep", keep_page, "concept.add_agecount"),
)


class StockForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_what_to_do(self)


class StockAdmin(NeedsAdmin):
    form = StockForm
    formfield_overrides = {
        DateField: {
            "form_class": forms.DateField,
            "widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }
    }


@admin.register(AgeCount)
class AgeCountAdmin(StockAdmin):
    """Read only: official figures come with the city's table, nobody types them."""

    fields = ("area", "as_of", "ages", "people", "source")
    list_display = ("area", "day", "ages", "people", "source")
    list_select_related = ("area",)
    search_fields = ("area__name",)
    change_list_template = "admin/concept/age_counts.html"
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).in_order()

    def get_ordering(self, request):
        return ("-as_of", "area__sort_name", "age_from", "pk")

    @admin.display(description=_("Stichtag"), ordering="as_of")
    def day(self, count):
        return date_format(count.as_of)

    @admin.display(description=_("Alter"), ordering="age_from")
    def ages(self, count):
        if count.age_below is None or count.age_below > OLDEST:
            return gettext("%d und älter") % count.age_from
        return gettext("%(begins)d bis unter %(below)d") % {"begins": count.age_from, "below": count.age_below}

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"may_upload": request.user.has_perm("concept.add_agecount")})

    def get_urls(self):
        return [*urls_of(PAGES, self), *super().get_urls()]


@admin.register(Norm)
class NormAdmin(StockAdmin):
    fields = ("topic", "offers_per_thousand", "source", "decided_on")
    list_display = ("topic", "offers_per_thousand", "source", "decided_on")
    list_select_related = ("topic",)
    autocomplete_fields = ("topic",)
    search_fields = ("topic__name", "topic__plain_name", "source")
    ordering = ("topic__position", "pk")


@admin.register(WaitingList)
class WaitingListAdmin(StockAdmin):
    fields = ("offer", "people", "as_of", "source")
    list_display = ("offer", "people", "as_of", "source")
    list_select_related = ("offer",)
    autocomplete_fields = ("offer",)
    search_fields = ("offer__title", "source")
    ordering = ("-as_of", "pk")

    def get_changeform_initial_data(self, request):
        return {"as_of": timezone.localdate()} | super().get_changeform_initial_data(request)
