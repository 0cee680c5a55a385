"""The planner's desk. Each file registers its pages."""
