"""What can happen to accounts, and the refusals."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

import mail
from accounts.models import SignInCount
from accounts.roles import RIGHTS

WINDOW = timedelta(minutes=15)
# From one network; more for the name alone, so that a stranger can't easily keep its owner out.
TRIES_FROM_ONE_NETWORK = 5
TRIES_IN_ALL = 30
RECOVERY_CODES = 8


class TooManyTries(Exception):
    """`str()` of it is the sentence for the person."""

    def __str__(self) -> str:
        return _("Das waren zu viele Versuche. Warten Sie 15 Minuten und versuchen Sie es dann noch einmal.")


def digests(name: str, network: str) -> tuple[str, str]:
    """Keyed digests of the name with the network, and of the name alone."""
    name = name.casefold()
    texts = (f"{name}\n{network}", name)
    return tuple(hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest() for text in texts)


@transaction.atomic
def count_try(*, name: str, network: str, now: datetime) -> None:
    """Count a try to sign in before the password is looked at. Raises TooManyTries.

    No name and no network address is kept, only a keyed digest, for 15 minutes.
    """
    SignInCount.objects.filter(ends_at__lte=now).delete()
    limits = (TRIES_FROM_ONE_NETWORK, TRIES_IN_ALL)
    for digest, limit in zip(digests(name, network), limits, strict=True):
        SignInCount.objects.get_or_create(digest=digest, defaults={"ends_at": now + WINDOW})
        tries = SignInCount.objects.select_for_update().get(digest=digest)
        if tries.count >= limit:
            raise TooManyTries
        tries.count += 1
        tries.save(update_fields=["count"])


def forget_tries(*, name: str, network: str) -> None:
    SignInCount.objects.filter(digest__in=digests(name, network)).delete()


@transaction.atomic
def ensure_roles() -> None:
    """Every role exists and has exactly the rights of the table."""
    for role, rights in RIGHTS.items():
        group, _is_new = Group.objects.get_or_create(name=role)
        group.permissions.set(
            Permission.objects.get(content_type__app_label=app, content_type__model=model, codename=f"{verb}_{model}")
            for app, model, verb in _single_rights(rights)
        )


def _single_rights(rights: dict[str, str]):
    for name, verbs in rights.items():
        app, model = name.split(".")
        for verb in verbs.split():
            yield app, model, verb


@transaction.atomic
def confirm_device(device: TOTPDevice) -> list[str]:
    """The person has shown that their telephone makes the right numbers: it counts from now on, and only it.

    Returns recovery codes, shown once.
    """
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    TOTPDevice.objects.filter(user=device.user).exclude(pk=device.pk).delete()
    StaticDevice.objects.filter(user=device.user).delete()
    recovery = StaticDevice.objects.create(user=device.user, name="recovery")
    codes = [StaticToken.random_token() for _code in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=recovery, token=code) for code in codes)
    return codes


@transaction.atomic
def forget_devices(*, users) -> None:
    """Someone lost telephone and codes: an operator lets them set up anew."""
    TOTPDevice.objects.filter(user__in=users).delete()
    StaticDevice.objects.filter(user__in=users).delete()


def write_password_letters(*, user_ids: Iterable[int]) -> None:
    """Send each person the address where they choose a new password; made now, it holds for its full time."""
    for user in User.objects.filter(pk__in=user_ids, is_active=True):
        letter = {
            "user": user,
            "portal_address": settings.PORTAL_ADDRESS,
            "uid": urlsafe_base64_encode(force_bytes(user.pk)),
            "token": default_token_generator.make_token(user),
        }
        mail.send(
            to=user.email,
            subject=render_to_string("registration/password_reset_subject.txt").strip(),
            text=render_to_string("registration/password_reset_email.html", letter),
        )
