"""Paper and telephone at the desk: batches, sheets typed in, and the sample that a second person types again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import F, Max

from needs.actions.refusals import (
    BatchIsClosed,
    BatchIsOpen,
    LetterIsNeeded,
    LetterIsUnknown,
    LetterWasTyped,
    NumbersAreFixed,
    PaperIsDestroyed,
    SecondEntryIsTooShort,
    SecondPersonIsNeeded,
    SheetIsGone,
    SheetIsIncomplete,
    SheetIsTyped,
    SheetWasCompared,
    WaveIsInPreparation,
)
from needs.actions.sheets import steps_of
from needs.definitions import MORE_PAGE, QUOTE_SUFFIX, YES, Data, Step, frozen_definition, offers_of
from needs.models import Batch, Channel, Kind, Letter, Meaning, Part, Sheet, Wave, WaveState
from needs.reading import read_all
from offers.reference import reference
from workshops import codes
from workshops.actions.codes import issue_code
from workshops.models import CodeKind, StakeholderGroup

# Whoever is called away isn't typing; a telephone interview takes its time.
LONGEST = {Channel.PAPER: 900, Channel.WORKSHOP: 900, Channel.PHONE: 3_600}


@transaction.atomic
def add_batch(*, wave: Wave, channel: str, source: str, storage_place: str) -> Batch:
    """A new pile with the next number. Raises WaveIsInPreparation, NumbersAreFixed."""
    # Who fixes the numbers at this moment is waited for.
    wave = Wave.objects.select_for_update(of=("self",), no_key=True).get(pk=wave.pk)
    if wave.state == WaveState.PREPARING:
        raise WaveIsInPreparation
    if wave.numbers_fixed_at:
        raise NumbersAreFixed
    # The lock makes looking for the last number and taking the next one a single step.
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE needs_batch IN SHARE ROW EXCLUSIVE MODE")
    last = Batch.objects.aggregate(last=Max("number"))["last"] or 0
    return Batch.objects.create(number=last + 1, wave=wave, channel=channel, source=source, storage_place=storage_place)


@transaction.atomic
def close_batch(*, batch_id: int, now: datetime) -> Batch:
    """Its sheets go with the next emptying of the urn; none is added or changed any more. Raises BatchIsClosed."""
    batch = _open_batch(batch_id)
    batch.closed_at = now
    batch.save(update_fields=["closed_at"])
    if batch.channel != Channel.PHONE:
        # How long typing took says nothing of how long somebody needed to answer: it stays with the batch alone.
        Sheet.objects.filter(batch=batch).update(seconds=0)
    return batch


@transaction.atomic
def destroy_paper(*, batch_id: int, on: date) -> Batch:
    """Note that the paper is gone. Raises BatchIsOpen, PaperIsDestroyed."""
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    if batch.closed_at is None:
        raise BatchIsOpen
    if batch.destroyed_on:
        raise PaperIsDestroyed
    batch.destroyed_on = on
    batch.save(update_fields=["destroyed_on"])
    return batch


def printed_steps(wave: Wave, provider_id: int | None) -> list[Step]:
    """Everything that may stand on a sheet of paper, for all groups, in its order."""
    definition = frozen_definition(wave.questionnaire_id)
    return definition.possible_steps(StakeholderGroup.values, frame=wave.frame, offers=offers_of(provider_id))


def provider_of(wave: Wave, code: str) -> int | None:
    """The organisation that a letter went to: its offers stand on its sheet."""
    letters = Letter.objects.filter(wave=wave, code__digest=codes.digest(codes.read(code)))
    return letters.values_list("provider_id", flat=True).first()


def next_number(batch: Batch) -> int:
    return (Sheet.objects.filter(batch=batch).aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def enter(*, batch_id: int, number: int, data: Data, code: str, seconds: int, by, now: datetime) -> Sheet:
    """Put a typed sheet into the urn, where it waits until its batch is closed.

    Raises BatchIsClosed, SheetIsTyped, SheetIsIncomplete, LetterIsNeeded, LetterIsUnknown, LetterWasTyped.
    """
    batch = _open_batch(batch_id)
    if Sheet.objects.filter(batch=batch, number=number).exists():
        raise SheetIsTyped(number=number, free=next_number(batch))
    letter = _use_letter(batch.wave, code) if batch.wave.is_invited else None
    sheet = Sheet(
        wave=batch.wave,
        channel=batch.channel,
        batch=batch,
        number=number,
        provider_id=letter and letter.provider_id,
        seconds=max(0, min(seconds, LONGEST[batch.channel])),
        entered_by=by,
        changed_at=now,
        sent_at=now,
    )
    _fill(sheet, data)
    if batch.channel == Channel.PHONE:
        # Read out at the end of the call: it shows later what became of the answers.
        sheet.code = issue_code(CodeKind.NEEDS_SHEET)
    sheet.save()
    Batch.objects.filter(pk=batch.pk).update(sheets=F("sheets") + 1, seconds=F("seconds") + sheet.seconds)
    return sheet


@transaction.atomic
def correct(*, batch_id: int, number: int, data: Data, by, now: datetime) -> Sheet:
    """Type one's own sheet anew. Raises BatchIsClosed, SheetIsGone, SheetIsIncomplete."""
    sheet = _own_sheet(batch_id, number, by)
    _fill(sheet, data)
    sheet.changed_at = now
    sheet.save(update_fields=["data", "changed_at"])
    return sheet


