"""The queue and the worker: real programs, a real PostgreSQL, a real mail server."""

import logging
import os
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as django_mail
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateWorker
from procrastinate.exceptions import TaskNotFound

import mail
from portal import jobs
from portal.models import Job
from portal.tasks import requeue_stalled
from tests.factories import make_user
from tests.working import fail_a_job, run_jobs, run_worker

committed = pytest.mark.django_db(transaction=True)
PROJECT = Path(__file__).resolve().parents[2]
LETTER = "accounts.tasks.mail_new_password"
# Instead of a task of some app, which a test couldn't hold up.
SLEEPY = """
import django, time
django.setup()
from procrastinate.contrib.django import app
@app.task(name="tests.sleep")
def sleep():
    print("asleep", flush=True)
    time.sleep(60)
from portal import worker
app.periodic_registry.periodic_tasks.clear()
worker.work()
"""


def environment():
    """For a program that shall use the tests' database."""
    database = connection.settings_dict
    password = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
    host = database["HOST"].replace("/", "%2F")
    port = f":{database['PORT']}" if database["PORT"] else ""
    address = f"postgres://{database['USER']}{password}@{host}{port}/{database['NAME']}"
    return os.environ | {"DATABASE_URL": address, "LOCAL": "1", "DJANGO_SETTINGS_MODULE": "portal.settings"}


def states():
    return list(Job.objects.in_order().values_list("task_name", "status", "attempts"))


@committed
def test_job_is_kept_or_lost_with_its_transaction():
    user = make_user()
    with transaction.atomic():
        mail.defer(LETTER, user_ids=[user.pk])
    with transaction.atomic():
        mail.defer(LETTER, user_ids=[user.pk])
        transaction.set_rollback(True)
    assert states() == [(LETTER, "todo", 0)]
    assert Job.objects.get().args == {"user_ids": [user.pk]}


@pytest.mark.django_db
def test_a_mistyped_task_is_refused():
    with pytest.raises(TaskNotFound):
        mail.defer("accounts.tasks.mail_nothing", user_ids=[])


@committed
def test_worker_sends_a_letter_and_keeps_nothing(mail_server):
    mail.defer(LETTER, user_ids=[make_user(email="frau.muster@example.org").pk])
    run_worker()
    assert [letter["To"] for letter in mail_server.letters] == ["frau.muster@example.org"]
    assert states() == []
    assert not ProcrastinateWorker.objects.exists()


@committed
def test_a_letter_waits_for_a_server_that_refuses(mail_server):
    mail.defer(LETTER, user_ids=[make_user().pk])
    mail_server.refuses = "451 4.7.1 Try again later"
    before = timezone.now()
    run_worker()
    assert (states(), mail_server.letters) == ([(LETTER, "todo", 1)], [])
    waits = Job.objects.get().scheduled_at - before
    assert timedelta(seconds=4) <= waits < timedelta(seconds=14)

    mail_server.refuses = ""
    make_due()
    run_worker()
    assert (states(), len(mail_server.letters)) == ([], 1)


def make_due():
    Job.objects.update(scheduled_at=timezone.now())


@committed
def test_a_letter_is_given_up_after_a_day(mail_server):
    mail.defer(LETTER, user_ids=[make_user().pk])
    mail_server.refuses = "451 4.7.1 Try again later"
    waits = timedelta(0)
    for attempt in range(8):
        before = timezone.now()
        run_worker()
        assert states() == [(LETTER, "todo", attempt + 1)]
        waits += Job.objects.get().scheduled_at - before
        make_due()
    assert timedelta(hours=24) < waits < timedelta(hours=25)
    run_worker()
    assert states() == [(LETTER, "failed", 9)]


@committed
def test_a_wrong_address_fails_at_once_and_is_named_nowhere(mail_server, caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("procrastinate"), "propagate", True)
    mail_server.refuses = "550 5.1.1 <frau.muster@example.org> unknown"
    mail.defer(LETTER, user_ids=[make_user(email="frau.muster@example.org").pk])
    run_worker()
    assert states() == [(LETTER, "failed", 1)]
    assert "mail.Refused: SMTPRecipientsRefused [550]" in caplog.text
    assert "muster" not in caplog.text


