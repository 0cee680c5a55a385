"""The need (Bedarf): what people say is missing, asked in waves, kept without names.

One file per noun; everything is imported from here: `from needs.models import Wave`.
"""

from needs.models.answers import OLDER_BANDS, AgeBand, Answer, NoDistrict, Sex, Submission
from needs.models.contributions import ANSWERED, Contribution, Event, EventKind, Source, Standing, Theme
from needs.models.questionnaires import (
    Context,
    Kind,
    LifeArea,
    Meaning,
    Option,
    Part,
    Question,
    Questionnaire,
    Repeat,
)
from needs.models.records import NeedsPurge, PurgedNeeds, RawReading
from needs.models.sheets import Batch, Channel, Language, Sheet
from needs.models.waves import (
    FRAME_WORDS,
    INVITED,
    Frame,
    Letter,
    PlanningArea,
    PlanningAreaMember,
    Thresholds,
    Wave,
    WaveState,
)

__all__ = [
    "ANSWERED",
    "FRAME_WORDS",
    "INVITED",
    "OLDER_BANDS",
    "AgeBand",
    "Answer",
    "Batch",
    "Channel",
    "Context",
    "Contribution",
    "Event",
    "EventKind",
    "Frame",
    "Kind",
    "Language",
    "Letter",
    "LifeArea",
    "Meaning",
    "NeedsPurge",
    "NoDistrict",
    "Option",
    "Part",
    "PlanningArea",
    "PlanningAreaMember",
    "PurgedNeeds",
    "Question",
    "Questionnaire",
    "RawReading",
    "Repeat",
    "Sex",
    "Sheet",
    "Source",
    "Standing",
    "Submission",
    "Theme",
    "Thresholds",
    "Wave",
    "WaveState",
]
