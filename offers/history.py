"""What changed between two snapshots of an offer, in words."""

from datetime import date, time
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, DateField, Field, IntegerField, TimeField
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format

from offers.models import ContactKind, Offer
from offers.snapshots import FIELDS, ORDERED_ROWS, OWN_ROWS, SHARED_ROWS, Snapshot
from offers.telephone import in_words


class Change(NamedTuple):
    """One difference: what it is about, what stood there, what stands there now. "" is nothing."""

    label: str
    before: str
    after: str


def changes(before: Snapshot | None, after: Snapshot, *, without: frozenset[str] = frozenset()) -> list[Change]:
    """The differences in the order of the form. Without a `before`, everything that `after` holds.

    `without` names columns that the reader may not see.
    """
    names = [
        name for name in ("status", "slug", *FIELDS, *OWN_ROWS, *ORDERED_ROWS, *SHARED_ROWS) if name not in without
    ]
    texts = [(_label(name), _text(name, before), _text(name, after)) for name in names]
    return [Change(*text) for text in texts if text[1] != text[2]]


def _label(name: str) -> str:
    field = Offer._meta.get_field(name)
    return str(field.related_model._meta.verbose_name_plural if name in OWN_ROWS else field.verbose_name)


def _text(name: str, snapshot: Snapshot | None) -> str:
    value = snapshot.get(name) if snapshot else None
    if not value:
        return ""
    if name in OWN_ROWS:
        return "\n".join(_row_text(name, row) for row in value)
    if name in ORDERED_ROWS or name in SHARED_ROWS:
        return "\n".join(row["name"] for row in value)
    return value_text(Offer._meta.get_field(name), value)


def _row_text(relation: str, row: dict) -> str:
    model = Offer._meta.get_field(relation).related_model
    cells = (_cell(model._meta.get_field(name), row.get(name), row) for name in OWN_ROWS[relation])
    return ", ".join(filter(None, cells))


def _cell(field: Field, value: Any, row: dict) -> str:
    if field.name == "position" or (field.name == "interval" and value == 1):
        return ""
    if field.name == "value" and row["kind"] in (ContactKind.PHONE, ContactKind.FAX):
        return in_words(value)
    text = value_text(field, value)
    return f"{field.verbose_name} {text}" if text and isinstance(field, (DateField, TimeField, IntegerField)) else text


def value_text(field: Field, value: Any) -> str:
    """A value of a snapshot as people read it; "" for nothing."""
    if value in (None, "", [], False):
        return ""
    if isinstance(field, ArrayField):
        names = WEEKDAYS if field.name == "weekdays" else dict(field.base_field.flatchoices)
        return ", ".join(str(names.get(item, item)) for item in value)
    return _single_text(field, value)


def _single_text(field: Field, value: Any) -> str:
    if isinstance(field, BooleanField):
        return str(field.verbose_name)
    if isinstance(field, TimeField):
        return f"{time.fromisoformat(value):%H:%M}"
    if isinstance(field, DateField):
        return date_format(date.fromisoformat(value), "j. F Y")
    return str(dict(field.flatchoices).get(value, value))
