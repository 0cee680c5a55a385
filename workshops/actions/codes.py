"""Giving out codes, and opening what a typed code belongs to."""

import hashlib
import hmac
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from offers.models import Allowance
from workshops import codes
from workshops.actions.refusals import CodeIsSlip, CodeIsUnknown, TooManyWrongCodes
from workshops.models import Code, CodeKind

# Slips don't count, only twelve well-formed digits that nobody was given. A thousand guesses among 10^11 codes find one
# of 10,000 given ones on one day in 10,000; and nobody in a hall, a library or behind a provider's shared address is
# kept out because a neighbour mistypes. Past the limit right ones are refused too, or guessing would simply go on.
WRONG_CODES_A_DAY = 1_000


def issue_code(kind: CodeKind) -> Code:
    """A new code; one that is taken already is thrown again."""
    while True:
        nonce = codes.new_nonce()
        try:
            with transaction.atomic():
                return Code.objects.create(kind=kind, nonce=nonce, digest=codes.digest(codes.digits(nonce)))
        except IntegrityError:
            continue


def issue_codes(kind: CodeKind, number: int) -> list[Code]:
    return [issue_code(kind) for _number in range(number)]


def code_in_words(code: Code) -> str:
    """The digits as they are printed: "482 617 390 255"."""
    return codes.in_groups(codes.digits(code.nonce))


def open_code(*, text: str, network: str, now: datetime) -> Code:
    """The code somebody typed. Raises CodeIsSlip, CodeIsUnknown, TooManyWrongCodes.

    Only wrong ones are counted, for each network and day, under a digest whose key changes every day.
    """
    typed = codes.read(text)
    if codes.is_slip(typed):
        raise CodeIsSlip
    allowance = _digest_of_the_day(network, timezone.localdate(now))
    if Allowance.objects.filter(digest=allowance, count__gte=WRONG_CODES_A_DAY).exists():
        raise TooManyWrongCodes
    code = Code.objects.filter(digest=codes.digest(typed)).first()
    if code is None:
        Allowance.objects.get_or_create(digest=allowance, defaults={"day": timezone.localdate(now)})
        Allowance.objects.filter(digest=allowance).update(count=F("count") + 1)
        raise CodeIsUnknown
    return code


def _digest_of_the_day(network: str, today: date) -> str:
    key = f"{settings.SECRET_KEY}{today.isoformat()}"
    return hmac.new(key.encode(), f"code {network}".encode(), hashlib.sha256).hexdigest()
