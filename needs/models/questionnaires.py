"""Questionnaires as data: versions, questions, their options."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from offers.models import TopicGroup
from workshops.models import StakeholderGroup


class Part(models.TextChoices):
    """Which part of the form a question belongs to."""

    CORE = "core", _("Kern")
    MORE = "more", _("Wenn Sie noch Zeit haben")
    PROVIDER = "provider", _("Bogen für Anbieter")


class Kind(models.TextChoices):
    """How a question is answered; there is no matrix, on purpose (lessons: grids can't be used by keyboard)."""

    SINGLE = "single", _("eine Antwort")
    SEVERAL = "several", _("mehrere Antworten")
    SCALE = "scale", _("Stufen in Worten")
    AREA = "area", _("Stadtteil")
    TOPICS = "topics", _("Themen aus dem Katalog")
    TEXT = "text", _("freier Text")


class Repeat(models.TextChoices):
    """What a question is asked for once each."""

    NO = "", _("nur einmal")
    LIFE_AREAS = "life_areas", _("für jeden Lebensbereich")
    OFFERS = "offers", _("für jedes Angebot der Einrichtung")


class Context(models.TextChoices):
    """Questions whose answer describes the whole form: they become columns of a submission."""

    NONE = "", _("keine")
    ROLES = "roles", _("Wer antwortet")
    HELPED = "helped", _("Hilfe beim Ausfüllen")
    AREA = "area", _("Stadtteil")
    AGE = "age", _("Alter")
    SEX = "sex", _("Geschlecht")


class Meaning(models.TextChoices):
    """Options that aren't an opinion; each stands alone, never beside another one."""

    PLAIN = "", _("Antwort")
    NONE = "none", _("nichts davon")
    DONT_KNOW = "dont_know", _("weiß ich nicht")
    NOT_SAID = "not_said", _("möchte ich nicht sagen")


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    def drafts(self):
        """What can still be changed."""
        return self.filter(frozen_at__isnull=True)

    def with_sizes(self):
        """`asked`: how many questions each has."""
        return self.annotate(asked=models.Count("questions"))

    def in_order(self):
        return self.order_by("name", "number")


class Questionnaire(models.Model):
    """One version. Frozen when its first wave opens: triggers refuse every later change of what is asked."""

    name = models.CharField(_("Name"), max_length=120)
    number = models.PositiveIntegerField(_("Fassung"), default=1)
    made_at = models.DateTimeField(_("angelegt am"))
    frozen_at = models.DateTimeField(_("festgeschrieben am"), null=True, blank=True, editable=False)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = _("Fragebogen")
        verbose_name_plural = _("Fragebögen")
        constraints = [
            models.UniqueConstraint(
                name="questionnaire_version_stands_once",
                fields=("name", "number"),
                violation_error_message=_("Diesen Fragebogen gibt es schon. Legen Sie dort eine neue Fassung an."),
            ),
            models.UniqueConstraint(
                name="questionnaire_has_one_draft",
                fields=("name",),
                condition=Q(frozen_at__isnull=True),
                violation_error_message=_("Von diesem Fragebogen gibt es schon einen Entwurf. Ändern Sie diesen."),
            ),
        ]

    def __str__(self):
        return f"{self.name}, Fassung {self.number}"


class QuestionQuerySet(models.QuerySet["Question"]):
    def in_order(self):
        return self.order_by("position", "pk")

    def for_lists(self):
        return self.select_related("questionnaire", "after")


class Question(models.Model):
    """One question on a page of its own.

    `key` stays the same in all versions, so that answers of two versions can be laid side by side; `number` is what
    people read on the sheet and what stands in the address. Where a question repeats, "{worum}" in its text is the name
    of the part of life or of the offer.
    """

    questionnaire = models.ForeignKey(
        Questionnaire, verbose_name=_("Fragebogen"), on_delete=models.CASCADE, related_name="questions"
    )
    key = models.SlugField(_("Kennung"), max_length=40, help_text=_("Bleibt in allen Fassungen gleich."))
    number = models.SlugField(_("Nummer"), max_length=6)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"))
    part = models.CharField(_("Teil"), max_length=20, choices=Part.choices, default=Part.CORE)
    kind = models.CharField(_("Art"), max_length=20, choices=Kind.choices)
    context = models.CharField(_("Angabe zum Bogen"), max_length=20, choices=Context.choices, blank=True)
    repeat = models.CharField(_("Wiederholung"), max_length=20, choices=Repeat.choices, blank=True)
    heading = models.CharField(_("Abschnitt"), max_length=120)
    heading_en = models.CharField(_("Abschnitt auf Englisch"), max_length=120, blank=True)
    text = models.CharField(_("Frage"), max_length=300)
    text_en = models.CharField(_("Frage auf Englisch"), max_length=300, blank=True)
    text_relatives = models.CharField(
        _("Frage an Angehörige"), max_length=300, blank=True, help_text=_("Leer: die Frage gilt für alle.")
    )
    text_relatives_en = models.CharField(_("Frage an Angehörige auf Englisch"), max_length=300, blank=True)
    text_others = models.CharField(
        _("Frage an alle anderen"),
        max_length=300,
        blank=True,
        help_text=_("Für Menschen, die nicht für sich selbst sprechen. Leer: die Frage gilt für alle."),
    )
    text_others_en = models.CharField(_("Frage an alle anderen auf Englisch"), max_length=300, blank=True)
    spoken = models.CharField(
        _("Frage am Telefon"), max_length=400, blank=True, help_text=_("Leer: die Frage wird vorgelesen.")
    )
    help = models.CharField(_("Hinweis"), max_length=300, blank=True)
    help_en = models.CharField(_("Hinweis auf Englisch"), max_length=300, blank=True)
    most = models.PositiveSmallIntegerField(_("höchstens so viele Antworten"), null=True, blank=True)
    characters = models.PositiveSmallIntegerField(_("höchstens so viele Zeichen"), null=True, blank=True)
    groups = ArrayField(
        models.CharField(max_length=20, choices=StakeholderGroup.choices),
        verbose_name=_("gefragt werden"),
        default=list,
        blank=True,
        help_text=_("Leer: alle. Wer mehreres ist, wird gefragt, wenn eines davon hier steht."),
    )
    after = models.ForeignKey(
        "self", verbose_name=_("nur nach der Frage"), on_delete=models.RESTRICT, null=True, blank=True, related_name="+"
    )
    after_options = ArrayField(
        models.SlugField(max_length=40),
        verbose_name=_("wenn die Antwort eine von diesen ist"),
        default=list,
        blank=True,
    )
    is_required = models.BooleanField(_("muss beantwortet werden"), default=False)
    may_identify = models.BooleanField(_("kann eine Person erkennbar machen"), default=False)
    kept_days = models.PositiveIntegerField(
        _("Antworten löschen nach so vielen Tagen"),
        null=True,
        blank=True,
        help_text=_("Gezählt vom Ende der Befragung. Leer: wie in den Einstellungen."),
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Frage")
        verbose_name_plural = _("Fragen")
        constraints = [
            models.UniqueConstraint(
                name="question_key_stands_once",
                fields=("questionnaire", "key"),
                violation_error_message=_("Diese Kennung hat schon eine andere Frage. Wählen Sie eine andere."),
            ),
            models.UniqueConstraint(
                name="question_number_stands_once",
                fields=("questionnaire", "number"),
                violation_error_message=_("Diese Nummer hat schon eine andere Frage. Wählen Sie eine andere."),
            ),
            models.CheckConstraint(
                name="question_number_can_stand_in_an_address",
                condition=Q(number__regex=r"^[0-9]{1,4}[a-z]?$"),
                violation_error_message=_(
                    "Schreiben Sie die Nummer in Ziffern, mit höchstens einem Buchstaben: 6 oder 6a."
                ),
            ),
            models.UniqueConstraint(
                name="question_position_stands_once",
                fields=("questionnaire", "position"),
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                name="question_of_text_has_a_limit",
                condition=Q(kind="text", characters__isnull=False, characters__gte=1)
                | (~Q(kind="text") & Q(characters__isnull=True)),
                violation_error_message=_(
                    "Tragen Sie bei freiem Text ein, wie viele Zeichen er haben darf. Sonst lassen Sie das Feld leer."
                ),
            ),
            models.CheckConstraint(
                name="question_with_a_maximum_takes_several",
                condition=Q(most__isnull=True) | Q(kind__in=("several", "topics"), most__gte=1),
                violation_error_message=_("Eine Höchstzahl gibt es nur bei mehreren Antworten oder Themen."),
            ),
            models.CheckConstraint(
                name="question_names_what_it_comes_after",
                condition=Q(after__isnull=True, after_options=[])
                | (Q(after__isnull=False) & ~Q(after=F("id")) & ~Q(after_options=[])),
                violation_error_message=_("Wählen Sie die frühere Frage und die Antworten, nach denen gefragt wird."),
            ),
            models.CheckConstraint(
                name="question_about_the_whole_form_is_asked_once",
                condition=Q(context="") | Q(repeat=""),
                violation_error_message=_("Eine Angabe zum Bogen wird nur einmal gefragt, nicht wiederholt."),
            ),
            models.UniqueConstraint(
                name="question_about_the_whole_form_stands_once",
                fields=("questionnaire", "context"),
                condition=~Q(context=""),
                violation_error_message=_("Nach dieser Angabe zum Bogen fragt schon eine andere Frage."),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.text}"


class OptionQuerySet(models.QuerySet["Option"]):
    def in_order(self):
        return self.order_by("question__position", "position", "pk")


class Option(models.Model):
    """An answer that can be chosen. `key` stays the same in all versions."""

    question = models.ForeignKey(Question, verbose_name=_("Frage"), on_delete=models.CASCADE, related_name="options")
    key = models.SlugField(_("Kennung"), max_length=40)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"))
    text = models.CharField(_("Antwort"), max_length=120)
    text_en = models.CharField(_("Antwort auf Englisch"), max_length=120, blank=True)
    meaning = models.CharField(_("Bedeutung"), max_length=20, choices=Meaning.choices, blank=True)

    objects = OptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Antwort")
        verbose_name_plural = _("Antworten")
        constraints = [
            models.UniqueConstraint(
                name="option_key_stands_once",
                fields=("question", "key"),
                violation_error_message=_("Diese Kennung hat schon eine andere Antwort. Wählen Sie eine andere."),
            ),
            models.UniqueConstraint(
                name="option_position_stands_once",
                fields=("question", "position"),
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def stands_alone(self) -> bool:
        return self.meaning != Meaning.PLAIN


class LifeAreaQuerySet(models.QuerySet["LifeArea"]):
    def in_order(self):
        return self.order_by("position")


class LifeArea(models.Model):
    """A Lebensbereich as it was asked about: noted when the questionnaire is frozen, for the catalogue goes on."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="life_areas")
    topic_group = models.ForeignKey(TopicGroup, on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()

    objects = LifeAreaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="life_area_is_asked_about_once", fields=("questionnaire", "topic_group")),
            models.UniqueConstraint(name="life_area_has_its_own_address", fields=("questionnaire", "slug")),
            models.UniqueConstraint(name="life_area_position_stands_once", fields=("questionnaire", "position")),
        ]

    def __str__(self):
        return self.name
