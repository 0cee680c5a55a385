"""The board of the worker's failed jobs, for the operator."""

import re

import pytest
from django.urls import reverse
from procrastinate.contrib.django import app

from accounts.actions import ensure_roles
from accounts.roles import EDITORS, OPERATORS
from portal.models import Job
from tests.factories import make_user
from tests.signing_in import sign_in
from tests.working import fail_a_job, run_jobs

pytestmark = pytest.mark.django_db
BOARD = reverse("admin:portal_job_changelist")
LETTER = "accounts.tasks.mail_new_password"
TO_DO = "Fehlgeschlagene Aufgaben im Hintergrund"


@pytest.fixture
def operator(client):
    ensure_roles()
    sign_in(client, make_user(username="betrieb", groups=[OPERATORS]))
    return client


def choose(client, action, *chosen):
    page = client.post(BOARD, {"action": action, "_selected_action": [job.pk for job in chosen]}, follow=True)
    return [str(message) for message in page.context["messages"]]


def to_do(client):
    return [(task.count, task.url) for task in client.get("/admin/").context["tasks"] if str(task.label) == TO_DO]


def test_start_page_counts_failed_jobs(operator):
    assert to_do(operator) == []
    fail_a_job()
    fail_a_job()
    assert to_do(operator) == [(2, BOARD)]


def test_start_page_says_that_mail_goes_nowhere(operator, settings):
    said = "E-Mails gehen nur in einen Ordner: noch kein Mailserver eingestellt"
    assert said in [str(task.label) for task in operator.get("/admin/").context["tasks"]]
    settings.EMAIL_HOST = "mail.example.org"
    assert said not in [str(task.label) for task in operator.get("/admin/").context["tasks"]]


def test_editors_see_nothing_of_it(client):
    ensure_roles()
    fail_a_job()
    sign_in(client, make_user(groups=[EDITORS]))
    assert to_do(client) == []


def test_board_shows_what_failed(operator):
    failed = fail_a_job()
    waiting = fail_a_job()
    Job.objects.filter(pk=waiting.pk).update(status="todo")
    page = operator.get(BOARD).content.decode()
    columns = re.findall(r'<th scope="col" class="column-\w+">\s*<div class="text"><span>(.*?)</span>', page)
    assert columns == ["Nummer", "Aufgabe", "Angaben", "Versuche", "Fehlgeschlagen am"]
    assert f">{LETTER}<" in page
    assert ">user_ids: []<" in page
    assert "Django" not in page
    assert operator.get(reverse("admin:portal_job_change", args=[failed.pk])).status_code == 200
    assert operator.get(reverse("admin:portal_job_change", args=[waiting.pk])).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_board_costs_the_same_for_one_and_many(operator, django_assert_num_queries, count):
    for _job in range(count):
        fail_a_job()
    with django_assert_num_queries(8):
        operator.get(BOARD)


def test_failed_job_is_tried_again(operator):
    first, second, left = fail_a_job(), fail_a_job(), fail_a_job()
    assert choose(operator, "try_again", first, second) == ["2 Aufgaben werden noch einmal versucht."]
    assert set(Job.objects.failed()) == {left}
    assert run_jobs() == [LETTER] * 2


def test_failed_job_is_left_while_another_one_waits_to_do_the_same(operator):
    night = "portal.tasks.nightly"
    failed, letter = fail_a_job(night, timestamp=0), fail_a_job()
    app.configure_task(night).defer(timestamp=1)
    assert choose(operator, "try_again", failed, letter) == ["1 Aufgabe wird noch einmal versucht."]
    assert set(Job.objects.failed()) == {failed}


def test_failed_job_that_nobody_needs_is_deleted(operator):
    unneeded, left = fail_a_job(), fail_a_job()
    assert choose(operator, "forget", unneeded) == ["1 Aufgabe ist gelöscht."]
    assert set(Job.objects.all()) == {left}


def test_job_says_what_it_does_without_its_arguments():
    job = fail_a_job()
    assert str(job) == f"{LETTER} {job.pk}"
