"""What the worker does by itself. How an app queues work of its own: docs/adr/0007.

The schedule is in UTC. A worker that was away makes up for what it missed within a day (settings).
"""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from portal import jobs
from portal.nightly import keep_house


# Ten past midnight in winter, ten past one in summer: the new day has always begun, and no hour is skipped.
@app.periodic(cron="10 23 * * *")
@app.task(queueing_lock="nightly", retry=RetryStrategy(max_attempts=3, wait=600))
def nightly(timestamp: int) -> None:
    keep_house(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="requeue_stalled")
def requeue_stalled(timestamp: int) -> None:
    jobs.requeue_stalled(now=timezone.now())
