"""What the lists read: one row an offer, and for which area it is listed under which heading.

Written by actions from the offer itself, never by hand, and can be made anew at any time.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import connections, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from offers.models.areas import Area
from offers.models.offers import Offer


class Heading(models.IntegerChoices):
    """The headings of a list, in their order."""

    COMES_TO_YOU = 1, _("Kommt zu Ihnen oder hilft am Telefon")
    IN_YOUR_DISTRICT = 2, _("In Ihrem Stadtteil")
    NEARBY = 3, _("In der Nähe")
    WHOLE_CITY = 4, _("In der ganzen Stadt")


class Reach(models.Model):
    """A way of being there, shared by all offers that have it: places, service areas, comes or not.

    A city has some hundred of them however many offers it has, so "which offers does this area list?"
    is answered by a few index look-ups, and the number for every other district comes with it.
    """

    key = models.TextField(unique=True)

    def __str__(self):
        return self.key


class ReachArea(models.Model):
    """For whoever looks from `area`, offers of this reach stand under this heading.

    `serves` says whether they count as stock there: the area is known to be served, or the place lies in it. An offer
    whose service area nobody knows is listed in the whole city, but serves only where its place is.
    """

    reach = models.ForeignKey(Reach, on_delete=models.CASCADE, related_name="areas")
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+", db_index=False)
    heading = models.PositiveSmallIntegerField(choices=Heading.choices)
    serves = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="reach_has_one_heading_in_an_area",
                fields=("area", "reach"),
                include=("heading", "serves"),
            )
        ]

    def __str__(self):
        return f"{self.reach_id} in {self.area_id}: {self.heading}"


class Listing(models.Model):
    """A published offer as lists, facets and searches need it."""

    offer = models.OneToOneField(Offer, on_delete=models.CASCADE, primary_key=True)
    reach = models.ForeignKey(Reach, on_delete=models.PROTECT, related_name="listings")
    sort_title = models.TextField()
    themes = ArrayField(models.TextField(), default=list)
    costs = ArrayField(models.TextField(), default=list)
    modes = ArrayField(models.TextField(), default=list)
    audiences = ArrayField(models.TextField(), default=list)
    languages = ArrayField(models.TextField(), default=list)
    is_step_free = models.BooleanField(default=False)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    closed_until = models.DateField(null=True)
    verified_on = models.DateField(null=True)
    words = SearchVectorField()
    card = models.JSONField()
    facts = models.JSONField()

    def __str__(self):
        return f"{self.offer_id}"


class Word(models.Model):
    """A word that stands somewhere in the catalogue: what a misspelt word may have meant."""

    word = models.CharField(max_length=80, unique=True)

    def __str__(self):
        return self.word


class CatalogueVersionQuerySet(models.QuerySet["CatalogueVersion"]):
    def current(self) -> int:
        """Asked at each request where several hosts serve: without the ORM, which takes four times as long."""
        with connections[self.db].cursor() as cursor:
            cursor.execute("SELECT number FROM offers_catalogueversion")
            return (cursor.fetchone() or (0,))[0]


class CatalogueVersion(models.Model):
    """One row, counted up by triggers at every change of what the public pages show.

    A row and not a sequence: it becomes visible with the commit, so a page kept under a version is never
    older than that version.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=1)

    objects = CatalogueVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="catalogue_has_one_version", condition=Q(id=1)),
        ]

    def __str__(self):
        return str(self.number)
