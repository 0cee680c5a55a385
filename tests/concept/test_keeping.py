"""What the database itself keeps: published releases, findings, the log, measures with findings."""

import pytest
from django.db import IntegrityError, transaction

from concept.models import Figure, Finding, LogLine, MatchCell, Measure, Release, StatusReport
from tests.concept_factories import (
    make_cell,
    make_figure,
    make_finding,
    make_measure,
    make_release,
    publish_straight,
)
from tests.factories import NOW, make_user

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
    measure = make_measure()
    refused(lambda: measure.findings.clear())
    refused(
        lambda: Measure.objects.create(number=7, title="Etwas", topic_group=measure.topic_group, responsible="city")
    )
    with transaction.atomic():
        measure.delete()
    assert not Measure.objects.exists()
