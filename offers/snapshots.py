"""Snapshots of an offer: taken at every change, put back on demand.

A snapshot is plain JSON. Rows that belong to the offer alone (contacts, times, breaks) are kept whole. Rows that
it shares with others (providers, topics, places, areas, target groups) are kept by key and name: the name is what
the history says even after the row is gone.
"""

import json
from typing import Any

from django.contrib.auth import get_user_model
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, QuerySet

from offers.models import Area, Offer, Place, Provider, TargetGroup, Topic

Snapshot = dict[str, Any]

FIELDS = (
    "title",
    "summary",
    "description",
    "audience",
    "modes",
    "place_note",
    "schedule_text",
    "cost_kinds",
    "cost_amount",
    "cost_text",
    "registration",
    "steps",
    "languages",
    "valid_from",
    "valid_until",
    "closed_until",
    "closed_reason",
    "source",
    "source_date",
    "certainty",
    "internal_note",
    "verified_on",
    "verified_how",
)
OWN_ROWS = {
    "contacts": ("position", "kind", "value", "label", "hours", "note"),
    "opening_times": (
        "position",
        "frequency",
        "interval",
        "weekdays",
        "weeks_of_month",
        "starts_at",
        "ends_at",
        "valid_from",
        "valid_until",
        "on_holidays",
        "by_appointment",
    ),
    "closures": ("first_day", "last_day", "reason"),
}
# The relation, the rows between that give it an order, and what the history calls a row.
ORDERED_ROWS = {
    "providers": ("provider_links", "provider", Provider, "name"),
    "topics": ("topic_links", "topic", Topic, "plain_name"),
}
SHARED_ROWS = {"target_groups": TargetGroup, "places": Place, "service_areas": Area}


def take(offer: Offer) -> Snapshot:
    """The offer as it stands in the database, with everything that a citizen reads about it."""
    return take_all(Offer.objects.filter(pk=offer.pk))[offer.pk]


def take_all(offers: QuerySet) -> dict[int, Snapshot]:
    """Snapshots by the offers' keys; asks the database as often for many as for one."""
    taken = {row.pop("pk"): row for row in offers.values("pk", "status", "slug", "verified_by", *FIELDS)}
    for relation, columns in OWN_ROWS.items():
        rows = Offer._meta.get_field(relation).related_model.objects.order_by(*columns)
        pairs = [(row.pop("offer"), row) for row in rows.filter(offer__in=taken).values("offer", *columns)]
        _attach(taken, relation, pairs)
    for relation, (links, column, _, name) in ORDERED_ROWS.items():
        rows = Offer._meta.get_field(links).related_model.objects.in_order()
        _attach(taken, relation, _named(rows.filter(offer__in=taken), column, f"{column}__{name}"))
    for relation, model in SHARED_ROWS.items():
        column = model._meta.model_name
        rows = getattr(Offer, relation).through.objects.order_by(f"{column}_id")
        _attach(taken, relation, _named(rows.filter(offer__in=taken), column, f"{column}__name"))
    return {key: json.loads(json.dumps(snapshot, cls=DjangoJSONEncoder)) for key, snapshot in taken.items()}


def _named(rows: QuerySet, key: str, name: str) -> list[tuple[int, dict]]:
    return [(offer, {"id": pk, "name": text}) for offer, pk, text in rows.values_list("offer", key, name)]


def _attach(taken: dict[int, Snapshot], relation: str, pairs: list[tuple[int, dict]]) -> None:
    for snapshot in taken.values():
        snapshot[relation] = []
    for offer, row in pairs:
        taken[offer][relation].append(row)


def put_back(offer: Offer, snapshot: Snapshot) -> list[str]:
    """Give the offer the content of the snapshot; its status and its address stay. Saves the offer and its rows.

    A column that is younger than the snapshot keeps its value.
    The check ("geprüft am") belongs to the content that was checked, so it comes back too.
    Returns the names of what can't come back because it is gone by now.
    """
    _put_fields(offer, snapshot)
    for relation, columns in OWN_ROWS.items():
        _put_own_rows(offer, relation, columns, snapshot[relation])
    missing = []
    for relation, (links, column, model, _) in ORDERED_ROWS.items():
        keys = _still_there(model, snapshot[relation], missing)
        getattr(offer, links).all().delete()
        for position, key in enumerate(keys, 1):
            getattr(offer, links).create(**{f"{column}_id": key, "position": position})
    for relation, model in SHARED_ROWS.items():
        getattr(offer, relation).set(_still_there(model, snapshot[relation], missing))
    return missing


def _put_fields(offer: Offer, snapshot: Snapshot) -> None:
    names = [name for name in FIELDS if name in snapshot]
    for name in names:
        setattr(offer, name, Offer._meta.get_field(name).to_python(snapshot[name]))
    offer.verified_by = get_user_model().objects.filter(pk=snapshot["verified_by"]).first()
    offer.save(update_fields=[*names, "verified_by", "changed_at"])


def _put_own_rows(offer: Offer, relation: str, columns: tuple[str, ...], rows: list[dict]) -> None:
    manager = getattr(offer, relation)
    manager.all().delete()
    to_python = {name: manager.model._meta.get_field(name).to_python for name in columns}
    manager.bulk_create(
        manager.model(offer=offer, **{name: to_python[name](row[name]) for name in columns if name in row})
        for row in rows
    )


def _still_there(model: type[Model], rows: list[dict], missing: list[str]) -> list[int]:
    """The keys of these rows that exist, in their order; the names of the others go to `missing`."""
    there = set(model.objects.filter(pk__in=[row["id"] for row in rows]).values_list("pk", flat=True))
    missing += [row["name"] for row in rows if row["id"] not in there]
    return [row["id"] for row in rows if row["id"] in there]
