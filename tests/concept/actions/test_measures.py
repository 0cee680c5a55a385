"""Measures and resolutions: none without a finding, each step reported, contributions follow."""

import json
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from concept.actions.findings import publish_finding, withdraw_finding
from concept.actions.following import way_to
from concept.actions.log import verify_log
from concept.actions.measures import make_measure, propose, propose_ready, report
from concept.actions.refusals import (
    ExamplesStayApart,
    MeasureCannotGoThere,
    MeasureIsDraft,
    MeasureIsNoDraft,
    MeasureNeedsFinding,
    MeasureNeedsPublishedFindings,
    RejectionNeedsReason,
)
from concept.actions.releases import freeze, publish
from concept.actions.releases import make_release as start_release
from concept.actions.resolutions import load_order, resolve
from concept.models import Chapter, LogLine, Measure, Resolution, StatusReport
from needs.actions.contributions import advance
from needs.models import Contribution, Event, Standing
from tests.at_once import at_once
from tests.concept_factories import make_finding, make_release
from tests.concept_factories import make_measure as measure_row
from tests.factories import NOW, make_topic_group, make_user
from tests.needs_bundling_factories import make_contribution, make_theme
from tests.needs_factories import make_thresholds

pytestmark = pytest.mark.django_db
REASON = "Die Stadt darf das nicht."


def unsaved(**fields):
    return Measure(
        **{
            "title": "Ein Einkaufsdienst",
            "topic_group": fields.pop("topic_group", None) or make_topic_group(),
            "responsible": "city",
            "responsible_name": "Referat Soziales",
            "horizon": "short",
            "indicator": "Zahl der Fahrten",
            **fields,
        }
    )


def decision(**fields):
    return Resolution(
        **{
            "organization": "Stadtrat",
            "name": "Maßnahmen 2027",
            "decided_on": date(2026, 11, 20),
            "result": "einstimmig beschlossen",
            "source": "Niederschrift",
            **fields,
        }
    )


def decide(*measures, **fields):
    is_adopted = fields.pop("is_adopted", True)
    return resolve(resolution=decision(**fields), measures=measures, is_adopted=is_adopted, by=None, now=NOW)


def tell(measure, state, **fields):
    return report(measure_id=measure.pk, state=state, **fields, by=None, now=NOW)


@pytest.fixture
def theme():
    """Three contributions that were bundled."""
    return make_theme("Einkaufen", *[make_contribution(standing=Standing.THEME) for _number in range(3)])


@pytest.fixture
def finding(theme):
    """Published, on these contributions."""
    draft = make_finding(evidence=[{"kind": "theme", "theme": theme}])
    release = make_release(state="frozen")
    return publish_finding(draft, release=release, grade="C", by=None, now=NOW)


def standings():
    """Where the contributions stand, and why where there is a reason."""
    return sorted(set(Contribution.objects.values_list("standing", "standing_reason")))


def states(measure):
    return list(StatusReport.objects.filter(measure=measure).in_order().values_list("state", flat=True))


def test_measure_is_made_from_findings_with_the_next_number():
    finding, other = make_finding(), make_finding(state="published")
    first = make_measure(measure=unsaved(), findings=[finding, other])
    second = make_measure(measure=unsaved(), findings=[finding])
    assert [str(first), str(second), first.state] == ["M-001", "M-002", "draft"]
    assert {*first.findings.all()} == {finding, other}
    with pytest.raises(MeasureNeedsFinding):
        make_measure(measure=unsaved(), findings=[])
    assert Measure.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_measures_made_at_once_have_numbers_of_their_own():
    group, finding = make_topic_group(), make_finding()
    made = at_once(*[lambda: make_measure(measure=unsaved(topic_group=group), findings=[finding])] * 6)
    assert sorted(measure.number for measure in made) == list(range(1, 7))


def test_proposed_when_its_findings_are_published(finding):
    draft = make_finding()
    measure = make_measure(measure=unsaved(), findings=[finding, draft])
    with pytest.raises(MeasureNeedsPublishedFindings, match=draft.reference):
        propose(measure_id=measure.pk, by=None, now=NOW)
    measure.findings.remove(draft)
    planner = make_user(groups=["Planung"])
    assert propose(measure_id=measure.pk, by=planner, now=NOW).state == "proposed"
    with pytest.raises(MeasureIsNoDraft):
        propose(measure_id=measure.pk, by=None, now=NOW)
    assert states(measure) == ["proposed"]
    assert standings() == [("measure", "")]
    line = LogLine.objects.in_order().last()
    assert (line.kind, line.subject, line.derived_from, line.role) == (
        "proposed",
        "M-001",
        [finding.reference],
        "Planung",
    )
    assert line.salt.content["title"] == "Ein Einkaufsdienst"


