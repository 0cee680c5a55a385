"""Contributions (Beiträge): what people say in their own words, from wherever it came, and what became of it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from needs.models.answers import Submission
from needs.models.questionnaires import Question
from offers.models import Area, ErrorReport, MissingHelp, Topic, TopicGroup
from workshops.models import Code, MinutesState, StakeholderGroup, Statement


class Source(models.TextChoices):
    FORM = "form", _("Fragebogen")
    MINUTES = "minutes", _("Protokoll einer Werkstatt")
    ERROR_REPORT = "error_report", _("Fehlermeldung")
    MISSING_HELP = "missing_help", _("„Diese Hilfe fehlt“")
    PHONE_NOTE = "phone_note", _("Telefonnotiz")


class Standing(models.TextChoices):
    """What became of it; the last five are set by findings, measures and resolutions of the concept."""

    RECEIVED = "received", _("eingegangen")
    READ = "read", _("gelesen")
    THEME = "theme", _("einem Thema zugeordnet")
    FINDING = "finding", _("in einem Befund")
    MEASURE = "measure", _("in einer Maßnahme")
    NOT_FOLLOWED = "not_followed", _("nicht weiterverfolgt")
    RESOLVED = "resolved", _("beschlossen")
    DONE = "done", _("umgesetzt")


# With these a sender has an answer; why something isn't followed is always said.
ANSWERED = (Standing.NOT_FOLLOWED, Standing.MEASURE, Standing.RESOLVED, Standing.DONE)


class ThemeQuerySet(models.QuerySet["Theme"]):
    def current(self):
        """Those that weren't merged into another one."""
        return self.filter(merged_into__isnull=True)

    def in_order(self):
        return self.order_by("number")

    def by_any(self) -> dict[int, "Theme"]:
        """Of each theme's key the one it counts as now: itself, or what it was merged into, however often."""
        themes = {theme.pk: theme for theme in self.model.objects.select_related("topic_group")}

        def now(theme):
            return now(themes[theme.merged_into_id]) if theme.merged_into_id else theme

        return {pk: now(theme) for pk, theme in themes.items()}

    def family(self, theme: "Theme") -> list[int]:
        """The keys of a theme and of all that was merged into it, however often."""
        pairs, found = list(self.model.objects.values_list("pk", "merged_into")), {theme.pk}
        while more := {pk for pk, into in pairs if into in found} - found:
            found |= more
        return sorted(found)


