"""Pages that move a workshop to another date or place, call it off, or copy it to new dates."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from offers.models import Place
from workshops.actions import announcing
from workshops.admin.desk import Page, carry_out, day_and_time, note, show_form
from workshops.models import Workshop

MOST_DATES = 20
AS_TYPED = ("%d.%m.%Y %H:%M", "%d.%m.%y %H:%M", "%Y-%m-%d %H:%M")


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Grund"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
        help_text=_("Ein Satz. Alle Angemeldeten lesen oder hören ihn."),
        error_messages={"required": _("Schreiben Sie den Grund in einem Satz.")},
    )


class MoveForm(ReasonForm):
    field_order = ("starts_at", "ends_at", "place", "room", "reason")
    starts_at = day_and_time(label=_("Neuer Beginn"))
    ends_at = day_and_time(label=_("Neues Ende"))
    place = forms.ModelChoiceField(Place.objects.order_by("sort_name", "pk"), label=_("Ort"), empty_label=None)
    room = forms.CharField(label=_("Raum"), max_length=120, required=False)

    def clean(self):
        starts_at, ends_at = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("Das Ende muss nach dem Beginn liegen."))


class DatesForm(forms.Form):
    dates = forms.CharField(
        label=_("Neue Termine"),
        widget=forms.Textarea(attrs={"rows": 8, "cols": 24}),
        help_text=_("Jeder Termin in einer eigenen Zeile, zum Beispiel: 12.01.2027 14:00"),
        error_messages={"required": _("Schreiben Sie mindestens einen Termin.")},
    )

    def clean_dates(self) -> list[datetime]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["dates"].splitlines() if line.strip()]
        if len(lines) > MOST_DATES:
            raise forms.ValidationError(_("Kopieren Sie höchstens %(most)d Termine auf einmal.") % {"most": MOST_DATES})
        return [_moment(line) for line in lines]


def _moment(line: str) -> datetime:
    try:
        return forms.DateTimeField(input_formats=AS_TYPED).clean(line.removesuffix(" Uhr").replace(",", ""))
    except forms.ValidationError as error:
        raise forms.ValidationError(
            _("„%(line)s“ ist nicht zu lesen. Schreiben Sie Tag und Uhrzeit so: 12.01.2027 14:00."),
            params={"line": line},
        ) from error


def move_page(request, pk: int):
    workshop = get_object_or_404(Workshop.objects.for_cards(), pk=pk)
    names = ("starts_at", "ends_at", "place", "room")
    form = MoveForm(request.POST or None, initial={name: getattr(workshop, name) for name in names})
    told = carry_out(
        form,
        lambda typed: announcing.move(
            workshop_id=pk,
            starts_at=typed["starts_at"],
            ends_at=typed["ends_at"],
            place_id=typed["place"].pk,
            room=typed["room"],
            reason=typed["reason"],
            now=timezone.now(),
        ),
    )
    if told is None:
        return show_form(request, form, title=_("Verschieben"), button=_("Verschieben"), workshop=workshop)
    if workshop.agenda:
        messages.warning(request, gettext("Prüfen Sie auch den Ablauf: Dort können noch die alten Uhrzeiten stehen."))
    return _to_those_to_tell(request, workshop, gettext("Verschoben"), told)


def call_off_page(request, pk: int):
    workshop = get_object_or_404(Workshop.objects.for_cards(), pk=pk)
    form = ReasonForm(request.POST or None)
    told = carry_out(
        form, lambda typed: announcing.call_off(workshop_id=pk, reason=typed["reason"], now=timezone.now())
    )
    if told is None:
        title, button = _("Werkstatt absagen"), _("Absagen und alle benachrichtigen")
        return show_form(request, form, title=title, button=button, workshop=workshop)
    return _to_those_to_tell(request, workshop, gettext("Abgesagt"), told)


def copy_page(request, pk: int):
    workshop = get_object_or_404(Workshop.objects.for_cards(), pk=pk)
    form = DatesForm(request.POST or None)
    copies = carry_out(
        form, lambda typed: announcing.copy_to_dates(workshop_id=pk, starts=typed["dates"], now=timezone.now())
    )
    if copies is None:
        title, button = _("Auf neue Termine kopieren"), _("Entwürfe anlegen")
        return show_form(request, form, title=title, button=button, workshop=workshop)
    for copy in copies:
        note(request, copy, gettext("Kopiert"))
    text = ngettext("%(count)d Entwurf ist angelegt.", "%(count)d Entwürfe sind angelegt.", len(copies))
    messages.success(request, text % {"count": len(copies)})
    return redirect("admin:workshops_workshop_changelist")


def _to_those_to_tell(request, workshop: Workshop, done: str, told: int):
    """On to who has to be called and written to. Only some see that page; the others go back to the workshop."""
    note(request, workshop, done)
    text = ngettext(
        "%(count)d Anmeldung wird benachrichtigt. E-Mails gehen von selbst hinaus.",
        "%(count)d Anmeldungen werden benachrichtigt. E-Mails gehen von selbst hinaus.",
        told,
    )
    messages.success(request, text % {"count": told})
    page = "calls" if request.user.has_perm("workshops.change_notice") else "change"
    return redirect(f"admin:workshops_workshop_{page}", workshop.pk)


PAGES = (
    Page("<int:pk>/kopieren/", "copy", copy_page, "workshops.add_workshop", _("Auf neue Termine kopieren")),
    Page("<int:pk>/verschieben/", "move", move_page, "workshops.change_workshop", _("Verschieben")),
    Page("<int:pk>/absagen/", "call_off", call_off_page, "workshops.change_workshop", _("Absagen")),
)
