"""What the portal puts below the text of a chapter: stock, need, findings, measures. Every number names its release."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concept.disclosure import INTERVAL
from concept.document import beside, blocks
from concept.document.sources import Sources
from concept.models import Chapter, Figure, Finding, Grade, MatchCell, MeasureState, Verdict
from concept.words import (
    GROUPS,
    agreement_in_words,
    as_asked,
    frame_in_words,
    groups_in_words,
    marked,
    placed_in_words,
    places_in_words,
    stock_in_words,
)
from needs.counting import OLDER, REASONS
from needs.disclosure import TOO_FEW
from needs.models import Frame, PlanningArea, Wave
from offers.models import TopicGroup

# Only a sample drawn at random has a margin of error (methods.md section 5).
CONFIDENCE = gettext_lazy(
    "Bei der Zufallsauswahl steht ein Vertrauensbereich dabei. Er sagt, wie viel der Zufall bei der Auswahl ausmacht: "
    "Wer 100-mal so auswählt, findet den Anteil unter allen, die antworten würden, in etwa 95 Fällen darin. Er ist aus "
    "den gezeigten Zahlen gerechnet, also eher zu breit. Wer nicht geantwortet hat, fehlt darin. Die Antworten sind "
    "hier nicht gewichtet."
)


def source_of(sources: Sources, findings: Iterable[Finding] = ()) -> str:
    """Release and findings behind the numbers of a table (methods.md section 11 f)."""
    stand = _("Zahlen: Stand %(number)d.") % {"number": sources.release.number}
    references = ", ".join(finding.reference for finding in findings)
    return " ".join([stand, _("Befunde dazu: %(references)s.") % {"references": references}]) if references else stand


def asked(frame: str) -> str:
    """The sentence beside every figure (methods.md section 5)."""
    return f"{capfirst(frame_in_words(frame))}."


def duties(chapter: Chapter, sources: Sources) -> Iterator[dict]:
    """What there has to be in every planning area (methods.md section 8)."""
    yield from beside.duties(sources, source_of(sources))


def participation(chapter: Chapter, sources: Sources) -> Iterator[dict]:
    """Which waves, how people were asked, who answered in classes, and by which thresholds it was judged."""
    yield blocks.heading(_("Die Befragungen"))
    if not sources.waves:
        yield blocks.paragraph(_("Diesem Stand liegt keine Befragung zugrunde."))
    for wave in sources.waves:
        facts = {
            "name": marked(wave, wave.name),
            "first": blocks.day(wave.opens_on),
            "last": blocks.day(_last_day(wave)),
        }
        yield blocks.paragraph(_("„%(name)s“, vom %(first)s bis %(last)s.") % facts + f" {asked(wave.frame)}")
    if any(wave.frame == Frame.REGISTER for wave in sources.waves):
        yield blocks.paragraph(CONFIDENCE)
    for frame in sources.frames:
        yield blocks.table(
            _("So viele haben sich geäußert (%(frame)s)") % {"frame": Frame(frame).label},
            [_("Gruppe"), _("Antworten, in Stufen")],
            [(words, beside.most_answers(sources, frame, group)) for group, words in GROUPS.items()],
            source=f"{source_of(sources)} {asked(frame)}",
        )
        yield from beside.answered(frame, sources, f"{source_of(sources)} {asked(frame)}")
    yield from _thresholds(sources)


def _last_day(wave: Wave) -> date:
    """Some are closed before the day that was planned."""
    return min(wave.closes_on, timezone.localdate(wave.closed_at)) if wave.closed_at else wave.closes_on


def _thresholds(sources: Sources) -> Iterator[dict]:
    limits = sources.release.thresholds
    if limits is None:
        return
    yield blocks.heading(_("So wurde geurteilt"))
    facts = {
        "number": limits.number,
        "day": blocks.day(limits.decided_on),
        "role": limits.role,
        "unmet": round(limits.unmet_share * 100),
        "low": round(limits.low_demand * 100),
        "public": limits.public_answers,
    }
    sentences = (
        _("Es gelten die Schwellenwerte in Fassung %(number)d, beschlossen am %(day)s: %(role)s."),
        _(
            "Ein Bedarf ist klar, wenn sicher mindestens %(unmet)d von 100 Menschen mit einer Meinung sagen: "
            "Da fehlt mir etwas."
        ),
        _("Die Nachfrage gilt als gering, wenn sicher weniger als %(low)d von 100 das brauchen."),
        _("Zahlen stehen nur dort, wo mindestens %(public)d Menschen geantwortet haben."),
    )
    yield blocks.numbers([sentence % facts for sentence in sentences])


def population(chapter: Chapter, sources: Sources) -> Iterator[dict]:
    """Official figures, where some are loaded."""
    yield blocks.heading(_("Menschen ab 65 Jahren"))
    if not sources.older_people:
        yield blocks.paragraph(_("Dafür sind noch keine amtlichen Zahlen geladen."))
        return
    day, origin = sources.official
    yield blocks.table(
        _("Menschen ab 65 Jahren am %(day)s") % {"day": blocks.day(day)},
        [_("Gebiet"), _("Menschen")],
        sources.older_people.items(),
        source=_("Amtliche Zahlen. Quelle: %(source)s. Stand %(number)d.")
        % {"source": origin, "number": sources.release.number},
    )


def part_of_life(chapter: Chapter, sources: Sources) -> Iterator[dict]:
    """Ziel, Bestand, Bedarf, Befunde, Maßnahmen of one Lebensbereich (methods.md section 10)."""
    group = chapter.topic_group
    findings = [finding for finding in sources.findings if finding.topic_group_id == group.pk]
    source = source_of(sources, findings)
    yield blocks.heading(_("Ziel"))
    yield from blocks.paragraphs(chapter.goal) or [blocks.paragraph(blocks.NO_GOAL)]
    yield from _stock(group, sources, source)
    yield from beside.contact_points(group, sources, source)
    yield from _need(group, sources, source)
    yield from beside.sought(group, sources, source)
    yield blocks.heading(_("Befunde"))
    yield from map(blocks.finding, findings)
    if not findings:
        yield blocks.paragraph(_("Zu diesem Lebensbereich gibt es noch keinen Befund."))
    yield blocks.heading(_("Maßnahmen"))
    yield _measure_list(group, sources)


def _places(sources: Sources) -> list[tuple[str, PlanningArea | None]]:
    return [(_("Ganze Stadt"), None), *((area.name, area) for area in sources.planning_areas)]


def _stock(group: TopicGroup, sources: Sources, source: str) -> Iterator[dict]:
    yield blocks.heading(_("Bestand und Ergebnis"))
    cells = [(name, sources.cells.get((group.pk, area.pk if area else None))) for name, area in _places(sources)]
    rows = [(name, stock_words(cell), verdict_words(cell)) for name, cell in cells if cell]
    if not rows:
        yield blocks.paragraph(_("Für diesen Stand ist noch nichts gezählt."))
        return
    columns = [_("Gebiet"), _("Bestand"), _("Ergebnis und Beleg")]
    yield blocks.table(_("Bestand und Ergebnis: %(group)s") % {"group": group}, columns, rows, source=source)
    city = sources.cells.get((group.pk, None))
    if told := list(_beside(city) if city else []):
        yield blocks.numbers(f"{words} ({source.rstrip('.')})" for words in told)


def stock_words(cell: MatchCell) -> str:
    words = [stock_in_words(cell), placed_in_words(cell)]
    if cell.per_thousand is not None:
        density = f"{cell.per_thousand:.2f}".replace(".", ",")
        words.append(_("%(count)s für 1.000 Menschen ab 65") % {"count": density})
    return "; ".join(filter(None, words))


def verdict_words(cell: MatchCell) -> str:
    """The verdict with its grade; where thresholds have changed since people were asked, both stand side by side."""
    words = str(Verdict(cell.verdict).label)
    if cell.verdict != Verdict.TOO_FEW:
        words = f"{words} ({cell.grade}, {Grade(cell.grade).label})"
    if cell.verdict_as_opened:
        opened = Verdict(cell.verdict_as_opened).label
        words += "; " + _("nach den Schwellenwerten vor der Befragung: %(verdict)s") % {"verdict": opened}
    return words


def _beside(city: MatchCell) -> Iterator[str]:
    """What illustrates, in full tens."""
    if city.searches_in_vain:
        yield _("Mindestens %(count)d Suchen im Portal blieben ohne Ergebnis.") % {"count": city.searches_in_vain}
    if city.waiting:
        yield _("Mindestens %(count)d Menschen stehen auf Wartelisten.") % {"count": city.waiting}


def _need(group: TopicGroup, sources: Sources, source: str) -> Iterator[dict]:
    """Older people first, the others beside them; each way of asking by itself."""
    yield blocks.heading(_("Bedarf"))
    if not sources.frames:
        yield blocks.paragraph(_("Dazu gibt es keine Antworten."))
    for frame in sources.frames:
        yield from _need_of(frame, group, sources, source)
    city = sources.cells.get((group.pk, None))
    if city and city.agreement:
        yield blocks.paragraph(agreement_in_words(city))
    if city and city.index:
        yield blocks.paragraph(_index_words(city.index, sources))


def _need_of(frame: str, group: TopicGroup, sources: Sources, source: str) -> Iterator[dict]:
    told = sources.figures_of(frame, group, None)
    areas = [(area.name, sources.figures_of(frame, group, area).get(OLDER)) for area in sources.planning_areas]
    if all(figure.is_hidden for figure in [*told.values(), *(figure for _name, figure in areas if figure)]):
        yield blocks.paragraph(f"{capfirst(Frame(frame).label)}: {TOO_FEW}.")
        return
    yield blocks.bars(
        _("Wer sagt, dass etwas fehlt, in der ganzen Stadt"),
        [_("Gruppe"), _("Da fehlt mir etwas")],
        [_bar(GROUPS[name], figure) for name, figure in told.items()],
        source=f"{source} {asked(frame)}",
    )
    if rows := [_bar(name, figure) for name, figure in areas if figure]:
        yield blocks.bars(
            _("Was ältere Menschen ab 65 sagen, nach Planungsraum"),
            [_("Planungsraum"), _("Da fehlt mir etwas")],
            rows,
            source=f"{source} {asked(frame)}",
        )
    texts = sources.options[REASONS]
    reasons = as_asked(texts, told[OLDER].shares.get("reasons", {})) if OLDER in told else {}
    if rows := [(texts.get(key, key), share, told[OLDER].answers) for key, share in reasons.items()]:
        yield blocks.bars(
            _("Gründe, die ältere Menschen nennen, wenn etwas fehlt"),
            [_("Grund"), _("Anteil")],
            rows,
            source=f"{source} {asked(frame)}",
        )
        if texts.keys() - reasons.keys():
            yield blocks.paragraph(_("Andere Gründe sind nicht gezeigt, damit niemand kleine Zahlen ausrechnen kann."))


def _bar(label: object, figure: Figure) -> tuple:
    if figure.is_hidden:
        return label, TOO_FEW, ""
    answers = _("%(answers)s Antworten") % {"answers": figure.answers}
    if figure.taken_from:
        answers += ", " + _("aus Stand %(number)d") % {"number": figure.taken_from.number}
    if interval := figure.shares.get(INTERVAL):
        answers += ", " + _("Vertrauensbereich %(interval)s") % {"interval": interval}
    return label, figure.shares["unmet"], answers


def _index_words(index: dict, sources: Sources) -> str:
    """Beside the columns, never instead of them (methods.md section 4)."""
    facts = index | {"groups": groups_in_words(index), "number": sources.release.number}
    return (
        _(
            "Wenn jede Gruppe gleich viel zählt, sagen etwa %(value)s: Da fehlt mir etwas. Streuung innerhalb der "
            "Antworten: %(low)s bis %(high)s. Gezählt sind: %(groups)s (Stand %(number)d)."
        )
        % facts
    )


def _measure_list(group: TopicGroup, sources: Sources) -> dict:
    measures = [measure for measure in sources.measures if measure.topic_group_id == group.pk]
    if not measures:
        return blocks.paragraph(_("Zu diesem Lebensbereich gibt es noch keine Maßnahme."))
    return blocks.numbers(
        f"{measure.reference}: {marked(measure, measure.title)} ({measure.get_state_display()})" for measure in measures
    )


def areas(chapter: Chapter, sources: Sources) -> Iterator[dict]:
    """Each planning area with its districts, every Lebensbereich there, and its findings."""
    if not sources.planning_areas:
        yield blocks.paragraph(blocks.NO_AREAS)
    for area in sources.planning_areas:
        findings = [finding for finding in sources.findings if area in finding.planning_areas.all()]
        yield blocks.heading(area.name)
        cells = [(group, sources.cells.get((group.pk, area.pk))) for group in sources.topic_groups]
        yield blocks.table(
            _("Alle Lebensbereiche: %(area)s") % {"area": area.name},
            [_("Lebensbereich"), _("Bestand"), _("Ergebnis und Beleg")],
            [(group, stock_words(cell), verdict_words(cell)) for group, cell in cells if cell],
            source=source_of(sources, findings),
        )
        if findings:
            yield blocks.numbers(f"{finding.reference}: {marked(finding, finding.sentence)}" for finding in findings)


def measures(chapter: Chapter, sources: Sources) -> Iterator[dict]:
    """All measures with everything about them, and what the council decided."""
    yield blocks.heading(_("Alle Maßnahmen"))
    if sources.measures:
        yield blocks.paragraph(blocks.SINCE)
    yield from map(blocks.measure, sources.measures)
    if not sources.measures:
        yield blocks.paragraph(_("Es gibt noch keine Maßnahme."))
    yield blocks.heading(_("Beschlüsse"))
    yield from map(blocks.resolution, sources.resolutions)
    if not sources.resolutions:
        yield blocks.paragraph(_("Es ist noch kein Beschluss eingetragen."))


def not_followed(chapter: Chapter, sources: Sources) -> Iterator[dict]:
    """Measures that don't happen and findings that were withdrawn, each with the reason."""
    rejected = [measure for measure in sources.measures if measure.state == MeasureState.REJECTED]
    told = [f"{row.reference}: {marked(row, row.title)}. {blocks.reason_of(row)}" for row in rejected]
    told += [
        _("%(reference)s (%(places)s), zurückgezogen: %(sentence)s Grund: %(reason)s")
        % {
            "reference": row.reference,
            "sentence": marked(row, row.sentence),
            "places": places_in_words(row),
            "reason": row.withdrawn_reason,
        }
        for row in sources.withdrawn
    ]
    yield blocks.numbers(told) if told else blocks.paragraph(blocks.ALL_OPEN)