class Theme(models.Model):
    """Contributions that mean the same, under one sentence: "T-7". A merged one stays and says into which."""

    number = models.PositiveIntegerField(_("Nummer"), unique=True)
    title = models.CharField(_("Worum es geht"), max_length=200)
    topic_group = models.ForeignKey(
        TopicGroup, verbose_name=_("Lebensbereich"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    merged_into = models.ForeignKey(
        "self", verbose_name=_("vereint mit"), on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    is_example = models.BooleanField(_("Beispiel"), default=False, editable=False)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("gebündeltes Thema")
        verbose_name_plural = _("gebündelte Themen")
        constraints = [
            models.CheckConstraint(
                name="theme_is_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
            )
        ]

    def __str__(self):
        return f"T-{self.number} {self.title}"


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def unread(self):
        return self.filter(standing=Standing.RECEIVED)

    def with_text(self):
        """Whose own words are still kept."""
        return self.filter(text_deleted_on__isnull=True)

    def to_redact(self):
        """Read by nobody but the role "Auswertung" until somebody has taken out what tells who it was."""
        return self.with_text().filter(redacted_at__isnull=True).exclude(standing=Standing.NOT_FOLLOWED)

    def released(self):
        """Redacted: others than the role "Auswertung" may read `redacted`.

        A sentence from minutes only as long as everybody can read it there, in these words.
        """
        public = Q(statement__workshop__minutes__state=MinutesState.PUBLISHED, statement__text=F("redacted"))
        return self.filter(Q(statement__isnull=True) | public, redacted_at__isnull=False)

    def uncoded(self):
        """Nobody has said yet what it is about."""
        waiting = self.filter(standing__in=(Standing.RECEIVED, Standing.READ))
        return waiting.filter(topics=None, topic_groups=None, themes=None)

    def of_theme(self, theme: Theme):
        """Coded to a theme, or to one that was merged into it."""
        return self.filter(themes__in=Theme.objects.family(theme)).distinct()

    def not_followed(self):
        return self.filter(standing=Standing.NOT_FOLLOWED)

    def real(self):
        return self.filter(is_example=False)

    def answered(self):
        return self.filter(standing__in=ANSWERED)

    def like_sender_of(self, contribution: "Contribution"):
        """Those of the same groups and the same area: whom one describes by naming both."""
        same_place = Q(area=contribution.area_id) if contribution.area_id else Q(area__isnull=True)
        return self.filter(same_place, groups=contribution.groups, is_example=contribution.is_example)

    def senders(self) -> int:
        """How many people these come from at least: whoever filled in a form may have written several."""
        forms = Count("submission", distinct=True)
        return self.aggregate(count=forms + Count("pk", filter=Q(submission__isnull=True)))["count"]

    def saying(self, words: str, *, raw: bool):
        """With these words, or of this number ("B-12"); `raw`: in what was written too."""
        number = words[2:] if words[:2].upper() == "B-" else ""
        if number.isdecimal() and len(number) < 9:
            return self.filter(pk=number)
        found = self.filter(redacted__icontains=words)
        return found | self.filter(text__icontains=words) if raw else found

    def for_lists(self):
        return self.prefetch_related("topic_groups", "topics", "themes")

    def in_turn(self):
        """As they are worked through: the oldest first."""
        return self.order_by("received_in", "pk")

    def quotable(self):
        return self.released().filter(may_be_quoted=True)


class Contribution(models.Model):
    """`text` is what was written and is read by one role only; `redacted` is what others may see."""

    source = models.CharField(_("Quelle"), max_length=20, choices=Source.choices)
    text = models.TextField(_("Wortlaut"), max_length=2000)
    # When its time was over (needs.actions.retention); what was redacted by then stays.
    text_deleted_on = models.DateField(_("Wortlaut gelöscht am"), null=True, blank=True, editable=False)
    redacted = models.TextField(_("bereinigter Wortlaut"), max_length=2000, blank=True)
    redacted_at = models.DateTimeField(_("bereinigt am"), null=True, blank=True)
    redacted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    may_be_quoted = models.BooleanField(_("darf ohne Namen zitiert werden"), default=False)
    received_in = models.DateField(_("Monat"))
    groups = ArrayField(
        models.CharField(max_length=20, choices=StakeholderGroup.choices), verbose_name=_("Gruppen"), default=list
    )
    area = models.ForeignKey(
        Area, verbose_name=_("Stadtteil"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    standing = models.CharField(_("Stand"), max_length=20, choices=Standing.choices, default=Standing.RECEIVED)
    standing_reason = models.CharField(_("Begründung"), max_length=300, blank=True)
    topic_groups = models.ManyToManyField(TopicGroup, verbose_name=_("Lebensbereiche"), blank=True, related_name="+")
    topics = models.ManyToManyField(Topic, verbose_name=_("Themen"), blank=True, related_name="contributions")
    themes = models.ManyToManyField(
        Theme, verbose_name=_("gebündelte Themen"), blank=True, related_name="contributions"
    )
    is_example = models.BooleanField(_("Beispiel"), default=False, editable=False)
    # Where it came from. A report or "Diese Hilfe fehlt" goes when the words do.
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, null=True, related_name="contributions")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, null=True, related_name="+")
    statement = models.OneToOneField(Statement, on_delete=models.CASCADE, null=True, related_name="contribution")
    error_report = models.OneToOneField(ErrorReport, on_delete=models.SET_NULL, null=True, related_name="contribution")
    missing_help = models.OneToOneField(MissingHelp, on_delete=models.SET_NULL, null=True, related_name="contribution")
    # Of a telephone note: what the caller was told, to ask later what became of it.
    code = models.OneToOneField(Code, on_delete=models.PROTECT, null=True, related_name="contribution")

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Beitrag")
        verbose_name_plural = _("Beiträge")
        constraints = [
            models.CheckConstraint(
                name="contribution_has_words_until_they_are_deleted",
                condition=(~Q(text="") & Q(text_deleted_on__isnull=True)) | Q(text="", text_deleted_on__isnull=False),
            ),
            models.CheckConstraint(name="contribution_knows_only_the_month", condition=Q(received_in__day=1)),
            models.CheckConstraint(
                name="contribution_that_ends_says_why",
                condition=~Q(standing="not_followed") | ~Q(standing_reason=""),
                violation_error_message=_("Schreiben Sie, warum der Beitrag nicht weiterverfolgt wird."),
            ),
            models.CheckConstraint(
                name="contribution_is_read_by_others_when_redacted",
                condition=Q(redacted_at__isnull=False) | Q(redacted=""),
            ),
            models.CheckConstraint(
                name="contribution_has_the_origin_of_its_source",
                condition=Q(source="form", submission__isnull=False, question__isnull=False)
                | Q(source="minutes", statement__isnull=False)
                | Q(source__in=("error_report", "missing_help", "phone_note")),
            ),
        ]

    def __str__(self):
        return f"B-{self.pk}"


class EventKind(models.TextChoices):
    MADE = "made", _("angelegt")
    CODED = "coded", _("zugeordnet")
    UNCODED = "uncoded", _("Zuordnung gelöst")
    MERGED = "merged", _("vereint")
    SPLIT = "split", _("geteilt")
    STANDING = "standing", _("Stand geändert")
    REDACTED = "redacted", _("bereinigt")
    RENAMED = "renamed", _("umbenannt")
    PARTED = "parted", _("wieder getrennt")


class EventQuerySet(models.QuerySet["Event"]):
    def latest_first(self):
        return self.order_by("-happened_at", "-pk")

    def about(self, theme: Theme):
        return self.filter(Q(theme=theme) | Q(other_theme=theme))

    def with_contribution(self, contribution: Contribution):
        return self.filter(contributions__contains=[contribution.pk])


class Event(models.Model):
    """A line of the log of bundling: who did what with which themes and contributions; it holds no text of theirs."""

    kind = models.CharField(_("Was"), max_length=20, choices=EventKind.choices)
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, related_name="events")
    other_theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, related_name="+")
    contributions = ArrayField(models.BigIntegerField(), default=list)
    standing = models.CharField(_("Stand"), max_length=20, choices=Standing.choices, blank=True)
    reason = models.CharField(_("Grund"), max_length=300, blank=True)
    happened_at = models.DateTimeField(_("wann"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("Eintrag im Verlauf")
        verbose_name_plural = _("Verlauf")

    def __str__(self):
        return f"{self.get_kind_display()}"
