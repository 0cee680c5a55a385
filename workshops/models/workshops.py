"""Workshops: where people say what is needed. When, where, for whom, and how many fit in."""

from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offers.models import Area, Place, Topic
from workshops.models.groups import StakeholderGroup


class State(models.TextChoices):
    """What staff decided. Whether it is full or over follows from seats and clock: see `Standing`."""

    DRAFT = "draft", _("Entwurf")
    ANNOUNCED = "announced", _("angekündigt")
    CLOSED = "closed", _("Anmeldung geschlossen")
    HELD = "held", _("hat stattgefunden")
    CANCELLED = "cancelled", _("abgesagt")


class Standing(models.TextChoices):
    """Where a workshop stands for who wants to come."""

    DRAFT = "draft", _("Entwurf")
    NOT_YET = "not_yet", _("Die Anmeldung beginnt noch")
    OPEN = "open", _("Es gibt freie Plätze")
    FULL = "full", _("Alle Plätze sind vergeben")
    CLOSED = "closed", _("Die Anmeldung ist geschlossen")
    CANCELLED = "cancelled", _("Dieser Termin ist abgesagt")
    OVER = "over", _("Dieser Termin ist vorbei")


# Nobody is kept waiting for an answer so close to the day: then the seat belongs to who moved up.
LAST_ANSWER = timedelta(days=1)


class AccessKind(models.TextChoices):
    """What can be arranged so that everybody can take part."""

    WHEELCHAIR = "wheelchair", _("Platz für einen Rollstuhl")
    HEARING_LOOP = "hearing_loop", _("Höranlage")
    SIGN_LANGUAGE = "sign_language", _("Gebärdensprache")
    LARGE_PRINT = "large_print", _("Unterlagen in großer Schrift")
    FRONT_SEAT = "front_seat", _("Sitzplatz weit vorn")
    RIDE = "ride", _("Fahrt hin und zurück")
    COMPANION = "companion", _("Begleitung ab dem Eingang")
    OTHER = "other", _("etwas anderes")


class Series(models.Model):
    """Workshops that belong together: contact data is kept until the last of them is over."""

    title = models.CharField(_("Name der Reihe"), max_length=120, unique=True)

    class Meta:
        verbose_name = _("Reihe")
        verbose_name_plural = _("Reihen")

    def __str__(self):
        return self.title


class WorkshopQuerySet(models.QuerySet["Workshop"]):
    def public(self):
        """Those whose page people may open: also the cancelled and the past ones."""
        return self.exclude(state=State.DRAFT)

    def with_published_minutes(self):
        return self.filter(minutes__state="published")

    def upcoming(self, now: datetime):
        return self.filter(ends_at__gt=now)

    def past(self, now: datetime):
        return self.filter(ends_at__lte=now)

    def over(self, now: datetime):
        """Those that took place, whether or not the night has noted it yet."""
        return self.past(now).exclude(state__in=(State.DRAFT, State.CANCELLED))

    def without_minutes(self):
        return self.exclude(minutes__state="published")

    def with_open_needs(self):
        """Where something that somebody asked for isn't arranged yet."""
        return self.filter(
            registrations__seat__in=("seated", "promised", "waiting"),
            registrations__needs__isnull=False,
            registrations__needs__arranged_at__isnull=True,
        ).distinct()

    def with_series_past(self, moment: datetime):
        """Over, and so is every other of their series. A draft or a cancelled one doesn't count: it may never be."""
        others = Workshop.objects.filter(series=models.OuterRef("series"), ends_at__gt=moment)
        return self.past(moment).exclude(models.Exists(others.exclude(state__in=(State.DRAFT, State.CANCELLED))))

    def taking_place(self):
        return self.filter(state__in=(State.ANNOUNCED, State.CLOSED))

    def for_everybody(self):
        return self.exclude(is_by_invitation=True)

    def in_or_for(self, area: Area):
        """Those that take place in an area, or are meant for its people or for the whole city."""
        here = Q(place__area=area) | Q(place__area__parent=area)
        return self.filter(here | Q(areas__in=[area.pk, area.parent_id])).distinct()

    def by_start(self):
        return self.order_by("starts_at", "pk")

    def latest_first(self):
        return self.order_by("-starts_at", "-pk")

    def for_cards(self):
        return self.select_related("place")

    def with_waiting(self):
        """Each with `waiting`: how many people are on its waiting list."""
        return self.annotate(waiting=Coalesce(Sum("registrations__people", filter=Q(registrations__seat="waiting")), 0))


