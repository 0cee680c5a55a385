"""What was said in a workshop: minutes in versions, and the statements that the concept rests on."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from offers.models import Area, Topic
from workshops.models.groups import StakeholderGroup
from workshops.models.workshops import Workshop


class MinutesState(models.TextChoices):
    WRITING = "writing", _("wird geschrieben")
    APPROVED = "approved", _("freigegeben")
    PUBLISHED = "published", _("veröffentlicht")


class Minutes(models.Model):
    """The minutes of one workshop. `number` is the version that counts; every saved one stays until approval.

    Approval deletes the others: what was taken out before (a name, an illness) mustn't live on in a draft.
    """

    workshop = models.OneToOneField(
        Workshop, verbose_name=_("Werkstatt"), on_delete=models.PROTECT, related_name="minutes"
    )
    state = models.CharField(_("Stand"), max_length=20, choices=MinutesState.choices, default=MinutesState.WRITING)
    number = models.PositiveIntegerField(_("Fassung"), default=0)
    approved_at = models.DateTimeField(_("freigegeben am"), null=True, blank=True)
    approved_by = models.CharField(_("freigegeben von"), max_length=80, blank=True)
    published_at = models.DateTimeField(_("veröffentlicht am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Protokoll")
        verbose_name_plural = _("Protokolle")
        constraints = [
            models.CheckConstraint(
                name="minutes_are_published_after_approval",
                condition=Q(state="writing") | Q(approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="minutes_that_are_published_say_when",
                condition=~Q(state="published") | Q(published_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Protokoll: {self.workshop}"


class MinutesVersionQuerySet(models.QuerySet["MinutesVersion"]):
    def current(self):
        """The one that counts."""
        return self.filter(number=F("minutes__number"))

    def published(self):
        """What everybody may read."""
        return self.current().filter(minutes__state=MinutesState.PUBLISHED)

    def latest_first(self):
        return self.order_by("-number")


class MinutesVersion(models.Model):
    """One saved text. Two people who write at once both find theirs here; nothing is overwritten.

    `content` is {"text": str, "statements": [{"topic": code or "", "area": slug or "", "group": str, "text": str}]}.
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("Fassung"))
    # The version it was written on; older than the one before it: somebody else had saved in between.
    based_on = models.PositiveIntegerField(_("geschrieben auf Fassung"))
    is_aside = models.BooleanField(_("zur Seite gelegt"), default=False)
    content = models.JSONField(_("Inhalt"))
    # The open page it was typed in: what one page saves within ten minutes is one version.
    page = models.CharField(max_length=32, blank=True, editable=False)
    begun_at = models.DateTimeField(_("begonnen am"))
    saved_at = models.DateTimeField(_("gespeichert am"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("von"), on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = MinutesVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Fassung eines Protokolls")
        verbose_name_plural = _("Fassungen von Protokollen")
        constraints = [models.UniqueConstraint(name="minutes_version_is_counted_once", fields=("minutes", "number"))]

    def __str__(self):
        return f"Fassung {self.number}"


class StatementQuerySet(models.QuerySet["Statement"]):
    def in_order(self):
        return self.order_by("workshop", "position", "pk")

    def released(self):
        """Those that everybody may read, and the concept may rest on: approved and published."""
        return self.filter(workshop__minutes__state=MinutesState.PUBLISHED)

    def for_page(self):
        return self.select_related("topic__group", "area")


class Statement(models.Model):
    """A sentence from a workshop's approved minutes; the workshop is its source. It names nobody."""

    workshop = models.ForeignKey(
        Workshop, verbose_name=_("Werkstatt"), on_delete=models.PROTECT, related_name="statements"
    )
    topic = models.ForeignKey(
        Topic, verbose_name=_("Thema"), on_delete=models.PROTECT, null=True, blank=True, related_name="statements"
    )
    area = models.ForeignKey(
        Area, verbose_name=_("Stadtteil"), on_delete=models.PROTECT, null=True, blank=True, related_name="statements"
    )
    group = models.CharField(_("Gruppe"), max_length=20, choices=StakeholderGroup.choices, blank=True)
    text = models.CharField(_("Aussage"), max_length=500)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=1)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("Aussage")
        verbose_name_plural = _("Aussagen")
        constraints = [
            models.CheckConstraint(name="statement_has_words", condition=~Q(text="")),
        ]

    def __str__(self):
        return self.text[:60]
