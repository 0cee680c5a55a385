"""The planner's desk. Each file registers its pages."""

from concept.admin import office, overlaps

__all__ = ["office", "overlaps"]
