"""Measures at the desk: made from findings, proposed, and reported on."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concept.actions.measures import NEXT, number_measure, propose, refuse_mixed, report
from concept.actions.refusals import Refusal
from concept.models import Finding, Measure, MeasureState
from concept.trail import statements_behind, statements_in_words
from concept.work import WORK
from needs.admin.desk import NeedsAdmin, address_of, links_to, marked, say_what_to_do, show_form
from offers.admin.desk import WorkFilter
from workshops.admin.desk import Page, carry_out, note, urls_of

FIELDS = (
    *("title", "description", "topic_group", "findings", "responsible", "responsible_name", "partners"),
    *("horizon", "cost_class", "priority", "indicator"),
)
HELP = {
    "title": _("Was soll geschehen? Zum Beispiel: Ein Einkaufsdienst für Betzenberg."),
    "findings": _("Woraus das folgt. Ohne Befund keine Maßnahme."),
    "responsible_name": _("Eine Stelle, keine Person. Zum Beispiel: Referat Soziales."),
    "partners": _("Wer mitmacht, zum Beispiel ein Verband oder ein Stadtteilbüro."),
    "indicator": _("Zum Beispiel: Zahl der Fahrten im Jahr."),
}


class ProposeForm(forms.Form):
    """A button; what it does stands beside it."""


class ReportForm(forms.Form):
    state = forms.ChoiceField(
        label=_("Stand"), widget=forms.RadioSelect, error_messages={"required": _("Wählen Sie den Stand.")}
    )
    text = forms.CharField(
        label=_("Bericht"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": None}),
        help_text=_("Was geschehen ist. Alle lesen das."),
        error_messages={"max_length": _("Kürzen Sie den Bericht auf 2000 Zeichen.")},
    )
    reason = forms.CharField(
        label=_("Warum es nicht geht"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nur bei „geht nicht“. Alle lesen das, auch wer die Beiträge dahinter geschickt hat."),
    )

    def __init__(self, *args, measure: Measure, **kwargs):
        super().__init__(*args, **kwargs)
        states = NEXT[MeasureState(measure.state)]
        self.fields["state"].choices = [(state, state.label) for state in states]


def propose_page(request, pk: int):
    """What becomes public, and the button."""
    measure = get_object_or_404(Measure, pk=pk)
    form = ProposeForm(request.POST if request.method == "POST" else None)
    if carry_out(form, lambda typed: propose(measure_id=pk, by=request.user, now=timezone.now())):
        return _done(request, measure, gettext("Vorgeschlagen"))
    return show_form(
        request,
        form,
        title=_("Vorschlagen"),
        button=_("Vorschlagen"),
        row=measure,
        lines=[measure.title, _("Danach lesen alle die Maßnahme, und sie ändert sich nicht mehr.")],
    )


def report_page(request, pk: int):
    measure = get_object_or_404(Measure, pk=pk)
    form = ReportForm(request.POST or None, measure=measure)
    if carry_out(form, lambda typed: report(measure_id=pk, **typed, by=request.user, now=timezone.now())):
        return _done(request, measure, gettext("Berichtet"))
    lines = [gettext("%(title)s. Stand: %(state)s.") % {"title": measure.title, "state": measure.get_state_display()}]
    return show_form(request, form, title=_("Berichten"), button=_("Eintragen"), row=measure, lines=lines)


def _done(request, measure: Measure, said: str):
    note(request, measure, said)
    messages.success(request, gettext("Gespeichert."))
    return redirect(address_of(measure))


PAGES = (
    Page("<int:pk>/vorschlagen/", "propose", propose_page, "concept.change_measure", _("Vorschlagen")),
    Page("<int:pk>/berichten/", "report", report_page, "concept.add_statusreport", _("Berichten, was daraus wurde")),
)


class MeasureForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_what_to_do(self)
        for name in {*HELP} & {*self.fields}:
            self.fields[name].help_text = HELP[name]
        if findings := self.fields.get("findings"):
            if self.instance.pk:
                findings.queryset = findings.queryset.filter(is_example=self.instance.is_example)
            findings.error_messages["required"] = _("Wählen Sie mindestens einen Befund.")
            findings.label_from_instance = lambda finding: (
                f"{marked(finding)}: {finding.sentence} ({finding.get_state_display()})"
            )

    def clean(self):
        data = super().clean()
        if not self.instance.pk and (findings := data.get("findings")):
            self.instance.is_example = all(finding.is_example for finding in findings)
            self._refuse_mixed(findings)
        # The lock lets whoever proposes it at the same time be first, or wait.
        locked = Measure.objects.select_for_update().filter(pk=self.instance.pk)
        if self.instance.pk and locked.get().state != MeasureState.DRAFT:
            raise forms.ValidationError(
                _("Jemand hat diese Maßnahme inzwischen vorgeschlagen. Öffnen Sie die Seite noch einmal.")
            )
        return data

    def _refuse_mixed(self, findings):
        """Nothing real rests on what is invented: a measure from examples is one itself."""
        try:
            refuse_mixed(findings, is_example=self.instance.is_example)
        except Refusal as refusal:
            self.add_error("findings", str(refusal))


class MeasureWorkFilter(WorkFilter):
    work = WORK[Measure]


@admin.register(Measure)
class MeasureAdmin(NeedsAdmin):
    form = MeasureForm
    fields = FIELDS
    list_display = ("name", "title", "state", "responsible_name", "priority")
    list_filter = (
        MeasureWorkFilter,
        "state",
        "responsible",
        "horizon",
        ("topic_group", admin.RelatedOnlyFieldListFilter),
    )
    lookups = (
        MeasureWorkFilter.parameter_name,
        "state__exact",
        "responsible__exact",
        "horizon__exact",
        "topic_group__id__exact",
    )
    search_fields = ("title",)
    ordering = ("number",)
    actions = None
    change_form_template = "admin/concept/measure.html"

    @admin.display(description=_("Maßnahme"), ordering="number")
    def name(self, measure):
        return marked(measure)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        boxes = {"queryset": Finding.objects.not_withdrawn().in_order(), "widget": forms.CheckboxSelectMultiple}
        return super().formfield_for_manytomany(db_field, request, **boxes, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        # Somebody has voted on these words.
        return ("title", "description") if obj and obj.dissents.exists() else ()

    def has_change_permission(self, request, obj=None):
        return is_draft(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return obj is not None and is_draft(obj) and super().has_delete_permission(request, obj)

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            number_measure(obj)

    def response_add(self, request, obj, post_url_continue=None):
        messages.success(request, gettext("Angelegt als %(name)s.") % {"name": obj})
        return HttpResponseRedirect(address_of(obj))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            hidden = "report" if is_draft(obj) else "propose"
            pages = [page for page in PAGES if page.name != hidden]
            context["links"] = links_to(pages, request.user, obj)
            context["facts"] = facts(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self):
        return [*urls_of(PAGES, self), *super().get_urls()]


def is_draft(measure: Measure | None) -> bool:
    return measure is None or measure.state == MeasureState.DRAFT


def facts(measure: Measure) -> list[tuple[str, str]]:
    """Where it stands and what became of it, which nobody types."""
    return [
        (_("Stand"), measure.get_state_display()),
        (_("Dahinter stehen"), statements_in_words(statements_behind(measure))),
        *(
            (date_format(said.reported_on), " ".join(filter(None, (said.get_state_display(), said.reason, said.text))))
            for said in measure.reports.in_order()
        ),
        *((_("Beschluss"), f"{resolution}: {resolution.name}") for resolution in measure.resolutions.newest_first()),
        *((str(vote), vote.text) for vote in measure.dissents.in_order()),
    ]
