"""The stock (Bestand): what is offered to older people, by whom, where and when.

One file per noun; everything is imported from here: `from offers.models import Offer`.
"""

from offers.models.absence import Absence
from offers.models.areas import Area, Level, Neighbour
from offers.models.contacts import Contact, ContactKind
from offers.models.emergency import EmergencyNumber
from offers.models.exchange import LoadedRow
from offers.models.feedback import Allowance, ErrorReport, MissingHelp, SearchMiss, UnknownWord
from offers.models.listing import (
    CatalogueVersion,
    Heading,
    Listing,
    Reach,
    ReachArea,
    Word,
)
from offers.models.offers import (
    CHECK_DAYS,
    CONFIRMED_DAYS,
    CostKind,
    Language,
    Mode,
    Offer,
    OfferProvider,
    OfferTopic,
    Registration,
    Status,
    TargetGroup,
    VerifiedHow,
)
from offers.models.places import Place
from offers.models.providers import Provider, ProviderKind, Succession
from offers.models.times import Closure, Frequency, OpeningTime, Slot
from offers.models.topics import Topic, TopicGroup, TopicWord
from offers.models.versions import OfferVersion

__all__ = [
    "CHECK_DAYS",
    "CONFIRMED_DAYS",
    "Absence",
    "Allowance",
    "Area",
    "CatalogueVersion",
    "Closure",
    "Contact",
    "ContactKind",
    "CostKind",
    "EmergencyNumber",
    "ErrorReport",
    "Frequency",
    "Heading",
    "Language",
    "Level",
    "Listing",
    "LoadedRow",
    "MissingHelp",
    "Mode",
    "Neighbour",
    "Offer",
    "OfferProvider",
    "OfferTopic",
    "OfferVersion",
    "OpeningTime",
    "Place",
    "Provider",
    "ProviderKind",
    "Reach",
    "ReachArea",
    "Registration",
    "SearchMiss",
    "Slot",
    "Status",
    "Succession",
    "TargetGroup",
    "Topic",
    "TopicGroup",
    "TopicWord",
    "UnknownWord",
    "VerifiedHow",
    "Word",
]
