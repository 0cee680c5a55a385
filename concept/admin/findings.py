"""Findings at the desk: written as drafts, published by a release, then only read, dissented from or withdrawn."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms.models import BaseInlineFormSet
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concept.actions.findings import dissent, number_finding, withdraw_finding
from concept.models import Dissent, Evidence, EvidenceKind, Finding, FindingState, Measure, Overlap
from concept.trail import statements_behind, statements_in_words
from concept.work import WORK
from needs.admin.desk import NeedsAdmin, address_of, links_to, marked, not_after_today, say_what_to_do, show_form
from needs.models import Theme
from offers.admin.desk import WorkFilter
from workshops.admin.desk import Page, carry_out, note, urls_of

FIELDS = ("kind", "sentence", "explanation", "topic_group", "topics", "planning_areas")
EVIDENCE = ("kind", "theme", "overlap", "text")
# What a cell of the matrix carries over (concept.admin.cell).
FROM_CELL = (EvidenceKind.FELT, EvidenceKind.STOCK, EvidenceKind.WAITING)
# In the address of a new one: it comes from examples, so it is one.
OF_EXAMPLES = "beispiel"
HELP = {
    "sentence": _("Was fehlt wem wo? Ein Satz, den die Stadt vertreten kann. Nach dem Veröffentlichen bleibt er so."),
    "explanation": _("Was man dazu wissen muss. Keine Namen und nichts, woran man eine Person erkennt."),
    "topics": _("Aus dem Katalog, wenn es um einzelne Themen geht."),
    "planning_areas": _("Keiner heißt: die ganze Stadt."),
}
NEXT_STEP = _("Der nächste Stand kann ihn veröffentlichen. Bis dahin können Sie ihn ändern.")
BOXES = {"widget": forms.CheckboxSelectMultiple}


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Warum"),
        max_length=300,
        help_text=_("Alle lesen das auf der Seite des Befunds. Ändern können Sie es danach nicht."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Schreiben Sie, warum der Befund zurückgezogen wird.")},
    )


def withdraw_page(request, pk: int):
    finding = get_object_or_404(Finding, pk=pk)
    form = WithdrawForm(request.POST or None)
    now = timezone.now()
    if carry_out(form, lambda typed: withdraw_finding(finding_id=pk, **typed, by=request.user, now=now)):
        note(request, finding, gettext("Zurückgezogen"))
        messages.success(request, gettext("Der Befund ist zurückgezogen. Seine Seite sagt, warum."))
        return redirect(address_of(finding))
    return show_form(
        request, form, title=_("Zurückziehen"), button=_("Zurückziehen"), row=finding, lines=[finding.sentence]
    )


PAGES = (Page("<int:pk>/zurueckziehen/", "withdraw", withdraw_page, "concept.change_finding", _("Zurückziehen")),)


class FindingForm(forms.ModelForm):
    class Meta:
        # A line of 20 letters is too short to see a whole sentence.
        widgets = {"sentence": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_what_to_do(self)
        for name in {*HELP} & {*self.fields}:
            self.fields[name].help_text = HELP[name]

    def clean_sentence(self):
        return " ".join(self.cleaned_data["sentence"].split())

    def clean(self):
        data = super().clean()
        # The lock lets whoever publishes it at the same time be first, or wait.
        locked = Finding.objects.select_for_update().filter(pk=self.instance.pk)
        if self.instance.pk and locked.get().state != FindingState.DRAFT:
            raise forms.ValidationError(
                _("Jemand hat diesen Befund inzwischen veröffentlicht. Öffnen Sie die Seite noch einmal.")
            )
        return data


class EvidenceFormSet(BaseInlineFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        for name in {"theme", "overlap"} & {*form.fields}:
            # Nothing real rests on what is invented, and nothing invented on what is real.
            rows = form.fields[name].queryset.filter(is_example=self.instance.is_example)
            form.fields[name].queryset = rows

    def clean(self):
        """Two new ones that are the same: the database would refuse them without a word."""
        super().clean()
        typed = [form.cleaned_data for form in self.forms if form.cleaned_data and not form.cleaned_data["DELETE"]]
        said = [tuple(each.get(name) for name in EVIDENCE) for each in typed]
        if len(said) > len(set(said)):
            raise forms.ValidationError(_("Zwei Belege sind gleich. Nehmen Sie einen heraus."))


class EvidenceInline(admin.StackedInline):
    model = Evidence
    formset = EvidenceFormSet
    fields = EVIDENCE

    def get_extra(self, request, obj=None, **kwargs):
        return 1 + len(prefilled(request))

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("theme", "overlap").order_by("pk")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        rows = {"theme": Theme.objects.current().in_order(), "overlap": Overlap.objects.confirmed().in_order()}
        return super().formfield_for_foreignkey(db_field, request, queryset=rows[db_field.name], **kwargs)

    def has_add_permission(self, request, obj=None):
        return is_draft(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return is_draft(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return is_draft(obj) and super().has_delete_permission(request, obj)


def prefilled(request) -> list[dict]:
    """Evidence that the address names: a finding made from a cell isn't without any."""
    kinds = request.GET.getlist("belege") if request.method == "GET" else ()
    return [{"kind": kind} for kind in FROM_CELL if kind in kinds]


