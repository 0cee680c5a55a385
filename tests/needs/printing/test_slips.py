"""The slip with a code: how to go on, and until when."""

from datetime import date

import pytest

from needs.models import Wave
from needs.printing import slip
from tests.factories import NOW
from tests.needs_factories import make_sheet, send_sheet
from tests.needs_paper import PHONE, a_wave, code, sizes
from tests.printed import read, tags, text

pytestmark = pytest.mark.django_db


def test_slip_says_how_to_go_on_and_until_when():
    sheet = make_sheet(a_wave())
    made = slip(sheet, language="de", now=NOW)
    assert text(made) == (
        f"Was fehlt Ihnen? Ihr Code: {code(sheet)} Zeigen Sie den Code niemandem. "
        "Sie können bis 23. Dezember 2026 weitermachen. Danach löschen wir, was Sie nicht abgeschickt haben. "
        "So machen Sie weiter Öffnen Sie im Internet: hilfe.example/code Tragen Sie dort Ihren Code ein. "
        f"Fragen? Rufen Sie an: {PHONE}"
    )
    assert [round(float(side) / 72 * 25.4) for side in read(made).pages[0].mediabox[2:]] == [148, 210]
    assert min(sizes(made)) == 18
    assert "/Figure: QR-Code: die Seite, auf der Sie Ihren Code eintragen" in tags(made)


def test_slip_ends_with_its_wave_and_names_no_telephone_where_there_is_none(settings):
    settings.HELP_PHONE = ""
    settings.TRIAL = True
    wave = a_wave(is_example=True)
    Wave.objects.filter(pk=wave.pk).update(closes_on=date(2026, 11, 30))
    made = text(slip(make_sheet(Wave.objects.get(pk=wave.pk)), language="de", now=NOW))
    assert "Ihnen? Probebetrieb, Angaben nicht geprüft Beispiel: Diese Befragung gibt es nicht." in made
    assert "Sie können bis 30. November 2026 weitermachen." in made
    assert "Rufen" not in made


def test_slip_of_a_sent_sheet_leads_to_what_becomes_of_it():
    sheet = send_sheet(make_sheet(a_wave()))
    made = text(slip(sheet, language="en", now=NOW))
    assert made == (
        f"What is missing for you? Your code: {code(sheet)} Do not show the code to anybody. "
        "Your answers have arrived. With the code you can see later what becomes of them, or withdraw everything. "
        "How to look it up On the internet, open: hilfe.example/en/code Type your code there. "
        f"Questions? Call us: {PHONE}"
    )
