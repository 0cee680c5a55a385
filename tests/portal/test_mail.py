"""The room of outgoing mail."""

import os
import smtplib
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import InterfaceError, OperationalError
from procrastinate.jobs import Job

import mail
from portal.nightly import keep_house
from tests.factories import NOW


@pytest.mark.django_db
def test_old_letters_go_from_the_folder(settings):
    folder = Path(settings.EMAIL_FILE_PATH)
    assert mail.forget_letters(now=NOW) == 0
    folder.mkdir()
    for name, days in (("old.log", 15), ("new.log", 13), ("else.txt", 15)):
        (folder / name).touch()
        os.utime(folder / name, times=((NOW - timedelta(days=days)).timestamp(),) * 2)
    assert keep_house(now=NOW)["alte Briefe im Ordner gelöscht"] == 1
    assert {file.name for file in folder.iterdir()} == {"new.log", "else.txt"}


def test_a_letter_takes_attachments(mail_server):
    attachment = ("a.pdf", b"%PDF", "application/pdf")
    mail.send(
        to="frau.muster@example.org", subject="Ihre Karte", text="Grüße", attachments=[attachment], message_id="<1@a>"
    )
    (letter,) = mail_server.letters
    (attached,) = letter.iter_attachments()
    assert (letter["Subject"], letter["Message-ID"]) == ("Ihre Karte", "<1@a>")
    assert letter.get_body().get_content() == "Grüße"
    assert (attached.get_filename(), attached.get_content(), attached.get_content_type()) == attachment


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ConnectionRefusedError(111, "Connection refused"), "ConnectionRefusedError 111"),
        (smtplib.SMTPDataError(554, b"no <a@b.de>"), "SMTPDataError 554"),
        (smtplib.SMTPServerDisconnected("a@b.de"), "SMTPServerDisconnected"),
    ],
)
def test_the_reason_names_nobody(error, said):
    assert mail.reason(error) == said


@pytest.mark.parametrize("error", [mail.NotSent("away"), OperationalError("restarted"), InterfaceError("closed")])
def test_a_letter_waits_for_whoever_is_away(error):
    job = Job(id=1, queue="mail", lock=None, queueing_lock=None, task_name="mail", attempts=0)
    assert mail.PATIENCE.get_retry_decision(exception=error, job=job) is not None
    assert mail.PATIENCE.get_retry_decision(exception=mail.Refused("no"), job=job) is None
