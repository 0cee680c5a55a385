"""Priorities at the desk: the round and its options, its course, paper ballots typed in, and what came of it."""

import secrets

from django import forms
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from offers.admin.desk import DeskAdmin
from offers.models import Topic
from offers.printing import as_response
from workshops.actions import priorities
from workshops.actions.refusals import PageHasCounted, Refusal
from workshops.admin.desk import Page, carry_out, links_to, show, urls_of
from workshops.admin.room import heading
from workshops.models import MOST_ON_ONE, PriorityOption, PriorityRound, RoundState, StakeholderGroup, Workshop
from workshops.printing import ballot_sheet, voting_slips

MOST_SLIPS = 300
# What still can be done with a round, by its state: the word that is sent and what the button says.
STEPS = {
    RoundState.PREPARED: ("open", _("Abstimmung öffnen")),
    RoundState.OPEN: ("close", _("Abstimmung abschließen")),
}


class SlipsForm(forms.Form):
    number = forms.IntegerField(
        label=_("Wie viele neue Stimmkarten?"),
        min_value=1,
        max_value=MOST_SLIPS,
        error_messages={
            "required": _("Schreiben Sie, wie viele Stimmkarten Sie brauchen."),
            "invalid": _("Schreiben Sie die Zahl in Ziffern."),
            "min_value": _("Legen Sie mindestens eine Stimmkarte an."),
            "max_value": _("Legen Sie höchstens 300 Stimmkarten auf einmal an."),
        },
    )


def new_key() -> str:
    return secrets.token_urlsafe(16)


class PaperBallotForm(forms.Form):
    """One paper ballot, typed without a mouse: a digit for the group, a digit for each option, Enter."""

    table = forms.CharField(
        label=_("Tisch"),
        max_length=20,
        required=False,
        error_messages={"max_length": _("Kürzen Sie auf 20 Zeichen.")},
    )
    group = forms.ChoiceField(
        label=_("Gruppe"),
        error_messages={
            "required": _("Wählen Sie die Gruppe vom Stimmzettel."),
            "invalid_choice": _("Wählen Sie die Gruppe vom Stimmzettel."),
        },
    )

    # One for each opened page: Enter pressed twice counts once.
    key = forms.CharField(widget=forms.HiddenInput, initial=new_key, min_length=20, max_length=64)

    def __init__(self, data, *, options, table: str):
        super().__init__(data, initial={"table": table}, label_suffix="")
        numbered = enumerate(StakeholderGroup.choices, start=1)
        # The number in front lets the key of that number choose the group.
        groups = [(value, f"{number} {label}") for number, (value, label) in numbered]
        self.fields["group"].choices = [("", ""), *groups]
        self.fields["group"].widget.attrs["autofocus"] = True
        for option in options:
            self.fields[f"option_{option.number}"] = _points_field(option)

    def points(self) -> dict[int, int]:
        fields = [name for name in self.fields if name.startswith("option_")]
        return {int(name.removeprefix("option_")): self.cleaned_data[name] or 0 for name in fields}


def _points_field(option: PriorityOption) -> forms.IntegerField:
    words = _("Anliegen %(number)d: Schreiben Sie 0, 1, 2 oder 3.") % {"number": option.number}
    return forms.IntegerField(
        label=str(option),
        required=False,
        min_value=0,
        max_value=MOST_ON_ONE,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), words),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 2, "autocomplete": "off"}),
    )


def course_page(request, pk: int):
    """Open, close, print, type in, and the result when it is closed."""
    voted = _round(pk)
    if request.method == "POST":
        _step(request, voted)
        return HttpResponseRedirect(request.path)
    return show(
        request,
        "priorities_course.html",
        title=_("Ablauf der Abstimmung"),
        workshop=voted.workshop,
        heading=heading(voted.workshop),
        round=voted,
        options=voted.options.in_order(),
        step=STEPS.get(voted.state),
        links=links_to(PAGES, request.user, model="priorityround", pk=pk) if voted.state != RoundState.CLOSED else [],
        ballots=voted.ballots.count(),
        results=priorities.results(voted) if voted.state == RoundState.CLOSED else None,
    )


def _step(request, voted: PriorityRound) -> None:
    try:
        if "open" in request.POST:
            priorities.open_round(round_id=voted.pk)
            messages.success(request, gettext("Die Abstimmung läuft. Die Anliegen stehen jetzt fest."))
        elif "close" in request.POST:
            priorities.close_round(round_id=voted.pk, now=timezone.now())
            messages.success(request, gettext("Die Abstimmung ist abgeschlossen. Das Ergebnis steht unten."))
    except Refusal as refusal:
        messages.error(request, str(refusal))


def sheet_page(request, pk: int):
    """The paper ballot, to copy."""
    return as_response(ballot_sheet(_round(pk), now=timezone.now()), filename=f"stimmzettel-{pk}.pdf")


