"""The Seniorenbüro question: what is done today, and what both sides say. Shown, never weighed.

The Seniorenbeirat asked for such an office, the administration says that its services exist and wants no second
structure beside them (methods.md L2): so the page tells what is missing, what is hard to find and what overlaps apart.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from concept.fragmentation import ContactPoints, points_of
from concept.models import OfficeArgument, OfficeCriterion, OfficeOption, OfficeTask, Voice
from concept.stock import regular_offers
from needs.models import PlanningArea
from offers.actions.listing import presence_of
from offers.models import CONFIRMED_DAYS, Area, Level, Offer
from offers.reach import areas_served, load_tree


class TaskToday(NamedTuple):
    """Who does a task today. Contact points count the providers of confirmed offers only."""

    task: OfficeTask
    # By name; with `places` (and their `area`), `service_areas` and `providers` loaded.
    offers: list[Offer]
    # Published ones that nobody has checked within a year: they may do it or not.
    unchecked: int
    # Planning areas, or districts where there are none, in which no confirmed offer is there or known to come.
    missing_in: list[str]
    contact_points: ContactPoints

    @property
    def has_topics(self) -> bool:
        """Without topics nobody knows which offers do it."""
        return bool(self.task.topics.all())


class Said(NamedTuple):
    """What both sides say of an option by a criterion; None: nothing yet."""

    criterion: OfficeCriterion
    planning: OfficeArgument | None
    council: OfficeArgument | None


def tasks_today(*, today: date) -> list[TaskToday]:
    """Each task of such an office, with the confirmed offers that do it today, where and where not."""
    tree, parts, since = load_tree(), _parts(), today - timedelta(days=CONFIRMED_DAYS)
    tasks = list(OfficeTask.objects.in_order().prefetch_related("topics"))
    offers = _offers_by_topic({topic.pk for task in tasks for topic in task.topics.all()}, today)
    found = []
    for task in tasks:
        chosen = {offer.pk: offer for topic in task.topics.all() for offer in offers.get(topic.pk, ())}.values()
        confirmed = [offer for offer in chosen if offer.verified_on and offer.verified_on >= since]
        served = {area for offer in confirmed for area in areas_served(presence_of(offer), tree)}
        found.append(
            TaskToday(
                task=task,
                offers=sorted(confirmed, key=lambda offer: (offer.sort_title, offer.pk)),
                unchecked=len(chosen) - len(confirmed),
                missing_in=[name for name, areas in parts if not areas & served],
                contact_points=points_of(
                    (offer.pk, provider.pk) for offer in confirmed for provider in offer.providers.all()
                ),
            )
        )
    return found


def arguments() -> dict[OfficeOption, list[Said]]:
    """Every option with what both sides say by each criterion."""
    criteria = list(OfficeCriterion.objects.in_order())
    said = {(one.option_id, one.criterion_id, one.voice): one for one in OfficeArgument.objects.all()}
    return {
        option: [
            Said(
                criterion,
                said.get((option.pk, criterion.pk, Voice.PLANNING)),
                said.get((option.pk, criterion.pk, Voice.COUNCIL)),
            )
            for criterion in criteria
        ]
        for option in OfficeOption.objects.in_order()
    }


def _offers_by_topic(topics: Iterable[int], today: date) -> dict[int, list[Offer]]:
    found: dict[int, list[Offer]] = {}
    offers = regular_offers(today).naming("topics", topics)
    for offer in offers.prefetch_related("topics", "providers", "places__area", "service_areas"):
        for topic in offer.topics.all():
            found.setdefault(topic.pk, []).append(offer)
    return found


def _parts() -> list[tuple[str, set[int]]]:
    """The parts of the city with their districts."""
    planning_areas = PlanningArea.objects.in_order().prefetch_related("areas")
    if parts := [(area.name, {district.pk for district in area.areas.all()}) for area in planning_areas]:
        return parts
    return [(area.name, {area.pk}) for area in Area.objects.filter(level=Level.DISTRICT).by_name()]
