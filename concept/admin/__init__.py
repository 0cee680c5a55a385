"""The planner's desk. Each file registers its pages."""

from concept.admin import chapters, findings, log, matrix, measures, office, overlaps, releases, resolutions, stock

__all__ = [
    "chapters",
    "findings",
    "log",
    "matrix",
    "measures",
    "office",
    "overlaps",
    "releases",
    "resolutions",
    "stock",
]
