"""Load the tables of the catalogue into the stock, all or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from offers import snapshots
from offers.actions.listing import connect_neighbours, relist
from offers.actions.times import write_slots
from offers.exchange.kaiserslautern.catalogue import read_catalogue
from offers.exchange.stock import Tally, store
from offers.exchange.tables import Problem
from offers.models import Area, Offer, OfferVersion, Status

# What the history of an offer says of us; every other role is a person's.
ROLE = "Import"


class TablesHaveProblems(Exception):
    """The tables can't be loaded as they are. Nothing was changed."""

    def __init__(self, problems: list[Problem]):
        super().__init__(problems)
        self.problems = problems

    def __str__(self):
        head = _("Es wurde nichts geändert. Berichtigen Sie zuerst:")
        return "\n".join([head, *(str(problem) for problem in sorted(self.problems))])


@dataclass(frozen=True)
class Report:
    tallies: list[Tally]
    published: int

    def __str__(self):
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        for tally in self.tallies:
            yield _("%(table)s: %(created)d neu, %(updated)d geändert, %(unchanged)d unverändert") % {
                "table": tally.table.model._meta.verbose_name_plural,
                "created": len(tally.created),
                "updated": len(tally.updated),
                "unchanged": len(tally.unchanged),
            }
            name = tally.table.model._meta.verbose_name
            for key in tally.kept:
                yield _("%(name)s %(key)s: von Hand geändert, nicht überschrieben") % {"name": name, "key": key}
        yield _("%d Angebote veröffentlicht") % self.published


@transaction.atomic
def load_catalogue(*, folder: Path, publish: bool, now: datetime) -> Report:
    """Bring the tables of a folder into the stock; the same tables again change nothing.

    A row that people have edited or verified since it was loaded is left alone, whatever the table says, and
    the report names it. Rows that no table names any more stay. New offers are drafts unless `publish` is set.
    Raises TablesHaveProblems before anything is written.
    """
    tables, problems = read_catalogue(folder)
    if problems:
        raise TablesHaveProblems(problems)
    tallies = {table.model: store(table, rows) for table, rows in tables}
    offers = tallies[Offer]
    Offer.objects.filter(code__in=offers.updated).update(changed_at=now)
    published = publish_as_found(codes=offers.created + offers.updated + offers.unchanged, now=now) if publish else []
    _record_versions({*offers.created, *offers.updated, *published}, now)
    _make_anew(tallies, published, now)
    return Report(list(tallies.values()), len(published))


def publish_as_found(*, codes: list[str], now: datetime) -> list[str]:
    """Publish loaded drafts although nobody has checked them and some have no way of contact: for the trial only.

    `publish` refuses such offers. Here their pages say "Noch nicht geprüft" and "Telefon noch nicht bekannt", which
    is what the trial is to show. An offer that a person has touched is never published: somebody may have taken
    it back. Returns the codes of the offers published.
    """
    touched = OfferVersion.objects.exclude(role=ROLE).values("offer")
    drafts = Offer.objects.drafts().filter(code__in=codes).exclude(pk__in=touched)
    published = list(drafts.values_list("code", flat=True))
    drafts.update(status=Status.PUBLISHED, changed_at=now)
    return published


def _record_versions(codes: set[str], now: datetime) -> None:
    """The state as loaded, so that people can get back to it after their first edit."""
    offers = Offer.objects.filter(code__in=codes)
    taken = snapshots.take_all(offers)
    OfferVersion.objects.bulk_create(
        OfferVersion(
            offer=offer,
            number=(offer.last or 0) + 1,
            event=_("aus den Tabellen übernommen"),
            role=ROLE,
            at=now,
            snapshot=taken[offer.pk],
        )
        for offer in offers.annotate(last=Max("versions__number")).order_by("pk")
    )


def _make_anew(tallies: dict[type, Tally], published: list[str], now: datetime) -> None:
    """What is computed from the stock: neighbours, slots, listings. Where nothing changed, nothing is made anew."""
    areas, offers = tallies[Area], tallies[Offer]
    if areas.created or areas.updated:
        connect_neighbours()
    write_slots(offers=Offer.objects.filter(code__in=offers.created + offers.updated), now=now)
    if published or any(tally.created or tally.updated for tally in tallies.values()):
        relist(offers=Offer.objects.all(), now=now)
