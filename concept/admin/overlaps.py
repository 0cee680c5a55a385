"""Hints of overlap at the desk: found, asked about, decided; what speaks for and against stands side by side."""

from collections.abc import Callable

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from concept.actions.overlaps import (
    ask_providers,
    choose_outcome,
    find_overlaps,
    reopen_overlap,
    reply_to_overlap,
    settle_overlap,
    withdraw_question,
)
from concept.forms import ReplyForm
from concept.letters import paragraphs, reply_address, subject
from concept.models import Outcome, Overlap, OverlapReply, OverlapState
from concept.overlapping import twins
from concept.work import WORK
from needs.admin.desk import NeedsAdmin, address_of, show, show_form
from offers.admin.desk import KeptFromTable, WorkFilter
from offers.printing import qr_svg
from workshops.admin.desk import Page, carry_out, note, urls_of

CHANGES = "concept.change_overlap"


class AskForm(forms.Form):
    """A button; what it does stands beside it."""


class WithdrawForm(forms.Form):
    """A button too."""


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label=_("Warum"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Der Nachweis hält es fest. Keine Namen."),
        error_messages={"required": _("Schreiben Sie, warum der Hinweis wieder offen ist.")},
    )


class SettleForm(forms.Form):
    state = forms.ChoiceField(
        label=_("Ergebnis"),
        choices=[
            (OverlapState.CONFIRMED, OverlapState.CONFIRMED.label),
            (OverlapState.REFUTED, OverlapState.REFUTED.label),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie das Ergebnis.")},
    )
    text = forms.CharField(
        label=_("Begründung"),
        max_length=Overlap._meta.get_field("settled_text").max_length,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": None}),
        help_text=_(
            "Die Anbieter lesen sie. Ist die Überschneidung bestätigt, lesen sie alle. Später ändern geht nicht, nur "
            "neu entscheiden."
        ),
        error_messages={
            "required": _("Schreiben Sie, warum das so entschieden ist."),
            "max_length": _("Kürzen Sie die Begründung auf 1000 Zeichen."),
        },
    )


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Was daraus folgt"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie, was daraus folgt.")},
    )


def _ask(request, overlap: Overlap, typed: dict):
    return ask_providers(overlap_id=overlap.pk, by=request.user, now=timezone.now())


def _withdraw(request, overlap: Overlap, typed: dict):
    return withdraw_question(overlap_id=overlap.pk, by=request.user, now=timezone.now())


def _settle(request, overlap: Overlap, typed: dict):
    is_confirmed = typed["state"] == OverlapState.CONFIRMED
    return settle_overlap(
        overlap_id=overlap.pk, is_confirmed=is_confirmed, text=typed["text"], by=request.user, now=timezone.now()
    )


def _reopen(request, overlap: Overlap, typed: dict):
    return reopen_overlap(overlap_id=overlap.pk, **typed, by=request.user, now=timezone.now())


def _choose(request, overlap: Overlap, typed: dict):
    return choose_outcome(overlap_id=overlap.pk, outcome=typed["outcome"], by=request.user, now=timezone.now())


# Each step: its form, what it does, and what the history says of it.
STEPS: dict[str, tuple[type[forms.Form], Callable, str]] = {
    "ask": (AskForm, _ask, _("Anbieter gefragt")),
    "withdraw": (WithdrawForm, _withdraw, _("Frage zurückgenommen")),
    "settle": (SettleForm, _settle, _("Entschieden")),
    "outcome": (OutcomeForm, _choose, _("Eingetragen, was daraus folgt")),
    "reopen": (ReopenForm, _reopen, _("Wieder geöffnet")),
}


def overlap_page(request, overlap: Overlap):
    """Everything about a hint, and the steps that are possible now."""
    may_change = request.user.has_perm(CHANGES)
    step = next((step for step in STEPS if step in request.POST), "")
    if request.method == "POST" and not (may_change and step):
        raise PermissionDenied
    boxes = {
        name: form(request.POST if name == step else None, initial={"outcome": overlap.outcome}, prefix=name)
        for name, (form, _act, _said) in STEPS.items()
    }
    if step:
        _form, act, said = STEPS[step]
        if carry_out(boxes[step], lambda typed: act(request, overlap, typed)):
            note(request, overlap, str(said))
            messages.success(request, gettext("Gespeichert."))
            return HttpResponseRedirect(address_of(overlap))
        # Whoever was faster has changed it.
        overlap.refresh_from_db()
    return _show_overlap(request, overlap, boxes, may_change=may_change)


