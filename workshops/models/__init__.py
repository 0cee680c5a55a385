"""The need (Bedarf): workshops, who comes, what is said.

One file per noun; everything is imported from here: `from workshops.models import Workshop`.
"""

from workshops.models.codes import Code, CodeKind
from workshops.models.drafts import Draft
from workshops.models.groups import StakeholderGroup
from workshops.models.minutes import Minutes, MinutesState, MinutesVersion, Statement
from workshops.models.notices import Notice, NoticeKind
from workshops.models.priorities import (
    MOST_ON_ONE,
    POINTS,
    Ballot,
    Point,
    PriorityOption,
    PriorityRound,
    RoundState,
    VotingSlip,
)
from workshops.models.records import ListExport, NamedList, Purge, PurgedData
from workshops.models.registrations import (
    ACTIVE,
    HOLDING,
    MOST_PEOPLE,
    AccessNeed,
    ContactDetails,
    Guest,
    Invitation,
    Origin,
    Registration,
    Seat,
    Way,
)
from workshops.models.seats import SeatEvent, SeatEventKind
from workshops.models.workshops import AccessKind, Series, Standing, State, Workshop

__all__ = [
    "ACTIVE",
    "HOLDING",
    "MOST_ON_ONE",
    "MOST_PEOPLE",
    "POINTS",
    "AccessKind",
    "AccessNeed",
    "Ballot",
    "Code",
    "CodeKind",
    "ContactDetails",
    "Draft",
    "Guest",
    "Invitation",
    "ListExport",
    "Minutes",
    "MinutesState",
    "MinutesVersion",
    "NamedList",
    "Notice",
    "NoticeKind",
    "Origin",
    "Point",
    "PriorityOption",
    "PriorityRound",
    "Purge",
    "PurgedData",
    "Registration",
    "RoundState",
    "Seat",
    "SeatEvent",
    "SeatEventKind",
    "Series",
    "StakeholderGroup",
    "Standing",
    "State",
    "Statement",
    "VotingSlip",
    "Way",
    "Workshop",
]
