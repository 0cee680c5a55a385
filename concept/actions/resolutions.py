"""Resolutions of the council and its committees, in the words of OParl 1.1; they move the measures they decide on."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.text import Truncator

from concept.actions.following import follow
from concept.actions.log import lock_log, role_of, write_log
from concept.actions.measures import move, refuse_mixed
from concept.actions.refusals import MeasureIsDraft
from concept.models import Finding, LogKind, Measure, MeasureState, Resolution

# Where a measure stands when a resolution about it changes that; one that runs or is done goes on.
DECIDED = (MeasureState.PROPOSED, MeasureState.REJECTED)
ALIVE = (MeasureState.PROPOSED, MeasureState.RESOLVED, MeasureState.RUNNING)
# Decision no. 0: the order for the concept. What it says word for word isn't known here, so it isn't written here.
ORDER = {
    "organization": "Stadtrat der Stadt Kaiserslautern",
    "name": "Erarbeitung eines seniorenpolitischen Konzepts",
    "decided_on": date(2026, 2, 2),
    "result": "beschlossen",
    "source": "Pressemitteilung der Stadt Kaiserslautern vom 9. Februar 2026; nachrichten-kl.de, 9. Februar 2026: "
    "„Seniorenpolitisches Konzept soll erarbeitet werden“. Die Nummer der Vorlage ist hier nicht bekannt.",
}
CONTENT = (
    *("organization", "reference", "name", "decided_on", "agenda_item_number"),
    *("result", "resolution_text", "web", "source"),
)


@transaction.atomic
def resolve(
    *, resolution: Resolution, measures: Iterable[Measure] = (), is_adopted: bool = True, by, now: datetime
) -> Resolution:
    """Save a new one under the next number: D-3. Measures are resolved with it, or given up where it says no.

    Raises MeasureIsDraft, ExamplesStayApart.
    """
    lock_log()
    keys = [measure.pk for measure in measures]
    locked = list(Measure.objects.select_for_update().filter(pk__in=keys).in_order())
    if drafts := [measure.reference for measure in locked if measure.state == MeasureState.DRAFT]:
        raise MeasureIsDraft(names=drafts)
    refuse_mixed(locked, is_example=resolution.is_example)
    last = Resolution.objects.aggregate(last=Max("number"))["last"]
    # 0 is the order for the concept.
    resolution.number = (last or 0) + 1
    resolution.save(force_insert=True)
    resolution.measures.set(locked)
    for measure in locked:
        _decide(measure, resolution, is_adopted=is_adopted, by=by, now=now)
    _log(resolution, by, now, derived_from=[measure.reference for measure in locked])
    follow(Finding.objects.filter(measures__in=locked).distinct(), by=by, now=now)
    return resolution


def _decide(measure: Measure, resolution: Resolution, *, is_adopted: bool, by, now: datetime) -> None:
    if not is_adopted and measure.state in ALIVE:
        reason = Truncator(f"{resolution.label}, {resolution.organization}: {resolution.result}").chars(300)
        move(measure, MeasureState.REJECTED, reason=reason, by=by, now=now)
    elif is_adopted and measure.state in DECIDED:
        move(measure, MeasureState.RESOLVED, text=f"{resolution.label}, {resolution.organization}", by=by, now=now)


@transaction.atomic
def load_order(*, now: datetime) -> tuple[Resolution, bool]:
    """The resolution that ordered the concept, D-0, and whether it is new; a second time changes nothing."""
    lock_log()
    order, is_new = Resolution.objects.get_or_create(number=0, defaults=ORDER)
    if is_new:
        _log(order, None, now, derived_from=[])
    return order, is_new


def _log(resolution: Resolution, by, now: datetime, *, derived_from: list[str]) -> None:
    write_log(
        kind=LogKind.RESOLVED,
        subject=resolution.label,
        derived_from=derived_from,
        role=role_of(by),
        content={name: getattr(resolution, name) for name in CONTENT},
        now=now,
        is_example=resolution.is_example,
    )
