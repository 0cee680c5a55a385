"""Offers: what there is for older people. Everything else in this app describes, finds or keeps them."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from offers.models.areas import Area
from offers.models.places import Place
from offers.models.providers import Provider
from offers.models.sorting import sort_field
from offers.models.topics import Topic

# After this many days nobody vouches for an entry any more: it never says "Jetzt offen".
CONFIRMED_DAYS = 365
# After this many days the entry stands on the to-do board and says that it is old.
CHECK_DAYS = 183
# Times in words that tell of one date, or one a year; "halbjährlich" begins with another word.
SINGLE_DATES = r"\m(jährlich|jedes jahr|einmalig|(einmal|1 mal|1-mal|1x) (im|pro) jahr)\M"


class Status(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    IN_REVIEW = "in_review", _("in Prüfung")
    PUBLISHED = "published", _("veröffentlicht")
    ARCHIVED = "archived", _("im Archiv")


class Mode(models.TextChoices):
    """How help and person meet. The values stand in addresses, so they are German."""

    HOME = "zuhause", _("kommt zu mir nach Hause")
    PHONE = "telefon", _("am Telefon")
    VISIT = "vor-ort", _("ich gehe hin")
    ONLINE = "online", _("im Internet")


class CostKind(models.TextChoices):
    FREE = "frei", _("kostenlos")
    FIXED = "fester-preis", _("kostet Geld")
    INCOME = "nach-einkommen", _("richtet sich nach dem Einkommen")
    CARE_FUND = "pflegekasse", _("die Pflegekasse zahlt mit")
    DONATION = "spende", _("gegen eine Spende")


class Language(models.TextChoices):
    GERMAN = "de", _("Deutsch")
    EASY_GERMAN = "leicht", _("Leichte Sprache")
    SIGN_LANGUAGE = "dgs", _("Gebärdensprache")
    ENGLISH = "en", _("Englisch")
    FRENCH = "fr", _("Französisch")
    ARABIC = "ar", _("Arabisch")
    TURKISH = "tr", _("Türkisch")
    RUSSIAN = "ru", _("Russisch")
    UKRAINIAN = "uk", _("Ukrainisch")
    POLISH = "pl", _("Polnisch")
    ITALIAN = "it", _("Italienisch")
    PERSIAN = "fa", _("Persisch")
    ROMANIAN = "ro", _("Rumänisch")


class Registration(models.TextChoices):
    UNKNOWN = "unknown", _("nicht bekannt")
    NEEDED = "needed", _("Sie müssen sich anmelden")
    NOT_NEEDED = "not_needed", _("Sie müssen sich nicht anmelden")
    DEPENDS = "depends", _("je nach Ort verschieden")


class VerifiedHow(models.TextChoices):
    TELEPHONE = "telephone", _("am Telefon")
    VISIT = "visit", _("bei einem Besuch")
    MAIL = "mail", _("per E-Mail")
    LETTER = "letter", _("mit einem Brief")


class TargetGroupQuerySet(models.QuerySet["TargetGroup"]):
    def in_order(self):
        return self.order_by("position", "pk")


class TargetGroup(models.Model):
    """Who an offer is meant for; a facet, never a topic (Angehörige, Menschen mit Demenz …)."""

    name = models.CharField(_("Name"), max_length=80, unique=True)
    slug = models.SlugField(_("Adresse"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=1)

    objects = TargetGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("Zielgruppe")
        verbose_name_plural = _("Zielgruppen")

    def __str__(self):
        return self.name


class OfferQuerySet(models.QuerySet["Offer"]):
    def published(self):
        return self.filter(status=Status.PUBLISHED)

    def published_or_archived(self):
        """Those whose address is known to people: an archived one says that it is gone."""
        return self.filter(status__in=(Status.PUBLISHED, Status.ARCHIVED))

    def drafts(self):
        return self.filter(status__in=(Status.DRAFT, Status.IN_REVIEW))

    def in_review(self):
        return self.filter(status=Status.IN_REVIEW)

    def naming(self, relation: str, rows):
        """The offers that one of these rows belongs to: naming("places__area", areas)."""
        return self.filter(**{f"{relation}__in": rows}).distinct()

    def current(self, today: date):
        """Within the dates an offer is valid for."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=today),
            Q(valid_until__isnull=True) | Q(valid_until__gte=today),
        )

    def regular(self):
        """What takes place again and again: no fair of a day or two, nothing that its times call yearly or single.

        Whatever is valid for a week at most can't come again every week. Words decide only where no times stand.
        """
        short = Q(valid_until__lt=F("valid_from") + timedelta(days=7))
        single = Q(schedule_text__iregex=SINGLE_DATES, opening_times__isnull=True)
        return self.exclude(pk__in=Offer.objects.filter(short | single).values("pk"))

    def over(self, today: date):
        return self.filter(valid_until__lt=today)

    def reopened(self, today: date):
        """Those whose break has ended; nobody has looked since whether they are back."""
        return self.filter(closed_until__lt=today)

    def never_verified(self):
        return self.filter(verified_on__isnull=True)

    def verified_before(self, day: date):
        return self.filter(verified_on__lt=day)

    def without_phone(self):
        """No telephone, neither its own nor a provider's."""
        phone = Q(contacts__kind="phone") | Q(providers__contacts__kind="phone")
        return self.exclude(pk__in=Offer.objects.filter(phone).values("pk"))

    def reachable(self):
        """Someone can call, write, look it up or go there: by the offer's own contacts or its provider's."""
        ways = ("phone", "email", "web", "letter")
        reached = (
            Q(contacts__kind__in=ways)
            | Q(providers__contacts__kind__in=ways)
            | Q(places__street__gt="")
            | Q(providers__street__gt="")
        )
        return self.filter(pk__in=Offer.objects.filter(reached).values("pk"))

    def unreachable(self):
        return self.exclude(pk__in=Offer.objects.reachable().values("pk"))

    def by_name(self):
        return self.order_by("sort_title", "pk")

    def for_listing(self):
        """With everything that a card and the search index are made of."""
        return self.prefetch_related(
            Prefetch("provider_links", OfferProvider.objects.in_order().select_related("provider")),
            "provider_links__provider__contacts",
            Prefetch("topic_links", OfferTopic.objects.in_order().select_related("topic__group")),
            "contacts",
            "places__area",
            "service_areas",
            "target_groups",
            "opening_times",
            "closures",
        )


