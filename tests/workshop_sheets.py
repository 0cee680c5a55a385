"""What the sheets of a workshop are printed from."""

from tests.factories import NOW, make_place
from tests.workshop_factories import make_workshop
from workshops.actions.codes import code_in_words, issue_codes
from workshops.models import (
    CodeKind,
    Invitation,
    Notice,
    PriorityOption,
    PriorityRound,
    StakeholderGroup,
    VotingSlip,
    Workshop,
)

PHONE = "0631 5550100"
# Longer than its column.
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenversicherungsnummer"


def a_workshop(**fields) -> Workshop:
    place = make_place(
        name="Alte Schmiede", bus_stop="Rathaus", bus_stop_metres=120, is_step_free=True, has_accessible_toilet=False
    )
    return make_workshop(**{"title": "Gut wohnen", "room": "Saal 2", "place": place, **fields})


def code(of) -> str:
    """The code of a registration, an invitation or a slip, as `text` reads it."""
    return code_in_words(of.code).replace("\N{NO-BREAK SPACE}", " ")


def notices(workshop: Workshop):
    return Notice.objects.about(workshop).for_lists().oldest_first()


def make_invitations(workshop: Workshop, number: int) -> list[Invitation]:
    for code in issue_codes(CodeKind.INVITATION, number):
        Invitation.objects.create(workshop=workshop, code=code, group=StakeholderGroup.COUNCIL, made_at=NOW)
    return list(workshop.invitations.unused().for_letters())


def make_round(workshop: Workshop, *options: str, slips: int = 0) -> PriorityRound:
    """Not open yet: what cards and ballots are printed of beforehand."""
    voted = PriorityRound.objects.create(workshop=workshop, question="Was ist Ihnen wichtig?")
    for number, option in enumerate(options, start=1):
        PriorityOption.objects.create(round=voted, number=number, text=option)
    for code in issue_codes(CodeKind.VOTING_SLIP, slips):
        VotingSlip.objects.create(round=voted, code=code)
    return voted
