"""What stands beside the numbers of a chapter: what people looked for in vain, whom to turn to, who answered."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from concept.document import blocks
from concept.document.sources import Sources
from concept.expressed import IN_VAIN
from concept.models import Figure
from concept.words import POINTS_EXPLAINED, in_vain_in_words, points_in_words
from needs.counting import OLDER, REASONS
from offers.models import TopicGroup

# The reason that speaks of fragmentation, not of a lack of offers.
NOT_KNOWN = "not_known"


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
