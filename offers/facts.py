"""Everything the page of an offer says that doesn't depend on today, as plain values for a JSON column.

Written with the listing at every change, so that the public page is read in one query; the preview of a draft
builds the same from the tables.
"""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from offers.card import times_of
from offers.models import Contact, ContactKind, Language, Mode, Offer, Place, Provider, Registration
from offers.telephone import in_words as phone_words
from offers.words import address_words


def facts_of(offer: Offer, *, today: date) -> dict:
    links = offer.provider_links.all()
    return {
        "description": offer.description,
        "steps": [step.strip() for step in offer.steps.splitlines() if step.strip()],
        "modes": [_mode(mode) for mode in offer.modes],
        "audience": offer.audience,
        "audiences": _audiences(offer),
        "registration": _registration(offer),
        "languages": [str(Language(language).label) for language in offer.languages],
        "contacts": _contacts(offer),
        "places": [_place(place) for place in offer.places.all()],
        "place_note": offer.place_note,
        "service_areas": [_link(area) for area in offer.service_areas.all()],
        "topics": [_link(link.topic) for link in offer.topic_links.all()],
        "providers": [_provider(link.provider) for link in links],
        "breaks": [_break(closure) for closure in offer.closures.all()],
        "closed_reason": offer.closed_reason,
        "source": offer.source,
        "source_date": offer.source_date,
        "times": times_of(offer, today=today),
    }


def _mode(mode: str) -> str:
    """How help and person meet, said to the reader; the filter's options are the reader's own words."""
    said = {Mode.HOME: _("kommt zu Ihnen nach Hause"), Mode.VISIT: _("Sie gehen hin")}
    return said.get(mode, str(Mode(mode).label))


def _audiences(offer: Offer) -> list[str]:
    """The target groups that the words about the audience don't name already."""
    said = offer.audience.casefold()
    return [group.name for group in offer.target_groups.all() if group.name.casefold() not in said]


def _registration(offer: Offer) -> str:
    if offer.registration == Registration.UNKNOWN:
        return ""
    return str(offer.get_registration_display())


def _contacts(offer: Offer) -> list[dict]:
    """The offer's own ways first, then its providers'; a way that stands twice is shown once."""
    owners = [("", offer.contacts.all())]
    owners += [(link.provider.name, link.provider.contacts.all()) for link in offer.provider_links.all()]
    return _once(owners)


def contacts_of_provider(provider: Provider) -> list[dict]:
    return _once([("", provider.contacts.all())])


def _once(owners) -> list[dict]:
    found: dict[str, dict] = {}
    for owner, contacts in owners:
        for contact in sorted(contacts, key=lambda contact: (contact.position, contact.pk)):
            found.setdefault(contact.value, _contact(contact, owner))
    return list(found.values())


def _contact(contact: Contact, owner: str) -> dict:
    schemes = {ContactKind.PHONE: "tel:", ContactKind.EMAIL: "mailto:", ContactKind.WEB: ""}
    is_number = contact.kind in (ContactKind.PHONE, ContactKind.FAX)
    scheme = schemes.get(contact.kind)
    return {
        "kind": contact.kind,
        "way": contact.get_kind_display(),
        "href": "" if scheme is None else scheme + contact.value,
        "words": phone_words(contact.value) if is_number else _shown(contact),
        "label": contact.label or owner,
        "hours": contact.hours,
        "note": contact.note,
    }


def _shown(contact: Contact) -> str:
    return contact.value.removeprefix("https://").removeprefix("http://").rstrip("/")


def _place(place: Place) -> dict:
    return {
        "name": place.name,
        "address": address_words(place),
        "area": _link(place.area),
        "access": list(access_sentences(place)),
        "bus": _bus(place),
        "directions": place.directions,
    }


def access_sentences(place: Place):
    """What is known about getting in; what nobody has looked at is said so, never "no"."""
    words = {
        "is_step_free": (_("Ohne Stufen."), _("Es gibt Stufen.")),
        "has_accessible_toilet": (_("Toilette für Rollstuhl."), _("Keine Toilette für Rollstuhl.")),
        "has_hearing_loop": (_("Höranlage."), _("Keine Höranlage.")),
        "has_parking": (_("Parkplatz."), _("Kein Parkplatz.")),
    }
    for name, (yes, no) in words.items():
        value = getattr(place, name)
        if value is not None:
            yield yes if value else no
    if place.is_step_free is None:
        yield _("Ob es Stufen gibt, wissen wir nicht.")
    if place.access_note:
        yield place.access_note


def _bus(place: Place) -> str:
    if not place.bus_stop:
        return ""
    if place.bus_stop_metres is None:
        return place.bus_stop
    return _("%(stop)s, %(metres)d Meter entfernt") % {
        "stop": place.bus_stop,
        "metres": place.bus_stop_metres,
    }


def _provider(provider: Provider) -> dict:
    return _link(provider) | {"is_planned": provider.is_planned}


def _break(closure) -> str:
    words = _("Pause vom %(first)s bis %(last)s") % {
        "first": date_format(closure.first_day, "j. F"),
        "last": date_format(closure.last_day, "j. F Y"),
    }
    return f"{words}: {closure.reason}" if closure.reason else words


def _link(thing) -> dict:
    return {"name": str(thing), "address": thing.get_absolute_url()}
