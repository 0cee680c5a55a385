"""Forms that are being filled in: nothing is lost, nothing counts twice."""

from datetime import timedelta

import pytest

from needs.actions import sheets
from needs.actions.refusals import (
    LetterIsUsed,
    SheetIsIncomplete,
    TooManyBegun,
    TooManySheets,
    WaveIsNotOpen,
)
from needs.actions.sheets import (
    begin,
    begin_with_letter,
    find_sheet,
    keep,
    open_wave_for_all,
    problems_of,
    send,
    throw_away,
    withdraw,
)
from needs.actions.waves import close_wave, issue_letters
from needs.keys import key_of
from needs.models import Frame, NeedsPurge, Sheet
from tests.factories import NOW, make_provider
from tests.needs_factories import NETWORK, REQUIRED, make_sheet, make_wave, send_sheet
from workshops.models import Code

pytestmark = pytest.mark.django_db


def letter_of(wave, **options):
    return issue_letters(wave_id=wave.pk, **(options or {"number": 1}))[0]


def begun_with(letter):
    return begin_with_letter(code=letter.code, language="de", network=NETWORK, now=NOW)


def test_open_wave_for_all_is_the_open_call():
    assert open_wave_for_all() is None
    make_wave(frame=Frame.REGISTER)
    wave = make_wave()
    assert open_wave_for_all() == wave


@pytest.mark.parametrize("fields", [{"is_open": False}, {"frame": Frame.REGISTER}], ids=["not yet", "by letter"])
def test_begin_refuses_what_is_not_open_to_all(fields):
    with pytest.raises(WaveIsNotOpen):
        begin(wave=make_wave(**fields), language="de", network=NETWORK, now=NOW)


def test_begin_refuses_a_network_past_its_share(monkeypatch):
    monkeypatch.setattr(sheets, "BEGUN_A_DAY", 1)
    wave = make_wave()
    begin(wave=wave, language="de", network=NETWORK, now=NOW)
    with pytest.raises(TooManyBegun):
        begin(wave=wave, language="de", network=NETWORK, now=NOW)
    begin(wave=wave, language="de", network="198.51.100.0/24", now=NOW)


def test_keep_adds_a_page_and_counts_a_break_as_one_minute():
    sheet = make_sheet(answers={"7": ["sure"]})
    key = key_of(sheet.code)
    keep(key=key, typed={"10": ["yes"]}, language="en", now=NOW + timedelta(seconds=20))
    keep(key=key, typed={"10": ["no"]}, language="en", now=NOW + timedelta(days=3))
    kept = find_sheet(key)
    assert (kept.data, kept.seconds, kept.language, kept.changed_at) == (
        REQUIRED | {"7": ["sure"], "10": ["no"]},
        80,
        "en",
        NOW + timedelta(days=3),
    )


def test_keep_changes_nothing_of_a_sent_sheet_nor_after_the_wave():
    sent, late = make_sheet(wave := make_wave()), make_sheet(wave)
    send_sheet(sent)
    close_wave(wave_id=wave.pk, now=NOW)
    for sheet in (sent, late):
        keep(key=key_of(sheet.code), typed={"7": ["no"]}, language="de", now=NOW)
        assert find_sheet(key_of(sheet.code)).data == REQUIRED


def test_nothing_is_kept_at_an_address_that_was_not_given():
    assert keep(key="0" * 32, typed={"7": ["no"]}, language="de", now=NOW) is None
    assert send(key="0" * 32, network=NETWORK, now=NOW) is None
    assert throw_away(key="0" * 32) is False
    assert not Sheet.objects.exists()


def test_send_names_the_pages_to_put_right():
    sheet = make_sheet(answers={"1": [], "3": ["mannheim"], "13": ["x" * 1_001]})
    with pytest.raises(SheetIsIncomplete) as refused:
        send_sheet(sheet)
    assert [reading.step.name for reading in refused.value.readings] == ["1", "3", "13"]
    assert find_sheet(key_of(sheet.code)).sent_at is None
    assert len(problems_of(find_sheet(key_of(sheet.code)))) == 3


def test_send_twice_counts_once():
    sheet = make_sheet()
    first = send_sheet(sheet)
    again = send_sheet(sheet, now=NOW + timedelta(hours=1))
    assert (again.pk, again.sent_at) == (first.pk, NOW)


def test_send_refuses_after_the_wave_and_past_a_networks_share(monkeypatch):
    wave = make_wave()
    monkeypatch.setattr(sheets, "SHEETS_A_DAY", 1)
    send_sheet(make_sheet(wave))
    waiting = make_sheet(wave)
    with pytest.raises(TooManySheets):
        send_sheet(waiting)
    close_wave(wave_id=wave.pk, now=NOW)
    with pytest.raises(WaveIsNotOpen):
        send_sheet(waiting)
    assert find_sheet(key_of(waiting.code)).data == REQUIRED


def test_a_letter_opens_one_sheet_and_is_used_when_it_is_sent():
    letter = letter_of(make_wave(frame=Frame.REGISTER))
    sheet = begun_with(letter)
    assert begun_with(letter).pk == sheet.pk
    keep(key=key_of(sheet.code), typed=REQUIRED, language="de", now=NOW)
    sent = send_sheet(sheet)
    letter.refresh_from_db()
    assert (letter.is_used, sent.letter) == (True, None)
    with pytest.raises(LetterIsUsed):
        begun_with(letter)


def test_a_letter_of_a_wave_that_is_over_opens_nothing():
    wave = make_wave(frame=Frame.REGISTER)
    letter = letter_of(wave)
    close_wave(wave_id=wave.pk, now=NOW)
    with pytest.raises(WaveIsNotOpen):
        begun_with(letter)


def test_the_letter_of_an_organisation_makes_the_sheet_its_own():
    provider = make_provider()
    letter = letter_of(make_wave(frame=Frame.ORGANISATIONS), providers=[provider])
    assert begun_with(letter).provider == provider


def test_throw_away_deletes_what_was_not_sent_with_its_code():
    letter = letter_of(make_wave(frame=Frame.REGISTER))
    sheet = begun_with(letter)
    assert throw_away(key=key_of(sheet.code)) is False
    assert not Sheet.objects.exists()
    assert list(Code.objects.all()) == [letter.code]
    # The letter opens a fresh one.
    assert begun_with(letter).data == {}


def test_throw_away_leaves_what_was_sent():
    sheet = send_sheet(make_sheet())
    assert throw_away(key=key_of(sheet.code)) is True
    assert Sheet.objects.get() == sheet
    # The code alone leads there now.
    assert find_sheet(key_of(sheet.code)) is None


def test_withdraw_notes_that_something_went_and_happens_once():
    sheet = send_sheet(make_sheet())
    assert withdraw(code=sheet.code, now=NOW)
    assert (Sheet.objects.count(), Code.objects.count()) == (0, 0)
    assert NeedsPurge.objects.get().count == 1
    assert withdraw(code=sheet.code, now=NOW) is False
