"""The card of an offer: what a list shows of it, kept with the listing so that a list is one query."""

from datetime import date

from offers.models import Contact, ContactKind, Offer
from offers.opening_times import in_words, rule_of
from offers.telephone import in_words as phone_words
from offers.words import cost_words


def card_of(offer: Offer, *, today: date) -> dict:
    """Title, sentence, cost, telephone, times, who and where, as plain values for a JSON column.

    What depends on today (freshness, "heute 9 bis 12 Uhr") isn't in it: the list works that out.
    """
    links = offer.provider_links.all()
    return {
        "number": offer.number,
        "address": offer.get_absolute_url(),
        "title": offer.title,
        "summary": offer.summary,
        "cost": cost_words(offer),
        "phone": phone_of(offer),
        "providers": [link.provider.short_name or link.provider.name for link in links],
        "places": [_place(place) for place in offer.places.all()],
        "times": times_of(offer, today=today),
        "schedule": offer.schedule_text,
        "is_area_known": bool(offer.service_areas.all()),
    }


def times_of(offer: Offer, *, today: date) -> list[str]:
    """The times in words, without those that are over; nightly listings leave out what ended since."""
    times = [time for time in offer.opening_times.all() if time.valid_until is None or time.valid_until >= today]
    return in_words([rule_of(time) for time in times])


def phone_of(offer: Offer) -> dict | None:
    """The number to call: the offer's own, else the first provider's that has one."""
    owners = [("", offer.contacts.all())]
    owners += [(link.provider.name, link.provider.contacts.all()) for link in offer.provider_links.all()]
    for owner, contacts in owners:
        phones = [contact for contact in contacts if contact.kind == ContactKind.PHONE]
        if phones:
            return _phone(min(phones, key=lambda contact: (contact.position, contact.pk)), owner)
    return None


def _phone(contact: Contact, owner: str) -> dict:
    return {
        "tel": contact.value,
        "words": phone_words(contact.value),
        "hours": contact.hours,
        "note": contact.note,
        "owner": contact.label or owner,
    }


def _place(place) -> str:
    return place.area.name if place.name == place.area.name else f"{place.name}, {place.area.name}"
