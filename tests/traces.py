"""Where words have left a trace: every table, every file, everything said. For tests of what has to be forgotten."""

import re
from collections.abc import Iterable, Iterator
from email import policy
from email.parser import BytesParser
from pathlib import Path

from django.contrib.sessions.models import Session
from django.db import connection

TABLES = """
SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
"""
# Numbers are written with all of these between their digits.
FILLING = re.compile(r"[\s\-/.()–]+")


def places_of(words: Iterable[str], *, files: Path, said: str = "") -> set[str]:
    """The names of all tables and files in which one of the words stands; "said" stands for `said`."""
    wanted = [_plain(word) for word in words]
    texts = (*texts_in_database(), *texts_in_files(files), ("said", said))
    return {place for place, text in texts if any(word in _plain(text) for word in wanted)}


def texts_in_database() -> Iterator[tuple[str, str]]:
    """Every row of every table as text, and what sessions hold in a form of their own."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        for schema, table in cursor.fetchall():
            cursor.execute(f'SELECT rows::text FROM "{schema}"."{table}" AS rows')  # noqa: S608
            yield from ((table, row) for (row,) in cursor.fetchall())
    yield from ((Session._meta.db_table, str(session.get_decoded())) for session in Session.objects.all())


def texts_in_files(folder: Path) -> Iterator[tuple[str, str]]:
    """Names and contents; letters also as their readers see them."""
    for file in folder.rglob("*"):
        name = str(file.relative_to(folder))
        yield name, name
        if file.is_file():
            content = file.read_bytes()
            yield name, content.decode(errors="replace")
            parts = BytesParser(policy=policy.default).parsebytes(content).walk()
            yield from ((name, part.get_content()) for part in parts if part.get_content_maintype() == "text")


def _plain(text: str) -> str:
    return FILLING.sub("", text).casefold()
