"""What the public pages of the concept can show, for tests of whole pages: a released Stand with everything on it.

planned = make_planned()        # in a city that is there
"""

from datetime import date
from itertools import product
from types import SimpleNamespace

from concept.actions.chapters import ensure_chapters
from concept.document import assemble
from concept.models import (
    Dissent,
    OfficeArgument,
    OfficeCriterion,
    OfficeElsewhere,
    OfficeOption,
    OfficeTask,
    StatusReport,
)
from needs.disclosure import SHOWN_GROUPS
from needs.models import PlanningArea
from offers.models import Area, Level, Topic, TopicGroup
from tests.concept_factories import (
    make_cell,
    make_figure,
    make_finding,
    make_measure,
    make_release,
    make_resolution,
    publish_straight,
)
from tests.factories import TODAY
from tests.needs_bundling_factories import make_contribution, make_theme
from tests.needs_factories import make_planning_area, make_wave

QUOTE = "Am Markt fehlt eine Bank, und ein Dach gegen den Regen."
VERDICTS = ("gap", "access", "check_stock_need", "undecidable", "served_elsewhere", "more_than_asked", "too_few")
CHOSEN = {
    "orientation": {"sure": "20 %", "no": "45 %"},
    "office_helps": {"yes": "etwa die Hälfte"},
    "office_tasks": {"advice": "65 %"},
    "office_run_by": {"city": "wenige"},
}
INDEX = {"value": "49 %", "low": "40 %", "high": "55 %", "groups": ["65_up", "relatives", "council"], "ranks": None}
STOCKS = ("confirmed", "unchecked", "none", "unknown")


def make_planned(*, frames=("open", "workshop"), **fields) -> SimpleNamespace:
    """Everything at once, as an example if `is_example`."""
    marked = {"is_example": fields.get("is_example", False)}
    theme = make_theme_to_quote(**marked)
    release = make_release(state="frozen", waves=[make_wave(is_open=False, **marked)], number=1, **marked)
    make_numbers(release, frames)
    areas = list(PlanningArea.objects.in_order()[:1])
    finding = make_finding(
        state="published",
        release=release,
        number=14,
        grade="B",
        planning_areas=areas,
        topics=Topic.objects.in_order()[:2],
        topic_group=TopicGroup.objects.in_order()[0],
        explanation="Wer schlecht geht, kommt nicht zum Laden.",
        numbers=[{"text": "45 % der älteren Menschen sagen: Da fehlt mir etwas.", "source": "figure", "table": "1"}],
        evidence=[
            {"kind": "felt"},
            {"kind": "theme", "theme": theme, "statements": 12},
            {"kind": "norm", "text": "Nahverkehrsplan 2024, Seite 12"},
        ],
        **marked,
    )
    measure = make_measure(finding, number=31, state="running", partners="Kirchen", description="Ein Bus.", **marked)
    rejected = make_measure(finding, number=32, state="rejected", title="Ein Laden in jedem Stadtteil", **marked)
    StatusReport.objects.create(measure=measure, state="running", text="Der Bus fährt.", reported_on=TODAY)
    StatusReport.objects.create(measure=rejected, state="rejected", reason="Das zahlt sich nicht.", reported_on=TODAY)
    for about in ({"finding": finding}, {"measure": measure}):
        Dissent.objects.create(text="Der Beirat sieht das anders.", voted_on=TODAY, **about)
    withdrawn = make_finding(
        state="withdrawn",
        release=release,
        number=15,
        topic_group=finding.topic_group,
        sentence="Es fehlt ein Arzt.",
        **marked,
    )
    resolution = make_resolution(
        measure,
        number=1,
        agenda_item_number="Ö 4",
        resolution_text="Der Rat beschließt den Bus.",
        web="https://rat.example.org/vorlage/123",
        **marked,
    )
    make_office(**marked)
    ensure_chapters()
    publish_straight(release, document=assemble(release))
    return SimpleNamespace(
        release=release,
        theme=theme,
        finding=finding,
        withdrawn=withdrawn,
        measure=measure,
        rejected=rejected,
        resolution=resolution,
    )


def make_theme_to_quote(*, is_example: bool = False):
    """Twelve statements, one of which may be quoted."""
    said = [make_contribution(QUOTE, redacted=QUOTE, may_be_quoted=True, is_example=is_example)]
    said += [make_contribution(f"Frau Zwiebelstein sagt {number}", is_example=is_example) for number in range(11)]
    theme = make_theme("Bänke und Wege", *said)
    type(theme).objects.filter(pk=theme.pk).update(is_example=is_example)
    theme.refresh_from_db()
    return theme


def make_numbers(release, frames) -> None:
    """A cell for each part of life in each planning area and in the city, with figures of all groups."""
    if not PlanningArea.objects.exists():
        make_planning_area(*Area.objects.filter(level=Level.DISTRICT), name="Mitte und Umgebung")
    places = enumerate([None, *PlanningArea.objects.in_order()])
    for (row, group), (column, area) in product(enumerate(TopicGroup.objects.in_order()), places):
        make_numbered_cell(release, group, area, row + column, frame=frames[0] if frames else "")
        for frame, who in product(frames, SHOWN_GROUPS):
            hidden = {"is_hidden": True, "answers": "", "shares": {}} if who == "churches" else {}
            make_figure(release, group, area, group=who, frame=frame, **hidden)
    for frame, who, (question, chosen) in product(frames, SHOWN_GROUPS, CHOSEN.items()):
        make_figure(release, question=question, group=who, frame=frame, shares={"chosen": chosen})


def make_numbered_cell(release, group, area, number: int, *, frame: str) -> None:
    """Cells that differ by their number."""
    stock = STOCKS[number % len(STOCKS)]
    counts = {"confirmed": 3, "published": 5, "step_free": 1} if stock == "confirmed" else {"published": 2}
    whole_city = {} if area else {"agreement": "disputed", "index": INDEX, "searches_in_vain": 12}
    make_cell(
        release,
        group,
        area,
        verdict=VERDICTS[number % len(VERDICTS)],
        stock_state=stock,
        frame=frame,
        reasons=["too_far", "barriers"],
        **counts,
        **whole_city,
    )


def make_office(*, is_example: bool = False) -> None:
    """A task that offers do today and one that belongs to nothing, both sides' arguments, an office elsewhere."""
    task = OfficeTask.objects.create(name="Erste Auskunft", description="Wer hilft mir?", option_key="advice")
    task.topics.set(Topic.objects.all())
    OfficeTask.objects.create(name="Ehrenamt fördern", position=2)
    option = OfficeOption.objects.create(name="Die Stadt betreibt es", description="Eine Stelle im Rathaus.")
    criterion = OfficeCriterion.objects.create(name="Kosten")
    OfficeArgument.objects.create(
        option=option, criterion=criterion, voice="planning", text="Es kostet Stellen.", written_on=TODAY
    )
    OfficeElsewhere.objects.create(
        name="Seniorenbüro",
        town="Musterort",
        tasks="Auskunft und Ehrenamt",
        sponsor="Stadt",
        source="Auskunft am Telefon",
        as_of=date(2026, 11, 2),
        is_example=is_example,
    )
