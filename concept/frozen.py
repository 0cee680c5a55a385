"""What a finding takes along from a release when it is published: its numbers in words, and its grade."""

from collections.abc import Iterator, Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from concept.disclosure import INTERVAL
from concept.grades import ENOUGH, grade
from concept.matrix import FRAMES
from concept.models import EvidenceKind, Figure, Finding, Grade, MatchCell, Release
from concept.words import GROUPS, frame_in_words, stock_in_words
from needs.counting import OLDER

OPINIONS_TABLE, STOCK_TABLE = "opinions", "stock"
# What a release counts; evidence of another kind says itself what it is.
COUNTED = frozenset((EvidenceKind.FELT, EvidenceKind.STOCK, EvidenceKind.SEARCH, EvidenceKind.WAITING))


def missing_kinds(finding: Finding, release: Release) -> list[EvidenceKind]:
    """Kinds of evidence that somebody ticked, and that the release has no number of in the finding's places."""
    missing = COUNTED.intersection(_ticked(finding)) - _held(finding, release)
    return [kind for kind in EvidenceKind if kind in missing]


def numbers_of(finding: Finding, release: Release) -> list[dict]:
    """Of its Lebensbereich in its planning areas, or in the whole city: sentences with source and table."""
    kinds = _ticked(finding)
    figures = _figures(finding, release) if EvidenceKind.FELT in kinds else []
    return [
        *(_number(words, "figure", OPINIONS_TABLE) for words in _of_figures(figures)),
        *(number for cell in _cells(finding, release) for number in _of_cell(cell, kinds)),
    ]


def grade_of(finding: Finding, release: Release) -> Grade:
    """By the fewest answers of the older people in its places, and by what else it rests on.

    What is ticked counts where the release has it: a waiting list that nobody knows of backs nothing.
    """
    kinds = _ticked(finding)
    told = [figure for figure in _figures(finding, release) if figure.group == OLDER]
    places = finding.planning_areas.count() or 1
    if EvidenceKind.FELT not in kinds or len(told) < places:
        return Grade.HINT
    frame = told[0].frame
    answers = min(int(figure.answers.split()[0]) for figure in told)
    return grade(
        frame=frame,
        answers=ENOUGH if answers >= ENOUGH else 0,
        other_sources=kinds - {*missing_kinds(finding, release)},
    )


def _ticked(finding: Finding) -> set[str]:
    return set(finding.evidence.values_list("kind", flat=True))


def _held(finding: Finding, release: Release) -> set[EvidenceKind]:
    """Searches and waiting lists from ten people on: below, a release says none (concept.public_cells)."""
    cells = list(_cells(finding, release))
    found = {
        EvidenceKind.FELT: _figures(finding, release),
        EvidenceKind.STOCK: cells,
        EvidenceKind.SEARCH: [cell for cell in cells if cell.searches_in_vain],
        EvidenceKind.WAITING: [cell for cell in cells if cell.waiting],
    }
    return {kind for kind, rows in found.items() if rows}


def _cells(finding: Finding, release: Release) -> Sequence[MatchCell]:
    return release.cells.filter(topic_group=finding.topic_group_id, **_where(finding)).for_tables()


def _figures(finding: Finding, release: Release) -> list[Figure]:
    """What is told of each group by those whose answers decide, older people first."""
    found = release.figures.filter(topic_group=finding.topic_group_id, is_hidden=False, **_where(finding)).for_tables()
    frame = next((frame for frame in FRAMES if release.waves.filter(frame=frame).exists()), None)
    groups = list(GROUPS)
    return sorted(
        (figure for figure in found if figure.frame == frame),
        key=lambda figure: (figure.planning_area.position if figure.planning_area else 0, groups.index(figure.group)),
    )


def _where(finding: Finding) -> dict:
    areas = list(finding.planning_areas.values_list("pk", flat=True))
    return {"planning_area__in": areas} if areas else {"planning_area": None}


def _number(text: str, source: str, table: str) -> dict:
    return {"text": text, "source": source, "table": table}


def _of_figures(figures: Sequence[Figure]) -> Iterator[str]:
    """And once, for all of them, how people were asked (methods.md section 5)."""
    yield from map(_said, figures)
    yield from {f"{capfirst(frame_in_words(figure.frame))}.": None for figure in figures}


def _said(figure: Figure) -> str:
    facts = {
        "group": GROUPS[figure.group],
        "place": _place(figure),
        "share": figure.shares["unmet"],
        "answers": figure.answers,
    }
    words = _("%(group)s, %(place)s: %(share)s von %(answers)s Befragten sagen „Da fehlt mir etwas“") % facts
    if figure.taken_from:
        words += _(" (aus Stand %(number)d)") % {"number": figure.taken_from.number}
    if interval := figure.shares.get(INTERVAL):
        words += _(", Vertrauensbereich %(interval)s") % {"interval": interval}
    return words


def _of_cell(cell: MatchCell, kinds: set[str]) -> Iterator[dict]:
    place = _place(cell)
    if EvidenceKind.STOCK in kinds:
        yield _number(f"{place}: {stock_in_words(cell)}", "stock", STOCK_TABLE)
    if EvidenceKind.SEARCH in kinds and cell.searches_in_vain:
        facts = {"place": place, "count": cell.searches_in_vain}
        yield _number(_("%(place)s: mindestens %(count)d Suchen ohne Ergebnis") % facts, "search", STOCK_TABLE)
    if EvidenceKind.WAITING in kinds and cell.waiting:
        facts = {"place": place, "count": cell.waiting}
        yield _number(_("%(place)s: mindestens %(count)d Menschen warten") % facts, "waiting", STOCK_TABLE)


def _place(row: Figure | MatchCell) -> str:
    return str(row.planning_area or _("ganze Stadt"))
