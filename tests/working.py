"""Doing what the portal has queued, for tests of every app."""

from datetime import datetime
from unittest.mock import patch

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from portal import worker
from portal.models import Job


def run_jobs(now: datetime | None = None) -> list[str]:
    """Do all jobs that are due at `now`, and those they queue, in the test's own transaction; the tasks' names.

    Works in every `django_db` test. A job is deleted when it went well; an exception goes on to the test and leaves
    the job. Jobs that wait for later stay in the queue: pass a later `now`, which chooses jobs and nothing else. The
    worker's own ways (retries, `doing`, failing) need `run_worker`.
    """
    done = []
    while job := Job.objects.due(now or timezone.now()).in_order().first():
        app.tasks[job.task_name](**job.args)
        Job.objects.filter(pk=job.pk).delete()
        done.append(job.task_name)
    return done


def run_worker() -> None:
    """The real worker does what is due, on connections of its own: mark the test `django_db(transaction=True)`.

    Only what was queued: the schedule is left out. Works with `mail_server`, as the letters then really leave.
    """
    with (
        patch.object(app.periodic_registry, "periodic_tasks", {}),
        # Its thread ends with it and would leave the connection it used open.
        patch.dict(connection.settings_dict, CONN_MAX_AGE=0),
    ):
        worker.work(wait=False)


def fail_a_job(task: str = "accounts.tasks.mail_new_password", **ids) -> Job:
    """A job that the worker gave up."""
    number = app.configure_task(task).defer(**ids or {"user_ids": []})
    Job.objects.filter(pk=number).update(status="doing")
    Job.objects.filter(pk=number).update(status="failed")
    return Job.objects.get(pk=number)
