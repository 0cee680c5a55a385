"""Lists with names as PDF: only for a reason, and each is written down."""

from django import forms
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offers.printing import PrinterIsBusy, as_response
from workshops import printing
from workshops.admin.desk import Page, show_form
from workshops.models import ListExport, NamedList, Notice, Workshop


class ExportForm(forms.Form):
    reason = forms.CharField(
        label=_("Wofür brauchen Sie die Liste?"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
        help_text=_("Das steht später mit Ihrem Namen im Protokoll der Listen. Schreiben Sie keine anderen Namen."),
        error_messages={"required": _("Schreiben Sie, wofür Sie die Liste brauchen.")},
    )


def letters(workshop: Workshop, *, now) -> bytes:
    return printing.letters(list(Notice.objects.about(workshop).to_write().for_lists().oldest_first()), now=now)


# The sheet of each list, and the first part of its file's name.
SHEETS = {
    NamedList.ATTENDANCE: (printing.attendance_list, "teilnahme"),
    NamedList.BADGES: (printing.badges, "namensschilder"),
    NamedList.NEEDS: (printing.needs_list, "hilfen"),
    NamedList.CALLS: (printing.call_list, "anrufe"),
    NamedList.LETTERS: (letters, "briefe"),
}


def list_page(request, pk: int, kind: str):
    """GET only asks for the reason; names go out by POST, and with a line in the log."""
    if kind not in SHEETS:
        raise Http404
    workshop = get_object_or_404(Workshop.objects.for_cards(), pk=pk)
    form = ExportForm(request.POST or None)
    if form.is_valid():
        try:
            return _export(request, workshop, kind, form.cleaned_data["reason"])
        except PrinterIsBusy as busy:
            form.add_error(None, str(busy))
    title = NamedList(kind).label
    return show_form(request, form, title=title, button=_("PDF öffnen"), workshop=workshop)


@transaction.atomic
def _export(request, workshop: Workshop, kind: str, reason: str):
    now = timezone.now()
    make, name = SHEETS[kind]
    ListExport.objects.create(workshop=workshop, kind=kind, reason=reason, made_at=now, made_by=request.user)
    return as_response(make(workshop, now=now), filename=f"{name}-{workshop.slug}.pdf")


PAGES = (Page("<int:pk>/liste/<slug:kind>/", "list", list_page, "workshops.add_listexport"),)
