"""Resolutions at the desk: entered once with what they decide; where to look them up is added or changed later."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import URLField
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concept.actions.resolutions import resolve
from concept.models import Measure, Resolution
from needs.admin.desk import NeedsAdmin, address_of, marked, not_after_today, say_what_to_do, show_form
from workshops.admin.desk import carry_out

DECIDED = ("organization", "name", "decided_on", "reference", "agenda_item_number", "result", "resolution_text")
# An address moves; a source is found later.
LOOKED_UP = ("web", "source")
# Often known only from the minutes: filled in later, once.
ADDED = ("reference", "agenda_item_number", "resolution_text")
HELP = {
    "organization": _("Zum Beispiel: Stadtrat oder Sozialausschuss."),
    "result": _("Wie es in der Niederschrift steht. Zum Beispiel: einstimmig beschlossen."),
    "resolution_text": _("Nur den Wortlaut, keine Zusammenfassung."),
    "web": _("Adresse oder Quelle: Eines davon muss da sein."),
}


class ResolutionForm(forms.ModelForm):
    measures = forms.ModelMultipleChoiceField(
        label=_("Maßnahmen, um die es geht"),
        queryset=Measure.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Zur Auswahl steht, was vorgeschlagen ist."),
    )
    is_adopted = forms.BooleanField(
        label=_("Das Gremium hat zugestimmt"),
        required=False,
        initial=True,
        help_text=_("Ohne Haken heißt es bei den Maßnahmen „geht nicht“, mit diesem Beschluss als Grund."),
    )

    web = forms.URLField(
        label=Resolution._meta.get_field("web").verbose_name,
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Schreiben Sie die ganze Adresse, zum Beispiel https://ris.example.org/1.")},
    )

    class Meta:
        model = Resolution
        fields = (*DECIDED, *LOOKED_UP)
        widgets = {
            "decided_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "resolution_text": forms.Textarea(attrs={"rows": 6}),
        }

    def clean_decided_on(self):
        return not_after_today(self.cleaned_data["decided_on"])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_what_to_do(self)
        for name, text in HELP.items():
            self.fields[name].help_text = text
        self.fields["measures"].queryset = Measure.objects.public().in_order()
        self.fields["measures"].label_from_instance = lambda measure: f"{marked(measure)}: {measure.title}"


@admin.register(Resolution)
class ResolutionAdmin(NeedsAdmin):
    fields = (*DECIDED, "measures", *LOOKED_UP)
    list_display = ("label", "name", "organization", "decided_on", "result")
    search_fields = ("name",)
    ordering = ("-decided_on", "-number")
    actions = None
    formfield_overrides = {URLField: {"assume_scheme": "https"}}

    @admin.display(description=_("Beschluss"), ordering="number")
    def label(self, resolution):
        return marked(resolution)

    def get_readonly_fields(self, request, obj=None):
        blank = {name for name in ADDED if obj and not getattr(obj, name)}
        return [name for name in (*DECIDED, "measures") if name not in blank]

    def has_delete_permission(self, request, obj=None):
        return False

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ResolutionForm(request.POST or None)
        made = carry_out(form, lambda typed: _resolve(request, form.instance, typed))
        if made is None:
            title, button = _("Beschluss eintragen"), _("Eintragen")
            return show_form(request, form, title=title, button=button, model=Resolution)
        messages.success(request, gettext("Eingetragen als %(name)s.") % {"name": made})
        return HttpResponseRedirect(address_of(made))


def _resolve(request, resolution: Resolution, typed: dict) -> Resolution:
    """About examples it is one itself; about both it is refused."""
    about = [measure.is_example for measure in typed["measures"]]
    resolution.is_example = bool(about) and all(about)
    return resolve(
        resolution=resolution,
        measures=typed["measures"],
        is_adopted=typed["is_adopted"],
        by=request.user,
        now=timezone.now(),
    )