@transaction.atomic
def remove(*, batch_id: int, number: int, by) -> None:
    """Delete one's own sheet; the code of its letter stays used.

    Raises BatchIsClosed, SheetIsGone, SheetWasCompared.
    """
    sheet = _own_sheet(batch_id, number, by)
    if sheet.is_compared:
        # What the error rate was measured on stays in it.
        raise SheetWasCompared
    code, seconds = sheet.code, sheet.seconds
    sheet.delete()
    if code:
        code.delete()
    Batch.objects.filter(pk=batch_id).update(sheets=F("sheets") - 1, seconds=F("seconds") - seconds)


@dataclass(frozen=True)
class Compared:
    """One page as two people typed it; of free text only whether it may be quoted."""

    page: str
    step: Step
    first: tuple[str, ...]
    second: tuple[str, ...]

    @property
    def differs(self) -> bool:
        return set(self.first) != set(self.second)


@transaction.atomic
def second_entry(*, batch_id: int, number: int, by) -> Sheet:
    """The sheet that this person may type a second time, unchanged.

    Raises BatchIsClosed, SheetIsGone, SheetWasCompared, SecondPersonIsNeeded.
    """
    if not Batch.objects.open().filter(pk=batch_id).exists():
        raise BatchIsClosed
    sheet = _sheets(batch_id).filter(number=number).first()
    if sheet is None:
        raise SheetIsGone
    if sheet.is_compared:
        raise SheetWasCompared
    if sheet.entered_by_id == by.pk:
        raise SecondPersonIsNeeded
    return sheet


@transaction.atomic
def compare(*, batch_id: int, number: int, data: Data, right: Mapping[str, str], by, now: datetime) -> list[Compared]:
    """Lay a second entry beside the first. Returns the pages that differ and wait for a word which is right.

    `right` says "first" or "second" for a page. Once it does for all that differ they are put right, the figures of
    the batch count them, and nothing else is kept of the second entry. Raises what `second_entry` raises,
    SheetIsIncomplete and SecondEntryIsTooShort.
    """
    batch = _open_batch(batch_id)
    sheet = second_entry(batch_id=batch_id, number=number, by=by)
    pages = _lay_side_by_side(sheet, data)
    differing = [page for page in pages if page.differs]
    again = [bool(data.get(page.page)) or not page.differs for page in pages if page.first]
    if differing and (not any(data.values()) or 2 * sum(again) < len(again)):
        # Whoever types nothing would be shown what the other one typed.
        raise SecondEntryIsTooShort
    if open_pages := [page for page in differing if right.get(page.page) not in ("first", "second")]:
        return open_pages
    sheet.data |= {page.page: list(page.second) for page in differing if right[page.page] == "second"}
    sheet.is_compared, sheet.changed_at = True, now
    sheet.save(update_fields=["data", "is_compared", "changed_at"])
    Batch.objects.filter(pk=batch.pk).update(
        compared_sheets=F("compared_sheets") + 1,
        compared_answers=F("compared_answers") + len(pages),
        differing_answers=F("differing_answers") + len(differing),
    )
    return []


