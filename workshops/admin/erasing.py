"""Somebody wants to be forgotten: what names them goes at once (GDPR art. 17)."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workshops.actions.retention import erase
from workshops.admin.desk import Page, carry_out, note, show_form
from workshops.models import Registration


class EraseForm(forms.Form):
    is_sure = forms.BooleanField(
        label=_("Namen, Kontakt und Hilfen jetzt löschen. Ein Platz, der noch kommt, wird frei."),
        help_text=_("Das lässt sich nicht zurücknehmen. Notieren Sie die Nummer der Anmeldung, nicht den Namen."),
        error_messages={"required": _("Kreuzen Sie an, dass wirklich gelöscht werden soll.")},
    )


def erase_page(request, pk: int):
    registration = get_object_or_404(Registration.objects.select_related("workshop"), pk=pk, contact__isnull=False)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if carry_out(form, lambda typed: erase(registration_id=pk, now=timezone.now())) is None:
        title = _("Daten von %(registration)s löschen") % {"registration": registration}
        return show_form(request, form, title=title, button=_("Jetzt löschen"), workshop=registration.workshop)
    note(request, registration, gettext("Daten gelöscht"))
    messages.success(request, gettext("Die Daten von %(registration)s sind gelöscht.") % {"registration": registration})
    return redirect("admin:workshops_registration_change", pk)


PAGES = (Page("<int:pk>/loeschen/", "erase", erase_page, "workshops.change_registration", _("Daten löschen")),)
