"""What can happen to the worker's jobs."""

from datetime import datetime, timedelta

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation

from portal.models import Job, JobQuerySet

KEPT_AFTER_FAILING = timedelta(days=30)


def try_again(*, jobs: JobQuerySet, now: datetime) -> int:
    """Failed jobs wait for the worker again, once; how many."""
    return _requeue(jobs.failed(), now)


def forget(*, jobs: JobQuerySet) -> int:
    """Nobody needs what these failed jobs were to do; how many."""
    return _delete(jobs.failed())


def requeue_stalled(*, now: datetime) -> int:
    """Jobs of a worker that is gone wait for the next one; how many."""
    return _requeue(Job.objects.stalled(now), now)


def forget_old(*, now: datetime) -> int:
    """Failed jobs go after 30 days (the worker itself deletes those that went well); how many."""
    return _delete(Job.objects.ended_before(now - KEPT_AFTER_FAILING))


def _requeue(jobs: JobQuerySet, now: datetime) -> int:
    return sum(_waits_again(number, now) for number in list(jobs.in_order().values_list("pk", flat=True)))


def _waits_again(number: int, now: datetime) -> bool:
    """Whether the job could be put in the queue: not while another one with its lock waits to do the same."""
    try:
        with transaction.atomic():
            app.job_manager.retry_job_by_id(number, now)
    except UniqueViolation:
        return False
    return True


def _delete(jobs: JobQuerySet) -> int:
    numbers = list(jobs.values_list("pk", flat=True))
    Job.objects.filter(pk__in=numbers).delete()
    return len(numbers)
