"""Registrations that are being written, as the pages keep them."""

from datetime import timedelta

from django.urls import reverse

from offers.models import Place
from tests.factories import NOW
from tests.workshop_factories import BY_LETTER, BY_MAIL, make_registration, make_workshop
from workshops import codes
from workshops.actions.drafts import find_draft, keep, new_key, send
from workshops.actions.inviting import invite
from workshops.actions.seats import cancel
from workshops.forms.registering import CONTACT, HELP, PEOPLE, party_from, read_pages
from workshops.models import AccessKind, Code, Draft, Invitation, Seat, StakeholderGroup, State, Workshop
from workshops.views.opened import opened_address

NETWORK = "203.0.113.0/24"
TYPED = {
    PEOPLE: {
        "name_1": "Ada Beispiel",
        "group_1": "older_people",
        "name_2": "",
        "group_2": "",
        "name_3": "",
        "group_3": "",
    },
    CONTACT: {"way": "phone", "phone": "0631 5550177", "street": "", "postal_code": "", "town": "", "email": ""},
    HELP: {"needs": [], "wheelchairs": "1", "other": "", "call_phone": "", "consent": []},
}
# Pages of registering, in their order.
STEPS = ("personen", "erreichen", "hilfe", "pruefen", "fertig")


def address(workshop: Workshop, key: str, page: str) -> str:
    return reverse(f"workshops:register_{page}", args=[workshop.slug, key])


def make_draft(workshop: Workshop, *, key: str = "", network: str = NETWORK, **pages: dict | None) -> str:
    """A draft that is all right; a page is given what differs, None leaves it out. Returns its key."""
    key = key or new_key()
    parts = {page: typed | (pages.get(page) or {}) for page, typed in TYPED.items() if pages.get(page, {}) is not None}
    keep(key=key, workshop_id=workshop.pk, parts=parts, network=network, now=NOW)
    return key


def draft_of(workshop: Workshop, key: str) -> Draft | None:
    return find_draft(key=key, workshop_id=workshop.pk)


def send_draft(workshop: Workshop, key: str, *, network: str = NETWORK, now=NOW):
    draft = draft_of(workshop, key)
    return send(draft=draft, party=party_from(read_pages(workshop, draft.data)), network=network, now=now)


def make_invitation(workshop: Workshop) -> tuple[Invitation, str]:
    """An invitation and the twelve digits of its letter."""
    batch = workshop.invitations.count() + 1
    (invitation,) = invite(workshop_id=workshop.pk, group=StakeholderGroup.COUNCIL, number=1, batch=batch, now=NOW)
    return invitation, digits_of(invitation.code)


def digits_of(code: Code) -> str:
    return codes.digits(code.nonce)


def make_registering(*, place: Place) -> dict[str, str]:
    """Workshops in every standing with drafts and registrations: what their addresses are filled with."""
    workshop = make_workshop(
        title="Gut leben",
        slug="gut-leben",
        place=place,
        room="Saal 1",
        seats=40,
        wheelchair_seats=2,
        registration_phone="+496313654408",
        arranged_help=AccessKind.values,
        is_example=True,
    )
    couple = {"name_2": "Bea Beispiel", "group_2": "relatives"}
    help_for_two = {"needs": ["wheelchair", "ride", "call"], "wheelchairs": "2", "other": "Platz", "consent": ["yes"]}
    draft = make_draft(workshop, personen=couple, hilfe=help_for_two)
    sent = make_draft(workshop, personen=couple, hilfe=help_for_two)
    registration = send_draft(workshop, sent)
    invited = make_workshop(title="Nur Geladene", slug="nur-geladene", place=place, is_by_invitation=True)
    wrong = make_draft(
        invited,
        personen={"name_1": "", "group_2": "council"},
        erreichen={"way": "letter", "postal_code": "1"},
        hilfe=None,
    )
    make_workshop(title="Zu spät", slug="zu-spaet", place=place, state=State.CLOSED)
    full = make_workshop(title="Beliebt", slug="beliebt", place=place, seats=2, starts_at=NOW + timedelta(days=30))
    first, promised, waiting = (
        make_registration(full, names=names, contact=contact)
        for names, contact in (
            (["Ada Beispiel", "Bea Beispiel"], BY_MAIL),
            (["Cem Beispiel", "Dora Beispiel"], BY_LETTER),
            (["Emil Beispiel"], BY_MAIL),
        )
    )
    cancel(registration_id=first.pk, now=NOW)
    promised.refresh_from_db()
    assert (promised.seat, waiting.seat) == (Seat.PROMISED, Seat.WAITING)
    signed = {"signed": registration, "promised": promised, "waiting": waiting}
    return {"draft": draft, "sent": sent, "wrong": wrong} | {
        name: opened_address("workshops:code_registration", one.code_id).removeprefix("/code/").removesuffix("/")
        for name, one in signed.items()
    }
