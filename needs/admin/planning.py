"""Planning areas and thresholds at the desk: decided before anybody answers, then only read."""

from decimal import Decimal

from django import forms
from django.contrib import admin, messages
from django.db.models import DateField
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from needs.actions.planning import add_thresholds, assign_districts
from needs.actions.refusals import PlanningAreasAreFrozen
from needs.actions.waves import areas_are_frozen, districts_without_area
from needs.admin.desk import NeedsAdmin, marked, say_what_to_do, show_form
from needs.models import PlanningArea, PlanningAreaMember, Thresholds
from offers.models import Area, Level
from workshops.admin.desk import Page, carry_out, urls_of

LIMITS = (
    *("unmet_share", "low_demand", "disputed_spread"),
    *("ranked_answers", "public_answers", "planner_answers", "equal_answers"),
)
# What a limit does; shares are typed as 0,25 and read as 25 Prozent.
EXPLAINED = {
    "unmet_share": _("0,25 heißt 25 Prozent: Sagt das jeder Vierte, ist der Bedarf klar."),
    "low_demand": _("0,20 heißt 20 Prozent: Nutzen oder wünschen es weniger, gilt die Nachfrage als gering."),
    "disputed_spread": _("0,25 heißt 25 Prozentpunkte: So weit liegen zwei Gruppen auseinander."),
    "ranked_answers": _("Mit weniger Antworten steht nirgends, was am meisten fehlt. Mindestens 30."),
    "public_answers": _("Mit weniger Antworten wird keine Zahl veröffentlicht. Mindestens 10."),
    "planner_answers": _("Mit weniger Antworten steht auch in der Verwaltung keine Zahl. Mindestens 5."),
    "equal_answers": _("So fällt auf, wenn jemand denselben Bogen immer wieder schickt. Gezählt werden sie trotzdem."),
}


class DistrictsForm(forms.Form):
    """One choice for each district."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", _("noch keiner")), *((area.pk, area.name) for area in PlanningArea.objects.in_order())]
        lies_in = dict(PlanningAreaMember.objects.values_list("area", "planning_area"))
        for district in Area.objects.filter(level=Level.DISTRICT).by_name():
            self.fields[f"district_{district.pk}"] = forms.TypedChoiceField(
                label=district.name,
                choices=choices,
                coerce=int,
                empty_value=None,
                initial=lies_in.get(district.pk, ""),
                required=False,
                error_messages={"invalid_choice": _("Wählen Sie einen Planungsraum aus der Liste.")},
            )

    def places(self) -> dict[int, int | None]:
        return {int(name.removeprefix("district_")): typed for name, typed in self.cleaned_data.items()}


def districts_page(request):
    """Every district on one page; once real answers can come the list is all there is."""
    if areas_are_frozen():
        messages.info(request, str(PlanningAreasAreFrozen()))
        return redirect("admin:needs_planningarea_changelist")
    form = DistrictsForm(request.POST or None)
    if carry_out(form, lambda typed: assign_districts(places=form.places()) or True):
        messages.success(request, gettext("Die Stadtteile sind zugeordnet."))
        return redirect(request.path)
    missing = districts_without_area()
    lines = [gettext("Ohne Planungsraum: %(names)s.") % {"names": ", ".join(missing)}] if missing else []
    return show_form(
        request, form, title=_("Stadtteile zuordnen"), button=_("Sichern"), model=PlanningArea, lines=lines
    )


PAGES = (Page("stadtteile/", "districts", districts_page, "needs.change_planningarea"),)


class PlanningAreaForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_what_to_do(self)


@admin.register(PlanningArea)
class PlanningAreaAdmin(NeedsAdmin):
    form = PlanningAreaForm
    fields = ("name", "position")
    list_display = ("title", "districts")
    search_fields = ("name",)
    ordering = ("position", "pk")
    # Deleted one by one, where Django names the districts that would stand without.
    actions = None
    change_list_template = "admin/needs/planning_areas.html"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("areas")

    @admin.display(description=_("Planungsraum"), ordering="name")
    def title(self, area):
        return marked(area)

    @admin.display(description=_("Stadtteile"))
    def districts(self, area):
        return district_names(area)

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not is_frozen(request)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not is_frozen(request)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not is_frozen(request)

    def get_model_perms(self, request):
        """For the list of everything, which stands on each page of the desk: without a query."""
        by_role = super()
        return {
            "add": by_role.has_add_permission(request),
            "change": by_role.has_change_permission(request),
            "delete": by_role.has_delete_permission(request),
            "view": by_role.has_view_permission(request),
        }

    def changelist_view(self, request, extra_context=None):
        context = {
            "frozen": str(PlanningAreasAreFrozen()) if is_frozen(request) else "",
            "missing": districts_without_area(),
            "may_assign": self.has_change_permission(request),
        }
        return super().changelist_view(request, context)

    def get_urls(self):
        return [*urls_of(PAGES, self), *super().get_urls()]


def is_frozen(request) -> bool:
    """Asked many times for one page."""
    if not hasattr(request, "areas_are_frozen"):
        request.areas_are_frozen = areas_are_frozen()
    return request.areas_are_frozen


def district_names(area: PlanningArea) -> str:
    """Needs `areas` prefetched."""
    return ", ".join(sorted(district.name for district in area.areas.all())) or gettext("noch keine")


class ThresholdsForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_what_to_do(self)
        for name in {*EXPLAINED} & {*self.fields}:
            self.fields[name].help_text = EXPLAINED[name]


@admin.register(Thresholds)
class ThresholdsAdmin(NeedsAdmin):
    """A new version is added; none is ever changed or deleted, so that every figure can be explained."""

    form = ThresholdsForm
    fields = (*LIMITS, "reason", "role", "decided_on")
    list_display = ("__str__", "decided_on", "role", "reason")
    ordering = ("-number",)
    formfield_overrides = {
        DateField: {
            "form_class": forms.DateField,
            "widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }
    }

    def get_changeform_initial_data(self, request):
        last = Thresholds.objects.newest_first().first()
        former = {name: getattr(last, name) for name in LIMITS} if last else {}
        return {"decided_on": timezone.localdate()} | former

    def save_model(self, request, obj, form, change):
        add_thresholds(thresholds=obj)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def threshold_lines(thresholds: Thresholds | None) -> list[tuple[str, str]]:
    """Each limit by its name; none where nothing is decided."""
    if thresholds is None:
        return []
    fields = [Thresholds._meta.get_field(name) for name in LIMITS]
    return [
        (_("Fassung"), str(thresholds.number)),
        *((field.verbose_name, _limit_words(getattr(thresholds, field.name))) for field in fields),
    ]


def _limit_words(limit: int | Decimal) -> str:
    return gettext("%d Prozent") % round(100 * limit) if isinstance(limit, Decimal) else number_format(limit)
