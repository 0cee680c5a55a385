"""The concept as a document: chapters made of texts of planners and of what the portal knows, as plain JSON.

    document = assemble(release)                 # when it is published: kept in Release.document, shown for ever
    document = assemble(release, is_draft=True)  # a preview, with the findings and measures that are still drafts
    changes_since(previous, release)             # sentences for readers

Pages, PDF and the table for other programs are made from the document alone, never from rows that live on.

    {"release": {"number", "title", "is_example", "frozen_on", "thresholds"}, "is_draft", "changes": [sentence],
     "chapters": [{"anchor", "number", "title", "level", "kind", "is_written", "blocks": [block]}],
     "data": {"columns", "rows"}}

A block is one of concept.document.blocks; `type` names it.
"""

from concept.document.assembling import NOT_WRITTEN, assemble, plain_chapters
from concept.document.changes import changes_since

__all__ = ["NOT_WRITTEN", "assemble", "changes_since", "plain_chapters"]
