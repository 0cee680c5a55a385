"""Whether a person has shown everything that is asked of them."""

from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.roles import OPERATORS


def is_required(user) -> bool:
    """Operators can do most harm: they never come in with a password alone."""
    return user.is_superuser or user.groups.filter(name=OPERATORS).exists()


def has_device(user) -> bool:
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def is_missing(user) -> bool:
    """The password was right, but the second factor is still to be shown or to be set up."""
    return not user.is_verified() and (has_device(user) or is_required(user))
