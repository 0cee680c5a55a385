"""The one field in which people type their code."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workshops.forms.registering import Line


class CodeForm(forms.Form):
    """ "Ihr Code": twelve digits."""

    code = Line(
        label=_("Ihr Code"),
        help_text=_("12 Ziffern, zum Beispiel 482 617 390 255. Leerzeichen und Striche sind egal."),
        required_message=_("Tragen Sie Ihren Code ein: 12 Ziffern."),
        max_length=40,
        attrs={"inputmode": "numeric"},
    )
