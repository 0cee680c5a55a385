"""Two requests at once: nothing counts twice, nothing is lost, nothing is left half done."""

from datetime import timedelta

import pytest

from needs.actions.refusals import LetterIsUsed, TooManySheets
from needs.actions.sheets import begin_with_letter, keep, send, withdraw
from needs.actions.urn import empty_urn
from needs.actions.waves import close_wave, issue_letters
from needs.keys import key_of
from needs.models import Answer, Frame, Letter, NeedsPurge, Sheet, Submission
from tests.at_once import at_once
from tests.factories import NOW
from tests.needs_factories import NETWORK, REQUIRED, make_sheet, make_wave, send_sheet
from workshops.models import Code, CodeKind

pytestmark = pytest.mark.django_db(transaction=True)
# Equal ones have stopped coming by then.
NIGHT = NOW + timedelta(hours=2)


def make_letters(number: int = 1) -> list[Letter]:
    wave = make_wave(frame=Frame.REGISTER)
    return issue_letters(wave_id=wave.pk, number=number)


def open_letter(letter: Letter) -> Sheet:
    return begin_with_letter(code=letter.code, language="de", network=NETWORK, now=NOW)


def sending(sheet: Sheet, *, network: str = NETWORK):
    return lambda: send(key=key_of(sheet.code), network=network, now=NOW)


@pytest.mark.parametrize("requests", [2, 8])
def test_letter_opened_by_several_requests_at_once_is_one_sheet(requests):
    [letter] = make_letters()
    opened = at_once(*[lambda: open_letter(letter)] * requests)
    assert [sheet.pk for sheet in opened] == [Sheet.objects.get().pk] * requests
    assert Code.objects.filter(kind=CodeKind.NEEDS_SHEET).count() == 1


def test_letter_that_is_sent_and_opened_at_once_counts_once():
    [letter] = make_letters()
    sheet = open_letter(letter)
    keep(key=key_of(sheet.code), typed=REQUIRED, language="de", now=NOW)
    sent, *opened = at_once(sending(sheet), *[lambda: open_letter(letter)] * 4)
    assert sent.sent_at == NOW
    assert {type(each) for each in opened} <= {LetterIsUsed, Sheet}
    assert Sheet.objects.get() == sent
    assert Letter.objects.get().is_used


@pytest.mark.parametrize("requests", [2, 8])
def test_sheet_sent_by_several_requests_at_once_counts_once(requests):
    sheet = make_sheet()
    done = at_once(*[sending(sheet)] * requests)
    assert {each.sent_at for each in done} == {NOW}
    close_wave(wave_id=sheet.wave_id, now=NOW)
    assert (empty_urn(now=NIGHT), Submission.objects.count()) == (1, 1)


def test_urn_emptied_by_several_workers_at_once_counts_each_sheet_once():
    wave = make_wave()
    for _number in range(25):
        send_sheet(make_sheet(wave, answers={"6-beratung": ["missing"]}))
    assert sorted(at_once(*[lambda: empty_urn(now=NIGHT)] * 4)) == [0, 0, 0, 25]
    assert (Submission.objects.count(), Answer.objects.count(), Sheet.objects.count()) == (25, 25, 0)
    assert Code.objects.count() == 25


def test_urn_emptied_while_people_send_loses_nobody():
    wave = make_wave()
    for _number in range(10):
        send_sheet(make_sheet(wave))
    waiting = [make_sheet(wave) for _number in range(6)]
    at_once(lambda: empty_urn(now=NIGHT), *map(sending, waiting), lambda: empty_urn(now=NIGHT))
    assert Submission.objects.count() + Sheet.objects.sent().count() == 16
    close_wave(wave_id=wave.pk, now=NOW)
    empty_urn(now=NIGHT)
    assert Submission.objects.count() == 16


def test_letters_used_while_the_urn_is_emptied_stay_used():
    letters = make_letters(16)
    for letter in letters:
        keep(key=key_of(open_letter(letter).code), typed=REQUIRED, language="de", now=NOW)
    sheets = list(Sheet.objects.select_related("code"))
    for sheet in sheets[:10]:
        send_sheet(sheet)
    answers = at_once(
        lambda: empty_urn(now=NIGHT), lambda: empty_urn(now=NIGHT), *map(sending, sheets[10:]), *map(opening, letters)
    )
    assert {type(each) for each in answers} <= {int, Sheet, LetterIsUsed}
    assert Letter.objects.unused().count() == 0


def opening(letter: Letter):
    return lambda: open_letter(letter)


def test_page_saved_while_the_sheet_is_sent_is_whole_or_not_there():
    sheet = make_sheet()
    late = {"6-beratung": ["missing"]}
    sent, kept = at_once(sending(sheet), lambda: keep(key=key_of(sheet.code), typed=late, language="de", now=NOW))
    last = Sheet.objects.get()
    assert last.sent_at == sent.sent_at == NOW
    # Sent first: the page was refused, and says so. Saved first: it was sent too.
    assert (kept.sent_at is None) == (last.data.get("6-beratung") == ["missing"])


@pytest.mark.parametrize("attempt", range(4))
def test_sheet_withdrawn_while_the_urn_is_emptied_is_gone_altogether(attempt):
    wave = make_wave()
    sheets = [send_sheet(make_sheet(wave, answers={"13": ["Mir fehlt ein Bus."]})) for _number in range(11)]
    code = Code.objects.get(pk=sheets[attempt].code_id)
    counted, withdrawn, again = at_once(
        lambda: empty_urn(now=NIGHT), lambda: withdraw(code=code, now=NOW), lambda: withdraw(code=code, now=NOW)
    )
    assert sorted([withdrawn, again]) == [False, True]
    assert counted in (10, 11)
    assert (Submission.objects.count(), Sheet.objects.count(), Code.objects.count()) == (10, 0, 10)
    assert not Code.objects.filter(digest=code.digest).exists()
    assert NeedsPurge.objects.get().count == 1


def test_last_sheets_of_a_network_are_counted_one_by_one(monkeypatch):
    monkeypatch.setattr("needs.actions.sheets.SHEETS_A_DAY", 2)
    wave = make_wave()
    sheets = [make_sheet(wave) for _number in range(5)]
    answers = at_once(*map(sending, sheets))
    assert sorted(type(each).__name__ for each in answers) == ["Sheet"] * 2 + [TooManySheets.__name__] * 3
    assert Sheet.objects.sent().count() == 2
