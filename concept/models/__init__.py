"""The match: stock × need → findings → measures → the published concept.

One file per noun; everything is imported from here: `from concept.models import Finding`.
"""

from concept.models.chapters import Chapter, ChapterKind
from concept.models.findings import KIND_OF_VERDICT, Dissent, Evidence, EvidenceKind, Finding, FindingKind, FindingState
from concept.models.log import LogKind, LogLine, LogSalt
from concept.models.measures import (
    CostClass,
    Horizon,
    Measure,
    MeasureState,
    Priority,
    Resolution,
    Responsible,
    StatusReport,
)
from concept.models.office import (
    OfficeArgument,
    OfficeCriterion,
    OfficeElsewhere,
    OfficeOption,
    OfficeTask,
    Voice,
)
from concept.models.overlaps import Outcome, Overlap, OverlapAnswer, OverlapReply, OverlapState
from concept.models.releases import (
    CountPurge,
    Figure,
    FigureCount,
    Grade,
    MatchCell,
    Release,
    ReleaseState,
    StockState,
    Verdict,
)
from concept.models.stock import AgeCount, Norm, WaitingList

__all__ = [
    "KIND_OF_VERDICT",
    "AgeCount",
    "Chapter",
    "ChapterKind",
    "CostClass",
    "CountPurge",
    "Dissent",
    "Evidence",
    "EvidenceKind",
    "Figure",
    "FigureCount",
    "Finding",
    "FindingKind",
    "FindingState",
    "Grade",
    "Horizon",
    "LogKind",
    "LogLine",
    "LogSalt",
    "MatchCell",
    "Measure",
    "MeasureState",
    "Norm",
    "OfficeArgument",
    "OfficeCriterion",
    "OfficeElsewhere",
    "OfficeOption",
    "OfficeTask",
    "Outcome",
    "Overlap",
    "OverlapAnswer",
    "OverlapReply",
    "OverlapState",
    "Priority",
    "Release",
    "ReleaseState",
    "Resolution",
    "Responsible",
    "StatusReport",
    "StockState",
    "Verdict",
    "Voice",
    "WaitingList",
]
