"""The queue and the worker: real programs, a real PostgreSQL, a real mail server."""

import os
from pathlib import Path

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateWorker
from procrastinate.exceptions import TaskNotFound

import mail
from portal.models import Job
from tests.factories import make_user
from tests.working import run_worker

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
