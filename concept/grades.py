"""How well something is backed: A, B or C (methods.md section 5)."""

from collections.abc import Iterable

from concept.models import EvidenceKind, Grade
from needs.models import Frame

# So many people with an opinion: below, the interval of a share of one half is wider than 17 points to either side.
ENOUGH = 30
# What can back what people said when asked, as another of the four sources of need (J. Bradshaw, A taxonomy of social
# need, 1972): asked for, by waiting lists; normative; comparative. Statements of a theme are of the same source as a
# wave, felt need. Searches in vain and telephone notes illustrate, they never raise a grade. Stock is no need.
OTHER_SOURCES = frozenset((EvidenceKind.WAITING, EvidenceKind.NORM, EvidenceKind.COMPARISON))


def grade(*, frame: str | None, answers: int, other_sources: Iterable[str]) -> Grade:
    """`answers` are people with an opinion, `other_sources` the kinds of evidence that say the same.

    A: a random sample, 30 answers, and another source. B: 30 answers of any frame, and another source. C: the rest, and
    so everything that rests on opt-in answers alone.
    """
    if not frame or answers < ENOUGH or not OTHER_SOURCES.intersection(other_sources):
        return Grade.HINT
    return Grade.PROVEN if frame == Frame.REGISTER else Grade.BACKED