def _show_overlap(request, overlap: Overlap, boxes: dict[str, forms.Form], *, may_change: bool):
    return show(
        request,
        "concept/overlap.html",
        title=_("Hinweis auf Überschneidung"),
        row=overlap,
        replies=overlap.replies.in_order().select_related("provider"),
        is_over=overlap.is_over(timezone.localdate()),
        forms={name: AdminForm(form, [(None, {"fields": list(form.fields)})], {}) for name, form in boxes.items()},
        errors=[error for form in boxes.values() for error in form.non_field_errors()],
        may_change=may_change,
    )


@require_POST
def find_page(request):
    found = find_overlaps(today=timezone.localdate())
    messages.success(
        request,
        gettext(
            "Neu: %(new)d. Nicht mehr gefunden: %(gone)d. Nicht zu vergleichen, weil das Einzugsgebiet fehlt: "
            "%(undecided)d Paare."
        )
        % found._asdict(),
    )
    return HttpResponseRedirect(reverse("admin:concept_overlap_changelist"))


@require_safe
def twins_page(request):
    """What stands in the catalogue twice is put right there, before anything is called a duplicate structure."""
    return show(
        request,
        "concept/overlap_twins.html",
        title=_("Doppelte Einträge"),
        model=Overlap,
        twins=twins(today=timezone.localdate()),
    )


@require_safe
def letter_page(request, pk: int):
    """The question on paper, for who has no e-mail address or lost it."""
    reply = _reply(pk)
    return show(
        request,
        "concept/overlap_letter.html",
        title=_("Brief an einen Anbieter"),
        row=reply.overlap,
        reply=reply,
        subject=subject(reply),
        paragraphs=paragraphs(reply),
        # The picture is made by us from an address made by us.
        picture=mark_safe(qr_svg(reply_address(reply), is_for_page=True)),  # noqa: S308
    )


def note_page(request, pk: int):
    """What a provider said on the telephone or wrote in a letter."""
    reply = _reply(pk)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    noted = {"reply_id": pk, "is_noted": True, "by": request.user, "now": timezone.now()}
    done = carry_out(form, lambda typed: reply_to_overlap(**typed, **noted))
    if done is None:
        lines = [gettext("Anbieter: %(provider)s") % {"provider": reply.provider}]
        return show_form(
            request, form, title=_("Antwort aufschreiben"), button=_("Speichern"), row=reply.overlap, lines=lines
        )
    note(request, reply.overlap, gettext("Antwort eines Anbieters aufgeschrieben"))
    messages.success(request, gettext("Die Antwort ist gespeichert."))
    return HttpResponseRedirect(address_of(reply.overlap))


def _reply(pk: int) -> OverlapReply:
    return get_object_or_404(OverlapReply.objects.for_its_page(), pk=pk)


PAGES = (
    Page("suchen/", "find", find_page, CHANGES),
    Page("doppelte-eintraege/", "twins", twins_page, "concept.view_overlap"),
    Page("brief/<int:pk>/", "letter", letter_page, CHANGES),
    Page("antwort/<int:pk>/", "note", note_page, CHANGES),
)


class OverlapWorkFilter(WorkFilter):
    work = WORK[Overlap]


@admin.register(Overlap)
class OverlapAdmin(KeptFromTable, NeedsAdmin):
    list_display = ("__str__", "pair", "state", "answers", "answer_by")
    list_filter = (OverlapWorkFilter, "state")
    lookups = (OverlapWorkFilter.parameter_name, "state__exact")
    ordering = ("pk",)
    actions = None
    show_facets = admin.ShowFacets.NEVER
    change_list_template = "admin/concept/overlap_list.html"

    @admin.display(description=_("Angebote"))
    def pair(self, overlap):
        mark = gettext("Beispiel: ") if overlap.is_example else ""
        return f"{mark}{overlap.first} / {overlap.second}"

    @admin.display(description=_("Antworten"))
    def answers(self, overlap):
        replies = overlap.replies.all()
        return gettext("%(answered)d von %(asked)d") % {
            "answered": len([reply for reply in replies if reply.answer]),
            "asked": len(replies),
        }

    def get_queryset(self, request):
        return super().get_queryset(request).for_desk()

    def get_urls(self):
        return [*urls_of(PAGES, self), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        context = {
            "counts": Overlap.objects.filter(is_example=False).counts(),
            "may_find": request.user.has_perm(CHANGES),
        }
        return super().changelist_view(request, context | (extra_context or {}))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        overlap = self.get_object(request, unquote(object_id))
        if overlap is None:
            raise Http404
        return overlap_page(request, overlap)
