"""Everything that a document is made from, read once: a constant number of queries, however long it gets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Prefetch
from django.utils import timezone

from concept.floor import floor
from concept.fragmentation import Bounds, offers_in_city, points_by_topic
from concept.models import (
    AgeCount,
    Chapter,
    Dissent,
    Evidence,
    Figure,
    Finding,
    FindingState,
    MatchCell,
    Measure,
    Release,
    Resolution,
    StatusReport,
)
from concept.population import older_people, sum_of
from concept.words import GROUPS, as_asked, option_texts
from needs.counting import REASONS
from needs.models import Frame, PlanningArea, PlanningAreaMember, Question, Wave
from offers.models import Area, Topic, TopicGroup


@dataclass(frozen=True)
class Sources:
    release: Release
    is_draft: bool
    chapters: Sequence[Chapter]
    topic_groups: Sequence[TopicGroup]
    planning_areas: Sequence[PlanningArea]
    waves: Sequence[Wave]
    cells: dict[tuple[int, int | None], MatchCell]
    figures: Sequence[Figure]
    findings: Sequence[Finding]
    withdrawn: Sequence[Finding]
    measures: Sequence[Measure]
    resolutions: Sequence[Resolution]
    older_people: dict[str, int]
    older_by_area: dict[int, int]
    # The day of these official figures and where they are from.
    official: tuple[date, str] | None
    questions: dict[str, str]
    options: dict[str, dict[str, str]]
    catalogue_topics: Sequence[Topic]
    # What no release holds is counted as of this day: when the document is put together.
    counted_on: date

    def answers(self, figure: Figure) -> list[tuple[str, str]]:
        """What was chosen with how many chose it, as the questionnaire words and orders it."""
        options = self.options[figure.question]
        words, chosen = self.topics | options, figure.shares.get("chosen", {})
        return [(words.get(key, key), share) for key, share in as_asked([*options, *words], chosen).items()]

    @cached_property
    def older_in(self) -> dict[int, int | None]:
        """Official numbers by planning area; None where the figure of a district is missing."""
        districts: dict[int, list[int]] = {area.pk: [] for area in self.planning_areas}
        for area, district in PlanningAreaMember.objects.values_list("planning_area", "area"):
            districts.setdefault(area, []).append(district)
        return {area: sum_of(inside, self.older_by_area) for area, inside in districts.items()}

    @cached_property
    def floor(self) -> dict[tuple[int, int], str]:
        """Of § 71, as of the day that the document is put together."""
        return floor(today=self.counted_on)

    @cached_property
    def contact_points(self) -> Bounds:
        """Of the whole city, as of the day that the document is put together."""
        return points_by_topic(offers_in_city(today=self.counted_on), today=self.counted_on)

    @cached_property
    def topics(self) -> dict[str, str]:
        """By their slugs, which are the answers of questions that ask for topics."""
        return {topic.slug: topic.plain_name for topic in self.catalogue_topics}

    def topics_of(self, group: TopicGroup) -> list[Topic]:
        return [topic for topic in self.catalogue_topics if topic.group_id == group.pk]

    @cached_property
    def frames(self) -> list[str]:
        """Ways of asking that have a figure in this release, the leading one first. They are never added up."""
        known = {figure.frame for figure in self.figures}
        return [frame for frame in Frame.values if frame in known]

    def figures_of(self, frame: str, topic_group: TopicGroup, area: PlanningArea | None) -> dict[str, Figure]:
        """What each group said, by group, in the order of tables."""
        told = self._by_cell.get((frame, topic_group.pk, area.pk if area else None), {})
        return {group: told[group] for group in GROUPS if group in told}

    @cached_property
    def _by_cell(self) -> dict[tuple, dict[str, Figure]]:
        found: dict[tuple, dict[str, Figure]] = {}
        for figure in self.figures:
            key = (figure.frame, figure.topic_group_id, figure.planning_area_id)
            found.setdefault(key, {})[figure.group] = figure
        return found


def load_sources(release: Release, *, is_draft: bool) -> Sources:
    cells = list(MatchCell.objects.filter(release=release).for_tables())
    figures = list(Figure.objects.filter(release=release).for_tables())
    findings = list(_findings(release, is_draft=is_draft))
    people = older_people()
    questions = _questions(release, {figure.question for figure in figures if figure.question})
    return Sources(
        release=release,
        is_draft=is_draft,
        chapters=list(Chapter.objects.select_related("topic_group").in_order()),
        topic_groups=list(TopicGroup.objects.in_order()),
        planning_areas=_areas_of([*cells, *figures]),
        waves=list(release.waves.order_by("opens_on", "pk")),
        cells={(cell.topic_group_id, cell.planning_area_id): cell for cell in cells},
        figures=figures,
        findings=[finding for finding in findings if finding.state != FindingState.WITHDRAWN],
        withdrawn=[finding for finding in findings if finding.state == FindingState.WITHDRAWN],
        measures=list(_measures(release, is_draft=is_draft)),
        resolutions=list(_resolutions(release)),
        older_people={area.name: people[area.pk] for area in Area.objects.filter(pk__in=people).by_name()},
        older_by_area=people,
        official=AgeCount.objects.of_latest_day().values_list("as_of", "source").first(),
        questions=questions,
        options=option_texts(release, [REASONS, *questions]),
        catalogue_topics=list(Topic.objects.in_order()),
        counted_on=timezone.localdate(),
    )


def _areas_of(rows: Iterable[MatchCell | Figure]) -> list[PlanningArea]:
    areas = {row.planning_area_id: row.planning_area for row in rows if row.planning_area}
    return sorted(areas.values(), key=lambda area: (area.position, area.pk))


def _findings(release: Release, *, is_draft: bool):
    """Examples stand beside nothing real."""
    dissents = Prefetch("dissents", Dissent.objects.in_order())
    evidence = Prefetch(
        "evidence", Evidence.objects.select_related("theme", "overlap__first", "overlap__second").order_by("pk")
    )
    rows = Finding.objects.all() if is_draft else Finding.objects.public()
    return (
        rows.filter(is_example=release.is_example)
        .with_releases()
        .select_related("topic_group")
        .prefetch_related(
            Prefetch("planning_areas", PlanningArea.objects.in_order()),
            Prefetch("topics", Topic.objects.in_order()),
            Prefetch("measures", Measure.objects.in_order()),
            evidence,
            dissents,
        )
        .in_order()
    )


def _measures(release: Release, *, is_draft: bool):
    related = (
        Prefetch("dissents", Dissent.objects.in_order()),
        Prefetch("reports", StatusReport.objects.in_order()),
        Prefetch("resolutions", Resolution.objects.order_by("number")),
        Prefetch("findings", Finding.objects.in_order()),
    )
    rows = Measure.objects.all() if is_draft else Measure.objects.public()
    return (
        rows.filter(is_example=release.is_example).select_related("topic_group").prefetch_related(*related).in_order()
    )


def _resolutions(release: Release):
    measures = Prefetch("measures", Measure.objects.filter(is_example=release.is_example).public().in_order())
    return Resolution.objects.as_real_as(release).prefetch_related(measures).order_by("number")


def _questions(release: Release, keys: set[str]) -> dict[str, str]:
    """Questions that are asked once, in the words of the newest questionnaire."""
    rows = Question.objects.filter(key__in=keys, questionnaire__waves__releases=release).order_by(
        "questionnaire", "position"
    )
    return dict(rows.values_list("key", "text"))
