"""The desk of the needs form. Each file registers its pages."""

from needs.admin import batches, contributions, planning, questionnaires, questions, raw, themes, waves

__all__ = ["batches", "contributions", "planning", "questionnaires", "questions", "raw", "themes", "waves"]
