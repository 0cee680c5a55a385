"""What the to-do board says of the concept, and to whom."""

from datetime import timedelta

import pytest

from accounts.actions import ensure_roles
from concept.models import OverlapReply
from concept.work import REPORT_EVERY, WORK, tasks_for
from portal.desk import tasks as board
from tests.concept_factories import make_finding, make_measure, make_overlap, make_release
from tests.factories import NOW, TODAY, make_provider, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]


def asked(answer_by, *answers, **fields):
    overlap = make_overlap(
        **{"state": "asked", "asked_on": answer_by - timedelta(days=28), "answer_by": answer_by, **fields}
    )
    OverlapReply.objects.bulk_create(
        OverlapReply(overlap=overlap, provider=make_provider(), answer=answer, answered_at=NOW if answer else None)
        for answer in answers
    )
    return overlap


def reported(measure, days_ago):
    measure.reports.create(state=measure.state, reported_on=TODAY - timedelta(days=days_ago))
    return measure


@pytest.fixture
def waiting():
    """One row of each kind waits, and others don't."""
    published = make_release(state="published")
    finding = make_finding(state="published", release=published, evidence=())
    found = {
        "beantwortet": asked(TODAY, "same", ""),
        "frist-vorbei": asked(TODAY - timedelta(days=1), ""),
        "festgehalten": make_release(state="frozen"),
        "ohne-beleg": make_finding(evidence=()),
        "ohne-bericht": reported(make_measure(finding, state="resolved"), REPORT_EVERY.days + 1),
    }
    asked(TODAY, "", "")
    settled = {"state": "refuted", "settled_on": TODAY, "settled_text": "Zwei verschiedene Dinge."}
    asked(TODAY - timedelta(days=1), "different", **settled)
    make_overlap()
    make_finding()
    reported(reported(make_measure(finding), REPORT_EVERY.days + 9), REPORT_EVERY.days)
    reported(make_measure(finding, state="done"), 900)
    make_measure(finding, state="draft")
    ensure_roles()
    return found


def test_each_kind_of_work_waits_at_its_rows(waiting):
    found = {name: work.rows(model.objects, NOW).get() for model, kinds in WORK.items() for name, work in kinds.items()}
    assert found == waiting


def test_only_who_can_do_it_is_told(waiting):
    said = {
        role: [(str(task.label), task.count) for task in tasks_for(make_user(groups=[role]), now=NOW)]
        for role in ("Planung", "Seniorenbeirat", "Auswertung", "Redaktion", "Betrieb")
    }
    every = [(str(work.label), 1) for kinds in WORK.values() for work in kinds.values()]
    assert said == {"Planung": every, "Seniorenbeirat": [], "Auswertung": [], "Redaktion": [], "Betrieb": []}


def test_the_board_leads_to_what_waits(client, waiting):
    user = make_user(is_superuser=True)
    urls = [task.url for task in board(user) if task.url.startswith("/admin/concept/")]
    assert [url.partition("=")[2] for url in urls] == list(waiting)
