"""Letters with codes, to people and to organisations."""

import fcntl
import re

import pytest

from needs.actions.waves import issue_letters
from needs.models import Frame, Letter, Wave
from needs.printing import letters_of
from offers.printing import PrinterIsBusy
from tests.factories import NOW, make_provider
from tests.needs_paper import PHONE, a_wave, code, organisations
from tests.printed import read

pytestmark = pytest.mark.django_db
PRIVACY_OF_LETTERS = (
    "Verantwortlich ist die Stadt. Nach 3 Jahren löscht sie die Antworten, vom Ende der Befragung an. Sie dürfen "
    "fragen, widersprechen und sich beschweren, beim Landesbeauftragten für den Datenschutz in Mainz."
)


def printed_letters(wave: Wave) -> list[str]:
    letters = list(Letter.objects.filter(wave=wave).for_printing())
    return [re.sub(r"\s+", " ", page.extract_text()).strip() for page in read(letters_of(wave, letters, now=NOW)).pages]


def test_letters_to_people_hold_a_code_and_nothing_else_that_tells_them_apart():
    wave = a_wave(frame=Frame.REGISTER)
    issue_letters(wave_id=wave.pk, number=12)
    codes = [code(letter) for letter in wave.letters.in_order()]
    made = printed_letters(wave)
    printed = [found for page in made for found in re.findall(r"\d{3} \d{3} \d{3} \d{3}", page)]
    assert sorted(printed) == sorted(codes)
    # Not in the order of any table.
    assert printed != codes
    assert {page.replace(printed[place], "CODE") for place, page in enumerate(made)} == {
        "Stadt Kaiserslautern Hilfe in Ihrem Stadtteil Stadt Musterstadt · Musterweg 1 · 12345 Musterstadt "
        f"Telefon {PHONE} Kaiserslautern, 23. November 2026 Was fehlt Ihnen? Guten Tag, "
        "die Stadt Kaiserslautern fragt: Was fehlt älteren Menschen? Ihre Adresse wurde dafür zufällig ausgewählt. "
        "Wir fragen ohne Namen. Welcher Code in welchem Brief liegt, weiß niemand. "
        "Rechtsgrundlage der Auswahl: Satzung (erfunden) "
        "Ihr Code: CODE Diesen Code tragen Sie im Internet ein: hilfe.example/code "
        "Der Code gilt für 1 Bogen, bis 28. Februar 2027. Zeigen Sie ihn niemandem. "
        "Lieber am Telefon oder auf Papier? Rufen Sie uns an. Wir fragen Sie, oder wir schicken den Bogen. "
        "Sie antworten freiwillig. Wer nicht antwortet, hat keinen Nachteil. "
        f"{PRIVACY_OF_LETTERS} "
        "Mit freundlichem Gruß, Ihre Stadt Kaiserslautern"
    }


def test_letter_to_an_organisation_bears_its_name_and_address(settings):
    settings.HELP_PHONE = ""
    wave = organisations()
    street = {"street": "Musterweg 7", "postal_code": "67655", "town": "Kaiserslautern"}
    issue_letters(wave_id=wave.pk, providers=[make_provider(name="Diakonisches Werk", **street)])
    [made] = printed_letters(wave)
    assert made == (
        "Stadt Kaiserslautern Hilfe in Ihrem Stadtteil Stadt Musterstadt · Musterweg 1 · 12345 Musterstadt "
        "Diakonisches Werk Musterweg 7 67655 Kaiserslautern Kaiserslautern, 23. November 2026 Was fehlt Ihnen? "
        "Guten Tag, die Stadt Kaiserslautern fragt: Was fehlt älteren Menschen? "
        "Wir möchten die Stellungnahme Ihrer Einrichtung. "
        "Sie steht unter dem Namen „Diakonisches Werk“. Jede Einrichtung antwortet einmal. "
        f"Ihr Code: {code(wave.letters.get())} Diesen Code tragen Sie im Internet ein: hilfe.example/code "
        "Der Code gilt für 1 Bogen, bis 28. Februar 2027. Zeigen Sie ihn niemandem. "
        "Lieber auf Papier? Schreiben Sie an die Adresse oben. Wir schicken Ihnen den Bogen. "
        "Sie antworten freiwillig. Wer nicht antwortet, hat keinen Nachteil. "
        f"{PRIVACY_OF_LETTERS} "
        "Mit freundlichem Gruß, Ihre Stadt Kaiserslautern"
    )


def test_letter_takes_one_page_with_all_it_may_have_to_say(settings):
    settings.TRIAL = True
    wave = a_wave(frame=Frame.REGISTER, is_open=False, is_example=True, legal_basis="Satzung " * 37)
    issue_letters(wave_id=wave.pk, number=1)
    [made] = printed_letters(wave)
    assert "Beispiel: Diese Befragung gibt es nicht." in made


def test_many_letters_wait_for_another_long_document(settings):
    wave = a_wave(frame=Frame.REGISTER)
    issue_letters(wave_id=wave.pk, number=31)
    with (settings.STATE_DIR / "printing.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(PrinterIsBusy):
            printed_letters(wave)
        Letter.objects.filter(wave=wave).first().delete()
        assert len(printed_letters(wave)) == 30
