"""The annex: every public figure, as tables to read and as rows for other programs."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from concept.disclosure import INTERVAL, NOT_TOLD
from concept.document import blocks
from concept.document.parts import asked, source_of
from concept.document.sources import Sources
from concept.models import Chapter, Figure, Verdict
from concept.words import GROUPS, RARE, as_asked, frame_in_words, marked
from needs.counting import REASONS
from needs.disclosure import TOO_FEW
from needs.models import Frame

# A list of answers that is too long to print all of it.
MANY = 20
# For other programs: short names that stay.
COLUMNS = (
    "stand",
    "art",
    "gefragt_wurde",
    "lebensbereich",
    "frage",
    "planungsraum",
    "gruppe",
    "kennzahl",
    "antworten",
    "wert",
    "aus_stand",
)


def tables(chapter: Chapter, sources: Sources) -> Iterator[dict]:
    """A table for each Lebensbereich and way of asking, one for each question asked once, and the other schemes."""
    for frame in sources.frames:
        for group in sources.topic_groups:
            findings = [finding for finding in sources.findings if finding.topic_group_id == group.pk]
            cells = [sources.figures_of(frame, group, area) for area in (None, *sources.planning_areas)]
            figures = [list(each.values()) for each in cells]
            if any(figures):
                yield blocks.table(
                    f"{group} ({Frame(frame).label})",
                    [_("Wo und wer"), _("Was gesagt wurde"), _("Antworten")],
                    _all_rows(figures),
                    source=f"{source_of(sources, findings)} {asked(frame)}",
                )
    yield from _questions(sources)
    yield blocks.table(
        _("Lebensbereiche und andere Gliederungen"),
        [_("Lebensbereich"), _("Handlungsfeld nach bayerischem Vorbild"), _("Bereich der Weltgesundheitsorganisation")],
        [(group, group.action_field_number or "–", group.who_domain or "–") for group in sources.topic_groups],
        source=_("Eigene Zuordnung."),
    )


def _place(figure: Figure) -> str:
    return figure.planning_area.name if figure.planning_area else _("Ganze Stadt")


def _all_rows(places: list[list[Figure]]) -> list[tuple[str, str, str]]:
    if all(figure.is_hidden for figures in places for figure in figures):
        return [(_("Alle Gruppen, überall"), str(TOO_FEW), "")]
    return [row for figures in places for row in _rows(figures)]


def _rows(figures: list[Figure]) -> Iterator[tuple[str, str, str]]:
    """The groups of one place; those of which nothing is told stand in one row."""
    shown = [figure for figure in figures if not figure.is_hidden]
    for figure in shown:
        yield (f"{_place(figure)}: {GROUPS[figure.group]}", *_told(figure))
    if len(shown) < len(figures):
        others = _("%(place)s: alle anderen Gruppen") if shown else _("%(place)s: alle Gruppen")
        yield others % {"place": _place(figures[0])}, str(TOO_FEW), ""


def _told(figure: Figure) -> tuple[str, str]:
    answers = figure.answers
    if figure.taken_from:
        answers = _("%(answers)s, aus Stand %(number)d") % {"answers": answers, "number": figure.taken_from.number}
    if interval := figure.shares.get(INTERVAL):
        answers += ", " + _("Vertrauensbereich %(interval)s") % {"interval": interval}
    words = _("Da fehlt mir etwas: %(unmet)s. Brauche ich: %(demand)s. Weiß ich nicht: %(unknown)s.")
    return words % figure.shares, answers


def _questions(sources: Sources) -> Iterator[dict]:
    for frame in sources.frames:
        for key, text in sources.questions.items():
            told = [figure for figure in sources.figures if (figure.frame, figure.question) == (frame, key)]
            rows = [row for figure in told if not figure.is_hidden for row in _choices(figure, sources)]
            if any(figure.is_hidden for figure in told):
                rows.append((_("alle anderen Gruppen") if rows else _("alle Gruppen"), str(TOO_FEW), ""))
            if rows:
                yield blocks.table(
                    f"{text} ({Frame(frame).label})",
                    [_("Gruppe und Antwort"), _("Anteil"), _("Antworten")],
                    rows,
                    source=f"{source_of(sources)} {asked(frame)}",
                )


def _choices(figure: Figure, sources: Sources) -> Iterator[tuple[str, str, str]]:
    """What hardly anybody chose of a long list, like that of all topics, stands in one row; the open data has each."""
    group = GROUPS[figure.group]
    answers = sources.answers(figure)
    rare = {share for _words, share in answers if share.startswith(RARE)} if len(answers) > MANY else set()
    named = [(f"{group}: {words}", share, figure.answers) for words, share in answers if share not in rare]
    yield from named
    others = _("%(group)s: jede andere Antwort") if named else _("%(group)s: jede Antwort")
    for share in sorted(rare):
        yield others % {"group": group}, share, figure.answers


def data(sources: Sources) -> dict:
    """Every public figure and cell, a row each."""
    stand = marked(sources.release, sources.release)
    rows = [[stand, *row] for row in (*_cell_rows(sources), *_figure_rows(sources))]
    return {"columns": list(COLUMNS), "rows": rows}


def _cell_rows(sources: Sources) -> Iterator[list[str]]:
    for cell in sources.cells.values():
        place = cell.planning_area.name if cell.planning_area else _("Ganze Stadt")
        told = {
            _("Ergebnis"): Verdict(cell.verdict).label,
            _("Ergebnis nach den Schwellenwerten vor der Befragung"): cell.get_verdict_as_opened_display(),
            _("Beleg"): cell.grade,
            _("Bestand"): cell.get_stock_state_display(),
            _("Angebote, geprüft"): cell.confirmed,
            _("Angebote, veröffentlicht"): cell.published,
            _("Angebote mit Ort hier"): cell.placed_here,
            _("Angebote ohne Stufen"): cell.step_free,
            _("Angebote für 1.000 Menschen ab 65"): "" if cell.per_thousand is None else cell.per_thousand,
            _("Suchen ohne Ergebnis, mindestens"): cell.searches_in_vain,
            _("Menschen auf Wartelisten, mindestens"): cell.waiting,
        }
        for name, value in told.items():
            if value != "":
                yield [_("Abgleich"), "", str(cell.topic_group), "", place, "", name, "", str(value), ""]


def _figure_rows(sources: Sources) -> Iterator[list[str]]:
    for figure in sources.figures:
        about = [str(figure.topic_group or ""), sources.questions.get(figure.question, figure.question)]
        who = [_("Antworten"), frame_in_words(figure.frame), *about, _place(figure), str(GROUPS[figure.group])]
        taken_from = str(figure.taken_from.number) if figure.taken_from else ""
        for name, share in _measures(figure, sources):
            yield [*who, name, "" if figure.is_hidden else figure.answers, share, taken_from]


def _measures(figure: Figure, sources: Sources) -> Iterator[tuple[str, str]]:
    if figure.is_hidden:
        yield "", str(TOO_FEW)
        return
    names = {
        "unmet": _("Da fehlt mir etwas"),
        INTERVAL: _("Vertrauensbereich"),
        "demand": _("Brauche ich"),
        "unknown": _("Weiß ich nicht"),
    }
    for key, name in names.items():
        if key in figure.shares:
            yield name, figure.shares[key]
    texts = sources.options[REASONS]
    reasons = as_asked(texts, figure.shares.get("reasons", {}))
    for key, share in reasons.items():
        yield _("Grund: %(reason)s") % {"reason": texts.get(key, key)}, share
    if reasons and texts.keys() - reasons.keys():
        yield _("Andere Gründe"), str(NOT_TOLD)
    yield from sources.answers(figure) if figure.question else ()
