"""Outgoing mail. Letters leave through the worker only, never inside a request (docs/adr/0007).

An app defines its letter in `<app>/tasks.py`; arguments are ids, the words are made when the letter leaves:

    from mail import letter, send

    @letter
    def mail_notice(*, notice_id: int) -> None:
        send(to=…, subject=…, text=…)

and queues it in the transaction that gives the reason, `defer("workshops.tasks.mail_notice", notice_id=notice.pk)`:
what is rolled back is never sent. A worker that is killed may send a letter a second time, but never loses one.
"""

import smtplib
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

KEPT_IN_FOLDER = timedelta(days=14)


class NotSent(Exception):
    """The mail server didn't take a letter. The text names no address: it stands in the log."""


class Refused(Exception):
    """The mail server will never take a letter to this address (SMTP 5xx): the job fails at once, for staff to see."""


# Again after 4 seconds, 16, 64 … and the last time after 18 hours: a server may be away for a whole day. So may the
# database, while it is restarted or a deadlock is broken up: what it couldn't say then is no reason to lose a letter.
PATIENCE = RetryStrategy(
    max_attempts=8, exponential_wait=4, retry_exceptions=(NotSent, OperationalError, InterfaceError)
)

# Makes a function a task that sends a letter.
letter = partial(app.task, queue="mail", retry=PATIENCE)


def defer(task: str, **ids: int) -> None:
    """Queue a task by its name, as part of the transaction that runs now. `actions` may not import `tasks`."""
    app.configure_task(task, allow_unknown=False).defer(**ids)


def send(
    *,
    to: str,
    subject: str,
    text: str,
    attachments: Iterable[tuple[str, bytes, str]] = (),
    message_id: str = "",
) -> None:
    """Send one letter now; to be called from a task. `attachments`: name, content, media type.

    Give a letter that may leave twice a `message_id` of its own: mail programs know the second one by it.
    Raises NotSent, Refused.
    """
    headers = {"Auto-Submitted": "auto-generated"} | ({"Message-ID": message_id} if message_id else {})
    message = EmailMessage(subject, text, to=[to], headers=headers)
    for attachment in attachments:
        message.attach(*attachment)
    try:
        message.send()
    except OSError as error:
        raise (Refused if _is_for_good(error) else NotSent)(reason(error)) from None


def reason(error: OSError) -> str:
    """What went wrong, without the server's words: they may repeat the address."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return f"SMTPRecipientsRefused {[code for code, _words in error.recipients.values()]}"
    return f"{type(error).__name__} {getattr(error, 'smtp_code', error.errno) or ''}".strip()


def _is_for_good(error: OSError) -> bool:
    return isinstance(error, smtplib.SMTPRecipientsRefused) and all(
        code >= 500 for code, _words in error.recipients.values()
    )


def forget_letters(*, now: datetime) -> int:
    """Delete old letters from the folder of a local trial; how many."""
    old = [
        file
        for file in Path(settings.EMAIL_FILE_PATH).glob("*.log")
        if file.stat().st_mtime < (now - KEPT_IN_FOLDER).timestamp()
    ]
    for file in old:
        file.unlink()
    return len(old)
