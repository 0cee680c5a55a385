"""A whole release to make a document from: something of every kind that a chapter can hold."""

from datetime import date

from concept.actions.chapters import ensure_chapters
from concept.models import Chapter, Dissent, Release, StatusReport
from tests.concept_factories import (
    make_cell,
    make_figure,
    make_finding,
    make_measure,
    make_release,
    make_resolution,
)
from tests.factories import make_area, make_topic, make_topic_group
from tests.needs_factories import make_planning_area

GROUPS = ("65_up", "relatives", "council", "providers", "churches", "volunteers", "administration")


def whole_release(*, parts: int = 2, areas: int = 2, state: str = "frozen", **fields) -> Release:
    """Numbers are frozen, findings published in it, chapters partly written."""
    release = make_release(state="frozen", **fields)
    planning_areas = [
        make_planning_area(make_area(name=f"Stadtteil {number}"), name=f"Planungsraum {number}", position=number)
        for number in range(1, areas + 1)
    ]
    for number in range(1, parts + 1):
        _part_of_life(release, number, planning_areas)
    ensure_chapters()
    Chapter.objects.filter(key="foreword").update(text="Ein Wort zuvor.\n\nUnd noch eines,\nin zwei Zeilen.")
    Chapter.objects.filter(key="plain").update(text="Die Stadt hat gefragt. Viele haben geantwortet.")
    return release


def _part_of_life(release: Release, number: int, planning_areas: list) -> None:
    group = make_topic_group(plain_name=f"Hilfe zu Hause {number}", code=f"F{number:02d}", who_domain=8)
    topic = make_topic(group=group, plain_name=f"Einkaufen {number}")
    for area in (None, *planning_areas):
        make_cell(
            release,
            group,
            area,
            **{"verdict": "gap", "grade": "B", "stock_state": "confirmed"},
            **{"confirmed": 2, "published": 3, "placed_here": 1, "step_free": 1},
            **({"searches_in_vain": 10, "waiting": 20, "agreement": "disputed"} if area is None else {}),
        )
        for group_name in GROUPS:
            shown = _shares(GROUPS.index(group_name)) if area is None or group_name == "65_up" else None
            make_figure(release, group, area, group=group_name, **(shown or {"is_hidden": True, "shares": {}}))
    finding = make_finding(
        release=release,
        state="published",
        is_example=release.is_example,
        topic_group=group,
        topics=[topic],
        planning_areas=planning_areas[:1],
        sentence=f"Im Planungsraum 1 fehlt Hilfe beim Einkaufen {number}.",
        explanation="Wer nicht mehr weit gehen kann, kommt an keinen Laden.",
        grade="B",
        numbers=[{"text": "Etwa 45 % sagen: Da fehlt mir etwas.", "source": "figure", "table": "1"}],
    )
    measure = make_measure(
        finding,
        title=f"Ein Einkaufsdienst {number}",
        description="Zweimal in der Woche fährt ein Wagen.",
        partners="Stadtteilbüro",
        state="resolved",
        is_example=release.is_example,
    )
    make_resolution(measure, is_example=release.is_example, resolution_text="Der Rat beschließt das.")
    Dissent.objects.create(finding=finding, text="Wir sehen das anders.", voted_on=date(2026, 10, 1))
    Dissent.objects.create(measure=measure, text="Ein Wagen reicht nicht.", voted_on=date(2026, 10, 2))
    StatusReport.objects.create(
        measure=measure, state="resolved", text="Der Rat hat zugestimmt.", reported_on=date(2026, 11, 2)
    )


def _shares(place: int) -> dict:
    """Roughly told, in words, or hidden, as groups of different size are."""
    told = (
        ("45 %", "80 %", "10 %", "100 und mehr"),
        ("60 %", "90 %", "unter 5 %", "30 bis 99"),
        ("die meisten", "die meisten", "wenige", "10 bis 29"),
    )
    if place >= len(told):
        return {"is_hidden": True, "shares": {}, "answers": "zu wenige Antworten"}
    unmet, demand, unknown, answers = told[place]
    reasons = {"too_far": "60 %", "too_expensive": "20 %"} if place == 0 else {}
    return {"answers": answers, "shares": {"unmet": unmet, "demand": demand, "unknown": unknown, "reasons": reasons}}


def chapter(document, title):
    return next(each for each in document["chapters"] if each["title"] == title)


def of_type(part, kind):
    return [block for block in part["blocks"] if block["type"] == kind]


def said(part):
    return [block["text"] for block in of_type(part, "paragraph")]


def tables(part):
    return {block["caption"]: block["rows"] for block in of_type(part, "table")}
