"""Letters that come back on paper: each counts once, whether it was typed in or sent on screen."""

import pytest

from needs.actions.entering import printed_steps
from needs.actions.refusals import LetterIsNeeded, LetterIsUnknown, LetterWasTyped, SheetIsIncomplete
from needs.actions.sheets import begin_with_letter, keep, send
from needs.keys import key_of
from needs.models import Frame, Sheet
from tests.factories import NOW, make_offer, make_provider
from tests.needs_factories import NETWORK, make_batch, make_wave, type_sheet
from tests.typing_in import digits_of, figures, letter_of
from workshops.models import Code

pytestmark = pytest.mark.django_db


def test_a_letter_counts_once_and_leaves_no_trace_on_the_sheet():
    wave = make_wave(frame=Frame.REGISTER)
    batch, letter = make_batch(wave), letter_of(wave)
    for code, refusal in (("", LetterIsNeeded), ("123 456 789 012", LetterIsUnknown)):
        with pytest.raises(refusal):
            type_sheet(batch, code=code)
    sheet = type_sheet(batch, code=digits_of(letter))
    letter.refresh_from_db()
    assert (letter.is_used, sheet.letter, sheet.code, sheet.provider) == (True, None, None, None)
    with pytest.raises(LetterWasTyped):
        type_sheet(batch, code=digits_of(letter))
    assert figures(batch)[0] == 1


def test_a_letter_of_another_wave_is_unknown():
    wave = make_wave(frame=Frame.REGISTER)
    other = letter_of(make_wave(frame=Frame.REGISTER))
    with pytest.raises(LetterIsUnknown):
        type_sheet(make_batch(wave), code=digits_of(other))


def test_a_refused_sheet_uses_no_letter():
    wave = make_wave(frame=Frame.REGISTER)
    letter = letter_of(wave)
    with pytest.raises(SheetIsIncomplete):
        type_sheet(make_batch(wave), {"4": ["60_64", "65_74"], "1": ["council", "providers"]}, code=digits_of(letter))
    letter.refresh_from_db()
    assert letter.is_used is False


def test_paper_goes_before_what_was_begun_on_screen_with_the_same_letter():
    wave = make_wave(frame=Frame.REGISTER)
    letter = letter_of(wave)
    begun = begin_with_letter(code=letter.code, language="de", network=NETWORK, now=NOW)
    sheet = type_sheet(make_batch(wave), code=digits_of(letter))
    assert list(Sheet.objects.all()) == [sheet]
    assert not Code.objects.filter(pk=begun.code_id).exists()


def test_paper_comes_too_late_after_a_sheet_was_sent_with_the_letter():
    wave = make_wave(frame=Frame.REGISTER)
    letter = letter_of(wave)
    begun = begin_with_letter(code=letter.code, language="de", network=NETWORK, now=NOW)
    keep(key=key_of(begun.code), typed={"1": ["council"], "3": ["not_said"]}, language="de", now=NOW)
    send(key=key_of(begun.code), network=NETWORK, now=NOW)
    with pytest.raises(LetterWasTyped):
        type_sheet(make_batch(wave), code=digits_of(letter))


def test_an_organisation_is_asked_about_its_offers():
    provider = make_provider(name="Verein für Nachbarschaft")
    offer = make_offer(title="Besuchsdienst", providers=[provider])
    wave = make_wave(frame=Frame.ORGANISATIONS)
    letter = letter_of(wave, providers=[provider])
    names = [step.name for step in printed_steps(wave, provider.pk)]
    assert f"24-{offer.slug}" in names
    assert not {"4", "5", "14"} & {*names}
    sheet = type_sheet(make_batch(wave), {"25": ["money"]}, code=digits_of(letter))
    assert (sheet.provider, sheet.data) == (provider, {"25": ["money"], "3": ["not_said"]})
