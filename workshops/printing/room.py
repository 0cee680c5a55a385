"""What lies on the tables: voting cards, paper ballots, and the minutes to read afterwards."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from offers.printing import LARGE, NORMAL, pdf, sheet
from workshops.models import MOST_ON_ONE, POINTS, PriorityRound, StakeholderGroup, VotingSlip, Workshop
from workshops.printing.facts import code_page, code_words, workshop_facts


def voting_slips(slips: Sequence[VotingSlip], *, now: datetime) -> bytes:
    """Cards to cut out, each with the code that lets one person vote on a phone."""
    content = sheet(title=_("Stimmkarten"), now=now, size=NORMAL) | {
        "slips": [{"question": slip.round.question, "code": code_words(slip.code)} for slip in slips],
        "code_page": code_page(),
    }
    return pdf("workshops/printing/slips.typ", content)


def ballot_sheet(round: PriorityRound, *, now: datetime) -> bytes:
    """The paper ballot of a round: circles to fill in, as at a local election here ("Kumulieren")."""
    content = sheet(title=_("Stimmzettel: %(question)s") % {"question": round.question}, now=now, size=LARGE) | {
        "workshop": workshop_facts(round.workshop),
        "options": [{"number": option.number, "text": option.text} for option in round.options.in_order()],
        "points": POINTS,
        "most_on_one": MOST_ON_ONE,
        # Whoever types the ballots in types the number.
        "groups": [f"{number}. {label}" for number, label in enumerate(StakeholderGroup.labels, start=1)],
    }
    return pdf("workshops/printing/ballot.typ", content)


def minutes_sheet(workshop: Workshop, *, now: datetime) -> bytes:
    """The version of the minutes that counts. Raises Minutes.DoesNotExist where none were begun."""
    minutes = workshop.minutes
    written = minutes.versions.current().get().content
    content = sheet(title=_("Protokoll"), now=now, size=NORMAL) | {
        "workshop": workshop_facts(workshop),
        "state": minutes.get_state_display(),
        "paragraphs": [line for line in written["text"].splitlines() if line.strip()],
        "statements": [
            {"text": said["text"], "group": StakeholderGroup(said["group"]).label if said["group"] else ""}
            for said in written["statements"]
        ],
    }
    return pdf("workshops/printing/minutes.typ", content)
