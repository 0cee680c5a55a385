"""Codes that people read out, type and print: twelve digits, "482 617 390 255", the last one a check digit.

The check digit (H. M. Damm, "Total anti-symmetrische Quasigruppen", Marburg 2004) shows every single wrong digit and
every pair of neighbours that changed places: a slip is told apart from a code that doesn't exist.
"""

import hashlib
import hmac
import secrets

from django.conf import settings

LENGTH = 12
# Damm's quasigroup of order 10; the digit that leads back to 0 is the check digit.
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


def new_nonce() -> str:
    return secrets.token_hex(16)


def digits(nonce: str) -> str:
    """The twelve digits that belong to a nonce."""
    number = int.from_bytes(_keyed("digits", nonce)) % 10 ** (LENGTH - 1)
    front = f"{number:0{LENGTH - 1}}"
    return front + check_digit(front)


def digest(text: str) -> str:
    """What is kept of twelve digits."""
    return _keyed("code", text).hex()


def check_digit(front: str) -> str:
    row = 0
    for digit in front:
        row = int(_DAMM[row][int(digit)])
    return str(row)


def read(text: str) -> str:
    """What somebody typed, without spaces, dots and dashes."""
    return "".join(character for character in text if character not in " .-–/\N{NO-BREAK SPACE}\t")


def is_slip(code: str) -> bool:
    """Not twelve digits, or the check digit doesn't fit: nobody was ever given this."""
    return len(code) != LENGTH or not (code.isascii() and code.isdigit()) or check_digit(code[:-1]) != code[-1]


def in_groups(code: str) -> str:
    """As it is printed and read out: "482 617 390 255", held together by no-break spaces."""
    return "\N{NO-BREAK SPACE}".join(code[start : start + 3] for start in range(0, LENGTH, 3))


def _keyed(purpose: str, text: str) -> bytes:
    return hmac.new(f"{settings.SECRET_KEY}{purpose}".encode(), text.encode(), hashlib.sha256).digest()
