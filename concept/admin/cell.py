"""What stands behind a cell of the matrix: offers, statements, searches, waiting lists, reasons, the floor of § 71."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from concept.expressed import IN_VAIN
from concept.floor import floor
from concept.fragmentation import points_by_topic
from concept.matrix import MatrixCell
from concept.models import KIND_OF_VERDICT, EvidenceKind, FindingKind, MatchCell, WaitingList
from concept.public_cells import in_tens
from concept.stock import Stock, offers_of_cell, stock_of_topics
from concept.words import FLOOR_WORDS, POINTS_EXPLAINED, points_in_words, stock_in_words
from needs.admin.coding import FEWEST, visible_to
from needs.admin.results_in_words import option_texts
from needs.counting import NOBODY_CHOSE, OLDER, Place, Said, Split, count_choices
from needs.disclosure import fewest_for_planners
from needs.models import Contribution, PlanningAreaMember, Wave
from offers.models import CONFIRMED_DAYS, Area, Topic
from offers.models.offers import OfferQuerySet

SEES_CONTRIBUTIONS, MAKES_FINDINGS = "needs.view_contribution", "concept.add_finding"
OFFERS_A_PAGE, STATEMENTS_A_PAGE = 50, 25


class Where(NamedTuple):
    """A place as the database knows it: its districts (None: all, and whatever names no place), its planning area."""

    areas: list[int] | None
    planning_area: int | None


class TopicRow(NamedTuple):
    """What there is of a topic, and whom to turn to, by confirmed offers and by all published ones."""

    stock: Stock
    points_confirmed: str
    points_published: str


def cell_context(request, shown, *, split: Split, waves: list[Wave]) -> dict:
    """For the page of a cell (concept.admin.matrix.Shown)."""
    cell, today = shown.cell, timezone.localdate()
    where = _where(cell.place, split)
    offers = offers_of_cell(topic_group=cell.topic_group, place=cell.place, split=split, today=today)
    reasons, fewest = option_texts(waves).reasons, fewest_for_planners(waves)
    is_example = any(wave.is_example for wave in waves)
    topics = _topics(cell, offers, split, today)
    return {
        "estimate": _estimate_in_words(shown),
        "stock_words": _stock_words(cell),
        "topics": topics,
        "points_explained": POINTS_EXPLAINED,
        "sought": _sought(waves, topics, fewest) if cell.place == Place.CITY else [],
        "offers": Paginator(offers, OFFERS_A_PAGE).get_page(request.GET.get("angebote")),
        "confirmed_since": date.fromordinal(today.toordinal() - CONFIRMED_DAYS),
        "waiting": WaitingList.objects.filter(offer__in=offers.order_by().values("pk"))
        .select_related("offer")
        .in_order(),
        "reasons": [reasons.get(key, key) for key in cell.reasons] if shown.verdict == cell.verdict else [],
        "helps": count_in_words(cell.helps, fewest),
        "notes": count_in_words(cell.notes, fewest),
        "floor": _floor(cell.topic_group, where.planning_area, today),
        "finding_url": _finding_url(shown, where, is_example) if request.user.has_perm(MAKES_FINDINGS) else "",
        **_statements(request, cell, where, is_example=is_example),
    }


def count_in_words(count: int, fewest: int) -> str:
    """Of people who told us something of themselves: a few of them would be known by it."""
    return str(count) if count >= fewest else _("weniger als %(fewest)d") % {"fewest": fewest}


def _where(place: int, split: Split) -> Where:
    if place == Place.CITY:
        return Where(None, None)
    if split == Split.DISTRICTS:
        membership = PlanningAreaMember.objects.filter(area=place).first()
        return Where([place], membership.planning_area_id if membership else None)
    return Where(
        list(Area.objects.filter(planning_membership__planning_area=place).values_list("pk", flat=True)), place
    )


def _estimate_in_words(shown) -> str:
    """Of a sample drawn at random, where the number of the older people is told (concept.weights)."""
    estimate = shown.cell.estimate
    if not (estimate and shown.told[OLDER]):
        return ""
    share, low, high = (round(100 * number) for number in (estimate.share, *estimate.interval))
    facts = {"share": share, "low": low, "high": high, "effective": int(estimate.effective)}
    words = (
        _(
            "Gewichtet nach Alter und Planungsraum fehlt %(share)d %% der Menschen ab 65 etwas. Vertrauensbereich: "
            "%(low)d bis %(high)d %%. Die Antworten zählen so viel wie %(effective)d ungewichtete."
        )
        % facts
    )
    if shown.cell.verdict_weighted != shown.cell.verdict:
        words += " " + _("Danach wäre das Ergebnis: %(verdict)s.") % {"verdict": shown.cell.verdict_weighted.label}
    return words


def _stock_words(cell: MatrixCell) -> str:
    """In the same words as in a release."""
    stock = cell.stock
    return stock_in_words(
        MatchCell(
            stock_state=stock.state, confirmed=stock.confirmed, published=stock.published, step_free=stock.step_free
        )
    )


def _topics(cell: MatrixCell, offers: OfferQuerySet, split: Split, today: date) -> dict[Topic, TopicRow]:
    """An offer for two topics counts in each: the rows don't add up to the cell."""
    stock, points = stock_of_topics(today=today, split=split), points_by_topic(offers, today=today)
    topics = Topic.objects.filter(group=cell.topic_group).in_order()
    return {
        topic: TopicRow(stock[topic.pk, cell.place], *(points_in_words(bound.get(topic.pk)) for bound in points))
        for topic in topics
    }


