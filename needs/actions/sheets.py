"""Forms that are being filled in: begun, kept page by page, sent once, thrown away, withdrawn."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from secrets import token_hex

from django.db import transaction
from django.utils import timezone

from needs.actions.refusals import LetterIsUsed, SheetIsIncomplete, TooManyBegun, TooManySheets, WaveIsNotOpen
from needs.definitions import Step, frozen_definition, offers_of
from needs.keys import answers_digest, key_digest, key_of
from needs.models import Letter, NeedsPurge, PurgedNeeds, Sheet, Submission, Wave, WaveState
from needs.reading import Reading, missing, read_all
from offers.actions.feedback import TooManyForms, use_allowance
from offers.actions.refusals import Refusal
from offers.reference import reference
from workshops.actions.codes import issue_code
from workshops.models import Code, CodeKind

# As for registrations: a hall or a library is one network.
SHEETS_A_DAY = 300
BEGUN_A_DAY = 1_000
# Who makes coffee between two pages isn't filling in.
LONGEST_ON_A_PAGE = timedelta(minutes=1)


def open_wave_for_all() -> Wave | None:
    """The open call, where one runs."""
    return Wave.objects.running().of_everybody().first()


@transaction.atomic
def begin(*, wave: Wave, language: str, network: str, now: datetime) -> Sheet:
    """A fresh sheet with its code. Raises WaveIsNotOpen, TooManyBegun."""
    if wave.state != WaveState.OPEN or wave.is_invited:
        raise WaveIsNotOpen
    _use_up(f"sheet {network}", BEGUN_A_DAY, TooManyBegun, now)
    return _begin(wave=wave, language=language, now=now)


@transaction.atomic
def begin_with_letter(*, code: Code, language: str, network: str, now: datetime) -> Sheet:
    """The sheet of a letter: fresh, or the one begun with it. Raises WaveIsNotOpen, LetterIsUsed, TooManyBegun."""
    # The lock makes looking whether it is used and using it a single step.
    letter = Letter.objects.select_for_update(of=("self",)).select_related("wave").get(code=code)
    if letter.is_used:
        raise LetterIsUsed
    if letter.wave.state != WaveState.OPEN:
        raise WaveIsNotOpen
    if begun := Sheet.objects.select_related("code", "wave").filter(letter=letter).first():
        return begun
    _use_up(f"sheet {network}", BEGUN_A_DAY, TooManyBegun, now)
    return _begin(wave=letter.wave, language=language, now=now, letter=letter, provider=letter.provider)


def find_sheet(key: str) -> Sheet | None:
    return Sheet.objects.select_related("wave", "code").filter(key_digest=key_digest(key)).first()


@transaction.atomic
def keep(*, key: str, typed: Mapping[str, Sequence[str]], language: str, now: datetime) -> Sheet | None:
    """Keep what was typed on a page, right or wrong; of a sent sheet nothing changes. None where none is kept there."""
    sheet = _locked(key)
    if sheet is None or sheet.sent_at or sheet.wave.state != WaveState.OPEN:
        return sheet
    sheet.data |= {page: list(values) for page, values in typed.items()}
    sheet.seconds += int(min(max(now - sheet.changed_at, timedelta()), LONGEST_ON_A_PAGE).total_seconds())
    sheet.changed_at, sheet.language = now, language
    sheet.save(update_fields=["data", "seconds", "changed_at", "language"])
    return sheet


def steps_of(sheet: Sheet) -> list[Step]:
    """The pages of a sheet, as far as its answers say."""
    definition = frozen_definition(sheet.wave.questionnaire_id)
    return definition.steps(sheet.data, frame=sheet.wave.frame, offers=offers_of(sheet.provider_id))


def problems_of(sheet: Sheet) -> list[Reading]:
    """The pages that have to be put right before a sheet can be sent."""
    readings = read_all(steps_of(sheet), sheet.data, reference())
    return [reading for reading in readings if reading.problem or missing(reading)]


@transaction.atomic
def send(*, key: str, network: str, now: datetime) -> Sheet | None:
    """Put a sheet into the urn; sent a second time nothing happens. None where none is kept there.

    Raises SheetIsIncomplete, WaveIsNotOpen, TooManySheets; then everything typed is still there.
    """
    sheet = _locked(key)
    if sheet is None or sheet.sent_at:
        return sheet
    if sheet.wave.state != WaveState.OPEN:
        raise WaveIsNotOpen
    if problems := problems_of(sheet):
        raise SheetIsIncomplete(problems)
    _use_up(f"sent {network}", SHEETS_A_DAY, TooManySheets, now)
    if sheet.letter_id:
        Letter.objects.filter(pk=sheet.letter_id).update(is_used=True)
    sheet.sent_at, sheet.letter = now, None
    sheet.save(update_fields=["sent_at", "letter"])
    return sheet


@transaction.atomic
def throw_away(*, key: str) -> bool:
    """Delete what was typed. Returns whether it was sent: then it stays, and its code alone leads there."""
    sheet = _locked(key)
    if sheet is None:
        return False
    if sheet.sent_at:
        # Whoever uses the device next finds nothing at the address.
        sheet.key_digest = key_digest(token_hex())
        sheet.save(update_fields=["key_digest"])
        return True
    _delete(sheet)
    return False


@transaction.atomic
def withdraw(*, code: Code, now: datetime) -> bool:
    """Delete what was sent with a code, from the urn or from the answers. Returns whether something was there."""
    # Whoever empties the urn at this moment is waited for; then the answers are found.
    sheet = Sheet.objects.select_for_update().filter(code=code).first()
    counted = Submission.objects.select_for_update().filter(code_digest=answers_digest(code))
    found = sheet or counted.first()
    if found is None:
        return False
    found.delete()
    NeedsPurge.objects.create(
        wave_id=found.wave_id, what=PurgedNeeds.WITHDRAWN, count=1, purged_on=timezone.localdate(now)
    )
    # By its digest: emptying the urn writes codes anew.
    Code.objects.filter(digest=code.digest).delete()
    return True


def _begin(*, wave: Wave, language: str, now: datetime, **fields) -> Sheet:
    code = issue_code(CodeKind.NEEDS_SHEET)
    return Sheet.objects.create(
        wave=wave, language=language, code=code, key_digest=key_digest(key_of(code)), changed_at=now, **fields
    )


def _delete(sheet: Sheet) -> None:
    code = sheet.code
    sheet.delete()
    code.delete()


def _locked(key: str) -> Sheet | None:
    found = Sheet.objects.select_for_update(of=("self",)).select_related("wave", "code")
    return found.filter(key_digest=key_digest(key)).first()


def _use_up(kind_and_network: str, limit: int, refusal: type[Refusal], now: datetime) -> None:
    try:
        use_allowance(network=kind_and_network, today=timezone.localdate(now), limit=limit)
    except TooManyForms as used_up:
        raise refusal from used_up