def _lay_side_by_side(sheet: Sheet, data: Data) -> list[Compared]:
    """The pages that at least one of the two has answered."""
    second = Sheet(wave=sheet.wave, provider_id=sheet.provider_id)
    _fill(second, data)
    steps = {step.name: step for typed in (sheet, second) for step in steps_of(typed)}
    pages = []
    for step in steps.values():
        page = f"{step.name}{QUOTE_SUFFIX}" if step.question.kind == Kind.TEXT else step.name
        first, again = (tuple(typed.data.get(page, ())) for typed in (sheet, second))
        if first or again:
            pages.append(Compared(page, step, first, again))
    return pages


def _fill(sheet: Sheet, data: Data) -> None:
    """Lay what was typed into a sheet, as far as it was typed. Raises SheetIsIncomplete.

    Paper is paper: where an answer is needed on screen and the sheet has none, it counts as "möchte ich nicht sagen"
    where that can be said; a sheet that doesn't say who answers belongs to no group.
    """
    sheet.data = {page: list(values) for page, values in data.items() if values}
    if any(step.name in sheet.data for step in printed_steps(sheet.wave, sheet.provider_id) if _is_more(step)):
        sheet.data[MORE_PAGE] = [YES]
    for step in steps_of(sheet):
        not_said = [option.key for option in step.options if option.meaning == Meaning.NOT_SAID]
        if step.question.is_required and not_said:
            sheet.data.setdefault(step.name, not_said)
    if problems := [reading for reading in read_all(steps_of(sheet), sheet.data, reference()) if reading.problem]:
        raise SheetIsIncomplete(problems)


def _is_more(step: Step) -> bool:
    return step.question.part == Part.MORE


def _use_letter(wave: Wave, code: str) -> Letter:
    """The letter of a typed code, used up from now on; what was begun with it on screen goes: the paper has arrived."""
    typed = codes.read(code)
    if not typed:
        raise LetterIsNeeded
    letters = Letter.objects.filter(wave=wave, code__digest=codes.digest(typed))
    # A sheet that is being sent with this letter at this moment is waited for, and the letter then found used.
    list(Sheet.objects.select_for_update().filter(letter__in=letters))
    letter = letters.select_for_update().first()
    if letter is None:
        raise LetterIsUnknown
    if letter.is_used:
        raise LetterWasTyped
    for begun in Sheet.objects.filter(letter=letter).select_related("code"):
        begun.delete()
        begun.code.delete()
    letter.is_used = True
    letter.save(update_fields=["is_used"])
    return letter


def _open_batch(batch_id: int) -> Batch:
    """Locked, so that nobody closes it in between. Raises BatchIsClosed."""
    batch = Batch.objects.select_for_update(of=("self",)).select_related("wave").get(pk=batch_id)
    if batch.closed_at:
        raise BatchIsClosed
    return batch


def _own_sheet(batch_id: int, number: int, by) -> Sheet:
    _open_batch(batch_id)
    sheet = _sheets(batch_id).filter(number=number, entered_by=by).first()
    if sheet is None:
        raise SheetIsGone
    return sheet


def _sheets(batch_id: int):
    """Locked one by one: somebody may be withdrawing a telephone interview at this moment."""
    return Sheet.objects.filter(batch=batch_id).select_for_update(of=("self",)).select_related("wave", "code")
