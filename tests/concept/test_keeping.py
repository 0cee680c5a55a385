"""What the database itself keeps: published releases, findings, the log, measures with findings."""

import pytest
from django.db import IntegrityError, transaction

from concept.models import (
    Dissent,
    Evidence,
    Figure,
    Finding,
    LogLine,
    MatchCell,
    Measure,
    Release,
    Resolution,
    StatusReport,
)
from tests.concept_factories import (
    make_cell,
    make_figure,
    make_finding,
    make_measure,
    make_release,
    make_resolution,
    publish_straight,
)
from tests.factories import NOW, TODAY, make_topic, make_user
from tests.needs_factories import make_planning_area

pytestmark = pytest.mark.django_db


def refused(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change()


def test_published_release_stays():
    release = make_release(state="frozen")
    cell, figure = make_cell(release), make_figure(release)
    cell.confirmed = cell.published = 2
    cell.save()
    publish_straight(release, published_by=make_user())
    refused(lambda: Release.objects.update(title="Anders"))
    refused(lambda: Release.objects.update(state="frozen"))
    refused(release.delete)
    refused(lambda: MatchCell.objects.update(confirmed=1))
    refused(lambda: Figure.objects.update(answers="100 und mehr"))
    refused(figure.delete)
    refused(lambda: make_cell(release))
    # Whoever published it may be forgotten.
    release.published_by.delete()
    release.refresh_from_db()
    assert release.published_by is None


def test_frozen_release_can_be_frozen_again():
    release = make_release(state="frozen")
    make_figure(release)
    Figure.objects.all().delete()
    Release.objects.update(state="draft", frozen_at=None)
    release.delete()


def test_published_finding_stays_and_can_be_withdrawn():
    finding = make_finding(state="published")
    refused(lambda: Finding.objects.update(sentence="Es fehlt nichts."))
    refused(lambda: Finding.objects.update(state="draft", release=None))
    refused(finding.delete)
    refused(lambda: Finding.objects.update(state="withdrawn"))
    assert Finding.objects.update(state="withdrawn", withdrawn_reason="Die Zahl war falsch.") == 1
    make_finding().delete()


def test_what_a_published_finding_rests_on_stays():
    fields = {
        "topics": [make_topic()],
        "planning_areas": [make_planning_area()],
        "evidence": [{"kind": "norm", "text": "§ 71"}, {"kind": "felt"}],
    }
    kept = make_finding(state="published", **fields)
    draft = make_finding(**fields | {"topics": [make_topic()], "planning_areas": [make_planning_area()]})
    refused(lambda: Evidence.objects.filter(finding=kept).update(text="§ 72"))
    refused(lambda: Evidence.objects.filter(finding=kept).delete())
    refused(lambda: Evidence.objects.create(finding=kept, kind="stock"))
    refused(lambda: Evidence.objects.filter(finding=draft, kind="felt").update(finding=kept, kind="stock"))
    refused(kept.planning_areas.clear)
    for rows, others in ((kept.topics, draft.topics), (kept.planning_areas, draft.planning_areas)):
        refused(lambda rows=rows, others=others: rows.add(others.get()))
    refused(lambda: Finding.topics.through.objects.filter(finding=draft).update(finding=kept))
    Finding.objects.filter(pk=kept.pk).update(state="withdrawn", withdrawn_reason="Die Zahl war falsch.")
    refused(lambda: Evidence.objects.filter(finding=kept).delete())
    # A draft is still written.
    draft.topics.clear()
    draft.planning_areas.clear()
    draft.evidence.filter(kind="felt").update(kind="stock")
    draft.delete()
    assert (kept.topics.count(), kept.planning_areas.count(), kept.evidence.count()) == (1, 1, 2)


def test_dissenting_vote_stays_and_forgets_who_entered_it():
    user = make_user()
    about = {"finding": make_finding()}, {"measure": make_measure()}
    for each in about:
        vote = Dissent.objects.create(**each, text="Wir sehen das anders.", voted_on=TODAY, entered_by=user)
        refused(lambda vote=vote: Dissent.objects.filter(pk=vote.pk).update(text="Wir sind dafür."))
        refused(vote.delete)
    user.delete()
    assert list(Dissent.objects.values_list("entered_by", "text")) == [(None, "Wir sehen das anders.")] * 2


def test_examples_go_with_all_that_belongs_to_them():
    release = make_release(state="published", is_example=True)
    fields = {"topics": [make_topic()], "planning_areas": [make_planning_area()], "is_example": True}
    finding = make_finding(state="published", release=release, **fields)
    measure = make_measure(finding, is_example=True)
    for about in ({"finding": finding}, {"measure": measure}):
        Dissent.objects.create(**about, text="Beispiel: Nein.", voted_on=TODAY)
    Dissent.objects.all().delete()
    make_resolution(measure, is_example=True).delete()
    measure.delete()
    finding.delete()
    assert not Evidence.objects.exists()


def test_measure_that_was_proposed_moves_on_and_stays_what_it_is():
    measure, draft = make_measure(), make_measure(state="draft")
    other = make_finding(state="published")
    refused(lambda: Measure.objects.filter(pk=measure.pk).update(title="Etwas anderes"))
    refused(lambda: Measure.objects.filter(pk=measure.pk).update(state="draft"))
    refused(measure.delete)
    refused(lambda: measure.findings.add(other))
    refused(measure.findings.clear)
    refused(lambda: Measure.findings.through.objects.filter(measure=draft).update(measure=measure))
    assert Measure.objects.filter(pk=measure.pk).update(state="running") == 1
    # A draft is still written.
    draft.findings.add(other)
    draft.title = "Etwas anderes"
    draft.save()
    draft.delete()
    invented = make_measure(is_example=True)
    refused(lambda: Measure.objects.filter(pk=invented.pk).update(title="Etwas anderes"))
    assert list(measure.findings.values_list("measures", flat=True)) == [measure.pk]


def test_resolution_stays_and_is_filled_in_once():
    made = Resolution.objects.filter(pk=make_resolution(make_measure(), reference="").pk)
    for field, value in (("result", "abgelehnt"), ("name", "Bus"), ("decided_on", TODAY), ("is_example", True)):
        refused(lambda change={field: value}: made.update(**change))
    refused(made.delete)
    refused(made.get().measures.clear)
    refused(lambda: Resolution.measures.through.objects.update(measure=make_measure()))
    for field in ("reference", "agenda_item_number", "resolution_text"):
        assert made.update(**{field: "7"}) == 1
        refused(lambda change={field: "8"}: made.update(**change))
        refused(lambda change={field: ""}: made.update(**change))
    # Where it can be looked up changes.
    for web in ("https://ris.example.org/1", "https://ris.example.org/2", ""):
        assert made.update(web=web, source=f"Niederschrift {web}") == 1


def line(position):
    return LogLine(
        position=position,
        kind="published",
        subject="F-2026-001",
        role="Planung",
        happened_at=NOW,
        digest="0" * 64,
        chain=f"{position:064}",
    )


def test_log_is_added_to_only():
    line(1).save(force_insert=True)
    refused(lambda: LogLine.objects.update(subject="F-2026-002"))
    refused(lambda: LogLine.objects.all().delete())
    line(2).save(force_insert=True)


def test_status_report_is_added_to_only_and_forgets_who_wrote_it():
    user = make_user()
    report = StatusReport.objects.create(measure=make_measure(), state="running", reported_on="2026-11-20", by=user)
    refused(lambda: StatusReport.objects.update(state="done"))
    refused(report.delete)
    user.delete()
    report.refresh_from_db()
    assert report.by is None


@pytest.mark.django_db(transaction=True)
def test_no_measure_without_a_finding():
    measure = make_measure(state="draft")
    refused(lambda: measure.findings.clear())
    refused(
        lambda: Measure.objects.create(number=7, title="Etwas", topic_group=measure.topic_group, responsible="city")
    )
    with transaction.atomic():
        measure.delete()
    assert not Measure.objects.exists()
