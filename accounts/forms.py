"""What staff type to come in, and the words when it is wrong."""

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import PasswordResetForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_otp import match_token

from accounts.actions import TooManyTries, count_try, forget_tries
from accounts.tasks import mail_new_password


def count_or_refuse(name: str, network: str) -> None:
    """Raises ValidationError with the sentence for the person."""
    try:
        count_try(name=name, network=network, now=timezone.now())
    except TooManyTries as refusal:
        raise ValidationError(str(refusal), code="too_many_tries") from refusal


class SignInForm(AdminAuthenticationForm):
    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": _("Name oder Passwort stimmen nicht. Prüfen Sie beides, auch große und kleine Buchstaben."),
    }

    def clean(self):
        name, network = self.cleaned_data.get("username", ""), self.request.META["REMOTE_ADDR"]
        count_or_refuse(name, network)
        cleaned = super().clean()
        forget_tries(name=name, network=network)
        return cleaned


class ForgottenPasswordForm(PasswordResetForm):
    def clean_email(self):
        email = self.cleaned_data["email"]
        # One mailbox isn't flooded, wherever the requests come from.
        count_or_refuse(f"mail {email}", "")
        return email

    def save(self, **options):
        # Known or not, one job is queued: how long the answer takes says nothing.
        mail_new_password.defer(user_ids=[user.pk for user in self.get_users(self.cleaned_data["email"])])


class TokenForm(forms.Form):
    """Six digits from the telephone, or a recovery code."""

    token = forms.CharField(
        label=_("Zahl aus der App oder Ersatz-Code"),
        max_length=16,
        widget=forms.TextInput({"autocomplete": "one-time-code", "autofocus": True}),
        error_messages={"required": _("Tragen Sie die 6 Ziffern aus der App ein.")},
    )

    def __init__(self, data=None, *, user, device=None):
        """`device`: ask this one only, as while setting it up; else any of the person's confirmed ones."""
        super().__init__(data)
        self.user, self.device = user, device
        if device is not None:
            # Nobody has recovery codes before the first device works.
            self.fields["token"].label = _("Zahl aus der App")

    def clean_token(self):
        """Devices slow down by themselves after wrong tokens (django-otp)."""
        token = self.cleaned_data["token"].replace(" ", "")
        if self.device is None:
            self.device = match_token(self.user, token)
            is_right = self.device is not None
        else:
            is_right = self.device.verify_is_allowed()[0] and self.device.verify_token(token)
        if not is_right:
            raise ValidationError(_("Die Zahl stimmt nicht. Warten Sie auf die nächste und tragen Sie sie ein."))
        return token