class Offer(models.Model):
    """An offer (Angebot). Its key is its public number: "Angebot 1042", also at /a/1042/.

    Place and service area are two things. No service area means that it isn't known: then the offer is
    listed for the whole city, marked, and never counts as serving a district.
    """

    code = models.CharField(_("Kennung"), max_length=20, unique=True, null=True, blank=True)
    title = models.CharField(_("Titel"), max_length=200)
    sort_title = sort_field("title")
    slug = models.SlugField(_("Adresse"), max_length=160, unique=True)
    status = models.CharField(
        _("Stand"),
        max_length=12,
        choices=Status.choices,
        default=Status.DRAFT,
        editable=False,
    )
    summary = models.CharField(_("Was und für wen, in einem Satz"), max_length=300, blank=True)
    description = models.TextField(_("Mehr dazu"), blank=True)
    providers = models.ManyToManyField(
        Provider,
        verbose_name=_("Anbieter"),
        through="OfferProvider",
        related_name="offers",
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("Themen"), through="OfferTopic", related_name="offers")
    target_groups = models.ManyToManyField(
        TargetGroup, verbose_name=_("Zielgruppen"), blank=True, related_name="offers"
    )
    audience = models.CharField(_("Für wen, in Worten"), max_length=200, blank=True)
    modes = ArrayField(
        models.CharField(max_length=12, choices=Mode.choices),
        verbose_name=_("Wie die Hilfe zu den Menschen kommt"),
        default=list,
        blank=True,
    )
    places = models.ManyToManyField(Place, verbose_name=_("Treffpunkte"), blank=True, related_name="offers")
    place_note = models.CharField(_("Hinweis zum Ort"), max_length=200, blank=True)
    service_areas = models.ManyToManyField(
        Area,
        verbose_name=_("Einzugsgebiet"),
        blank=True,
        related_name="served_by",
        help_text=_("Leer heißt: nicht bekannt. Dann zählt das Angebot für keinen Stadtteil."),
    )
    schedule_text = models.CharField(
        _("Zeiten in Worten"),
        max_length=300,
        blank=True,
        help_text=_("So wie die Quelle es sagt. Die Zeiten unten stehen zusätzlich da."),
    )
    cost_kinds = ArrayField(
        models.CharField(max_length=16, choices=CostKind.choices),
        verbose_name=_("Kosten"),
        default=list,
        blank=True,
    )
    cost_amount = models.DecimalField(_("Betrag in Euro"), max_digits=8, decimal_places=2, null=True, blank=True)
    cost_text = models.CharField(_("Kosten in Worten"), max_length=200, blank=True)
    registration = models.CharField(
        _("Anmeldung"),
        max_length=12,
        choices=Registration.choices,
        default=Registration.UNKNOWN,
    )
    steps = models.TextField(_("So geht es"), blank=True, help_text=_("Ein Schritt in jeder Zeile."))
    languages = ArrayField(
        models.CharField(max_length=8, choices=Language.choices),
        verbose_name=_("Sprachen"),
        default=list,
        blank=True,
    )
    valid_from = models.DateField(_("gibt es ab"), null=True, blank=True)
    valid_until = models.DateField(_("gibt es bis"), null=True, blank=True)
    closed_until = models.DateField(_("macht Pause bis"), null=True, blank=True)
    closed_reason = models.CharField(_("Grund der Pause"), max_length=160, blank=True)
    verified_on = models.DateField(_("geprüft am"), null=True, blank=True, editable=False)
    verified_how = models.CharField(
        _("geprüft wie"),
        max_length=10,
        choices=VerifiedHow.choices,
        blank=True,
        editable=False,
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("geprüft von"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    source = models.TextField(_("Quelle"), blank=True)
    source_date = models.CharField(_("Stand der Quelle"), max_length=40, blank=True)
    certainty = models.CharField(_("Sicherheit der Angaben"), max_length=120, blank=True)
    internal_note = models.TextField(_("Notiz für das Amt"), blank=True)
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    changed_at = models.DateTimeField(_("geändert am"), auto_now=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("Angebot")
        verbose_name_plural = _("Angebote")
        constraints = [
            models.CheckConstraint(
                name="offer_verification_says_how",
                condition=Q(verified_on__isnull=True, verified_how="")
                | (Q(verified_on__isnull=False) & ~Q(verified_how="")),
            ),
            models.CheckConstraint(
                name="offer_ends_after_it_begins",
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("„Gibt es bis“ darf nicht vor „gibt es ab“ liegen."),
            ),
            models.CheckConstraint(
                name="offer_amount_is_not_negative",
                condition=Q(cost_amount__isnull=True) | Q(cost_amount__gte=0),
                violation_error_message=_("Tragen Sie bei den Kosten einen Betrag ab 0 Euro ein."),
            ),
            models.CheckConstraint(
                name="offer_free_means_no_amount",
                condition=Q(cost_amount__isnull=True) | ~Q(cost_kinds=["frei"]),
                violation_error_message=_("Kostenlos und ein Betrag passen nicht zusammen."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("offers:detail", args=[self.slug])

    @property
    def is_public(self) -> bool:
        return self.status == Status.PUBLISHED

    @property
    def number(self) -> int:
        """The number people write down and dictate."""
        return self.pk


class OfferProviderQuerySet(models.QuerySet["OfferProvider"]):
    def in_order(self):
        return self.order_by("position", "pk")


class OfferProvider(models.Model):
    """Several providers may run one offer together; the first stands first."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="provider_links")
    provider = models.ForeignKey(
        Provider,
        verbose_name=_("Anbieter"),
        on_delete=models.PROTECT,
        related_name="offer_links",
    )
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=1)

    objects = OfferProviderQuerySet.as_manager()

    class Meta:
        verbose_name = _("Anbieter des Angebots")
        verbose_name_plural = _("Anbieter des Angebots")
        constraints = [
            models.UniqueConstraint(
                name="offer_names_a_provider_once",
                fields=("offer", "provider"),
                violation_error_message=_("Dieser Anbieter steht schon beim Angebot."),
            )
        ]

    def __str__(self):
        return str(self.provider)


class OfferTopicQuerySet(models.QuerySet["OfferTopic"]):
    def in_order(self):
        return self.order_by("position", "pk")


class OfferTopic(models.Model):
    """The first topic is the one the offer is mainly about."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="topic_links")
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("Thema"),
        on_delete=models.PROTECT,
        related_name="offer_links",
    )
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=1)

    objects = OfferTopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("Thema des Angebots")
        verbose_name_plural = _("Themen des Angebots")
        constraints = [
            models.UniqueConstraint(
                name="offer_names_a_topic_once",
                fields=("offer", "topic"),
                violation_error_message=_("Dieses Thema steht schon beim Angebot."),
            )
        ]

    def __str__(self):
        return str(self.topic)
