"""Findings: numbered, published with what they rest on, withdrawn with a reason (methods.md section 11)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from concept.actions.findings import dissent, make_finding, publish_finding, withdraw_finding
from concept.actions.log import forget_content, verify_log
from concept.actions.refusals import (
    DissentIsAboutOneThing,
    EvidenceIsNotInRelease,
    FindingCarriesMeasures,
    FindingIsNotPublished,
    FindingIsPublished,
    FindingNamesOpenOverlap,
    FindingRestsOnNothing,
    WithdrawalNeedsReason,
)
from concept.models import Dissent, Evidence, Finding, LogLine, LogSalt, Release
from needs.models import Contribution, Standing
from tests.at_once import at_once
from tests.concept_factories import make_cell, make_figure, make_measure, make_overlap, make_release
from tests.concept_factories import make_finding as finding_row
from tests.factories import NOW, make_topic, make_topic_group, make_user
from tests.needs_bundling_factories import LEAK, make_contribution, make_theme
from tests.needs_factories import make_planning_area, make_wave

pytestmark = pytest.mark.django_db
SENTENCE = "In Betzenberg fehlt Hilfe beim Einkaufen."


def make(**fields):
    return make_finding(
        **{
            "kind": "gap",
            "sentence": SENTENCE,
            "topic_group": fields.pop("topic_group", None) or make_topic_group(),
            "evidence": [{"kind": "stock"}],
            "now": NOW,
            **fields,
        }
    )


def frozen(finding):
    """A release with the stock that the finding is about."""
    wanted = {"state": "frozen", "is_example": finding.is_example}
    release = Release.objects.filter(**wanted).first() or make_release(**wanted)
    release.cells.exists() or make_cell(release, finding.topic_group)
    return release


def publish(finding, **fields):
    """As a release does it while it is published."""
    release = fields.pop("release", None) or frozen(finding)
    return publish_finding(finding, release=release, grade="C", by=fields.pop("by", None), now=NOW, **fields)


def coded(*standings, **fields):
    """A theme with a contribution of each standing."""
    rows = [make_contribution(standing=standing, **fields) for standing in standings]
    return make_theme(None, *rows), rows


def standings(rows):
    return [row.standing for row in Contribution.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk")]


def test_draft_has_a_number_of_its_year():
    area, topic = make_planning_area(), make_topic()
    first = make(topics=[topic], planning_areas=[area], explanation="Der Laden schließt.", is_example=True)
    second = make()
    later = make(now=NOW + timedelta(days=60))
    assert [str(finding) for finding in (first, second, later)] == ["F-2026-001", "F-2026-002", "F-2027-001"]
    assert (first.state, first.sentence, first.explanation) == ("draft", SENTENCE, "Der Laden schließt.")
    assert (first.created_at, first.is_example, first.numbers, first.release) == (NOW, True, [], None)
    assert [*first.topics.all(), *first.planning_areas.all()] == [topic, area]
    assert first.evidence.get().kind == "stock"
    assert not LogLine.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_findings_made_at_once_have_numbers_of_their_own():
    group = make_topic_group()
    made = at_once(*[lambda: make(topic_group=group)] * 8)
    assert sorted(finding.number for finding in made) == list(range(1, 9))


def test_published_with_its_numbers_and_a_line_of_the_log():
    theme, _rows = coded(Standing.THEME, Standing.THEME)
    topic, area, planner = make_topic(), make_planning_area(name="Ost"), make_user(groups=["Planung"])
    finding = make(
        evidence=[{"kind": "theme", "theme": theme}, {"kind": "norm", "text": "§ 71"}],
        topics=[topic],
        planning_areas=[area],
    )
    release = make_release(state="frozen", number=5001)
    numbers = [{"text": "45 % sagen: fehlt.", "source": "figure", "table": "1"}]
    publish(finding, release=release, numbers=numbers, by=planner)
    finding.refresh_from_db()
    assert (finding.state, finding.release, finding.grade, finding.numbers) == ("published", release, "C", numbers)
    # Each number leads to a finding with a release: none of another kind can be kept.
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.update(release=None)
    assert [(each.kind, each.statements) for each in finding.evidence.order_by("pk")] == [("theme", 2), ("norm", None)]
    line = LogLine.objects.get()
    assert (line.kind, line.subject, line.role, line.happened_at, line.is_example) == (
        "published",
        "F-2026-001",
        "Planung",
        NOW,
        False,
    )
    assert line.derived_from == ["Stand 5001", f"T-{theme.number}"]
    assert line.salt.content == {
        "kind": "gap",
        "sentence": SENTENCE,
        "explanation": "",
        "grade": "C",
        "numbers": numbers,
        "topic_group": finding.topic_group.code,
        "topics": [topic.code],
        "planning_areas": ["Ost"],
    }


def test_none_is_published_without_a_contribution_or_a_source():
    for evidence in ([], [{"kind": "theme", "theme": make_theme()}]):
        with pytest.raises(FindingRestsOnNothing, match=r"F-2026-\d{3}"):
            publish(make(evidence=evidence))
    assert not Finding.objects.public().exists()
    assert not LogLine.objects.exists()


@pytest.mark.parametrize(
    ("kinds", "named"),
    [
        (["felt"], "Befragung"),
        (["stock"], "Bestand"),
        (["search"], "Suchen ohne Ergebnis"),
        (["norm", "waiting", "felt"], "Befragung, Warteliste"),
    ],
)
def test_none_is_published_with_evidence_that_the_release_has_not(kinds, named):
    """A figure that is hidden, numbers of elsewhere, and waiting lists below ten are none."""
    area, release = make_planning_area(), make_release(state="frozen", waves=[make_wave(is_open=False)])
    evidence = [{"kind": kind, "text": "§ 71" if kind == "norm" else ""} for kind in kinds]
    finding = make(evidence=evidence, planning_areas=[area])
    make_figure(release, finding.topic_group, area, is_hidden=True, shares={})
    make_figure(release, finding.topic_group)
    make_cell(release, finding.topic_group, searches_in_vain=20, waiting=20)
    if "stock" not in kinds:
        make_cell(release, finding.topic_group, area)
    with pytest.raises(EvidenceIsNotInRelease, match=rf"F-2026-\d{{3}} steht als Beleg: {named}\. "):
        publish(finding, release=release)
    assert not Finding.objects.public().exists()


def test_stock_alone_is_enough_for_a_stock_that_nobody_knows():
    assert publish(make(kind="stock_unknown")).state == "published"


def test_overlap_is_evidence_when_both_confirmed_it():
    overlap = make_overlap()
    finding = make(evidence=[{"kind": "overlap", "overlap": overlap}], kind="overlap")
    with pytest.raises(FindingNamesOpenOverlap):
        publish(finding)
    overlap.state, overlap.settled_on, overlap.settled_text = "confirmed", NOW.date(), "Beide sagen ja."
    overlap.save()
    publish(finding)
    assert LogLine.objects.get().derived_from[1:] == [f"Ü-{overlap.pk}"]


def test_published_once_and_never_changed():
    finding = publish(make())
    with pytest.raises(FindingIsPublished):
        publish(finding)


@pytest.mark.django_db(transaction=True)
def test_published_by_two_at_once_stands_once_in_the_log():
    finding = make()
    release = frozen(finding)
    done = at_once(*[lambda: publish(finding, release=release)] * 4)
    assert sorted(type(each).__name__ for each in done) == ["Finding", *["FindingIsPublished"] * 3]
    assert LogLine.objects.count() == 1


def test_contributions_behind_it_move_where_they_may():
    allowed = [Standing.READ, Standing.THEME]
    kept = [Standing.RECEIVED, Standing.FINDING]
    theme, rows = coded(*allowed, *kept)
    [ended] = rows_of(theme, standing=Standing.NOT_FOLLOWED, standing_reason="Das liegt beim Land.")
    [invented] = rows_of(theme, standing=Standing.THEME, is_example=True)
    publish(make(evidence=[{"kind": "theme", "theme": theme}]))
    moved = {row.pk: row.standing for row in Contribution.objects.all()}
    assert [moved[row.pk] for row in rows] == ["finding", "finding", "received", "finding"]
    assert (moved[ended.pk], moved[invented.pk]) == ("not_followed", "theme")
    assert Evidence.objects.get().statements == 5


def rows_of(theme, **fields):
    row = make_contribution(**fields)
    row.themes.add(theme)
    return [row]


def test_statements_of_a_merged_theme_count():
    theme, rows = coded(Standing.THEME)
    into, others = coded(Standing.THEME)
    theme.merged_into = into
    theme.save()
    publish(make(evidence=[{"kind": "theme", "theme": into}]))
    assert Evidence.objects.get().statements == 2
    assert standings([*rows, *others]) == ["finding", "finding"]


def test_example_moves_examples_only():
    theme, [real] = coded(Standing.THEME)
    [invented] = rows_of(theme, standing=Standing.THEME, is_example=True)
    publish(make(evidence=[{"kind": "theme", "theme": theme}], is_example=True))
    real.refresh_from_db()
    invented.refresh_from_db()
    assert (real.standing, invented.standing) == ("theme", "finding")
    assert LogLine.objects.get().is_example


def test_withdrawn_with_a_reason_that_everybody_reads():
    theme, rows = coded(Standing.THEME)
    finding = publish(make(evidence=[{"kind": "theme", "theme": theme}]))
    with pytest.raises(WithdrawalNeedsReason):
        withdraw_finding(finding_id=finding.pk, reason="", by=None, now=NOW)
    withdraw_finding(finding_id=finding.pk, reason="Die Zahl war falsch.", by=None, now=NOW)
    finding.refresh_from_db()
    assert (finding.state, finding.withdrawn_reason) == ("withdrawn", "Die Zahl war falsch.")
    assert standings(rows) == ["theme"]
    line = LogLine.objects.in_order().last()
    assert (line.kind, line.subject, line.salt.content) == (
        "withdrawn",
        "F-2026-001",
        {"reason": "Die Zahl war falsch."},
    )
    with pytest.raises(FindingIsNotPublished):
        withdraw_finding(finding_id=finding.pk, reason="Noch einmal.", by=None, now=NOW)


def test_finding_that_carries_a_measure_is_kept():
    finding, other = finding_row(state="published"), finding_row(state="published")
    alone, beside = make_measure(finding), make_measure(finding, other)
    with pytest.raises(FindingCarriesMeasures) as refused:
        withdraw_finding(finding_id=finding.pk, reason="Falsch.", by=None, now=NOW)
    assert alone.reference in str(refused.value)
    assert beside.reference not in str(refused.value)
    alone.state = "rejected"
    alone.save()
    withdraw_finding(finding_id=finding.pk, reason="Falsch.", by=None, now=NOW)


def test_seniorenbeirat_dissents_from_a_finding_or_a_measure():
    finding, measure, member = make(), make_measure(title="Ein Bus"), make_user(groups=["Seniorenbeirat"])
    vote = dissent(finding=finding, text="Es fehlt mehr.", voted_on=date(2026, 11, 20), by=member, now=NOW)
    assert (vote.finding, vote.measure, vote.body, vote.entered_by) == (finding, None, "Seniorenbeirat", member)
    dissent(measure=measure, text="Zu spät.", voted_on=date(2026, 11, 20), by=member, now=NOW)
    lines = LogLine.objects.in_order()
    assert [(line.kind, line.subject, line.role) for line in lines] == [
        ("dissented", "F-2026-001", "Seniorenbeirat"),
        ("dissented", measure.reference, "Seniorenbeirat"),
    ]
    assert [line.salt.content["about"] for line in lines] == [SENTENCE, "Ein Bus"]
    for both in ({}, {"finding": finding, "measure": measure}):
        with pytest.raises(DissentIsAboutOneThing):
            dissent(**both, text="Nein.", voted_on=date(2026, 11, 20), by=member, now=NOW)
    assert Dissent.objects.count() == 2


def test_log_holds_nothing_of_what_people_said_and_words_can_be_deleted():
    theme, [row] = coded(Standing.THEME, text=f"{LEAK} hilft mir nicht.")
    publish(make(evidence=[{"kind": "theme", "theme": theme}]))
    kept = str([*LogLine.objects.values(), *LogSalt.objects.values()])
    assert LEAK in row.text
    assert LEAK not in kept
    assert str(row) not in kept
    row.delete()
    assert verify_log().is_whole
    forget_content(position=1)
    assert (verify_log().is_whole, verify_log().forgotten) == (True, 1)


def test_topic_taken_out_of_use_leaves_its_finding_as_it_was_published():
    topic = make_topic()
    finding = publish(make(topics=[topic]))
    topic.delete()
    finding.refresh_from_db()
    assert (finding.sentence, finding.state, list(finding.topics.all())) == (SENTENCE, "published", [])
    # Which topic it was stands in the log.
    assert LogSalt.objects.get().content["topics"] == [topic.code]
    assert withdraw_finding(finding_id=finding.pk, reason="Das Thema ist weg.", by=None, now=NOW).state == "withdrawn"


def test_part_of_life_with_findings_stays():
    finding = publish(make())
    with pytest.raises(ProtectedError):
        finding.topic_group.delete()