def test_nothing_real_rests_on_what_is_invented(finding):
    invented = make_finding(is_example=True, state="published", release=finding.release)
    words = f"Beispiele und Echtes bleiben getrennt. Nehmen Sie heraus: {invented.reference}."
    with pytest.raises(ExamplesStayApart) as refusal:
        make_measure(measure=unsaved(), findings=[finding, invented])
    assert str(refusal.value) == words
    assert not Measure.objects.exists()
    mixed = measure_row(finding, invented, state="draft")
    with pytest.raises(ExamplesStayApart, match=invented.reference):
        propose(measure_id=mixed.pk, by=None, now=NOW)
    assert states(mixed) == []
    proposed = measure_row(finding)
    for is_example, other in ((False, measure_row(invented, is_example=True)), (True, proposed)):
        with pytest.raises(ExamplesStayApart, match=other.reference):
            decide(other, is_example=is_example)
    assert not Resolution.objects.exists()


def test_all_that_are_ready_are_proposed(finding):
    ready = make_measure(measure=unsaved(), findings=[finding])
    waiting = make_measure(measure=unsaved(), findings=[finding, make_finding()])
    invented = make_measure(measure=unsaved(is_example=True), findings=[make_finding(is_example=True)])
    assert propose_ready(is_example=False, by=None, now=NOW) == [ready]
    assert propose_ready(is_example=False, by=None, now=NOW) == []
    assert {*Measure.objects.drafts()} == {waiting, invented}


def test_release_proposes_the_measures_on_its_findings_and_prints_them():
    make_thresholds()
    Chapter.objects.create(position=1, title="Maßnahmen", text="Alle.", kind="measures")
    release = start_release(title="Erster Stand", waves=[], now=NOW)
    ready = make_measure(measure=unsaved(), findings=[make_finding()])
    freeze(release_id=release.pk, by=None, now=NOW)
    document = publish(release_id=release.pk, by=None, now=NOW).document
    ready.refresh_from_db()
    assert ready.state == "proposed"
    assert ready.reference in json.dumps(document)


def test_measure_goes_from_proposal_to_done_and_contributions_follow(finding):
    measure = make_measure(measure=unsaved(), findings=[finding])
    propose(measure_id=measure.pk, by=None, now=NOW)
    assert str(decide(measure, number=99)) == "D-1"
    assert standings() == [("resolved", "")]
    said = tell(measure, "running", text="Der Vertrag ist geschlossen.")
    assert standings() == [("resolved", "")]
    tell(measure, "done")
    assert standings() == [("done", "")]
    assert states(measure) == ["proposed", "resolved", "running", "done"]
    lines = [(line.kind, line.subject, line.derived_from) for line in LogLine.objects.in_order()[2:]]
    last = StatusReport.objects.latest("pk")
    assert lines == [
        ("resolved", "D-1", ["M-001"]),
        ("reported", f"S-{said.pk}", ["M-001"]),
        ("reported", f"S-{last.pk}", ["M-001"]),
    ]
    assert verify_log().is_whole


def test_no_way_but_those_that_follow(finding):
    measure = make_measure(measure=unsaved(), findings=[finding])
    with pytest.raises(MeasureCannotGoThere, match="Entwurf"):
        tell(measure, "running")
    propose(measure_id=measure.pk, by=None, now=NOW)
    for state in ("resolved", "done", "draft", "proposed"):
        with pytest.raises(MeasureCannotGoThere, match="vorgeschlagen"):
            tell(measure, state)


def test_what_does_not_go_needs_a_reason_and_its_contributions_have_it(finding):
    measure = make_measure(measure=unsaved(), findings=[finding])
    propose(measure_id=measure.pk, by=None, now=NOW)
    with pytest.raises(RejectionNeedsReason):
        tell(measure, "rejected")
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusReport.objects.create(measure=measure, state="rejected", reported_on=NOW.date())
    assert tell(measure, "rejected", reason=REASON).reason == REASON
    assert standings() == [("not_followed", REASON)]
    # Proposed anew: they follow, since nobody decided it about them alone.
    tell(measure, "proposed", reason="gilt nur, wo es endet")
    assert StatusReport.objects.latest("pk").reason == ""
    assert standings() == [("measure", "")]


def test_what_somebody_decided_about_a_contribution_stays(finding):
    measure = make_measure(measure=unsaved(), findings=[finding])
    row = Contribution.objects.first()
    advance(contribution_ids=[row.pk], standing="not_followed", reason="Das liegt beim Land.", by=None, now=NOW)
    propose(measure_id=measure.pk, by=None, now=NOW)
    tell(measure, "rejected", reason=REASON)
    assert standings() == [("not_followed", "Das liegt beim Land."), ("not_followed", REASON)]


