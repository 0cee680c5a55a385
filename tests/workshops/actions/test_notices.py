"""Notices: told once, by the chosen way; mails leave by the worker, each at least once."""

from datetime import timedelta

import pytest
from django.db import transaction

from portal.models import Job
from tests.factories import NOW
from tests.working import run_jobs, run_worker
from tests.workshop_factories import BY_LETTER, BY_MAIL, BY_PHONE, make_party, make_registration, make_workshop
from workshops.actions.notices import close_outdated, mail_notice, tell, told
from workshops.actions.parties import Contact
from workshops.actions.seats import cancel, change_party
from workshops.letters import paragraphs, subject
from workshops.models import Notice, NoticeKind, Origin, Way, Workshop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
TASK = "workshops.tasks.mail_notice"


def notices(registration):
    rows = registration.notices.order_by("pk")
    return [(notice.kind, notice.way, notice.done_at) for notice in rows]


def queued():
    return list(Job.objects.filter(task_name=TASK).in_order().values_list("args", flat=True))


@pytest.mark.parametrize(
    ("contact", "origin", "done_at"),
    [
        (BY_PHONE, Origin.PORTAL, NOW),
        (BY_PHONE, Origin.PHONE, NOW),
        (BY_PHONE, Origin.LETTER, None),
        (BY_LETTER, Origin.PORTAL, None),
        (BY_LETTER, Origin.PHONE, None),
        (BY_MAIL, Origin.PORTAL, None),
    ],
)
def test_only_who_does_not_know_yet_is_told_of_the_registration(contact, origin, done_at):
    registration = make_registration(contact=contact, origin=origin)
    assert notices(registration) == [("receipt", contact.way, done_at)]


def test_nobody_is_told_where_nobody_knows_how():
    registration = make_registration(contact=None, origin=Origin.WALK_IN)
    assert tell(registration, NoticeKind.THANKS, now=NOW) is None
    assert notices(registration) == []


def test_the_same_thing_is_told_once():
    registration = make_registration(contact=BY_MAIL)
    first = tell(registration, NoticeKind.WEEK_BEFORE, now=NOW)
    assert tell(registration, NoticeKind.WEEK_BEFORE, now=NOW + timedelta(hours=1)) == first
    assert notices(registration) == [("receipt", "mail", None), ("week_before", "mail", None)]
    assert len(queued()) == 2


def test_what_is_no_longer_worth_telling_is_closed():
    earlier, later = NoticeKind.WEEK_BEFORE, NoticeKind.DAY_BEFORE
    registration = make_registration(contact=BY_LETTER)
    tell(registration, earlier, now=NOW)
    end = NOW + timedelta(days=1)
    tell(registration, later, now=end)
    assert notices(registration) == [
        ("receipt", "letter", None),
        (earlier, "letter", end),
        (later, "letter", None),
    ]


def test_another_way_takes_the_open_notices_along():
    registration = make_registration(contact=BY_LETTER)
    tell(registration, NoticeKind.SEATED, now=NOW)
    Notice.objects.filter(kind=NoticeKind.RECEIPT).update(done_at=NOW)
    assert queued() == []
    change_party(registration_id=registration.pk, party=make_party(contact=BY_MAIL), now=NOW)
    assert notices(registration) == [("receipt", "letter", NOW), ("seated", "mail", None)]
    assert queued() == [{"notice_id": registration.notices.get(kind="seated").pk}]
    change_party(registration_id=registration.pk, party=make_party(contact=BY_PHONE), now=NOW)
    assert notices(registration) == [("receipt", "letter", NOW), ("seated", "phone", None)]
    assert run_jobs() == [TASK]
    assert notices(registration)[1] == ("seated", "phone", None)


def test_address_that_was_put_right_gets_the_mail_once(mail_server):
    registration = make_registration(contact=BY_MAIL)
    right = Contact(way=Way.MAIL, email="richtig@example.org")
    change_party(registration_id=registration.pk, party=make_party(contact=right), now=NOW)
    notice = registration.notices.get()
    assert queued() == [{"notice_id": notice.pk}] * 2
    run_jobs()
    assert [letter["To"] for letter in mail_server.letters] == ["richtig@example.org"]


def test_party_without_another_contact_keeps_its_way():
    registration = make_registration(contact=BY_LETTER)
    change_party(registration_id=registration.pk, party=make_party(contact=None), now=NOW)
    assert notices(registration) == [("receipt", "letter", None)]


def test_promise_runs_from_the_mail_on(mail_server):
    workshop = make_workshop(seats=1)
    first, second = make_registration(workshop), make_registration(workshop, contact=BY_MAIL)
    cancel(registration_id=first.pk, now=NOW)
    notice, later = second.notices.get(kind=NoticeKind.PROMISED), NOW + timedelta(hours=5)
    mail_notice(notice_id=notice.pk, now=later)
    second.refresh_from_db()
    assert second.promised_until == later + timedelta(hours=72)
    assert "Bestätigen Sie ihn bis Donnerstag, 26. November, 15.00 Uhr." in mail_server.letters[-1].get_content()


def test_notice_that_is_gone_was_told_to_nobody():
    assert not told(notice_id=1, now=NOW)