def is_draft(finding: Finding | None) -> bool:
    return finding is None or finding.state == FindingState.DRAFT


class FindingWorkFilter(WorkFilter):
    work = WORK[Finding]


@admin.register(Finding)
class FindingAdmin(NeedsAdmin):
    form = FindingForm
    fields = FIELDS
    inlines = (EvidenceInline,)
    autocomplete_fields = ("topics",)
    list_display = ("title", "sentence", "kind", "state", "grade")
    list_filter = (FindingWorkFilter, "state", "kind", ("topic_group", admin.RelatedOnlyFieldListFilter))
    lookups = (FindingWorkFilter.parameter_name, "state__exact", "kind__exact", "topic_group__id__exact")
    search_fields = ("sentence",)
    ordering = ("-year", "-number")
    actions = None
    change_form_template = "admin/concept/finding.html"

    @admin.display(description=_("Befund"))
    def title(self, finding):
        return marked(finding)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        boxes = {} if db_field.name in self.autocomplete_fields else BOXES
        return super().formfield_for_manytomany(db_field, request, **boxes, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        # Somebody has voted on these words.
        return ("kind", "sentence", "explanation") if obj and obj.dissents.exists() else ()

    def has_change_permission(self, request, obj=None):
        return is_draft(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        is_free = obj is not None and is_draft(obj) and not obj.measures.exists()
        return is_free and super().has_delete_permission(request, obj)

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if obj.pk:
            return kwargs
        obj.is_example = OF_EXAMPLES in request.GET
        return kwargs if request.method != "GET" else kwargs | {"initial": prefilled(request)}

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            number_finding(obj, now=timezone.now())

    def response_add(self, request, obj, post_url_continue=None):
        messages.success(request, gettext("Angelegt als %(name)s.") % {"name": obj})
        return HttpResponseRedirect(address_of(obj))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            pages = PAGES if obj.state == FindingState.PUBLISHED else ()
            context["links"] = links_to(pages, request.user, obj)
            context["facts"] = facts(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self):
        return [*urls_of(PAGES, self), *super().get_urls()]


def facts(finding: Finding) -> list[tuple[str, str]]:
    """Where it stands and what came of it, which nobody types."""
    return [
        (_("Stand"), finding.get_state_display()),
        *([(_("Wie es weitergeht"), NEXT_STEP)] if is_draft(finding) else []),
        *([(_("Warum zurückgezogen"), finding.withdrawn_reason)] if finding.withdrawn_reason else []),
        *([(_("Zahlen aus"), finding.release), (_("Beleg"), finding.get_grade_display())] if finding.release else []),
        *((_("Zahl"), number["text"]) for number in finding.numbers),
        (_("Dahinter stehen"), statements_in_words(statements_behind(finding))),
        *((_("Maßnahme"), f"{measure} {measure.title}") for measure in finding.measures.in_order()),
        *((str(vote), vote.text) for vote in finding.dissents.in_order()),
    ]


class DissentForm(forms.Form):
    """About one thing; by the Seniorenbeirat."""

    finding = forms.ModelChoiceField(label=_("Befund"), queryset=Finding.objects.none(), required=False)
    measure = forms.ModelChoiceField(
        label=_("Maßnahme"),
        queryset=Measure.objects.none(),
        required=False,
        help_text=_("Wählen Sie entweder einen Befund oder eine Maßnahme."),
    )
    text = forms.CharField(
        label=_("Abweichende Stimme"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": None}),
        help_text=_("Sie steht wörtlich dabei, auch im gedruckten Konzept. Danach ändert sie niemand mehr."),
        error_messages={
            "required": _("Schreiben Sie, was Sie anders sehen."),
            "max_length": _("Kürzen Sie den Text auf 2000 Zeichen."),
        },
    )
    voted_on = forms.DateField(
        label=_("Beschlossen am"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": _("Wählen Sie den Tag der Abstimmung."),
            "invalid": _("Schreiben Sie den Tag so: 12.01.2027."),
        },
    )

    def clean_voted_on(self):
        return not_after_today(self.cleaned_data["voted_on"])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["finding"].queryset = Finding.objects.in_order()
        self.fields["measure"].queryset = Measure.objects.in_order()
        self.fields["finding"].label_from_instance = lambda finding: f"{marked(finding)}: {finding.sentence}"
        self.fields["measure"].label_from_instance = lambda measure: f"{marked(measure)}: {measure.title}"


@admin.register(Dissent)
class DissentAdmin(NeedsAdmin):
    """Added by the Seniorenbeirat, then it stays."""

    fields = ("finding", "measure", "body", "text", "voted_on")
    list_display = ("__str__", "finding", "measure")
    list_select_related = ("finding", "measure")
    ordering = ("-voted_on", "-pk")
    actions = None

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        initial = {name: request.GET.get(name) for name in ("finding", "measure")}
        form = DissentForm(request.POST or None, initial=initial)
        made = carry_out(form, lambda typed: dissent(**typed, by=request.user, now=timezone.now()))
        if made is None:
            title, button = _("Abweichende Stimme eintragen"), _("Eintragen")
            return show_form(request, form, title=title, button=button, model=Dissent)
        messages.success(request, gettext("Die abweichende Stimme steht jetzt dabei."))
        return HttpResponseRedirect(address_of(made))
