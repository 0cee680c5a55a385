"""What the rows call themselves at the desk and in its log: never a person."""

import pytest

from needs.actions.urn import empty_urn
from needs.actions.waves import close_wave, issue_letters
from needs.models import Answer, Frame, LifeArea, NeedsPurge, PurgedNeeds, Sheet
from tests.factories import NOW, TODAY
from tests.needs_factories import make_sheet, make_wave, send_sheet

pytestmark = pytest.mark.django_db


def test_rows_of_a_form_name_nobody():
    wave = make_wave()
    sheet = send_sheet(make_sheet(wave, answers={"6-beratung": ["fine"]}))
    assert str(Sheet.objects.get()) == f"Bogen {sheet.pk}"
    close_wave(wave_id=wave.pk, now=NOW)
    empty_urn(now=NOW)
    answer = Answer.objects.get()
    assert str(answer) == f"Antwort {answer.pk}"
    assert [str(area) for area in LifeArea.objects.order_by("position")] == ["Beratung", "Hilfe zu Hause"]


def test_letters_and_the_protocol_name_nobody():
    letter = issue_letters(wave_id=make_wave(frame=Frame.REGISTER).pk, number=1)[0]
    assert str(letter) == f"Brief {letter.pk}"
    line = NeedsPurge.objects.create(what=PurgedNeeds.SHEETS, count=3, purged_on=TODAY)
    assert str(line) == "angefangene Bögen: 3"
