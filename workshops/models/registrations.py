"""Registrations: a party of one to three, its seats, and, apart from them, who they are and what they need.

`Registration` and `Guest` hold nothing that names a person; `ContactDetails` and `AccessNeed` do, and are deleted
after the workshop (workshops.actions.retention).
"""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from workshops.models.codes import Code
from workshops.models.groups import StakeholderGroup
from workshops.models.workshops import LAST_ANSWER, AccessKind, State, Workshop

MOST_PEOPLE = 3


class Seat(models.TextChoices):
    """What a party has: a seat, the promise of one, a place in the queue, or nothing any more."""

    SEATED = "seated", _("hat einen Platz")
    PROMISED = "promised", _("Platz zugesagt, Bestätigung fehlt")
    WAITING = "waiting", _("auf der Warteliste")
    EXPIRED = "expired", _("Zusage abgelaufen")
    CANCELLED = "cancelled", _("abgesagt")


# These hold seats; with those who wait they are the ones to be told when something changes.
HOLDING = (Seat.SEATED, Seat.PROMISED)
ACTIVE = (*HOLDING, Seat.WAITING)


class Origin(models.TextChoices):
    """How the registration came in."""

    PORTAL = "portal", _("im Portal")
    PHONE = "phone", _("am Telefon")
    LETTER = "letter", _("mit einem Brief")
    WALK_IN = "walk_in", _("ohne Anmeldung gekommen")


class Way(models.TextChoices):
    """The one way in which a party wants to hear from us."""

    PHONE = "phone", _("Anruf")
    LETTER = "letter", _("Brief")
    MAIL = "mail", _("E-Mail")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def unused(self):
        return self.exclude(registrations__seat__in=ACTIVE)

    def for_letters(self):
        return self.select_related("code", "workshop__place").order_by("pk")

    def in_batches(self):
        """One row for each batch of letters, with how many of them were used; the newest first."""
        rows = self.values("batch", "group", "made_at").annotate(
            letters=Count("pk", distinct=True),
            used=Count("pk", filter=Q(registrations__seat__in=ACTIVE), distinct=True),
        )
        return rows.order_by("-batch")


class Invitation(models.Model):
    """A letter with a code that lets one party register for a workshop by invitation."""

    workshop = models.ForeignKey(
        Workshop, verbose_name=_("Werkstatt"), on_delete=models.CASCADE, related_name="invitations"
    )
    code = models.OneToOneField(Code, on_delete=models.PROTECT, related_name="invitation")
    group = models.CharField(_("Gruppe"), max_length=20, choices=StakeholderGroup.choices)
    batch = models.PositiveSmallIntegerField(_("Stapel"), default=1)
    made_at = models.DateTimeField(_("angelegt am"))

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Einladung")
        verbose_name_plural = _("Einladungen")

    def __str__(self):
        return f"{self.get_group_display()} {self.batch}/{self.pk}"


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def active(self):
        """With a seat, the promise of one, or waiting."""
        return self.filter(seat__in=ACTIVE)

    def holding_seats(self):
        return self.filter(seat__in=HOLDING)

    def seated(self):
        return self.filter(seat=Seat.SEATED)

    def without_purpose(self):
        """Of those who won't come, nothing has to be arranged any more."""
        return self.filter(~Q(seat__in=ACTIVE) | Q(workshop__state=State.CANCELLED))

    def over_since(self, moment: datetime):
        """Cancelled, by them or by us, or lapsed, or of a workshop that was called off."""
        called_off = Q(notices__kind="called_off", notices__made_at__lte=moment)
        return self.filter(Q(ended_at__lte=moment) | called_off).distinct()

    def who_came(self):
        """Parties of which at least one person was checked in."""
        return self.filter(guests__came_at__isnull=False).distinct()

    def waiting(self):
        """The queue, whose turn it is first."""
        return self.filter(seat=Seat.WAITING).order_by("queued_at", "pk")

    def ahead_of(self, registration: "Registration"):
        """Those who wait before it."""
        earlier = Q(queued_at__lt=registration.queued_at)
        return self.waiting().filter(earlier | Q(queued_at=registration.queued_at, pk__lt=registration.pk))

    def promised(self):
        """Who has to say yes; of a workshop that was called off nobody."""
        return self.filter(seat=Seat.PROMISED, workshop__state__in=(State.ANNOUNCED, State.CLOSED))

    def with_lapsed_promise(self, now: datetime):
        """They were told until when to say yes, and didn't."""
        return self.promised().filter(promised_until__lte=now)

    def with_untold_promise(self, now: datetime):
        """Nobody has told them, and now there is no time left to ask."""
        return self.promised().filter(promised_until=None, workshop__starts_at__lte=now + LAST_ANSWER)

    def like(self, registration: "Registration"):
        """Others that expect to come to the same workshop and are reached at the same number or address."""
        contact = registration.contact
        ways = {name: getattr(contact, name) for name in ("phone", "email", "street") if getattr(contact, name)}
        others = self.active().filter(workshop=registration.workshop_id).exclude(pk=registration.pk)
        return others.filter(**{f"contact__{name}": value for name, value in ways.items()})

    def named(self, words: str):
        """Those whose names hold these words, whole or in part."""
        return self.filter(contact__names__icontains=words)

    def walk_ins(self):
        """Who came without a registration and holds a seat."""
        return self.holding_seats().filter(origin=Origin.WALK_IN)

    def expected(self):
        """Who registered, with a seat or in the queue: without those who just came."""
        return self.active().exclude(origin=Origin.WALK_IN)

    def by_time(self):
        return self.order_by("registered_at", "pk")

    def for_check_in(self):
        return self.select_related("contact", "code").prefetch_related("guests")

    def for_lists(self):
        """With the people, their contact and what they need: three more queries, however many there are."""
        return self.select_related("contact", "workshop").prefetch_related("guests", "needs")

    def for_its_page(self):
        """With all that the party itself is shown."""
        return self.for_lists().select_related("code", "workshop__place")


