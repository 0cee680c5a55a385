"""What can happen to the worker's jobs."""

from datetime import datetime, timedelta

from procrastinate.contrib.django import app

from portal.models import Job, JobQuerySet

KEPT_AFTER_FAILING = timedelta(days=30)


def try_again(*, jobs: JobQuerySet, now: datetime) -> int:
    """Failed jobs wait for the worker again, once; how many."""
    return _requeue(jobs.failed(), now)


def requeue_stalled(*, now: datetime) -> int:
    """Jobs of a worker that is gone wait for the next one; how many."""
    return _requeue(Job.objects.stalled(now), now)


def forget_old(*, now: datetime) -> int:
    """Delete failed jobs after 30 days (the worker itself deletes those that went well); how many."""
    old = [job.pk for job in Job.objects.ended_before(now - KEPT_AFTER_FAILING)]
    Job.objects.filter(pk__in=old).delete()
    return len(old)


def _requeue(jobs: JobQuerySet, now: datetime) -> int:
    numbers = list(jobs.in_order().values_list("pk", flat=True))
    for number in numbers:
        app.job_manager.retry_job_by_id(number, now)
    return len(numbers)
