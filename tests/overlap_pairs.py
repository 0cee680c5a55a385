"""Two invented offers that overlap, and what a test changes about them."""

from datetime import time
from itertools import count

from django.core import signing

from concept.letters import SALT
from concept.models import Overlap, OverlapReply
from offers.models import Offer
from tests.concept_factories import make_overlap
from tests.factories import (
    NOW,
    TODAY,
    make_area,
    make_contact,
    make_offer,
    make_opening_time,
    make_provider,
    make_target_group,
    make_topic,
)

_numbers = count(1)


def make_pair(first: dict | None = None, second: dict | None = None, **both) -> tuple[Offer, Offer]:
    """Same topic, group, district and time, other providers; `both` and each one's own fields replace that."""
    shared = {
        "topics": [make_topic(plain_name=f"Vorsorge {next(_numbers):05}")],
        "target_groups": [make_target_group(name=f"Angehörige {next(_numbers):05}")],
        "service_areas": [make_area()],
        "phone": "",
        **both,
    }
    made = []
    for title, fields in (("Sprechstunde am Markt", first), ("Abendrunde zur Vollmacht", second)):
        fields = {"title": f"{title} {next(_numbers):05}", **shared, **(fields or {})}
        times = fields.pop("times", [{"weekdays": [2], "starts_at": time(9), "ends_at": time(10, 30)}])
        offer = make_offer(**fields)
        for each in times:
            make_opening_time(offer, **each)
        made.append(offer)
    return tuple(made)


def asked_overlap(*providers, **fields) -> Overlap:
    """A hint about two offers of these providers, asked today without a mail."""
    first, second = providers or (make_provider(), make_provider())
    state = {"state": "asked", "asked_on": TODAY, "answer_by": TODAY.replace(month=12, day=21)}
    overlap = make_overlap(make_offer(providers=[first]), make_offer(providers=[second]), **{**state, **fields})
    for provider in dict.fromkeys((first, second)):
        OverlapReply.objects.create(overlap=overlap, provider=provider)
    return overlap


def make_provider_with_mail(**fields):
    provider = make_provider(**fields)
    make_contact(provider=provider, kind="email", value=f"{provider.slug}@beispiel.example")
    return provider


def make_replies() -> dict[str, str]:
    """Signed addresses for the browser: an open question and a decided one, whose offers may be named."""
    facts = {"reasons": ["Gleiches Thema: Vorsorge."], "facts": ["Eine Warteliste gibt es bei „Rat am Markt“."]}
    settled = {"settled_on": TODAY, "settled_text": "Beide beraten am Mittwoch.", "outcome": "coordinate"}
    opened = asked_overlap(**facts)
    confirmed = asked_overlap(state="confirmed", **facts, **settled)
    confirmed.replies.update(answer="same", text="Das stimmt.", answered_at=NOW)
    return {
        name: signing.dumps(overlap.replies.first().pk, salt=SALT)
        for name, overlap in (("reply", opened), ("settled_reply", confirmed))
    }
