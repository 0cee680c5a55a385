"""An offer's facts in plain German words; lists, pages and print say the same."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from offers.models import CHECK_DAYS, CONFIRMED_DAYS, CostKind, Offer, Succession, VerifiedHow


def is_confirmed(verified_on: date | None, *, today: date) -> bool:
    """Somebody checked within the last twelve months: only then the times are trusted."""
    return verified_on is not None and (today - verified_on).days <= CONFIRMED_DAYS


def verified_words(verified_on: date | None, *, today: date, can_call: bool) -> str:
    """How fresh an entry is: "Geprüft am 3. November 2026."; with a number to call (`can_call`) also to call first."""
    if verified_on is not None and (today - verified_on).days <= CHECK_DAYS:
        return _("Geprüft am %(day)s.") % {"day": date_format(verified_on, "j. F Y")}
    unchecked = _unchecked_words(verified_on, today)
    return _("%(unchecked)s Rufen Sie vorher an.") % {"unchecked": unchecked} if can_call else unchecked


def _unchecked_words(verified_on: date | None, today: date) -> str:
    if verified_on is None:
        return _("Noch nicht geprüft.")
    months = (today - verified_on).days * 12 // 365
    return ngettext(
        "Wir haben das seit %(count)d Monat nicht geprüft.",
        "Wir haben das seit %(count)d Monaten nicht geprüft.",
        months,
    ) % {"count": months}


def how_words(verified_how: str) -> str:
    """How somebody checked, as a sentence; empty where nobody did."""
    return {
        VerifiedHow.TELEPHONE: _("Wir haben am Telefon nachgefragt."),
        VerifiedHow.VISIT: _("Wir waren dort."),
        VerifiedHow.MAIL: _("Wir haben mit einer E-Mail nachgefragt."),
        VerifiedHow.LETTER: _("Wir haben mit einem Brief nachgefragt."),
    }.get(verified_how, "")


def validity_words(offer: Offer, *, today: date) -> str:
    """That an offer is over or hasn't begun; empty for one that people can use today."""
    if offer.valid_until is not None and offer.valid_until < today:
        return _("Dieses Angebot ist zu Ende. Es ging bis %(day)s.") % {"day": date_format(offer.valid_until, "j. F Y")}
    if offer.valid_from is not None and offer.valid_from > today:
        return _("Dieses Angebot beginnt am %(day)s.") % {"day": date_format(offer.valid_from, "j. F Y")}
    return ""


def cost_words(offer: Offer) -> str:
    """What it costs; empty kinds and no text mean that nobody knows."""
    known = offer.cost_text or ", ".join(str(CostKind(kind).label) for kind in offer.cost_kinds)
    amount = _euros(offer.cost_amount)
    return ": ".join(part for part in (known, amount) if part) or _("nicht bekannt")


def _euros(amount) -> str:
    if amount is None:
        return ""
    text = f"{amount:.2f}".replace(".", ",").removesuffix(",00")
    return _("%(amount)s Euro") % {"amount": text}


def area_unknown_words() -> str:
    return _("Wir wissen nicht, für welche Stadtteile das gilt. Fragen Sie nach.")


def address_words(owner) -> str:
    """Street, postal code and town of a place or provider in one line; empty where nothing is known."""
    town = " ".join(part for part in (owner.postal_code, owner.town) if part)
    return ", ".join(part for part in (owner.street, town) if part)


def succession_words(succession: Succession) -> str:
    """What becomes of a provider and when: "Ab 1. Januar 2027 gemeinsam mit … (geplant)."

    Where several go together the others are named; reads the prefetched rows of the successor.
    """
    day = succession.effective_on
    origins = succession.successor.origins.all()
    words = {
        "when": _("Ab %(day)s") % {"day": date_format(day, "j. F Y")} if day else _("Künftig"),
        "others": ", ".join(o.predecessor.name for o in origins if o.predecessor_id != succession.predecessor_id),
        "kind": succession.get_kind_display(),
        "state": succession.get_state_display(),
    }
    if words["others"]:
        return _("%(when)s gemeinsam mit %(others)s (%(state)s).") % words
    return _("%(when)s: %(kind)s (%(state)s).") % words
