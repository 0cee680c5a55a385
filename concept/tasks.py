"""What leaves later, by the worker."""

from django.utils import timezone

from concept.actions.overlaps import mail_question as send_question
from mail import letter


@letter
def mail_question(*, reply_id: int) -> None:
    send_question(reply_id=reply_id, now=timezone.now())