class Workshop(models.Model):
    title = models.CharField(_("Titel"), max_length=120)
    slug = models.SlugField(_("Adresse"), max_length=80, unique=True)
    summary = models.CharField(_("Worum es geht, in einem Satz"), max_length=200)
    agenda = models.TextField(_("Ablauf"), blank=True, help_text=_("Eine Zeile für jeden Punkt: „14 Uhr: Begrüßung“."))
    series = models.ForeignKey(
        Series, verbose_name=_("Reihe"), on_delete=models.PROTECT, null=True, blank=True, related_name="workshops"
    )
    state = models.CharField(_("Stand"), max_length=20, choices=State.choices, default=State.DRAFT)
    starts_at = models.DateTimeField(_("Beginn"))
    ends_at = models.DateTimeField(_("Ende"))
    place = models.ForeignKey(Place, verbose_name=_("Ort"), on_delete=models.PROTECT, related_name="workshops")
    room = models.CharField(_("Raum"), max_length=120, blank=True)
    hybrid_link = models.URLField(_("Adresse für die Teilnahme am Bildschirm"), blank=True)
    seats = models.PositiveSmallIntegerField(_("Plätze"))
    wheelchair_seats = models.PositiveSmallIntegerField(_("davon Plätze für Rollstühle"), default=0)
    # Kept by workshops.actions.seats under the workshop's lock. As columns, so that the database refuses overbooking.
    seats_taken = models.PositiveSmallIntegerField(_("vergebene Plätze"), default=0, editable=False)
    wheelchair_seats_taken = models.PositiveSmallIntegerField(
        _("vergebene Plätze für Rollstühle"), default=0, editable=False
    )
    registration_opens_at = models.DateTimeField(_("Anmeldung ab"))
    registration_closes_at = models.DateTimeField(_("Anmeldung bis"))
    registration_phone = models.CharField(_("Telefon für die Anmeldung"), max_length=20, blank=True)
    hours_to_confirm = models.PositiveSmallIntegerField(
        _("Stunden zum Bestätigen"),
        default=72,
        help_text=_(
            "So lange bleibt ein Platz für jemanden von der Warteliste frei. 0: Der Platz gehört sofort der Person."
        ),
    )
    is_by_invitation = models.BooleanField(_("nur mit Einladung"), default=False)
    invited_groups = ArrayField(
        models.CharField(max_length=20, choices=StakeholderGroup.choices),
        verbose_name=_("eingeladen sind"),
        default=list,
        blank=True,
    )
    arranged_help = ArrayField(
        models.CharField(max_length=20, choices=AccessKind.choices),
        verbose_name=_("Hilfen, die wir anbieten"),
        default=list,
        blank=True,
        help_text=_("Nur was hier steht, wird bei der Anmeldung gefragt."),
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("Themen"), blank=True, related_name="workshops")
    areas = models.ManyToManyField(Area, verbose_name=_("Stadtteile"), blank=True, related_name="workshops")
    state_reason = models.CharField(_("Grund der Absage oder Verschiebung"), max_length=200, blank=True)
    is_example = models.BooleanField(_("Beispiel"), default=False)
    # When access needs and contact data were deleted (workshops.actions.retention): nothing may be added afterwards.
    needs_purged_at = models.DateTimeField(_("Angaben zur Hilfe gelöscht am"), null=True, editable=False)
    contacts_purged_at = models.DateTimeField(_("Kontaktdaten gelöscht am"), null=True, editable=False)

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        verbose_name = _("Werkstatt")
        verbose_name_plural = _("Werkstätten")
        indexes = [models.Index(name="workshop_by_start", fields=("starts_at", "id"))]
        constraints = [
            models.CheckConstraint(
                name="workshop_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("Das Ende muss nach dem Beginn liegen."),
            ),
            models.CheckConstraint(
                name="workshop_registration_closes_after_it_opens",
                condition=Q(registration_closes_at__gt=F("registration_opens_at")),
                violation_error_message=_("Die Anmeldung muss enden, nachdem sie beginnt."),
            ),
            models.CheckConstraint(
                name="workshop_registration_closes_before_the_end",
                condition=Q(registration_closes_at__lte=F("ends_at")),
                violation_error_message=_("Die Anmeldung muss vor dem Ende der Werkstatt enden."),
            ),
            models.CheckConstraint(
                name="workshop_has_a_seat",
                condition=Q(seats__gte=1),
                violation_error_message=_("Tragen Sie mindestens einen Platz ein."),
            ),
            models.CheckConstraint(
                name="workshop_wheelchair_seats_are_among_the_seats",
                condition=Q(wheelchair_seats__lte=F("seats")),
                violation_error_message=_("Es kann nicht mehr Plätze für Rollstühle geben als Plätze."),
            ),
            models.CheckConstraint(
                name="workshop_is_never_overbooked",
                condition=Q(seats_taken__lte=F("seats")),
                violation_error_message=_("Es sind schon mehr Plätze vergeben. Sagen Sie zuerst Anmeldungen ab."),
            ),
            models.CheckConstraint(
                name="workshop_wheelchair_seats_are_never_overbooked",
                condition=Q(wheelchair_seats_taken__lte=F("wheelchair_seats")),
                violation_error_message=_(
                    "Es sind schon mehr Plätze für Rollstühle vergeben. Sagen Sie zuerst Anmeldungen ab."
                ),
            ),
            models.CheckConstraint(
                name="workshop_phone_is_international",
                condition=Q(registration_phone="") | Q(registration_phone__regex=r"^\+[1-9][0-9]{5,14}$"),
                violation_error_message=_("Tragen Sie die Telefonnummer mit Vorwahl ein, zum Beispiel 0631 3650."),
            ),
            models.CheckConstraint(
                name="workshop_that_is_cancelled_says_why",
                condition=~Q(state="cancelled") | ~Q(state_reason=""),
                violation_error_message=_("Schreiben Sie, warum die Werkstatt ausfällt."),
            ),
        ]

    def __str__(self):
        return f"{self.title} ({timezone.localtime(self.starts_at):%d.%m.%Y})"

    def get_absolute_url(self):
        return reverse("workshops:detail", args=[self.slug])

    @property
    def free_seats(self) -> int:
        return self.seats - self.seats_taken

    @property
    def free_wheelchair_seats(self) -> int:
        return min(self.wheelchair_seats - self.wheelchair_seats_taken, self.free_seats)

    def has_room_for(self, people: int, wheelchairs: int) -> bool:
        return people <= self.free_seats and wheelchairs <= self.wheelchair_seats - self.wheelchair_seats_taken

    @property
    def last_answer_at(self) -> datetime:
        return self.starts_at - LAST_ANSWER

    def wants_answers(self, now: datetime) -> bool:
        """Whether who moves up has to confirm the seat; else it is theirs at once."""
        return self.hours_to_confirm > 0 and now < self.last_answer_at

    def standing(self, now: datetime) -> Standing:
        """Whether one can register now, and if not, why."""
        if self.state in (State.DRAFT, State.CANCELLED):
            return Standing(self.state)
        if self.state == State.HELD or self.ends_at <= now:
            return Standing.OVER
        if self.state == State.CLOSED or self.registration_closes_at <= now:
            return Standing.CLOSED
        if self.registration_opens_at > now:
            return Standing.NOT_YET
        return Standing.OPEN if self.free_seats else Standing.FULL