def test_mail_carries_the_words_and_an_id_of_its_own(mail_server, settings):
    settings.PORTAL_ADDRESS = "https://hilfe.example.org"
    registration = make_registration(make_workshop(title="Gut älter werden"), contact=BY_MAIL)
    assert run_jobs() == [TASK]
    [letter] = mail_server.letters
    notice = Notice.objects.for_words().get()
    assert (letter["To"], letter["Subject"]) == ("ada@example.org", subject(notice, now=NOW))
    assert letter["Message-ID"] == f"<notice-{notice.pk}-20261123090000@hilfe.example.org>"
    body, calendar = letter.iter_parts()
    assert (letter["Auto-Submitted"], body["Content-Transfer-Encoding"]) == ("auto-generated", "8bit")
    assert (body.get_content_type(), calendar.get_content_type()) == ("text/plain", "text/calendar")
    assert calendar.get_filename() == "werkstatt.ics"
    assert "SUMMARY:Gut älter werden" in calendar.get_content().splitlines()
    assert body.get_content().splitlines() == "\n\n".join(paragraphs(notice, now=NOW)).splitlines()
    assert notices(registration) == [("receipt", "mail", NOW)]


@pytest.mark.parametrize(
    ("kind", "taken", "has_calendar"),
    [
        (NoticeKind.RECEIPT, 0, True),
        (NoticeKind.MOVED, 0, True),
        (NoticeKind.SEATED, 0, True),
        (NoticeKind.RECEIPT, 1, False),
        (NoticeKind.DAY_BEFORE, 0, False),
    ],
)
def test_who_has_a_seat_gets_a_new_date_for_the_calendar(mail_server, kind, taken, has_calendar):
    registration = make_registration(make_workshop(seats=1, seats_taken=taken), contact=BY_MAIL)
    notice = tell(registration, kind, now=NOW)
    mail_notice(notice_id=notice.pk, now=NOW)
    assert [letter.is_multipart() for letter in mail_server.letters] == [has_calendar]


def test_mail_that_was_sent_is_not_sent_again(mail_server):
    make_registration(contact=BY_MAIL)
    notice = Notice.objects.get()
    for _again in range(2):
        mail_notice(notice_id=notice.pk, now=NOW)
    assert len(mail_server.letters) == 1


def test_worker_killed_between_sending_and_noting_sends_a_copy_known_by_its_id(mail_server):
    make_registration(contact=BY_MAIL)
    notice = Notice.objects.get()
    mail_notice(notice_id=notice.pk, now=NOW)
    Notice.objects.update(done_at=None)
    mail_notice(notice_id=notice.pk, now=NOW)
    first, second = mail_server.letters
    assert first["Message-ID"] == second["Message-ID"]


def test_mail_to_who_has_cancelled_meanwhile_stays_unsent(mail_server):
    registration = make_registration(contact=BY_MAIL)
    cancel(registration_id=registration.pk, now=NOW)
    assert run_jobs() == [TASK]
    assert mail_server.letters == []


def test_mail_to_who_was_cancelled_by_us_is_sent(mail_server):
    registration = make_registration(contact=BY_MAIL)
    run_jobs()
    cancel(registration_id=registration.pk, now=NOW, by_us=True)
    run_jobs()
    assert [letter["Subject"].split(":")[0] for letter in mail_server.letters] == [
        "Ihre Anmeldung",
        "Ihre Anmeldung ist abgesagt",
    ]


def test_mail_without_an_address_any_more_stays_unsent(mail_server):
    registration = make_registration(contact=BY_MAIL)
    registration.contact.delete()
    assert run_jobs() == [TASK]
    assert mail_server.letters == []


def test_mail_of_a_notice_that_is_gone_is_no_error():
    mail_notice(notice_id=0, now=NOW)


def test_mail_about_a_workshop_that_has_begun_stays_unsent(mail_server):
    registration = make_registration(contact=BY_MAIL)
    start = registration.workshop.starts_at
    mail_notice(notice_id=registration.notices.get().pk, now=start)
    assert mail_server.letters == []
    assert notices(registration) == [("receipt", "mail", start)]


def test_only_thanks_outlive_the_start():
    registration = make_registration(contact=BY_LETTER)
    start = registration.workshop.starts_at
    tell(registration, NoticeKind.THANKS, now=start)
    assert close_outdated(now=start - timedelta(seconds=1)) == 0
    assert close_outdated(now=start) == 1
    assert notices(registration) == [("receipt", "letter", start), ("thanks", "letter", None)]


def test_nobody_is_written_to_about_a_workshop_that_was_moved_forward_and_has_begun():
    registration = make_registration(contact=BY_LETTER)
    start = NOW + timedelta(days=2)
    Workshop.objects.update(starts_at=start, registration_closes_at=start)
    assert (close_outdated(now=start - timedelta(seconds=1)), close_outdated(now=start)) == (0, 1)
    assert notices(registration) == [("receipt", "letter", start)]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_never_sent(mail_server):
    workshop = make_workshop()
    with transaction.atomic():
        make_registration(workshop, contact=BY_MAIL)
        transaction.set_rollback(True)
    make_registration(workshop, contact=BY_MAIL)
    run_worker()
    assert len(mail_server.letters) == 1
    assert Notice.objects.get().done_at is not None
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_refused_address_fails_at_once_for_staff_to_see(mail_server, caplog):
    mail_server.refuses = "550 5.1.1 <ada@example.org> unknown"
    make_registration(contact=BY_MAIL)
    run_worker()
    assert [(job.task_name, job.attempts) for job in Job.objects.failed()] == [(TASK, 1)]
    assert Notice.objects.get().done_at is None
    assert "ada" not in caplog.text
