"""What stands beside the numbers of a chapter: what people looked for in vain, whom to turn to, who answered."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from concept.document import blocks
from concept.document.sources import Sources
from concept.expressed import IN_VAIN
from concept.words import in_vain_in_words
from needs.counting import OLDER
from offers.models import TopicGroup


def sought(group: TopicGroup, sources: Sources, source: str) -> Iterator[dict]:
    """What older people looked for in vain, by the way of asking that decides (methods.md section 8)."""
    for figure in sources.figures:
        if (figure.question, figure.group, figure.frame) != (IN_VAIN, OLDER, sources.frames[0]) or figure.is_hidden:
            continue
        topics = {topic.slug: topic.plain_name for topic in sources.topics_of(group)}
        if told := in_vain_in_words(figure.shares["chosen"], topics):
            answers = figure.answers
            if figure.taken_from:
                answers = _("%(answers)s, aus Stand %(number)d") % {
                    "answers": answers,
                    "number": figure.taken_from.number,
                }
            facts = {"topics": "; ".join(told), "answers": answers, "source": source.rstrip(".")}
            words = _("Vergeblich gesucht haben ältere Menschen: %(topics)s. Antworten: %(answers)s. (%(source)s)")
            yield blocks.numbers([words % facts])
