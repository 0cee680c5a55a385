"""The planner's desk. Each file registers its pages."""

from concept.admin import office

__all__ = ["office"]
