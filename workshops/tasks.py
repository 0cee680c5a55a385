"""What leaves later, or comes back every quarter of an hour, by the worker."""

from django.utils import timezone
from procrastinate.contrib.django import app

from mail import letter
from workshops.actions.notices import mail_notice as send_notice
from workshops.actions.reminders import make_reminders
from workshops.actions.seats import expire_promises


@letter
def mail_notice(*, notice_id: int) -> None:
    send_notice(notice_id=notice_id, now=timezone.now())


@app.periodic(cron="*/15 * * * *")
@app.task(queueing_lock="remind")
def remind(timestamp: int) -> None:
    now = timezone.now()
    try:
        expire_promises(now=now)
    finally:
        # Whatever else fails, those who come are reminded.
        make_reminders(now=now)