@committed
def test_what_a_task_queues_belongs_to_its_transaction(monkeypatch):
    """Unlike with the worker that procrastinate brings, which queues at once."""

    def rolled_back(*, user_ids):
        with transaction.atomic():
            mail.defer(LETTER, user_ids=[1])
            transaction.set_rollback(True)

    monkeypatch.setattr(app.tasks[LETTER], "func", rolled_back)
    mail.defer(LETTER, user_ids=[])
    run_worker()
    assert states() == []


@committed
def test_job_of_a_killed_worker_is_done_by_the_next_one():
    app.configure_task("tests.sleep").defer()
    with subprocess.Popen(
        [sys.executable, "-c", SLEEPY], cwd=PROJECT, env=environment(), stdout=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdout.readline() == "asleep\n"
        worker.send_signal(signal.SIGKILL)
    assert states() == [("tests.sleep", "doing", 0)]

    assert jobs.requeue_stalled(now=timezone.now()) == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '31 seconds'")
    requeue_stalled(0)
    assert states() == [("tests.sleep", "todo", 1)]


@committed
def test_program_works_until_it_is_stopped(tmp_path):
    """Without a mail server: the letter lies in a folder that only its owner may open."""
    mail.defer(LETTER, user_ids=[make_user(email="frau.muster@example.org").pk])
    folder = tmp_path / "var" / "mail"
    with subprocess.Popen(
        [sys.executable, "manage.py", "worker"], cwd=PROJECT, env=environment() | {"STATE_DIR": str(tmp_path / "var")}
    ) as worker:
        for _attempt in range(300):
            if not Job.objects.filter(task_name=LETTER).exists():
                break
            time.sleep(0.1)
        worker.terminate()

    assert worker.returncode == 0
    (letter,) = folder.iterdir()
    assert "\nTo: frau.muster@example.org\n" in letter.read_text()
    assert "\nAuto-Submitted: auto-generated\n" in letter.read_text()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert not ProcrastinateWorker.objects.exists()


@pytest.mark.django_db
def test_old_jobs_are_forgotten():
    failed = fail_a_job()
    mail.defer(LETTER, user_ids=[])
    assert jobs.forget_old(now=timezone.now() + timedelta(days=29)) == 0
    assert jobs.forget_old(now=timezone.now() + timedelta(days=30, minutes=1)) == 1
    assert not Job.objects.filter(pk=failed.pk).exists()
    assert states() == [(LETTER, "todo", 0)]


@pytest.mark.django_db
def test_jobs_of_tests_are_done_in_order_and_at_their_time():
    app.configure_task(LETTER, schedule_in={"hours": 1}).defer(user_ids=[])
    mail.defer(LETTER, user_ids=[make_user().pk])
    assert (run_jobs(), len(django_mail.outbox)) == ([LETTER], 1)
    assert run_jobs() == []
    assert run_jobs(timezone.now() + timedelta(hours=2)) == [LETTER]
    assert states() == []


@pytest.mark.parametrize("day", ["2026-01-15", "2026-03-28", "2026-03-29", "2026-07-15", "2026-10-24", "2026-10-25"])
def test_nightly_work_is_due_after_midnight_here_all_the_year(day):
    """Once in each local night, also in those when the clocks change."""
    schedule = app.periodic_registry.periodic_tasks["portal.tasks.nightly", ""].croniter
    midnight = datetime.fromisoformat(f"{day}T00:00").replace(tzinfo=ZoneInfo("Europe/Berlin")) + timedelta(days=1)
    due = datetime.fromtimestamp(schedule.get_next(start_time=midnight.timestamp()), midnight.tzinfo)
    assert (due.date(), due.hour in {0, 1}, due.minute) == (midnight.date(), True, 10)
