"""The form of a workshop: what may stay empty, and what can't be taken back from those who are registered."""

from datetime import timedelta

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from offers.telephone import in_words
from workshops.admin.desk import international, rows_address
from workshops.models import Workshop

USUAL_LENGTH = timedelta(hours=3)
# No fields of the form, but constraints count with them.
KEPT_BY_ACTIONS = {"seats_taken", "wheelchair_seats_taken", "starts_at", "ends_at"}


class WorkshopForm(forms.ModelForm):
    # Set by the admin: only who may call off registrations is led to them.
    may_cancel = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._leave_empty("ends_at", _("Leer: drei Stunden nach dem Beginn."))
        self._leave_empty("registration_closes_at", _("Leer: zum Beginn der Werkstatt."))
        if self.instance.registration_phone:
            self.initial["registration_phone"] = in_words(self.instance.registration_phone)

    def _leave_empty(self, name: str, help_text: str) -> None:
        if name in self.fields:
            self.fields[name].required, self.fields[name].help_text = False, help_text

    def clean_registration_phone(self) -> str:
        return international(self.cleaned_data["registration_phone"])

    def clean(self):
        if self.instance.pk:
            self._wait_for_others()
        data = super().clean()
        starts_at = data.get("starts_at") or self.instance.starts_at
        if starts_at and "ends_at" in data:
            data["ends_at"] = data["ends_at"] or starts_at + USUAL_LENGTH
        if starts_at and "registration_closes_at" in data:
            data["registration_closes_at"] = data["registration_closes_at"] or starts_at
        if self.instance.pk:
            self._refuse_fewer_than_taken()
        return data

    def _refuse_fewer_than_taken(self) -> None:
        """The database refuses it too, but can't say how many have to go and where."""
        for name, words in (("seats", taken_seats_words), ("wheelchair_seats", taken_wheelchairs_words)):
            seats, taken = self.cleaned_data.get(name), getattr(self.instance, f"{name}_taken")
            if seats is not None and seats < taken:
                self.add_error(name, format_html("{}{}", words(taken, taken - seats), self._way_to_registrations()))

    def _way_to_registrations(self) -> str:
        if not self.may_cancel:
            return gettext(". Das macht, wer die Anmeldungen betreut.")
        return format_html(
            ': <a href="{}">{}</a>', rows_address("registration", self.instance), gettext("Anmeldungen öffnen")
        )

    def _wait_for_others(self) -> None:
        """The lock lets a registration that comes at the same time be counted, and then see the new seats."""
        state = self.instance.state
        self.instance.refresh_from_db(from_queryset=Workshop.objects.select_for_update())
        if self.instance.state != state:
            raise forms.ValidationError(
                _("Jemand hat diese Werkstatt inzwischen geändert. Öffnen Sie die Seite noch einmal.")
            )

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - (KEPT_BY_ACTIONS - {*self.fields})


def taken_seats_words(taken: int, surplus: int) -> str:
    """ "Es sind schon 7 Plätze vergeben. Sagen Sie zuerst 2 Personen ab"; how, comes after it."""
    is_taken = ngettext("Es ist schon %(count)d Platz vergeben.", "Es sind schon %(count)d Plätze vergeben.", taken)
    first = ngettext("Sagen Sie zuerst %(count)d Person ab", "Sagen Sie zuerst %(count)d Personen ab", surplus)
    return f"{is_taken % {'count': taken}} {first % {'count': surplus}}"


def taken_wheelchairs_words(taken: int, surplus: int) -> str:
    is_taken = ngettext(
        "Es ist schon %(count)d Platz für Rollstühle vergeben.",
        "Es sind schon %(count)d Plätze für Rollstühle vergeben.",
        taken,
    )
    first = ngettext(
        "Sagen Sie zuerst %(count)d Person mit Rollstuhl ab",
        "Sagen Sie zuerst %(count)d Personen mit Rollstuhl ab",
        surplus,
    )
    return f"{is_taken % {'count': taken}} {first % {'count': surplus}}"
