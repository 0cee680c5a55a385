"""What people tell us, and what their searches tell without them."""

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from offers.models import (
    Allowance,
    Area,
    ErrorReport,
    MissingHelp,
    Offer,
    SearchMiss,
    Topic,
    UnknownWord,
)

DAYS_UNTIL_READABLE = 3
DAYS_KEPT = 90
MOST_WORDS = 3
LONGEST_WORD = 40
# A house full of older people may share one network: enough for all of them, not for a flood.
FORMS_A_DAY = 30


def report_error(*, offer: Offer, text: str, contact: str, now: datetime) -> ErrorReport:
    return ErrorReport.objects.create(offer=offer, text=text, contact=contact, received_at=now)


def tell_missing_help(*, text: str, area: Area | None, today: date) -> MissingHelp:
    return MissingHelp.objects.create(text=text, area=area, received_on=today)


@transaction.atomic
def count_miss(*, area: Area | None, topics: Sequence[str], unknown_words: Iterable[str], today: date) -> None:
    """Count a search without result: district, day and the best matched topic; no person and no words.

    `topics` are codes, best first. Unknown words are kept as keyed digests until seen on three days.
    """
    topic = Topic.objects.filter(code__in=topics[:1]).first()
    miss, _is_new = SearchMiss.objects.get_or_create(day=today, area=area, topic=topic, defaults={"count": 0})
    SearchMiss.objects.filter(pk=miss.pk).update(count=F("count") + 1)
    # In one order for everybody: two searches at once with the same words must not wait for each other.
    for word in sorted(word[:LONGEST_WORD] for word in list(unknown_words)[:MOST_WORDS]):
        _remember(word, today)


def _remember(word: str, today: date) -> None:
    digest = hmac.new(settings.SECRET_KEY.encode(), word.encode(), hashlib.sha256).hexdigest()
    UnknownWord.objects.get_or_create(digest=digest)
    seen = UnknownWord.objects.select_for_update().get(digest=digest)
    if today not in seen.days:
        seen.days.append(today)
        seen.word = word if len(seen.days) >= DAYS_UNTIL_READABLE else ""
        seen.save(update_fields=["days", "word"])


def forget_old_words(*, today: date) -> int:
    """Delete digests that weren't searched for 90 days and never became readable. Returns how many."""
    recent = [today - timedelta(days=ago) for ago in range(DAYS_KEPT)]
    return UnknownWord.objects.filter(word="").exclude(days__overlap=recent).delete()[0]


class TooManyForms(Exception):
    """Raised with the sentence for the visitor."""

    def __str__(self):
        return gettext("Von hier kamen heute schon viele Meldungen. Rufen Sie uns an, wir schreiben es auf.")


def use_allowance(*, network: str, today: date, limit: int = FORMS_A_DAY) -> None:
    """Count a sent form of a network; raises TooManyForms when it sent its share of the day.

    Kinds of forms with a limit of their own put a word before the network, so that each is counted apart.
    No address is kept: only a digest whose key changes every day, and it is deleted in the night.
    """
    key = f"{settings.SECRET_KEY}{today.isoformat()}"
    digest = hmac.new(key.encode(), network.encode(), hashlib.sha256).hexdigest()
    Allowance.objects.bulk_create([Allowance(digest=digest, day=today)], ignore_conflicts=True)
    # Looking and counting are one statement: nobody slips in between.
    if not Allowance.objects.filter(digest=digest, count__lt=limit).update(count=F("count") + 1):
        raise TooManyForms


def forget_allowances(*, today: date) -> int:
    return Allowance.objects.filter(day__lt=today).delete()[0]
