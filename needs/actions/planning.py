"""What every figure rests on: which planning area a district lies in, and the thresholds."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from needs.actions.refusals import PlanningAreasAreFrozen
from needs.actions.waves import areas_are_frozen, lock_planning_areas
from needs.models import PlanningAreaMember, Thresholds


@transaction.atomic
def assign_districts(*, places: Mapping[int, int | None]) -> None:
    """Say for districts in which planning area each lies; None takes it out. Raises PlanningAreasAreFrozen."""
    lock_planning_areas()
    if areas_are_frozen():
        raise PlanningAreasAreFrozen
    PlanningAreaMember.objects.filter(area__in=places).delete()
    PlanningAreaMember.objects.bulk_create(
        PlanningAreaMember(area_id=area, planning_area_id=planning_area)
        for area, planning_area in places.items()
        if planning_area
    )


@transaction.atomic
def add_thresholds(*, thresholds: Thresholds) -> Thresholds:
    """A new version; the former ones stay. Waves that are open keep theirs."""
    # Two people add two versions: who waited for the lock sees the other's in the query after it.
    list(Thresholds.objects.select_for_update().newest_first())
    last = Thresholds.objects.newest_first().first()
    thresholds.number = last.number + 1 if last else 1
    thresholds.save()
    return thresholds


def propose_thresholds(*, now: datetime) -> Thresholds:
    """The defaults of methods.md as version 1, where nobody has decided any."""
    return Thresholds.objects.newest_first().first() or add_thresholds(
        thresholds=Thresholds(reason=_("Vorschlag der Methodik"), role=_("Planung"), decided_on=timezone.localdate(now))
    )