def slips_page(request, pk: int):
    """New voting cards, made and handed out as PDF in one go; the unused ones again."""
    voted = _round(pk)
    form = SlipsForm(request.POST or None)
    slips = carry_out(form, lambda typed: priorities.make_slips(round_id=pk, number=typed["number"]))
    if slips is None and "drucken" in request.GET:
        slips = list(voted.slips.unused().for_printing())
    if slips:
        return as_response(voting_slips(slips, now=timezone.now()), filename=f"stimmkarten-{pk}.pdf")
    return show(
        request,
        "priorities_slips.html",
        title=_("Stimmkarten"),
        workshop=voted.workshop,
        round=voted,
        form=form,
        made=voted.slips.count(),
        unused=voted.slips.unused().count(),
    )


def ballots_page(request, pk: int):
    """Paper ballots, one after the other, table by table."""
    voted = _round(pk)
    table = request.GET.get("tisch", "")
    if "take_back" in request.POST:
        return _take_back(request, voted, table)
    form = PaperBallotForm(request.POST or None, options=voted.options.in_order(), table=table)
    ballot = carry_out(form, lambda typed: _count(pk, form))
    if ballot is not None:
        given = ngettext("Gezählt: %(count)d Punkt.", "Gezählt: %(count)d Punkte.", ballot.points.count())
        messages.success(request, given % {"count": ballot.points.count()})
        return _to_table(pk, ballot.table)
    on_paper = voted.ballots.on_paper()
    return show(
        request,
        "priorities_ballots.html",
        title=_("Stimmzettel eintragen"),
        workshop=voted.workshop,
        round=voted,
        form=form,
        tables=on_paper.count_by_table(),
        latest=on_paper.filter(table=table).latest_first().first(),
        table=table,
    )


def _count(pk: int, form: PaperBallotForm):
    typed = form.cleaned_data
    try:
        return priorities.cast_paper_ballot(
            key=typed["key"], round_id=pk, group=typed["group"], points=form.points(), table=typed["table"]
        )
    except PageHasCounted:
        # Shown again it is a page of its own.
        form.data = form.data.dict() | {"key": new_key()}
        raise


def _take_back(request, voted: PriorityRound, table: str):
    """The button names the ballot, so that pressing it twice deletes one."""
    key = request.POST["take_back"]
    try:
        if key.isascii() and key.isdecimal():
            priorities.take_back_paper_ballot(round_id=voted.pk, ballot_id=int(key))
            messages.success(request, gettext("Der letzte Stimmzettel ist gelöscht."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return _to_table(voted.pk, table)


def _to_table(pk: int, table: str) -> HttpResponseRedirect:
    address = reverse("admin:workshops_priorityround_ballots", args=[pk])
    return HttpResponseRedirect(f"{address}?{urlencode({'tisch': table})}")


def _round(pk: int) -> PriorityRound:
    return get_object_or_404(PriorityRound.objects.select_related("workshop__place"), pk=pk)


PAGES = (
    Page("<int:pk>/ablauf/", "course", course_page, "workshops.change_priorityround"),
    Page(
        "<int:pk>/stimmzettel.pdf",
        "sheet",
        sheet_page,
        "workshops.view_priorityround",
        _("Stimmzettel drucken (PDF)"),
    ),
    Page("<int:pk>/stimmkarten/", "slips", slips_page, "workshops.add_votingslip", _("Stimmkarten drucken")),
    Page("<int:pk>/stimmzettel/", "ballots", ballots_page, "workshops.add_ballot", _("Stimmzettel eintragen")),
)


class PriorityOptionInline(admin.StackedInline):
    model = PriorityOption
    extra = 3
    fields = ("number", "text", "topic")

    def get_queryset(self, request):
        return super().get_queryset(request).in_order()

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, queryset=Topic.objects.in_order(), **kwargs)
        # Asked once for all options. (A list that loads while one types has no name for a screen reader while empty.)
        field.choices = list(field.choices)
        return field

    def has_add_permission(self, request, obj=None):
        return _is_prepared(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return _is_prepared(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return _is_prepared(obj) and super().has_delete_permission(request, obj)


def _is_prepared(voted: PriorityRound | None) -> bool:
    """Once people vote the options stay: else the points would stand for something else."""
    return voted is None or voted.state == RoundState.PREPARED


@admin.register(PriorityRound)
class PriorityRoundAdmin(DeskAdmin):
    list_display = ("question", "workshop", "state", "closed_at")
    list_filter = ("state",)
    list_select_related = ("workshop",)
    search_fields = ("question", "workshop__title")
    ordering = ("-pk",)
    inlines = (PriorityOptionInline,)
    change_form_template = "admin/workshops/priorities_change_form.html"

    def get_readonly_fields(self, request, obj=None):
        return ("state", "closed_at") if _is_prepared(obj) else ("workshop", "question", "state", "closed_at")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(db_field, request, queryset=Workshop.objects.latest_first(), **kwargs)

    def has_delete_permission(self, request, obj=None):
        # Ballots belong to it; a round that nobody wants stays prepared.
        return False

    def get_urls(self):
        return [*urls_of(PAGES, self), *super().get_urls()]

    def response_add(self, request, obj, post_url_continue=None):
        """On to what comes next: print and open."""
        if "_save" in request.POST:
            return redirect("admin:workshops_priorityround_course", obj.pk)
        return super().response_add(request, obj, post_url_continue)
