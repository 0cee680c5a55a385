"""Telephone numbers: how they are kept (ITU-T E.164), shown and dialled."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

COUNTRY = "DE"
COUNTRY_CODE = 49
# Without one of these a number has no area code, and nobody knows which town it is in.
_PREFIXES = ("0", "+")


def to_e164(text: str) -> str | None:
    """The international form of what somebody typed: "0631 365-4408" is +496313654408.

    None where it isn't a complete number: letters, too short, or without an area code.
    """
    # phonenumbers reads letters as the keys they stand on: "0631 abc" would become 0631 222.
    if not text.lstrip(" (").startswith(_PREFIXES) or any(character.isalpha() for character in text):
        return None
    try:
        number = phonenumbers.parse(text, COUNTRY)
    except NumberParseException:
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if phonenumbers.is_valid_number(number) else None


def in_words(e164: str) -> str:
    """The number as people read it, "0631 3654408", held together by no-break spaces; foreign ones with "+"."""
    number = phonenumbers.parse(e164)
    is_german = number.country_code == COUNTRY_CODE
    style = PhoneNumberFormat.NATIONAL if is_german else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style).replace(" ", "\N{NO-BREAK SPACE}")


def dialled(text: str) -> str:
    """What a `tel:` link holds (RFC 3966): the international form, or the bare digits of a short number like 112."""
    return to_e164(text) or "".join(character for character in text if character.isdigit())


def shown(text: str) -> str:
    """What people read of any number: like `in_words`; a short one like 112 and a hyphen stay as they were typed."""
    typed, e164 = text.replace(" ", "\N{NO-BREAK SPACE}"), to_e164(text)
    return in_words(e164) if e164 and in_words(e164) != typed.replace("-", "") else typed
