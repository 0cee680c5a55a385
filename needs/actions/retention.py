"""What is deleted, when, and the protocol of it (docs/privacy.md). Everything here may run as often as one likes."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from needs.keys import answers_digest
from needs.models import (
    Answer,
    Batch,
    Context,
    Contribution,
    NeedsPurge,
    PurgedNeeds,
    Question,
    RawReading,
    Sheet,
    Submission,
    Wave,
)
from offers.models import ErrorReport, MissingHelp
from workshops.models import Code, CodeKind

# Answers to questions about the whole form are columns: when something stands there, and what stands there afterwards.
COLUMNS = {
    Context.ROLES: (~Q(roles=[]), {"roles": []}),
    Context.HELPED: (Q(is_helped=True), {"is_helped": False}),
    Context.AREA: (Q(area__isnull=False) | ~Q(no_district=""), {"area": None, "no_district": ""}),
    Context.AGE: (~Q(age_band=""), {"age_band": ""}),
    Context.SEX: (~Q(sex=""), {"sex": ""}),
}
# What contributions have copied of their form.
COPIES = {
    Context.ROLES: (~Q(groups=[]), {"groups": []}),
    Context.AREA: (Q(area__isnull=False), {"area": None}),
}


def purge(*, now: datetime) -> dict[str, int]:
    """Delete what may no longer be kept; once a night. What was done, each with its number, in German for the log.

    It asks only what is there, never what it has done before: after a backup was restored it deletes again.
    """
    return {
        "angefangene Bögen gelöscht": _purge_sheets(now),
        "Antworten nach Ablauf der Frist gelöscht": sum(_purge_answers(wave, now) for wave in Wave.objects.closed()),
        "freie Texte nach Ablauf der Frist gelöscht": _purge_texts(now),
        "leere Bögen mit ihren Codes gelöscht": _purge_emptied(now),
        "Vermerke über Einsichten gelöscht": _purge_readings(now),
    }


def paper_to_destroy(*, now: datetime) -> int:
    """Batches whose paper nobody needs any more: somebody has to shred it and say so."""
    return Batch.objects.to_destroy(now - timedelta(days=settings.PAPER_DAYS)).count()


def questions_over(wave: Wave, *, now: datetime) -> list[Question]:
    """Those of a closed wave whose answers may not be kept any more."""
    return [
        question
        for question in Question.objects.filter(questionnaire=wave.questionnaire_id)
        if wave.closed_at + timedelta(days=question.kept_days or settings.ANSWER_DAYS) <= now
    ]


@transaction.atomic
def _purge_sheets(now: datetime) -> int:
    """Begun, never sent and not touched; with its code. A letter can be used again then."""
    untouched = Sheet.objects.being_written().untouched_since(now - timedelta(days=settings.DRAFT_DAYS))
    # Whoever saves or sends at this moment keeps the sheet.
    found = list(untouched.select_for_update(skip_locked=True).values_list("pk", "wave", "code"))
    Sheet.objects.filter(pk__in=[sheet for sheet, _wave, _code in found]).delete()
    Code.objects.filter(pk__in=[code for _sheet, _wave, code in found if code]).delete()
    _note(PurgedNeeds.SHEETS, [wave for _sheet, wave, _code in found], now)
    return len(found)


@transaction.atomic
def _purge_answers(wave: Wave, now: datetime) -> int:
    """Answers to the questions whose time is over; of those about the whole form the column is emptied."""
    over = questions_over(wave, now=now)
    count = Answer.objects.filter(submission__wave=wave, question__in=over).delete()[0]
    for context in {question.context for question in over} & COLUMNS.keys():
        filled, blank = COLUMNS[context]
        count += Submission.objects.filter(filled, wave=wave).update(**blank)
    for context in {question.context for question in over} & COPIES.keys():
        filled, blank = COPIES[context]
        Contribution.objects.filter(filled, submission__wave=wave).update(**blank)
    _note(PurgedNeeds.ANSWERS, [wave.pk] * count, now)
    return count


@transaction.atomic
def _purge_emptied(now: datetime) -> int:
    """Forms of which nothing is left, with their codes."""
    over = Submission.objects.filter(wave__closed_at__lte=now - timedelta(days=settings.ANSWER_DAYS))
    found = {pk: (wave, code) for pk, wave, code in over.saying_nothing().values_list("pk", "wave", "code_digest")}
    Submission.objects.filter(pk__in=found).delete()
    opening = {code for _wave, code in found.values() if code}
    codes = Code.objects.filter(kind=CodeKind.NEEDS_SHEET) if opening else ()
    Code.objects.filter(digest__in=[code.digest for code in codes if answers_digest(code) in opening]).delete()
    _note(PurgedNeeds.EMPTIED, [wave for wave, _code in found.values()], now)
    return len(found)


@transaction.atomic
def _purge_texts(now: datetime) -> int:
    """The words as they were written, with what they were taken from; what was redacted for others to read stays."""
    today = timezone.localdate(now)
    texts = Contribution.objects.with_text()
    over = texts.filter(received_in__lte=today - timedelta(days=settings.TEXT_DAYS)) | texts.filter(
        pk__in=_with_question_over(now)
    )
    waves = list(over.values_list("submission__wave", flat=True))
    for origin in (ErrorReport, MissingHelp):
        origin.objects.filter(contribution__in=over).delete()
    over.update(text="", text_deleted_on=today)
    _note(PurgedNeeds.TEXTS, waves, now)
    return len(waves)


def _with_question_over(now: datetime) -> list[int]:
    """Texts whose question says how long they are kept, where that is over."""
    limited = Contribution.objects.with_text().filter(
        question__kept_days__isnull=False, submission__wave__closed_at__isnull=False
    )
    found = limited.values_list("pk", "question__kept_days", "submission__wave__closed_at")
    return [pk for pk, kept_days, closed_at in found if closed_at + timedelta(days=kept_days) <= now]


@transaction.atomic
def _purge_readings(now: datetime) -> int:
    old = RawReading.objects.filter(read_at__lte=now - timedelta(days=settings.READING_DAYS))
    waves = list(old.values_list("wave", flat=True))
    old.delete()
    _note(PurgedNeeds.READINGS, waves, now)
    return len(waves)


def _note(what: PurgedNeeds, waves: Iterable[int | None], now: datetime) -> None:
    """One line of the protocol for each wave."""
    NeedsPurge.objects.bulk_create(
        NeedsPurge(wave_id=wave, what=what, count=count, purged_on=timezone.localdate(now))
        for wave, count in Counter(waves).items()
    )
