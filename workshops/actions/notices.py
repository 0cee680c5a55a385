"""What parties are told: one notice for each, by the way they chose. Mails leave by the worker."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

import mail
from workshops import calendars
from workshops.letters import paragraphs, subject
from workshops.models import Notice, NoticeKind, Origin, Registration, Seat, Way, Workshop

MAIL_TASK = "workshops.tasks.mail_notice"
# What nobody has to be told any more once they are told this.
_TAKES_THE_PLACE_OF = {NoticeKind.DAY_BEFORE: NoticeKind.WEEK_BEFORE}


def tell(registration: Registration, kind: NoticeKind, *, now: datetime) -> Notice | None:
    """Note that a party has to be told; None where nobody knows how to reach them. The same thing is told once.

    A mail is queued in the transaction that gives the reason: what is rolled back is never sent.
    """
    contact = getattr(registration, "contact", None)
    if contact is None:
        return None
    registration.notices.filter(kind=_TAKES_THE_PLACE_OF.get(kind)).finish(now)
    notice, is_new = Notice.objects.get_or_create(
        registration=registration,
        kind=kind,
        about_start=registration.workshop.starts_at,
        defaults={
            "way": contact.way,
            "made_at": now,
            "done_at": now if _is_known(registration, kind, contact.way) else None,
        },
    )
    if is_new:
        _queue_mail(notice)
    return notice


def tell_by_new_way(registration: Registration) -> None:
    """Somebody may want to hear from us in another way, or at another address: what they weren't told yet goes there.

    A mail is queued again, since the address may have been put right; it leaves once (`mail_notice`).
    """
    for notice in registration.notices.open().oldest_first():
        notice.way = registration.contact.way
        notice.save(update_fields=["way"])
        _queue_mail(notice)


def mail_notice(*, notice_id: int, now: datetime) -> None:
    """Send the mail of a notice, unless it was sent or has become outdated. Raises mail.NotSent, mail.Refused."""
    close_outdated(now=now)
    notices = Notice.objects.to_mail().for_words().filter(registration__contact__isnull=False)
    notice = notices.filter(pk=notice_id).first()
    if notice is None:
        return
    mail.send(
        to=notice.registration.contact.email,
        subject=subject(notice, now=now),
        text="\n\n".join(paragraphs(notice, now=now)) + "\n",
        attachments=_attachments(notice, now),
        message_id=_message_id(notice),
    )
    # A worker that is killed between these two lines sends it again: rather twice than never. Both have one Message-ID.
    told(notice_id=notice.pk, now=now)


@transaction.atomic
def told(*, notice_id: int, now: datetime) -> bool:
    """A party was called, the letter or the mail is out; False where that was known. A promise runs from now on."""
    # The lock, taken first as everywhere: nobody confirms, cancels or moves the workshop meanwhile.
    Workshop.objects.select_for_update(of=("self",)).filter(registrations__notices=notice_id).first()
    notice = Notice.objects.open().select_related("registration__workshop").filter(pk=notice_id).first()
    if notice is None:
        return False
    notice.done_at = now
    notice.save(update_fields=["done_at"])
    registration = notice.registration
    if notice.kind == NoticeKind.PROMISED and registration.seat == Seat.PROMISED:
        registration.promised_until = notice.answer_by(now)
        registration.save(update_fields=["promised_until"])
    return True


def close_outdated(*, now: datetime) -> int:
    """Nobody is called or written to about a workshop that has begun. Returns how many."""
    return Notice.objects.outdated(now).finish(now)


def _is_known(registration: Registration, kind: NoticeKind, way: str) -> bool:
    """Who has just read or heard that the registration is there isn't called because of it."""
    return kind == NoticeKind.RECEIPT and way == Way.PHONE and registration.origin in (Origin.PORTAL, Origin.PHONE)


def _queue_mail(notice: Notice) -> None:
    if notice.way == Way.MAIL:
        mail.defer(MAIL_TASK, notice_id=notice.pk)


def _attachments(notice: Notice, now: datetime) -> list[tuple[str, bytes, str]]:
    """The date for the calendar of whoever comes for certain, when it is new to them."""
    registration = notice.registration
    is_new = notice.kind in (NoticeKind.RECEIPT, NoticeKind.SEATED, NoticeKind.MOVED)
    if registration.seat != Seat.SEATED or not is_new:
        return []
    return [(calendars.FILENAME, calendars.calendar(registration.workshop, now=now), "text/calendar")]


def _message_id(notice: Notice) -> str:
    """The same however often it is sent, so that mail programs know the second one as a copy."""
    return f"<notice-{notice.pk}-{notice.made_at:%Y%m%d%H%M%S}@{urlsplit(settings.PORTAL_ADDRESS).hostname}>"
