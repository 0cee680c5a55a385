"""What a party has to be told, and whether it was: by mail on its own, by telephone or letter by staff."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from workshops.models.registrations import Registration, Way

MAIL_IS_OUT_WITHIN = timedelta(hours=1)
# A letter takes days there, and perhaps the answer days back.
LETTER_AND_ANSWER = timedelta(days=7)


class NoticeKind(models.TextChoices):
    RECEIPT = "receipt", _("Anmeldung bestätigt")
    PROMISED = "promised", _("Platz frei geworden, Bestätigung nötig")
    SEATED = "seated", _("von der Warteliste nachgerückt")
    EXPIRED = "expired", _("Zusage abgelaufen")
    CANCELLED_BY_US = "cancelled_by_us", _("Anmeldung von uns abgesagt")
    MOVED = "moved", _("Werkstatt verschoben")
    CALLED_OFF = "called_off", _("Werkstatt abgesagt")
    WEEK_BEFORE = "week_before", _("Erinnerung 7 Tage vorher")
    DAY_BEFORE = "day_before", _("Erinnerung 1 Tag vorher")
    THANKS = "thanks", _("Dank mit dem Weg zum Protokoll")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def open(self):
        return self.filter(done_at__isnull=True)

    def to_call(self):
        """The call list: who wants to be called and wasn't yet."""
        return self.open().filter(way=Way.PHONE)

    def to_write(self):
        return self.open().filter(way=Way.LETTER)

    def to_mail(self):
        return self.open().filter(way=Way.MAIL)

    def stuck(self, now: datetime):
        """Mails that should be out long since: the address is wrong, or no worker or mail server is there."""
        return self.to_mail().filter(made_at__lte=now - MAIL_IS_OUT_WITHIN)

    def about(self, workshop):
        return self.filter(registration__workshop=workshop)

    def outdated(self, now: datetime):
        """Not given before the workshop began, also where it was moved since: only thanks are still worth something.

        And until its end that it was called off: somebody may be on the way.
        """
        begun = models.Q(about_start__lte=now) | models.Q(registration__workshop__starts_at__lte=now)
        called_off = models.Q(kind=NoticeKind.CALLED_OFF, registration__workshop__ends_at__gt=now)
        return self.open().filter(begun).exclude(models.Q(kind=NoticeKind.THANKS) | called_off)

    def for_words(self):
        """With all that workshops.letters speaks of."""
        return self.select_related("registration__workshop__place", "registration__code")

    def oldest_first(self):
        return self.order_by("made_at", "pk")

    def soonest_first(self):
        """What speaks of the nearest date comes first."""
        return self.order_by("about_start", "made_at", "pk")

    def finish(self, now: datetime) -> int:
        """Told: how many were still open."""
        return self.open().update(done_at=now)

    def for_lists(self):
        """With the words and whom to reach."""
        return self.for_words().select_related("registration__contact")


class Notice(models.Model):
    """One message to one party. Its words are made when it goes out, so that nothing personal is kept here."""

    registration = models.ForeignKey(
        Registration, verbose_name=_("Anmeldung"), on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(_("Nachricht"), max_length=20, choices=NoticeKind.choices)
    # The start it speaks of: after a move everybody is reminded anew, of the new date.
    about_start = models.DateTimeField(_("für den Termin"))
    way = models.CharField(_("Weg"), max_length=10, choices=Way.choices)
    made_at = models.DateTimeField(_("seit"))
    done_at = models.DateTimeField(_("erledigt am"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Nachricht")
        verbose_name_plural = _("Nachrichten")
        constraints = [
            models.UniqueConstraint(name="notice_is_given_once", fields=("registration", "kind", "about_start"))
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, Anmeldung {self.registration_id}"

    def answer_by(self, now: datetime) -> datetime | None:
        """Until when a promised seat waits for an answer: as they were told, else from now on; None: not at all."""
        registration = self.registration
        workshop = registration.workshop
        if registration.promised_until or not workshop.wants_answers(now):
            return registration.promised_until
        time = timedelta(hours=workshop.hours_to_confirm)
        if self.way == Way.LETTER:
            time = max(time, LETTER_AND_ANSWER)
        return min(now + time, workshop.last_answer_at)
