"""The counts behind published figures go with the answers they were counted from (docs/privacy.md).

The published words stay: they were made so that they tell of nobody. It asks only what is there, so after a backup was
restored it deletes again.
"""

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from concept.models import CountPurge, FigureCount
from needs.actions.retention import questions_over
from needs.counting import IMPORTANCE, OPINION, REASONS
from needs.models import Context, Wave

# Who counts in which group and place: every figure rests on these.
ON_EVERYTHING = {Context.ROLES, Context.AGE, Context.AREA}


@transaction.atomic
def purge_counts(*, now: datetime) -> int:
    """Returns how many went; of each release there is a line in the protocol."""
    over = Q(pk__in=())
    for wave in Wave.objects.closed().filter(releases__isnull=False).distinct():
        over |= _over(wave, now)
    found = dict(FigureCount.objects.filter(over).values_list("pk", "figure__release"))
    FigureCount.objects.filter(pk__in=found).delete()
    CountPurge.objects.bulk_create(
        CountPurge(release_id=release, count=count, purged_on=timezone.localdate(now))
        for release, count in Counter(found.values()).items()
    )
    return len(found)


def _over(wave: Wave, now: datetime) -> Q:
    """Counts that a part of has to be forgotten: one wave of several is enough."""
    questions = questions_over(wave, now=now)
    keys = {question.key for question in questions}
    about = Q(figure__question__in=keys)
    if keys & {OPINION, IMPORTANCE, REASONS}:
        about |= Q(figure__topic_group__isnull=False)
    if ON_EVERYTHING & {question.context for question in questions}:
        about = Q()
    return Q(figure__release__waves=wave, figure__frame=wave.frame) & about
