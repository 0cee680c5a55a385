"""What was answered, once the urn is emptied: without name, time, letter or order."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from needs.models.questionnaires import Option, Question
from needs.models.sheets import Batch, Channel, Language
from needs.models.waves import Wave
from offers.models import Area, Offer, Provider, Topic, TopicGroup
from workshops.models import StakeholderGroup


class AgeBand(models.TextChoices):
    UNDER_60 = "under_60", _("unter 60")
    FROM_60 = "60_64", _("60 bis 64")
    FROM_65 = "65_74", _("65 bis 74")
    FROM_75 = "75_84", _("75 bis 84")
    FROM_85 = "85_up", _("85 oder älter")
    NOT_SAID = "not_said", _("möchte ich nicht sagen")


# The older people's own column goes by age, whatever else somebody is (methods.md section 4).
OLDER_BANDS = (AgeBand.FROM_65, AgeBand.FROM_75, AgeBand.FROM_85)


class Sex(models.TextChoices):
    WOMAN = "woman", _("Frau")
    MAN = "man", _("Mann")
    DIVERSE = "diverse", _("divers")
    NOT_SAID = "not_said", _("möchte ich nicht sagen")


class NoDistrict(models.TextChoices):
    """What can be answered instead of a district."""

    WHOLE_CITY = "whole_city", _("ganze Stadt")
    COUNTY = "county", _("Gemeinde im Landkreis")
    DONT_KNOW = "dont_know", _("weiß ich nicht")
    NOT_SAID = "not_said", _("möchte ich nicht sagen")


# Before so many were measured nobody is told how long the form takes.
FEWEST_MEASURED = 10


class Middle(models.Aggregate):
    """The median: half of the values are at most this."""

    function = "percentile_disc"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = models.PositiveSmallIntegerField()


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def saying_nothing(self):
        """Of which nothing is left: no answer, no words that others read, nothing that counts for a theme."""
        blank = self.filter(roles=[], is_helped=False, area__isnull=True, no_district="", age_band="", sex="")
        silent = blank.exclude(contributions__text__gt="").exclude(contributions__redacted__gt="")
        return silent.exclude(contributions__themes__isnull=False).filter(answers=None)

    def typical_minutes(self) -> int | None:
        """How long it takes half of the people at most, online; None before ten were measured. Examples have none."""
        online = self.filter(channel=Channel.ONLINE, wave__is_example=False)
        found = online.aggregate(number=models.Count("minutes"), middle=Middle("minutes"))
        return found["middle"] if found["number"] >= FEWEST_MEASURED else None


class Submission(models.Model):
    """A sent form. Its key is drawn by chance, its month is all that is known of the time.

    `code_digest` is keyed with another purpose than the table of codes: who has the database alone can't join them.
    Whoever holds the code can: so pages say "ohne Namen", not "anonym".
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    wave = models.ForeignKey(Wave, verbose_name=_("Befragung"), on_delete=models.PROTECT, related_name="submissions")
    code_digest = models.CharField(max_length=64, blank=True, editable=False)
    channel = models.CharField(_("Weg"), max_length=20, choices=Channel.choices)
    language = models.CharField(_("Sprache"), max_length=2, choices=Language.choices)
    received_in = models.DateField(_("Monat"))
    roles = ArrayField(models.CharField(max_length=20, choices=StakeholderGroup.choices), verbose_name=_("Gruppen"))
    area = models.ForeignKey(
        Area, verbose_name=_("Stadtteil"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    no_district = models.CharField(_("statt eines Stadtteils"), max_length=20, choices=NoDistrict.choices, blank=True)
    age_band = models.CharField(_("Alter"), max_length=20, choices=AgeBand.choices, blank=True)
    sex = models.CharField(_("Geschlecht"), max_length=20, choices=Sex.choices, blank=True)
    is_helped = models.BooleanField(_("mit Hilfe ausgefüllt"), default=False)
    minutes = models.PositiveSmallIntegerField(_("Minuten"), null=True, blank=True)
    provider = models.ForeignKey(
        Provider, verbose_name=_("Einrichtung"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    batch = models.ForeignKey(
        Batch, verbose_name=_("Stapel"), on_delete=models.PROTECT, null=True, blank=True, related_name="submissions"
    )
    is_flagged = models.BooleanField(_("auffällig: viele gleiche in einer Stunde"), default=False)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("abgegebener Bogen")
        verbose_name_plural = _("abgegebene Bögen")
        constraints = [
            models.CheckConstraint(name="submission_knows_only_the_month", condition=Q(received_in__day=1)),
            models.CheckConstraint(
                name="submission_is_of_one_place",
                condition=Q(area__isnull=True) | Q(no_district=""),
            ),
            models.UniqueConstraint(
                name="submission_is_opened_by_one_code", fields=("code_digest",), condition=~Q(code_digest="")
            ),
            models.UniqueConstraint(
                name="organisation_says_one_thing_in_a_wave",
                fields=("wave", "provider"),
                condition=Q(provider__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Bogen {str(self.pk)[:8]}"


class Answer(models.Model):
    """One chosen option or topic; of free text the contribution is the answer."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    option = models.ForeignKey(Option, on_delete=models.PROTECT, null=True, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, null=True, related_name="+")
    # What a question that repeats was asked about.
    topic_group = models.ForeignKey(TopicGroup, on_delete=models.PROTECT, null=True, related_name="+")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("Antwort")
        verbose_name_plural = _("Antworten")
        constraints = [
            models.CheckConstraint(
                name="answer_is_an_option_or_a_topic",
                condition=Q(option__isnull=False, topic__isnull=True) | Q(option__isnull=True, topic__isnull=False),
            ),
            models.UniqueConstraint(
                name="answer_is_given_once",
                fields=("submission", "question", "topic_group", "offer", "option", "topic"),
                nulls_distinct=False,
            ),
        ]

    def __str__(self):
        return f"Antwort {self.pk}"
