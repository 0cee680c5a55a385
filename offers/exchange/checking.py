"""Find what is wrong with rows before any of them is written; needs no database."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from offers.exchange.stock import Row, Table, related_model
from offers.exchange.tables import Line, Problem

Tables = list[tuple[Table, list[Row]]]
Known = dict[type[models.Model], set[str]]


def check(tables: Tables) -> list[Problem]:
    """Everything that would make the import fail: doubled keys, unknown references, values that don't fit."""
    known = {table.model: {row.key for row in rows} for table, rows in tables}
    problems = [problem for table, rows in tables for problem in _doubles(table, rows)]
    for table, rows in tables:
        for row in rows:
            problems += [_problem(row.line, text) for text in _faults(table, row, known)]
    return problems


def _problem(line: Line, text: str) -> Problem:
    return Problem(line.file, line.number, text)


def _doubles(table: Table, rows: list[Row]) -> Iterator[Problem]:
    """A value that may stand once stands twice: the key, or another unique column."""
    for column in (table.key, *_unique_columns(table)):
        first: dict[str, int] = {}
        for row in rows:
            value = row.columns.get(column, row.key)
            number = first.setdefault(value, row.line.number)
            if number != row.line.number:
                text = _("„%(value)s“ steht schon in Zeile %(number)d. Jede Kennung und jede Adresse gibt es einmal.")
                yield _problem(row.line, text % {"value": value, "number": number})


def _unique_columns(table: Table) -> list[str]:
    return [column for column in table.columns if table.model._meta.get_field(column.split("__")[0]).unique]


def _faults(table: Table, row: Row, known: Known) -> Iterator[str]:
    yield from _values_that_do_not_fit(table.model, {table.key: row.key, **row.columns})
    yield from _unknown_references(table.model, row.columns, known)
    for name, link in table.links.items():
        for item in row.links[name]:
            columns = dict(zip(link.columns, item, strict=True))
            yield from _values_that_do_not_fit(link.model, columns)
            yield from _unknown_references(link.model, columns, known)


def _values_that_do_not_fit(model: type[models.Model], columns: dict[str, Any]) -> Iterator[str]:
    plain = {column: value for column, value in columns.items() if "__" not in column}
    others = {field.name for field in model._meta.fields} - plain.keys()
    try:
        model(**plain).clean_fields(exclude=others)
    except ValidationError as error:
        for column, messages in error.message_dict.items():
            yield f"{model._meta.get_field(column).verbose_name}: {' '.join(messages)}"


def _unknown_references(model: type[models.Model], columns: dict[str, Any], known: Known) -> Iterator[str]:
    for column, value in columns.items():
        target = related_model(model, column)
        if target and value is not None and value not in known.get(target, set()):
            text = _("„%(value)s“ fehlt in der Tabelle %(table)s. Tragen Sie es dort ein oder berichtigen Sie es hier.")
            yield text % {"value": value, "table": target._meta.verbose_name_plural}
