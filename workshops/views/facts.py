"""What the pages of a registration say: people, way, help, seat. The same on the check page and behind the code."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from offers import telephone
from workshops.actions.codes import code_in_words
from workshops.actions.parties import Contact, Party, party_of
from workshops.forms.registering import CONTACT, HELP, PEOPLE, TITLES
from workshops.models import AccessKind, AccessNeed, Registration, Seat, StakeholderGroup, Standing, Way, Workshop
from workshops.views.opened import opened_address
from workshops.words import people_words, place_lines, seat_words, title_words, when_words


def workshop_facts(workshop: Workshop) -> dict:
    return {
        "workshop": workshop,
        "title": title_words(workshop),
        "when": when_words(workshop),
        "where": place_lines(workshop),
    }


def page_facts(page: str, party: Party | None, address: str) -> dict:
    """One part of a registration with the address where it is changed; no party: it isn't right yet."""
    return {"title": TITLES[page], "lines": _LINES[page](party) if party else [], "address": address}


def registration_facts(registration: Registration, *, now: datetime) -> dict:
    """What the receipt and the page behind the code show; loaded with `for_its_page`."""
    party = party_of(registration)
    is_over = registration.workshop.standing(now) in (Standing.OVER, Standing.CANCELLED)
    return workshop_facts(registration.workshop) | {
        "registration": registration,
        "code": code_in_words(registration.code),
        "seat": seat_words(registration),
        "rank": rank_words(registration),
        "next": next_words(registration, party.contact),
        "can_change": registration.is_active and not is_over,
        "is_waiting": registration.seat == Seat.WAITING,
        "is_promised": registration.seat == Seat.PROMISED,
        "parts": [
            page_facts(page, party, opened_address(f"workshops:code_{page}", registration.code_id)) for page in TITLES
        ],
        **{
            f"{page}_address": opened_address(f"workshops:code_{page}", registration.code_id)
            for page in ("registration", "confirm", "cancel", "ticket", "calendar")
        },
    }


def forecast(workshop: Workshop, party: Party) -> dict:
    """Said before it is sent: whether there is a seat, or a place on the waiting list."""
    people = len(party.people)
    if workshop.has_room_for(people, party.wheelchairs):
        return {"has_seat": True, "words": _seat_is_free(people)}
    free = workshop.free_seats
    if not free:
        return {"has_seat": False, "words": _("Alle Plätze sind vergeben. Sie kommen auf die Warteliste.")}
    if people > free:
        only = ngettext("Es ist nur noch %(free)d Platz frei.", "Es sind nur noch %(free)d Plätze frei.", free)
        words = _("%(only)s Sie sind %(people)s. Sie kommen zusammen auf die Warteliste.")
        return {"has_seat": False, "words": words % {"only": only % {"free": free}, "people": people_words(people)}}
    return {
        "has_seat": False,
        "words": _("So viele Plätze für Rollstühle sind nicht mehr frei. Sie kommen auf die Warteliste."),
    }


def _seat_is_free(people: int) -> str:
    return ngettext("Für Sie ist ein Platz frei.", "Für Sie sind %(people)d Plätze frei.", people) % {"people": people}


def rank_words(registration: Registration) -> str:
    """Who waits before a party; empty for one that doesn't wait."""
    if registration.seat != Seat.WAITING:
        return ""
    before = registration.workshop.registrations.ahead_of(registration).count()
    if not before:
        return _("Als Nächstes sind Sie an der Reihe.")
    return ngettext(
        "Vor Ihnen wartet noch %(before)d Anmeldung.", "Vor Ihnen warten noch %(before)d Anmeldungen.", before
    ) % {"before": before}


def next_words(registration: Registration, contact: Contact | None) -> list[str]:
    """What happens next, by the way the party chose."""
    if contact is None or not registration.is_active:
        return []
    waits = registration.seat == Seat.WAITING
    return {
        Way.PHONE: [
            _("Wir rufen Sie an, sobald ein Platz frei wird.")
            if waits
            else _("Wir rufen Sie an, wenn sich etwas ändert.")
        ],
        Way.LETTER: [
            _("Wir schreiben Ihnen einen Brief, sobald ein Platz frei wird.")
            if waits
            else _("Wir schicken Ihnen einen Brief mit allen Angaben.")
        ],
        Way.MAIL: [
            _("Sie bekommen gleich eine E-Mail von uns."),
            *([_("Wird ein Platz frei, schreiben wir Ihnen wieder.")] if waits else []),
        ],
    }[Way(contact.way)]


def _people_lines(party: Party) -> list[str]:
    groups = dict(StakeholderGroup.choices)
    if not any(person.name for person in party.people):
        return [people_words(len(party.people))]
    return [f"{person.name} ({groups[person.group]})" if person.group else person.name for person in party.people]


def _contact_lines(party: Party) -> list[str]:
    contact = party.contact
    if contact is None:
        return [_("Gelöscht")]
    return {
        Way.PHONE: lambda: [_("Anruf"), telephone.in_words(contact.phone)],
        Way.LETTER: lambda: [_("Brief"), contact.street, f"{contact.postal_code} {contact.town}"],
        Way.MAIL: lambda: [_("E-Mail"), contact.email],
    }[Way(contact.way)]()


def _help_lines(party: Party) -> list[str]:
    labels = dict(AccessNeed._meta.get_field("kind").choices)
    if party.wheelchairs > 1:
        labels[AccessKind.WHEELCHAIR] = _("%(number)d Plätze für Rollstühle") % {"number": party.wheelchairs}
    lines = [f"{labels[kind]}: {text}" if text else str(labels[kind]) for kind, text in party.needs.items()]
    return lines or [_("Nichts")]


_LINES = {PEOPLE: _people_lines, CONTACT: _contact_lines, HELP: _help_lines}
