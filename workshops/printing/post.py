"""What people hold: the ticket, letters, and invitations with their codes."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from offers.printing import LARGE, NORMAL, pdf, sheet
from workshops import letters as words
from workshops.models import Invitation, Notice, Registration
from workshops.people import names_of
from workshops.printing.facts import code_page, code_words, workshop_facts
from workshops.words import seat_words

# More letters than these are made one document at a time (offers.printing.pdf).
MOST_AT_ONCE = 30


def ticket(registration: Registration, *, now: datetime) -> bytes:
    """What somebody takes along: when, where, how to get there, the code, and how to cancel."""
    content = sheet(title=_("Ihre Anmeldung"), now=now, size=LARGE) | {
        "workshop": workshop_facts(registration.workshop),
        "names": names_of(registration),
        "seat": seat_words(registration),
        "code": code_words(registration.code) if registration.code else "",
        "code_page": code_page(),
        "can_cancel": registration.is_active,
        "screen": registration.workshop.hybrid_link if registration.is_active else "",
        "needs": [
            f"{need.get_kind_display()}: {need.text}" if need.text else need.get_kind_display()
            for need in registration.needs.order_by("pk")
        ],
    }
    return pdf("workshops/printing/ticket.typ", content)


def letter(notice: Notice, *, now: datetime) -> bytes:
    return letters([notice], now=now)


def letters(notices: Sequence[Notice], *, now: datetime) -> bytes:
    """A letter for each notice, in one document; the address stands where the window of an envelope is.

    Raises PrinterIsBusy, as do `invitation_letters`.
    """
    parts = [
        {
            "address": _address_lines(notice.registration),
            "subject": words.subject(notice, now=now),
            "paragraphs": words.paragraphs(notice, now=now),
            "phone": workshop_facts(notice.registration.workshop)["phone"],
        }
        for notice in notices
    ]
    return _typeset_letters(parts, title=_("Brief zu Ihrer Anmeldung"), now=now)


def invitation_letters(invitations: Sequence[Invitation], *, now: datetime) -> bytes:
    """A letter with a code for each invitation. It is for a group: staff write the address on the envelope."""
    parts = [
        {
            "address": [],
            "subject": _("Einladung: %(title)s") % {"title": facts["title"]},
            "paragraphs": [],
            "phone": facts["phone"],
            "invitation": {
                "workshop": facts,
                "inviter": settings.CITY_NAME,
                "group": invitation.get_group_display(),
                "code": code_words(invitation.code),
                "code_page": code_page(),
            },
        }
        for invitation in invitations
        for facts in [workshop_facts(invitation.workshop)]
    ]
    return _typeset_letters(parts, title=_("Einladung"), now=now)


def _typeset_letters(parts: list[dict], *, title: str, now: datetime) -> bytes:
    # The note on the trial stands in each letter, not at the top of the document.
    content = sheet(title=title, now=now, size=NORMAL) | {"is_trial": False}
    content |= {
        "letters": parts,
        "is_trial_letter": settings.TRIAL,
        "city": settings.CITY_NAME,
        "sender": [line.strip() for line in settings.CITY_FACTS["address"].split("|") if line.strip()],
        "day": date_format(timezone.localdate(now), "j. F Y"),
    }
    return pdf("workshops/printing/letters.typ", content, is_long=len(parts) > MOST_AT_ONCE)


def _address_lines(registration: Registration) -> list[str]:
    """The lines of the window; who is written to by another way has no address there."""
    contact = getattr(registration, "contact", None)
    if contact is None:
        return []
    town = f"{contact.postal_code} {contact.town}".strip()
    return [line for line in (*contact.names, contact.street, town) if line]
