"""Who a party is and how to reach it, in words for staff.

Nothing where no contact is kept: of those who just came, and of everybody after the purge.
"""

import unicodedata

from django.utils.translation import gettext as _

from offers import telephone
from workshops.models import Registration, Way


def names_of(registration: Registration) -> list[str]:
    contact = getattr(registration, "contact", None)
    return contact.names if contact else []


def names_words(registration: Registration) -> str:
    """ "Ada Beispiel, Bea Beispiel"."""
    return ", ".join(names_of(registration)) or _("ohne Namen")


def reach_words(registration: Registration) -> str:
    """How to ask back: the number, the mail address, or that a letter is needed."""
    contact = getattr(registration, "contact", None)
    if contact is None:
        return ""
    if contact.way == Way.PHONE:
        return telephone.in_words(contact.phone)
    return contact.email or _("Brief an: %(street)s, %(postal_code)s %(town)s") % vars(contact)


def surname(name: str) -> str:
    """The last word, or the one before a comma: "Ada Beispiel" and "Beispiel, Ada" are the same person."""
    return (name.partition(",")[0].split() or [name])[-1]


def sort_key(name: str) -> tuple[str, str]:
    """As in a German directory (DIN 5007-1): by surname, ä as a, ß as ss."""
    return _folded(surname(name)), _folded(name)


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
