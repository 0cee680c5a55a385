"""Addresses and digests of sheets: derived from the code, so that the code leads back to the same address."""

import hashlib
import hmac

from django.conf import settings

from workshops import codes
from workshops.models import Code

LENGTH = 32


def key_of(code: Code) -> str:
    """The 128-bit key in the address of a sheet. The database holds neither the key nor what it comes from alone."""
    return _keyed("sheet", code.nonce)[:LENGTH]


def key_digest(key: str) -> str:
    return hashlib.sha256(f"sheet {key}".encode()).hexdigest()


def answers_digest(code: Code) -> str:
    """What a submission keeps of its code: another digest than the table of codes, so that nobody joins the two."""
    return _keyed("answers", codes.digits(code.nonce))


def _keyed(purpose: str, text: str) -> str:
    return hmac.new(f"{settings.SECRET_KEY}{purpose}".encode(), text.encode(), hashlib.sha256).hexdigest()
