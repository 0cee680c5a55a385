"""What providers may type: whether two offers overlap, and why or why not."""

from django import forms
from django.utils.translation import gettext_lazy as _

from concept.models import OverlapAnswer, OverlapReply


class ReplyForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Überschneiden sich die beiden Angebote?"),
        choices=OverlapAnswer.choices,
        widget=forms.RadioSelect,
        label_suffix="",
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Wählen Sie eine Antwort.")),
    )
    text = forms.CharField(
        label=_("Was möchten Sie dazu sagen? (freiwillig)"),
        help_text=_("Zum Beispiel: was bei Ihnen anders ist. Nennen Sie keine Namen von Ratsuchenden."),
        label_suffix="",
        required=False,
        max_length=OverlapReply._meta.get_field("text").max_length,
        error_messages={"max_length": _("Ihr Text ist zu lang. Kürzen Sie ihn auf 2000 Zeichen.")},
        # The browser must not cut what was typed: the message says how much is too much.
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": None}),
    )
