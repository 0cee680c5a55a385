"""Letters with codes for a workshop by invitation: made in batches, printed, and counted; no list shows a code."""

from django import forms
from django.contrib import messages
from django.db.models import Max
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from offers.printing import PrinterIsBusy, as_response
from workshops import printing
from workshops.actions.inviting import invite
from workshops.admin.desk import Page, carry_out, note, show_form
from workshops.models import Invitation, StakeholderGroup, Workshop

MOST_LETTERS = 500


class InvitationsForm(forms.Form):
    group = forms.ChoiceField(label=_("Gruppe"), choices=StakeholderGroup.choices)
    number = forms.IntegerField(
        label=_("Wie viele Briefe"),
        min_value=1,
        max_value=MOST_LETTERS,
        initial=20,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            _("Tragen Sie eine Zahl von 1 bis %(most)d ein.") % {"most": MOST_LETTERS},
        ),
    )
    # The batch that comes next: a second click makes no second one.
    batch = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


def invitations_page(request, pk: int):
    workshop = get_object_or_404(Workshop, pk=pk)
    last = workshop.invitations.aggregate(last=Max("batch"))["last"] or 0
    groups = workshop.invited_groups or [""]
    form = InvitationsForm(request.POST or None, initial={"group": groups[0], "batch": last + 1})
    made = carry_out(form, lambda typed: invite(workshop_id=pk, now=timezone.now(), **typed))
    if made is None:
        return show_form(
            request,
            form,
            title=_("Einladungen anlegen"),
            button=_("Briefe mit Codes anlegen"),
            workshop=workshop,
            batches=[_shown(row) for row in workshop.invitations.in_batches()],
        )
    note(request, workshop, gettext("Einladungen angelegt"))
    text = ngettext("%(count)d Einladung ist angelegt.", "%(count)d Einladungen sind angelegt.", len(made))
    messages.success(request, text % {"count": len(made)})
    return redirect(request.path)


@require_GET
def letters_page(request, pk: int, batch: int):
    """The letters of a batch that nobody has used yet, as PDF. They name nobody: each is for whoever gets it."""
    invitations = Invitation.objects.filter(workshop=pk, batch=batch).unused().for_letters()
    if not invitations:
        raise Http404
    try:
        content = printing.invitation_letters(invitations, now=timezone.now())
    except PrinterIsBusy as busy:
        messages.error(request, str(busy))
        return redirect("admin:workshops_workshop_invitations", pk)
    return as_response(content, filename=f"einladungen-{pk}-{batch}.pdf")


def _shown(row: dict) -> dict:
    return row | {"group": StakeholderGroup(row["group"]).label, "unused": row["letters"] - row["used"]}


PAGES = (
    Page(
        "<int:pk>/einladungen/", "invitations", invitations_page, "workshops.add_invitation", _("Einladungen anlegen")
    ),
    Page("<int:pk>/einladungen/<int:batch>.pdf", "invitation_letters", letters_page, "workshops.add_invitation"),
)
