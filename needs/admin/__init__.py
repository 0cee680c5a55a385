"""The desk of the needs form. Each file registers its pages."""

from needs.admin import batches, contributions, questionnaires, questions, raw, themes

__all__ = ["batches", "contributions", "questionnaires", "questions", "raw", "themes"]
