"""Opening times and breaks of an offer."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTimeWidget
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from offers.admin.desk import choice_boxes
from offers.models import Closure, Frequency, OpeningTime

WEEKS_OF_MONTH = {1: _("der 1."), 2: _("der 2."), 3: _("der 3."), 4: _("der 4."), 5: _("der 5."), -1: _("der letzte")}


def boxes(column: str, choices: dict, help_text: str) -> forms.TypedMultipleChoiceField:
    return choice_boxes(OpeningTime._meta.get_field(column), choices=list(choices.items()), help_text=help_text)


def clock(column: str, required: str) -> forms.TimeField:
    """A time as people write it: 9, 9:30 or 9.30; the picker of the admin adds seconds."""
    field = OpeningTime._meta.get_field(column)
    return forms.TimeField(
        label=field.verbose_name,
        help_text=field.help_text,
        input_formats=("%H:%M", "%H.%M", "%H", "%H:%M:%S"),
        widget=AdminTimeWidget(format="%H:%M"),
        error_messages={
            "required": required,
            "invalid": _("Tragen Sie die Uhrzeit mit Stunde und Minute ein, zum Beispiel 23:30."),
        },
    )


class OpeningTimeForm(forms.ModelForm):
    weekdays = boxes("weekdays", WEEKDAYS, "")
    weeks_of_month = boxes("weeks_of_month", WEEKS_OF_MONTH, _("Nur bei „jeden Monat“."))
    starts_at = clock("starts_at", _("Tragen Sie ein, wann es beginnt, zum Beispiel 09:00."))
    ends_at = clock("ends_at", _("Tragen Sie ein, wann es endet, zum Beispiel 12:00."))

    class Meta:
        model = OpeningTime
        fields = (
            "frequency",
            "weekdays",
            "weeks_of_month",
            "starts_at",
            "ends_at",
            "by_appointment",
            "on_holidays",
            "interval",
            "valid_from",
            "valid_until",
            "position",
        )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("frequency") == Frequency.WEEKLY and cleaned.get("weeks_of_month"):
            # Said here: the constraint of the table explains the other mistake, a month without its weeks.
            self.add_error("weeks_of_month", _("Nehmen Sie bei „jede Woche“ die Haken bei „wievielter im Monat“ weg."))
        return cleaned


OpeningTimeForm.base_fields["weekdays"].error_messages["required"] = _("Wählen Sie mindestens einen Wochentag.")


class OpeningTimeInline(admin.StackedInline):
    model = OpeningTime
    form = OpeningTimeForm
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).in_order()


class ClosureInline(admin.StackedInline):
    model = Closure
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).order_by("first_day", "pk")
