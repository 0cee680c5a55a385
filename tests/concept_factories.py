"""Rows of the concept for tests: plain functions, valid by default, like those of tests/factories.py.

    release = make_release(state="frozen")
    finding = make_finding(release=release, state="published")
    measure = make_measure(finding)

They write straight into the tables; what an action promises is tested with the action.
"""

from datetime import date
from itertools import count

from django.db import transaction

from concept.models import Evidence, Figure, Finding, MatchCell, Measure, Overlap, Release, Resolution
from offers.models import TopicGroup
from tests.factories import NOW, make_offer, make_topic_group
from tests.needs_factories import make_thresholds

_numbers = count(1)
# As concept.document.assemble makes it of nothing.
EMPTY_DOCUMENT = {"is_draft": False, "changes": [], "chapters": [], "data": {"columns": [], "rows": []}}


def make_release(**fields) -> Release:
    """A draft; `state` frozen or published brings what these need."""
    state, number = fields.get("state", "draft"), fields.pop("number", None) or next(_numbers)
    frozen = (
        {}
        if state == "draft"
        else {"frozen_at": NOW, "thresholds": fields.pop("thresholds", None) or make_thresholds()}
    )
    published = {"published_at": NOW, "document": EMPTY_DOCUMENT} if state == "published" else {}
    waves = fields.pop("waves", ())
    release = Release(
        **{"number": number, "title": f"Stand {number}", **frozen, **published, **fields, "state": "draft"}
    )
    if state == "draft":
        release.save()
        release.waves.set(waves)
        return release
    # Waves and cells can't be added once it is published.
    release.state, release.published_at, release.document = "frozen", None, None
    release.save()
    release.waves.set(waves)
    return publish_straight(release, **published) if state == "published" else release


def publish_straight(release: Release, **fields) -> Release:
    """After its cells and figures have been made."""
    Release.objects.filter(pk=release.pk).update(
        **{"state": "published", "published_at": NOW, "document": EMPTY_DOCUMENT, **fields}
    )
    release.refresh_from_db()
    return release


def make_cell(release: Release, topic_group: TopicGroup | None = None, planning_area=None, **fields) -> MatchCell:
    return MatchCell.objects.create(
        **{
            "release": release,
            "topic_group": topic_group or make_topic_group(),
            "planning_area": planning_area,
            "verdict": "check_stock",
            "grade": "C",
            "stock_state": "unknown",
            "confirmed": 0,
            "published": 0,
            "placed_here": 0,
            "step_free": 0,
            **fields,
        }
    )


def make_figure(release: Release, topic_group: TopicGroup | None = None, planning_area=None, **fields) -> Figure:
    return Figure.objects.create(
        **{
            "release": release,
            "frame": "open",
            "topic_group": None if fields.get("question") else topic_group or make_topic_group(),
            "planning_area": planning_area,
            "group": "65_up",
            "is_hidden": False,
            "answers": "30 bis 99",
            "shares": {"unmet": "45 %", "demand": "80 %", "unknown": "10 %", "reasons": {}},
            **fields,
        }
    )


def make_finding(**fields) -> Finding:
    """A draft with one thing it rests on (the stock); published ones name a release."""
    state = fields.pop("state", "draft")
    if state != "draft" and "release" not in fields:
        fields["release"] = make_release(state="published")
    # From then on nothing can be added to it.
    published = {
        **({"withdrawn_reason": "Die Zahl war falsch."} if state == "withdrawn" else {}),
        **{name: fields.pop(name) for name in ("release", "numbers", "withdrawn_reason") if name in fields},
    }
    areas, topics, rests_on = (
        fields.pop("planning_areas", ()),
        fields.pop("topics", ()),
        fields.pop("evidence", ({"kind": "stock"},)),
    )
    finding = Finding.objects.create(
        **{
            "year": 2026,
            "number": next(_numbers),
            "kind": "gap",
            "sentence": "In Betzenberg fehlt Hilfe beim Einkaufen.",
            "topic_group": fields.pop("topic_group", None) or make_topic_group(),
            "created_at": NOW,
            **fields,
        }
    )
    finding.planning_areas.set(areas)
    finding.topics.set(topics)
    Evidence.objects.bulk_create(Evidence(finding=finding, **each) for each in rests_on)
    Finding.objects.filter(pk=finding.pk).update(state=state, **published)
    finding.refresh_from_db()
    return finding


@transaction.atomic
def make_measure(*findings: Finding, **fields) -> Measure:
    """Proposed, with the findings it follows from."""
    findings = findings or (make_finding(state="published"),)
    # From then on nothing can be added to it.
    state = fields.pop("state", "proposed")
    measure = Measure.objects.create(
        **{
            "number": next(_numbers),
            "title": "Ein Einkaufsdienst für Betzenberg",
            "topic_group": findings[0].topic_group,
            "responsible": "city",
            "responsible_name": "Referat Soziales",
            "horizon": "short",
            "indicator": "Zahl der Fahrten im Jahr",
            **fields,
        }
    )
    measure.findings.set(findings)
    measure.state = state
    measure.save(update_fields=["state"])
    return measure


def make_resolution(*measures: Measure, **fields) -> Resolution:
    resolution = Resolution.objects.create(
        **{
            "number": next(_numbers),
            "organization": "Stadtrat",
            "reference": "0123/2026",
            "name": "Seniorenpolitisches Konzept",
            "decided_on": date(2026, 11, 2),
            "result": "einstimmig beschlossen",
            "source": "Niederschrift",
            **fields,
        }
    )
    resolution.measures.set(measures)
    return resolution


def make_overlap(first=None, second=None, **fields) -> Overlap:
    first, second = sorted((first or make_offer(), second or make_offer()), key=lambda offer: offer.pk)
    return Overlap.objects.create(
        **{
            "first": first,
            "second": second,
            "reasons": ["Beide beraten zum selben Thema."],
            "facts": [],
            "found_on": date(2026, 11, 2),
            **fields,
        }
    )
