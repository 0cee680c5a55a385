"""The ballot on a phone: taps only, nothing to type, since a tap is what unsteady hands do best."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from workshops.actions.priorities import refuse_miscounted
from workshops.actions.refusals import Refusal
from workshops.models import PriorityOption, StakeholderGroup

CHOICES = [("0", _("kein Punkt")), ("1", _("1 Punkt")), ("2", _("2 Punkte")), ("3", _("3 Punkte"))]


class VotingForm(forms.Form):
    group = forms.ChoiceField(
        label=_("Ich bin hier als"),
        choices=StakeholderGroup.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Wählen Sie, als wer Sie hier sind.")),
    )

    def __init__(self, data=None, *, options: Sequence[PriorityOption]):
        super().__init__(data, label_suffix="")
        for option in options:
            self.fields[f"option_{option.number}"] = forms.ChoiceField(
                label=str(option),
                choices=CHOICES,
                initial="0",
                required=False,
                widget=forms.RadioSelect,
                error_messages={
                    "invalid_choice": _("Anliegen %(number)d: Wählen Sie 0 bis 3 Punkte.") % {"number": option.number}
                },
            )

    def clean(self):
        """All that is wrong at once: nobody is sent back twice."""
        points = self.points()
        try:
            refuse_miscounted(points, points)
        except Refusal as refusal:
            self.add_error(None, str(refusal))

    def points(self) -> dict[int, int]:
        """Points by the option's number."""
        names = [name for name in self.fields if name.startswith("option_")]
        return {int(name.removeprefix("option_")): int(self.cleaned_data.get(name) or 0) for name in names}
