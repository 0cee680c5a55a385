"""Addresses that a code opens: signed, valid for two hours, without the code in them."""

from django.core import signing
from django.urls import reverse

SALT = "code"
SECONDS = 2 * 3600


def opened_address(page: str, code_id: int) -> str:
    """`page` is the whole name of an address: "workshops:code_registration"."""
    return reverse(page, args=[signing.dumps(code_id, salt=SALT)])


def opened_code(signed: str) -> int | None:
    """The code's number; None where nobody signed it or the two hours are over."""
    try:
        return signing.loads(signed, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
