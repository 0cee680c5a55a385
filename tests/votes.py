"""Votes in every state, as the pages show them."""

from datetime import timedelta

from django.core import signing

from offers.models import Place
from tests.factories import NOW
from tests.workshop_factories import make_ballots, make_round, make_workshop
from workshops.actions.priorities import cast_ballot, close_round, make_slips
from workshops.models import VotingSlip
from workshops.views.voting import SALT


def make_voting(*, place: Place) -> dict[str, str]:
    """Cards of a round that is open, prepared or closed, and one that is used: what their addresses are filled with."""
    workshop = make_workshop(
        title="Was zuerst?", slug="was-zuerst", place=place, starts_at=NOW + timedelta(days=60), is_example=True
    )
    options = ["Bänke zum Ausruhen am Weg zum Wochenmarkt", "Fahrten zum Arzt", "Ein Chor am Nachmittag"]
    voted = make_round(workshop, options=options)
    unused, used = make_slips(round_id=voted.pk, number=2)
    cast_ballot(round_id=voted.pk, group="council", points={1: 3}, is_paper=False, slip_id=used.pk)
    [waiting] = make_slips(round_id=make_round(workshop, is_open=False).pk, number=1)
    over = make_round(workshop, options=options, question="Was ist Ihnen am wichtigsten?")
    [late] = make_slips(round_id=over.pk, number=1)
    make_ballots(over, older_people=12, council=10, providers=3)
    close_round(round_id=over.pk, now=NOW)
    slips = {"vote": unused, "vote_used": used, "vote_waiting": waiting, "vote_late": late}
    return {name: signed(slip) for name, slip in slips.items()}


def signed(slip: VotingSlip) -> str:
    return signing.dumps(slip.code_id, salt=SALT)
