"""What stands beside the numbers of a chapter: what the law asks for, who answered, whom to turn to."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from concept.document import blocks
from concept.document.sources import Sources
from concept.expressed import IN_VAIN
from concept.models import Figure
from concept.words import DUTIES, FLOOR_WORDS, POINTS_EXPLAINED, in_vain_in_words, points_in_words
from needs.counting import OLDER, REASONS
from needs.disclosure import TOO_FEW
from needs.models import Frame, PlanningArea
from offers.models import TopicGroup

# The reason that speaks of fragmentation, not of a lack of offers.
NOT_KNOWN = "not_known"


def duties(sources: Sources, source: str) -> Iterator[dict]:
    """The floor of § 71 by planning area; who reads it shall know that the topics are our own proposal."""
    if not sources.planning_areas:
        return
    yield blocks.heading(_("Was es überall geben muss"))
    yield blocks.paragraph(
        _(
            "§ 71 Absatz 2 SGB XII nennt sechs Aufgaben. „Ja“ heißt: Dafür gibt es mindestens ein geprüftes, "
            "erreichbares Angebot ohne Stufen. Welches Thema eine Aufgabe erfüllt, ist ein Vorschlag. Die Stadt prüft "
            "das noch."
        )
    )
    yield blocks.table(
        _("Aufgaben nach § 71 Absatz 2 SGB XII, am %(day)s") % {"day": blocks.day(sources.counted_on)},
        [_("Aufgabe"), _("In den Planungsräumen")],
        [(f"{number}. {words}", _answers(number, sources)) for number, words in DUTIES.items()],
        source=source,
    )


def _answers(number: int, sources: Sources) -> str:
    found = {area.name: FLOOR_WORDS[sources.floor[number, area.pk]] for area in sources.planning_areas}
    if len({*found.values()}) == 1:
        return _("überall: %(answer)s") % {"answer": next(iter(found.values()))}
    return "; ".join(f"{name}: {answer}" for name, answer in found.items())


def most_answers(sources: Sources, frame: str, group: str, areas: Iterable[PlanningArea | None] = ()) -> str:
    """The highest class among the Lebensbereiche: says nothing that the tables of the annex don't say."""
    classes = [
        figure.answers
        for figure in sources.figures
        if (figure.frame, figure.group) == (frame, group)
        and figure.topic_group
        and not figure.is_hidden
        and (not areas or figure.planning_area in areas)
    ]
    return max(classes, key=lambda words: int(words.split()[0]), default=str(TOO_FEW))


def answered(frame: str, sources: Sources, source: str) -> Iterator[dict]:
    """Who answered beside the register (methods.md section 5): older people by planning area."""
    told = {area: most_answers(sources, frame, OLDER, [area]) for area in sources.planning_areas}
    if {*told.values()} <= {str(TOO_FEW)}:
        return
    columns, rows = [_("Planungsraum"), _("Antworten, in Stufen")], [[area.name, words] for area, words in told.items()]
    if sources.official:
        day, origin = sources.official
        columns.append(_("Menschen ab 65 Jahren"))
        for area, row in zip(told, rows, strict=True):
            number = sources.older_in[area.pk]
            row.append(_("nicht bekannt") if number is None else number)
        source += " " + _("Amtliche Zahlen vom %(day)s: %(origin)s.") % {"day": blocks.day(day), "origin": origin}
    caption = _("So viele ältere Menschen haben sich geäußert, nach Planungsraum (%(frame)s)")
    yield blocks.table(caption % {"frame": Frame(frame).label}, columns, rows, source=source)


def sought(group: TopicGroup, sources: Sources, source: str) -> Iterator[dict]:
    """What older people looked for in vain, by the way of asking that decides (methods.md section 8)."""
    for figure in sources.figures:
        if (figure.question, figure.group, figure.frame) != (IN_VAIN, OLDER, sources.frames[0]) or figure.is_hidden:
            continue
        topics = {topic.slug: topic.plain_name for topic in sources.topics_of(group)}
        if told := in_vain_in_words(figure.shares["chosen"], topics):
            facts = {"topics": "; ".join(told), "answers": answers_of(figure), "source": source.rstrip(".")}
            words = _("Vergeblich gesucht haben ältere Menschen: %(topics)s. Antworten: %(answers)s. (%(source)s)")
            yield blocks.numbers([words % facts])


def contact_points(group: TopicGroup, sources: Sources, source: str) -> Iterator[dict]:
    """Fragmentation by topic, and beside it who doesn't know what there is (methods.md section 9)."""
    topics, points = sources.topics_of(group), sources.contact_points
    if not topics:
        return
    yield blocks.table(
        _("Anlaufstellen: %(group)s, am %(day)s") % {"group": group, "day": blocks.day(sources.counted_on)},
        [_("Thema"), _("Mit geprüften Angeboten"), _("Mit den nicht geprüften")],
        [(topic.plain_name, *(points_in_words(bound.get(topic.pk)) for bound in points)) for topic in topics],
        source=source,
    )
    yield blocks.paragraph(POINTS_EXPLAINED)
    older = sources.figures_of(sources.frames[0], group, None).get(OLDER) if sources.frames else None
    if older and (share := older.shares.get("reasons", {}).get(NOT_KNOWN)):
        facts = {
            "reason": sources.options[REASONS].get(NOT_KNOWN, NOT_KNOWN),
            "share": share,
            "answers": answers_of(older),
            "source": source.rstrip("."),
        }
        words = _("Ältere Menschen, denen hier etwas fehlt, nennen als Grund „%(reason)s“: %(share)s.")
        yield blocks.numbers([words % facts + " " + _("Antworten: %(answers)s. (%(source)s)") % facts])


def answers_of(figure: Figure) -> str:
    """In classes, with the release that they are from."""
    if not figure.taken_from:
        return figure.answers
    return _("%(answers)s, aus Stand %(number)d") % {"answers": figure.answers, "number": figure.taken_from.number}
