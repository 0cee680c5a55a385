"""An offer's facts in plain German words; lists, pages and print say the same."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from offers.models import CHECK_DAYS, CONFIRMED_DAYS, CostKind, Offer


def is_confirmed(verified_on: date | None, *, today: date) -> bool:
    """Somebody checked within the last twelve months: only then the times are trusted."""
    return verified_on is not None and (today - verified_on).days <= CONFIRMED_DAYS


def verified_words(verified_on: date | None, *, today: date) -> str:
    """How fresh an entry is: "Geprüft am 3. November 2026.", or that one should call first."""
    if verified_on is None:
        return _("Noch nicht geprüft. Rufen Sie vorher an.")
    if (today - verified_on).days <= CHECK_DAYS:
        return _("Geprüft am %(day)s.") % {"day": date_format(verified_on, "j. F Y")}
    months = (today - verified_on).days * 12 // 365
    return ngettext(
        "Wir haben das seit %(count)d Monat nicht geprüft. Rufen Sie vorher an.",
        "Wir haben das seit %(count)d Monaten nicht geprüft. Rufen Sie vorher an.",
        months,
    ) % {"count": months}


def cost_words(offer: Offer) -> str:
    """What it costs; empty kinds and no text mean that nobody knows."""
    known = offer.cost_text or ", ".join(CostKind(kind).label for kind in offer.cost_kinds)
    amount = _euros(offer.cost_amount)
    return ": ".join(part for part in (known, amount) if part) or _("Kosten nicht bekannt")


def _euros(amount) -> str:
    if amount is None:
        return ""
    text = f"{amount:.2f}".replace(".", ",").removesuffix(",00")
    return _("%(amount)s Euro") % {"amount": text}


def address_words(owner) -> str:
    """Street, postal code and town of a place or provider in one line; empty where nothing is known."""
    town = " ".join(part for part in (owner.postal_code, owner.town) if part)
    return ", ".join(part for part in (owner.street, town) if part)
