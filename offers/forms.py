"""What citizens may type: an error at an offer, help that is missing."""

from functools import cache

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

LONGEST_TEXT = 1000


def text_area(label, *, required, too_long, help_text="") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_TEXT,
        error_messages={"required": required, "max_length": too_long},
        # The browser must not cut what was typed: the message says how much is too much.
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": None}),
    )


class ErrorReportForm(forms.Form):
    """ "Stimmt etwas nicht?": one field; the contact is optional."""

    text = text_area(
        _("Was stimmt nicht?"),
        required=_("Schreiben Sie, was nicht stimmt."),
        too_long=_("Ihr Text ist zu lang. Kürzen Sie ihn auf 1000 Zeichen."),
    )
    contact = forms.CharField(
        label=_("Ihre Telefonnummer oder E-Mail für Rückfragen (freiwillig)"),
        help_text=_("Wir löschen sie, wenn der Fehler erledigt ist."),
        label_suffix="",
        required=False,
        max_length=200,
        error_messages={"max_length": _("Kürzen Sie die Angabe auf 200 Zeichen.")},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "maxlength": None}),
    )


@cache
def blank_error_report() -> SafeString:
    """The form with nothing typed yet stands on every offer's page and is always the same."""
    return ErrorReportForm().render()


class MissingHelpForm(forms.Form):
    """ "Diese Hilfe fehlt?": one question, no name."""

    text = text_area(
        _("Welche Hilfe fehlt Ihnen?"),
        required=_("Schreiben Sie, welche Hilfe Ihnen fehlt."),
        too_long=_("Ihr Text ist zu lang. Kürzen Sie ihn auf 1000 Zeichen."),
        help_text=_("Schreiben Sie keine Namen und keine Krankheiten."),
    )
    area = forms.CharField(required=False, widget=forms.HiddenInput)