def _sought(waves: list[Wave], topics: Iterable[Topic], fewest: int) -> list[str]:
    """What older people looked for in vain, by topic: as many as may be counted out, and all others together."""
    said = count_choices(waves).get(Said(IN_VAIN, OLDER), NOBODY_CHOSE).everything
    if said.people < fewest:
        return []
    counts = {topic.plain_name: said.chosen.get(topic.slug, 0) for topic in topics}
    named = [f"{name}: {count}" for name, count in counts.items() if count >= fewest]
    others = _("jedes andere Thema") if named else _("jedes Thema")
    return [*named, *([f"{others}: {count_in_words(0, fewest)}"] if len(named) < len(counts) else [])]


def _floor(topic_group: int, planning_area: int | None, today: date) -> dict[int, str]:
    """By number of § 71 (2) SGB XII, those that topics of this Lebensbereich fulfil; in a planning area only."""
    if planning_area is None:
        return {}
    topics = Topic.objects.filter(group=topic_group).values_list("legal_numbers", flat=True)
    found = floor(today=today)
    return {
        number: FLOOR_WORDS[found[number, planning_area]]
        for number in sorted({number for numbers in topics for number in numbers})
    }


def _finding_url(shown, where: Where, is_example: bool) -> str:
    prefilled = {"topic_group": shown.cell.topic_group, "kind": KIND_OF_VERDICT.get(shown.verdict, FindingKind.OTHER)}
    if where.planning_area:
        prefilled["planning_areas"] = where.planning_area
    prefilled["belege"] = _evidence(shown)
    if is_example:
        prefilled["beispiel"] = "ja"
    return f"{reverse('admin:concept_finding_add')}?{urlencode(prefilled, doseq=True)}"


def _evidence(shown) -> list[str]:
    """What a finding from this cell rests on, as far as a release would tell it."""
    felt = [EvidenceKind.FELT] if shown.told[OLDER] else []
    waiting = [EvidenceKind.WAITING] if in_tens(shown.cell.waiting) else []
    return [str(kind) for kind in (*felt, EvidenceKind.STOCK, *waiting)]


def _statements(request, cell: MatrixCell, where: Where, *, is_example: bool) -> dict:
    """Redacted ones, without group and place; none where so few came in that the place would say who."""
    if not request.user.has_perm(SEES_CONTRIBUTIONS):
        return {"sees_statements": False}
    of_place = Contribution.objects.filter(is_example=is_example)
    if where.areas is not None:
        of_place = of_place.filter(area__in=where.areas)
    if of_place.count() < FEWEST:
        return {"sees_statements": True, "too_few": True}
    about = Q(topic_groups=cell.topic_group) | Q(themes__topic_group=cell.topic_group)
    rows = visible_to(request.user).released().filter(about, pk__in=of_place.values("pk")).distinct().order_by("pk")
    return {
        "sees_statements": True,
        "too_few": False,
        "statements": Paginator(rows, STATEMENTS_A_PAGE).get_page(request.GET.get("beitraege")),
    }