class Registration(models.Model):
    """One party that stays together, on the waiting list too. Nothing here says who they are."""

    workshop = models.ForeignKey(
        Workshop, verbose_name=_("Werkstatt"), on_delete=models.PROTECT, related_name="registrations"
    )
    code = models.OneToOneField(Code, on_delete=models.PROTECT, related_name="registration", null=True)
    invitation = models.ForeignKey(
        Invitation,
        verbose_name=_("Einladung"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
    )
    seat = models.CharField(_("Platz"), max_length=20, choices=Seat.choices)
    people = models.PositiveSmallIntegerField(_("Personen"))
    wheelchairs = models.PositiveSmallIntegerField(_("davon im Rollstuhl"), default=0)
    origin = models.CharField(_("angemeldet"), max_length=20, choices=Origin.choices)
    registered_at = models.DateTimeField(_("eingegangen am"))
    queued_at = models.DateTimeField(_("wartet seit"))
    # Empty until they are told of the promise: what nobody knows of can't run out (workshops.actions.notices.told).
    promised_until = models.DateTimeField(_("zugesagt bis"), null=True, blank=True)
    ended_at = models.DateTimeField(_("abgesagt am"), null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Anmeldung")
        verbose_name_plural = _("Anmeldungen")
        indexes = [models.Index(name="registration_queue", fields=("workshop", "seat", "queued_at", "id"))]
        constraints = [
            models.CheckConstraint(
                name="registration_is_for_one_to_three_people",
                condition=Q(people__gte=1, people__lte=MOST_PEOPLE),
                violation_error_message=_("Melden Sie eine, zwei oder drei Personen an."),
            ),
            models.CheckConstraint(
                name="registration_wheelchairs_are_among_the_people",
                condition=Q(wheelchairs__lte=models.F("people")),
                violation_error_message=_("Es können nicht mehr Rollstühle als Personen sein."),
            ),
            models.CheckConstraint(
                name="registration_only_a_promise_runs_out",
                condition=Q(seat="promised") | Q(promised_until__isnull=True),
            ),
            models.CheckConstraint(
                name="registration_that_ended_says_when",
                condition=Q(seat__in=("expired", "cancelled"), ended_at__isnull=False)
                | (~Q(seat__in=("expired", "cancelled")) & Q(ended_at__isnull=True)),
            ),
            # A party that cancelled may use its letter again.
            models.UniqueConstraint(
                name="registration_uses_an_invitation_alone",
                fields=("invitation",),
                condition=Q(seat__in=("seated", "promised", "waiting")),
            ),
        ]

    def __str__(self):
        return f"Anmeldung {self.pk}"

    @property
    def is_active(self) -> bool:
        return self.seat in ACTIVE

    @property
    def holds_seats(self) -> bool:
        return self.seat in HOLDING


class GuestQuerySet(models.QuerySet["Guest"]):
    def with_a_seat(self):
        return self.filter(registration__seat__in=HOLDING)

    def who_came(self):
        return self.with_a_seat().filter(came_at__isnull=False)

    def count_by_group(self) -> dict[str, int]:
        """How many of each group; those whose group nobody knows under ""."""
        return dict(self.order_by("group").values_list("group").annotate(models.Count("pk")))


class Guest(models.Model):
    """One person of a party, without a name: which group's voice they bring, and whether they came."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="guests")
    position = models.PositiveSmallIntegerField(_("Reihenfolge"))
    group = models.CharField(_("Gruppe"), max_length=20, choices=StakeholderGroup.choices, blank=True)
    came_at = models.DateTimeField(_("gekommen um"), null=True, blank=True)

    objects = GuestQuerySet.as_manager()

    class Meta:
        verbose_name = _("teilnehmende Person")
        verbose_name_plural = _("teilnehmende Personen")
        constraints = [
            models.UniqueConstraint(name="guest_stands_once_in_a_party", fields=("registration", "position")),
            models.CheckConstraint(
                name="guest_is_one_of_three", condition=Q(position__gte=1, position__lte=MOST_PEOPLE)
            ),
        ]

    def __str__(self):
        return f"Person {self.position}"


class ContactDetails(models.Model):
    """Who a party is and the one way to reach them; nothing they said. Personal data: deleted after the series."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="contact")
    names = ArrayField(models.CharField(max_length=120), verbose_name=_("Namen"))
    way = models.CharField(_("Nachricht als"), max_length=10, choices=Way.choices)
    phone = models.CharField(_("Telefon"), max_length=20, blank=True)
    email = models.EmailField(_("E-Mail"), blank=True)
    street = models.CharField(_("Straße und Hausnummer"), max_length=160, blank=True)
    postal_code = models.CharField(_("Postleitzahl"), max_length=5, blank=True)
    town = models.CharField(_("Ort"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("Kontaktdaten")
        verbose_name_plural = _("Kontaktdaten")
        constraints = [
            # Only what the chosen way needs is kept.
            models.CheckConstraint(
                name="contact_details_are_of_the_one_way",
                condition=Q(way="phone", phone__gt="", email="", street="", postal_code="", town="")
                | Q(way="mail", phone="", email__gt="", street="", postal_code="", town="")
                | Q(way="letter", phone="", email="", street__gt="", postal_code__gt="", town__gt=""),
            ),
            models.CheckConstraint(
                name="contact_details_phone_is_international",
                condition=Q(phone="") | Q(phone__regex=r"^\+[1-9][0-9]{5,14}$"),
            ),
            models.CheckConstraint(
                name="contact_details_name_one_to_three", condition=Q(names__len__gte=1, names__len__lte=MOST_PEOPLE)
            ),
        ]

    def __str__(self):
        # The admin's log keeps this text: it names nobody.
        return f"Kontaktdaten {self.registration_id}"


class AccessNeedQuerySet(models.QuerySet["AccessNeed"]):
    def of_who_comes(self):
        """Of parties that haven't cancelled; also of those who may still move up."""
        return self.filter(registration__seat__in=ACTIVE)

    def open(self, now: datetime):
        """Still to be arranged, for a workshop to come."""
        workshops = Workshop.objects.upcoming(now).taking_place()
        return self.of_who_comes().filter(arranged_at__isnull=True, registration__workshop__in=workshops)

    def for_lists(self):
        return self.select_related("registration__contact")


class AccessNeed(models.Model):
    """Something to be arranged for a party. It hints at health (GDPR art. 9): kept only with consent, deleted soon."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="needs")
    kind = models.CharField(_("Hilfe"), max_length=20, choices=[*AccessKind.choices, ("call", _("Anruf zur Klärung"))])
    text = models.CharField(_("in eigenen Worten"), max_length=500, blank=True)
    consented_at = models.DateTimeField(_("eingewilligt am"))
    arranged_at = models.DateTimeField(_("erledigt am"), null=True, blank=True)

    objects = AccessNeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("Hilfe bei der Teilnahme")
        verbose_name_plural = _("Hilfen bei der Teilnahme")
        constraints = [
            models.UniqueConstraint(name="access_need_stands_once", fields=("registration", "kind")),
            models.CheckConstraint(name="access_need_in_own_words_has_words", condition=~Q(kind="other") | ~Q(text="")),
        ]

    def __str__(self):
        return f"Hilfe {self.pk}"
