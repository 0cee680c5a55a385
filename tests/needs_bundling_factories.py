"""Contributions and themes for tests: plain functions, valid by default, through the actions.

contribution = make_contribution("Frau Muster half mir nicht.", standing="read")
"""

from itertools import count

from needs.actions.contributions import redact, write_note
from needs.actions.themes import make_theme as make
from needs.models import Contribution, Theme
from tests.factories import NOW

_numbers = count(1)
# Something that could leak: a name that nothing else in the tests shares.
LEAK = "Frau Zwiebelstein"


def make_contribution(text: str = "Am Markt fehlt eine Bank.", *, redacted: str = "", **fields) -> Contribution:
    """A telephone note; `redacted`: what others may read."""
    note = write_note(
        text=text,
        groups=fields.pop("groups", ()),
        area=fields.pop("area", None),
        may_be_quoted=fields.pop("may_be_quoted", False),
        now=fields.pop("now", NOW),
    )
    if redacted:
        note = redact(contribution_id=note.pk, text=redacted, is_checked=True, by=None, now=NOW)
    if fields:
        Contribution.objects.filter(pk=note.pk).update(**fields)
        note.refresh_from_db()
    return note


def make_theme(title: str | None = None, *contributions: Contribution, **fields) -> Theme:
    theme = make(
        title=title or f"Anliegen {next(_numbers)}",
        topic_group=fields.pop("topic_group", None),
        by=fields.pop("by", None),
        now=NOW,
        **fields,
    )
    for contribution in contributions:
        contribution.themes.add(theme)
    return theme
