"""The planner's desk. Each file registers its pages."""

from concept.admin import chapters, office, overlaps, stock

__all__ = ["chapters", "office", "overlaps", "stock"]