def test_contribution_behind_two_measures_is_done_with_the_last(finding):
    one, other = (make_measure(measure=unsaved(), findings=[finding]) for _number in range(2))
    for measure in (one, other):
        propose(measure_id=measure.pk, by=None, now=NOW)
    decide(one)
    tell(one, "done")
    assert standings() == [("resolved", "")]
    tell(other, "rejected", reason=REASON)
    assert standings() == [("done", "")]
    withdraw_finding(finding_id=finding.pk, reason="Die Zahl war falsch.", by=None, now=NOW)
    assert standings() == [("theme", "")]


def test_contribution_goes_on_while_another_finding_on_it_is_open(finding, theme):
    measure = make_measure(measure=unsaved(), findings=[finding])
    propose(measure_id=measure.pk, by=None, now=NOW)
    tell(measure, "rejected", reason=REASON)
    assert standings() == [("not_followed", REASON)]
    draft = make_finding(evidence=[{"kind": "theme", "theme": theme}])
    other = publish_finding(draft, release=finding.release, grade="C", by=None, now=NOW)
    assert standings() == [("finding", "")]
    second = make_measure(measure=unsaved(), findings=[other])
    propose(measure_id=second.pk, by=None, now=NOW)
    assert standings() == [("measure", "")]
    tell(second, "rejected", reason="Kein Geld.")
    assert standings() == [("not_followed", "Kein Geld.")]


def test_contribution_that_came_later_goes_all_the_way(finding, theme):
    measure = make_measure(measure=unsaved(), findings=[finding])
    propose(measure_id=measure.pk, by=None, now=NOW)
    late = make_contribution(standing=Standing.READ)
    late.themes.add(theme)
    make_contribution(standing=Standing.RECEIVED).themes.add(theme)
    decide(measure)
    assert standings() == [("received", ""), ("resolved", "")]
    # Each step stands in the log of the bundling.
    steps = Event.objects.filter(kind="standing", contributions=[late.pk]).order_by("pk")
    assert list(steps.values_list("standing", flat=True)) == ["finding", "resolved"]


def test_measure_that_runs_without_a_resolution_is_not_called_resolved(finding):
    measure = make_measure(measure=unsaved(), findings=[finding])
    propose(measure_id=measure.pk, by=None, now=NOW)
    tell(measure, "running")
    assert standings() == [("measure", "")]


def test_resolution_moves_what_can_be_decided():
    proposed, running, done = (measure_row(state=state) for state in ("proposed", "running", "done"))
    draft = measure_row(state="draft")
    with pytest.raises(MeasureIsDraft, match=draft.reference):
        decide(proposed, draft)
    assert not Resolution.objects.exists()
    decide(proposed, running, done)
    assert [Measure.objects.get(pk=each.pk).state for each in (proposed, running, done)] == [
        "resolved",
        "running",
        "done",
    ]
    report = StatusReport.objects.get()
    assert (report.measure, report.state, report.text) == (proposed, "resolved", "D-1, Stadtrat")


def test_resolution_that_says_no_gives_its_reason():
    proposed, done = measure_row(), measure_row(state="done")
    decide(proposed, done, is_adopted=False, organization="R" * 200, result="abgelehnt " * 11)
    proposed.refresh_from_db()
    reason = StatusReport.objects.get().reason
    assert (proposed.state, len(reason)) == ("rejected", 300)
    assert reason.startswith("D-1, RRR")
    # The council thinks again.
    decide(proposed)
    proposed.refresh_from_db()
    assert proposed.state == "resolved"
    decide(proposed, is_adopted=False, result="aufgehoben")
    assert StatusReport.objects.latest("pk").reason == "D-3, Stadtrat: aufgehoben"


@pytest.mark.django_db(transaction=True)
def test_resolutions_at_once_have_numbers_of_their_own():
    measure = measure_row()
    made = at_once(*[lambda: decide(measure)] * 4)
    assert sorted(each.number for each in made) == [1, 2, 3, 4]
    assert StatusReport.objects.count() == 1


def test_order_for_the_concept_is_loaded_once():
    order, is_new = load_order(now=NOW)
    assert (str(order), order.decided_on, order.result, is_new) == ("D-0", date(2026, 2, 2), "beschlossen", True)
    assert "Pressemitteilung der Stadt Kaiserslautern vom 9. Februar 2026" in order.source
    assert (order.web, order.reference, order.resolution_text) == ("", "", "")
    assert load_order(now=NOW) == (order, False)
    line = LogLine.objects.get()
    assert (line.kind, line.subject, line.derived_from, line.role) == ("resolved", "D-0", [], "Betrieb")
    assert str(decide()) == "D-1"


def test_way_between_standings_is_one_that_is_allowed():
    assert way_to("theme", "resolved") == ["finding", "resolved"]
    assert way_to("not_followed", "measure") == ["finding", "measure"]
    assert way_to("done", "finding") == ["resolved", "measure", "finding"]
    assert way_to("received", "finding") == []
