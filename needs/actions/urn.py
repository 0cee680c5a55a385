"""The urn: sent sheets become answers, a shuffled pile at a time (docs/adr/0027)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from secrets import SystemRandom

from django.db import connection, transaction
from django.utils import timezone

from needs.actions.sheets import steps_of
from needs.definitions import Step
from needs.keys import answers_digest
from needs.models import (
    Answer,
    Context,
    Contribution,
    Kind,
    Letter,
    NoDistrict,
    Sheet,
    Source,
    Submission,
    Wave,
    WaveState,
)
from needs.reading import Reading, read_all
from offers.models import Topic
from offers.reference import Reference, reference
from workshops.models import Code

# Fewer wait for others, as long as others can come: who was in the pile is one of at least so many.
FEWEST = 10
FLOOD_WINDOW = timedelta(hours=1)
_chance = SystemRandom()


def empty_urn(*, now: datetime) -> int:
    """Turn what was sent into submissions. Returns how many; running it twice does no harm."""
    waves = Wave.objects.filter(sheets__sent_at__isnull=False).distinct().order_by("pk")
    return sum(_empty(wave.pk, now) for wave in waves)


@transaction.atomic
def _empty(wave_id: int, now: datetime) -> int:
    # One at a time; people go on answering meanwhile.
    wave = Wave.objects.select_for_update(of=("self",), no_key=True).select_related("thresholds").get(pk=wave_id)
    sent = Sheet.objects.sent().filter(wave=wave, batch__isnull=True) | Sheet.objects.sent().filter(
        wave=wave, batch__closed_at__isnull=False
    )
    # Sheets that are being withdrawn at this moment wait for the next time.
    sheets = list(sent.select_for_update(of=("self",), skip_locked=True).select_related("wave", "code", "batch"))
    fewest = 1
    if wave.state == WaveState.OPEN:
        sheets, fewest = _settled(sheets, now), FEWEST
    if len(sheets) < fewest:
        return 0
    _chance.shuffle(sheets)
    flagged = _floods(sheets, wave.thresholds.equal_answers)
    known, topics = reference(), dict(Topic.objects.values_list("slug", "pk"))
    piles = [_answered(sheet, known, topics, is_flagged=sheet.pk in flagged) for sheet in sheets]
    Submission.objects.bulk_create(submission for submission, _answers, _texts in piles)
    Answer.objects.bulk_create((answer for _s, answers, _t in piles for answer in answers), batch_size=5_000)
    Contribution.objects.bulk_create(text for _s, _a, texts in piles for text in texts)
    Sheet.objects.filter(pk__in=[sheet.pk for sheet in sheets]).delete()
    _shuffle_codes([sheet.code for sheet in sheets if sheet.code])
    _shuffle_used_letters(wave)
    return len(sheets)


def _answered(
    sheet: Sheet, known: Reference, topics: dict[str, int], *, is_flagged: bool
) -> tuple[Submission, list[Answer], list[Contribution]]:
    """A sheet in rows. Pages that are no longer on the path, and what can't be read, are left out."""
    readings = [reading for reading in read_all(steps_of(sheet), sheet.data, known) if reading.is_answered]
    context = {reading.step.question.context: reading.values for reading in readings}
    submission = Submission(
        wave=sheet.wave,
        code_digest=answers_digest(sheet.code) if sheet.code else "",
        channel=sheet.channel,
        language=sheet.language,
        received_in=_month(sheet.sent_at),
        roles=list(context.get(Context.ROLES, ())),
        is_helped="helping" in context.get(Context.HELPED, ()),
        age_band=_one(context, Context.AGE),
        sex=_one(context, Context.SEX),
        minutes=-(-sheet.seconds // 60) or None,
        provider_id=sheet.provider_id,
        batch_id=sheet.batch_id,
        is_flagged=is_flagged,
        **_place(_one(context, Context.AREA), known),
    )
    answers = [
        answer
        for reading in readings
        if not reading.step.question.context and reading.step.question.kind != Kind.TEXT
        for answer in _rows(submission, reading, topics)
    ]
    texts = [_contribution(submission, reading) for reading in readings if reading.step.question.kind == Kind.TEXT]
    return submission, answers, texts


def _rows(submission: Submission, reading: Reading, topics: dict[str, int]) -> Iterable[Answer]:
    step: Step = reading.step
    options = {option.key: option.pk for option in step.options}
    for value in reading.values:
        yield Answer(
            submission=submission,
            question_id=step.question.pk,
            option_id=options.get(value),
            topic_id=None if value in options else topics[value],
            topic_group_id=step.subject and step.subject.topic_group_id,
            offer_id=step.subject and step.subject.offer_id,
        )


def _contribution(submission: Submission, reading: Reading) -> Contribution:
    return Contribution(
        source=Source.FORM,
        text=reading.values[0],
        may_be_quoted=reading.may_be_quoted,
        received_in=submission.received_in,
        groups=submission.roles,
        area_id=submission.area_id,
        submission=submission,
        question_id=reading.step.question.pk,
        is_example=submission.wave.is_example,
    )


def _settled(sheets: list[Sheet], now: datetime) -> list[Sheet]:
    """Without equal ones that may go on coming: a flood is counted whole, or an emptying in its midst would hide it."""
    coming: set[int] = set()
    for same in _equal(sheets):
        run, later = set(), now
        for sheet in reversed(same):
            if later - sheet.sent_at > FLOOD_WINDOW:
                break
            run.add(sheet.pk)
            later = sheet.sent_at
        coming |= run if len(run) > 1 else set()
    return [sheet for sheet in sheets if sheet.pk not in coming]


def _floods(sheets: list[Sheet], limit: int) -> set[int]:
    """The sheets of which at least `limit` equal ones were sent within an hour (methods.md section 4)."""
    flagged: set[int] = set()
    for same in _equal(sheets):
        for first, last in zip(same, same[limit - 1 :], strict=False):
            if last.sent_at - first.sent_at <= FLOOD_WINDOW:
                flagged |= {sheet.pk for sheet in same if first.sent_at <= sheet.sent_at <= last.sent_at}
    return flagged


def _equal(sheets: list[Sheet]) -> Iterable[list[Sheet]]:
    """Those that say the same, each group by the time of sending."""
    equal: dict[str, list[Sheet]] = defaultdict(list)
    for sheet in sorted(sheets, key=lambda sheet: sheet.sent_at):
        # Paper comes in piles, typed in one after the other: the hour says nothing there.
        if sheet.batch_id is None:
            # A page that was only looked at says as much as one that wasn't.
            equal[repr(sorted((page, sorted(values)) for page, values in sheet.data.items() if values))].append(sheet)
    return equal.values()


def _place(value: str, known: Reference) -> dict:
    return {"no_district": value} if value in NoDistrict else {"area": known.areas.get(value)}


def _one(context: dict[str, tuple[str, ...]], name: str) -> str:
    return next(iter(context.get(name, ())), "")


def _month(moment: datetime) -> date:
    return timezone.localdate(moment).replace(day=1)


@transaction.atomic
def shuffle_notes() -> None:
    """Telephone notes and their codes, written anew together: nothing tells before which registration one was made."""
    kept = Contribution.objects.filter(code__isnull=False).select_related("code")
    notes = list(kept.select_for_update(of=("self",)))
    Contribution.objects.filter(pk__in=[note.pk for note in notes]).update(code=None)
    renewed = _shuffle_codes([note.code for note in notes])
    _chance.shuffle(notes)
    for note in notes:
        Contribution.objects.filter(pk=note.pk).update(code=renewed[note.code.digest])


def _shuffle_codes(codes: list[Code]) -> dict[str, Code]:
    """Codes of a pile get new numbers, in an order of their own; by digest.

    So even who holds the secret key beside the database doesn't learn from a code when it was given out: right after
    which registration, say.
    """
    _chance.shuffle(codes)
    Code.objects.filter(pk__in=[code.pk for code in codes]).delete()
    renewed = Code.objects.bulk_create(Code(digest=code.digest, nonce=code.nonce, kind=code.kind) for code in codes)
    return {code.digest: code for code in renewed}


def _shuffle_used_letters(wave: Wave) -> None:
    """PostgreSQL shows in which order rows were last written: all used letters are written anew, in a random one."""
    used = list(Letter.objects.filter(wave=wave, is_used=True).values_list("pk"))
    _chance.shuffle(used)
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE needs_letter SET is_used = true WHERE id = %s", used)
