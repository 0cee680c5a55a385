"""Bring rows of tables into the stock: what is new, what has changed, and what people have changed meanwhile.

A row of the stock has a state: its columns and the rows that belong to it, as text. `LoadedRow` remembers the state
that was written last. So three states are compared, what the table wants, what stands there, and what was
written, and a row that people have edited since is left alone.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from typing import Any

from django.db import models

from offers.exchange.slugs import free_slug
from offers.exchange.tables import Line
from offers.models import LoadedRow

# A statement takes 65,535 values.
ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Link:
    """Rows that belong to a row: `owner` is their foreign key to it. Columns are lookups: "topic__code"."""

    model: type[models.Model]
    owner: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A model with the column that names its rows in the tables, and the columns that the tables know."""

    model: type[models.Model]
    key: str
    columns: tuple[str, ...]
    links: dict[str, Link] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.model._meta.label_lower


@dataclass(frozen=True)
class Row:
    """What a line wants the stock to hold. `slug` is a wish, fulfilled once: addresses stay as they are."""

    key: str
    line: Line
    columns: dict[str, Any]
    links: dict[str, list[tuple]] = field(default_factory=dict)
    slug: str = ""

    @property
    def state(self) -> str:
        return state_of(self.columns, self.links)


@dataclass
class Tally:
    """The keys of a table's rows by what became of them."""

    table: Table
    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def state_of(columns: dict[str, Any], links: dict[str, Iterable[tuple]]) -> str:
    """Columns and links as text: equal for equal rows, whatever order the links come in."""
    sorted_links = {name: sorted(_text(list(item)) for item in items) for name, items in links.items()}
    return _text([columns, sorted_links])


def _text(value: Any) -> str:
    return json.dumps(value, default=str, ensure_ascii=False, sort_keys=True)


def digest(state: str) -> str:
    return sha256(state.encode()).hexdigest()


def store(table: Table, rows: list[Row]) -> Tally:
    """Create and update rows of one table. Rows that it refers to in other tables must be there already."""
    tally = Tally(table)
    standing = _standing_states(table, [row.key for row in rows])
    written = dict(LoadedRow.objects.filter(table=table.name).values_list("key", "digest"))
    for row in rows:
        _list_for(row, tally, standing.get(row.key), written.get(row.key)).append(row.key)
    _write(table, rows, tally)
    _remember(table, [row for row in rows if row.key not in tally.kept])
    return tally


def _list_for(row: Row, tally: Tally, standing: str | None, written: str | None) -> list[str]:
    if standing is None:
        return tally.created
    if standing == row.state:
        return tally.unchanged
    return tally.updated if digest(standing) == written else tally.kept


def _standing_states(table: Table, keys: list[str]) -> dict[str, str]:
    rows = table.model.objects.filter(**{f"{table.key}__in": keys})
    columns = {row[table.key]: row for row in rows.values(table.key, *table.columns)}
    links: dict[str, dict[str, list]] = {key: {name: [] for name in table.links} for key in columns}
    for name, link in table.links.items():
        owner = f"{link.owner}__{table.key}"
        items = link.model.objects.filter(**{f"{owner}__in": keys})
        for key, *item in items.values_list(owner, *link.columns):
            links[key][name].append(item)
    return {key: state_of({name: row[name] for name in table.columns}, links[key]) for key, row in columns.items()}


def _write(table: Table, rows: list[Row], tally: Tally) -> None:
    ids = cache(_ids)
    created = [row for row in rows if row.key in tally.created]
    updated = [row for row in rows if row.key in tally.updated]
    _create(table, created, ids)
    # A row may refer to another one of its own table, which exists only now.
    ids.cache_clear()
    to_itself = tuple(column for column in table.columns if related_model(table.model, column) is table.model)
    _update(table, created if to_itself else [], to_itself, ids)
    _update(table, updated, table.columns, ids)
    for name, link in table.links.items():
        _write_links(table, name, link, created + updated, ids)


def _ids(model: type[models.Model], key: str) -> dict[str, int]:
    return dict(model.objects.values_list(key, "pk"))


def related_model(model: type[models.Model], column: str) -> type[models.Model] | None:
    """The model that a lookup like "parent__code" leads to; None for a column of the row itself."""
    return model._meta.get_field(column.split("__")[0]).related_model


def _values(model: type[models.Model], columns: dict[str, Any], ids) -> dict[str, Any]:
    """Columns as the model takes them: "parent__code" becomes "parent_id"."""
    values = {}
    for column, value in columns.items():
        name, _, key = column.partition("__")
        if key:
            values[f"{name}_id"] = ids(related_model(model, column), key).get(value)
        else:
            values[column] = value
    return values


def _create(table: Table, rows: list[Row], ids) -> None:
    wishes = [row for row in rows if row.slug]
    taken = set(table.model.objects.values_list("slug", flat=True)) if wishes else set()
    slugs = {row.key: {"slug": free_slug(row.slug, taken)} for row in wishes}
    created = [
        table.model(**{table.key: row.key}, **slugs.get(row.key, {}), **_values(table.model, row.columns, ids))
        for row in rows
    ]
    table.model.objects.bulk_create(created, batch_size=ROWS_AT_ONCE)


def _update(table: Table, rows: list[Row], columns: tuple[str, ...], ids) -> None:
    if not rows:
        return
    pks = ids(table.model, table.key)
    wanted = [(row.key, {column: row.columns[column] for column in columns}) for row in rows]
    changed = [table.model(pk=pks[key], **_values(table.model, values, ids)) for key, values in wanted]
    names = [column.split("__")[0] for column in columns]
    table.model.objects.bulk_update(changed, names, batch_size=ROWS_AT_ONCE)


def _write_links(table: Table, name: str, link: Link, rows: list[Row], ids) -> None:
    pks = ids(table.model, table.key)
    owners = {row.key: {f"{link.owner}_id": pks[row.key]} for row in rows}
    link.model.objects.filter(**{f"{link.owner}__in": [pks[row.key] for row in rows]}).delete()
    created = [
        link.model(**owners[row.key], **_values(link.model, dict(zip(link.columns, item, strict=True)), ids))
        for row in rows
        for item in row.links[name]
    ]
    link.model.objects.bulk_create(created, batch_size=ROWS_AT_ONCE)


def _remember(table: Table, rows: list[Row]) -> None:
    LoadedRow.objects.bulk_create(
        [LoadedRow(table=table.name, key=row.key, digest=digest(row.state)) for row in rows],
        update_conflicts=True,
        unique_fields=["table", "key"],
        update_fields=["digest"],
        batch_size=ROWS_AT_ONCE,
    )
