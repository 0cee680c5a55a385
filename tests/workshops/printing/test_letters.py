"""Letters and invitations on paper: their address in the window, and their words."""

import fcntl
import re

import pytest

from offers.printing import PrinterIsBusy
from tests.factories import NOW
from tests.printed import positions, read, tags, text
from tests.workshop_factories import BY_LETTER, BY_MAIL, make_registration
from tests.workshop_sheets import PHONE, a_workshop, code, make_invitations, notices
from workshops import printing
from workshops.actions.notices import tell
from workshops.models import ContactDetails, Notice, NoticeKind

pytestmark = pytest.mark.django_db


def test_letter_has_its_address_where_the_window_is():
    registration = make_registration(a_workshop(), names=["Ada Beispiel", "Bea Beispiel"], contact=BY_LETTER)
    placed = positions(printing.letter(registration.notices.get(), now=NOW))
    address = ["Ada Beispiel", "Bea Beispiel", "Musterweg 1", "67655 Kaiserslautern"]
    # DIN 5008, form B: the field is 80 mm wide from 25 mm on; the address fills it from 62.7 to 90 mm, text from 98.5.
    assert [placed[line] for line in address] == [
        (25.0, 66.5, 13.0),
        (25.0, 72.3, 13.0),
        (25.0, 78.1, 13.0),
        (25.0, 83.9, 13.0),
    ]
    assert placed["Stadt Musterstadt · Musterweg 1 · 12345 Musterstadt"] == (25.0, 62.0, 8.0)
    assert placed["0631\N{NO-BREAK SPACE}5550100"][:2] == (125.0, 60.5)
    assert min(top for _left, top, _size in placed.values() if top > 90) >= 98.5
    assert {size for words, (_left, _top, size) in placed.items() if size < 13} == {8.0}


def test_letter_shrinks_a_long_address_into_the_window():
    names = ["Maria-Magdalena Freifrau von und zu Schwarzenberg-Hohenlohe", "Bea Beispiel", "Cem Beispiel"]
    registration = make_registration(a_workshop(), names=names, contact=BY_LETTER)
    placed = positions(printing.letter(registration.notices.get(), now=NOW))
    left, top, size = placed["67655 Kaiserslautern"]
    assert (left, top <= 90, size) == (25.0, True, 10.0)


def test_letter_says_the_words_of_its_notice():
    registration = make_registration(a_workshop(), contact=BY_LETTER)
    assert text(printing.letter(registration.notices.get(), now=NOW)).startswith(
        "Stadt Kaiserslautern Hilfe in Ihrem Stadtteil Stadt Musterstadt · Musterweg 1 · 12345 Musterstadt "
        f"Ada Beispiel Musterweg 1 67655 Kaiserslautern Telefon {PHONE} Kaiserslautern, 23. November 2026 "
        "Ihre Anmeldung: Gut wohnen Guten Tag, Ihre Anmeldung ist da. Sie haben einen Platz. "
    )


def test_letters_of_all_kinds_are_one_document():
    registration = make_registration(a_workshop(state_reason="Der Saal ist gesperrt."), contact=BY_LETTER)
    for kind in NoticeKind:
        tell(registration, kind, now=NOW)
    made = printing.letters(notices(registration.workshop), now=NOW)
    assert [page.extract_text().count("Guten Tag") for page in read(made).pages] == [1] * len(NoticeKind)
    assert tags(made).count("/H1") == len(NoticeKind)


def test_letter_to_who_is_not_known_any_more_has_no_address(settings):
    settings.CITY_FACTS = settings.CITY_FACTS | {"address": ""}
    settings.HELP_PHONE = ""
    registration = make_registration(a_workshop(), contact=BY_LETTER)
    ContactDetails.objects.all().delete()
    notice = Notice.objects.for_lists().get(registration=registration)
    assert text(printing.letter(notice, now=NOW)).startswith(
        "Stadt Kaiserslautern Hilfe in Ihrem Stadtteil Kaiserslautern, 23. November 2026 Ihre Anmeldung: Gut wohnen"
    )


def test_letter_to_who_chose_mail_has_the_name_only():
    registration = make_registration(a_workshop(), contact=BY_MAIL)
    words = text(printing.letter(registration.notices.get(), now=NOW))
    assert f"12345 Musterstadt Ada Beispiel Telefon {PHONE}" in words


def test_invitation_says_who_invites_to_what_and_how_to_register():
    one, other = make_invitations(a_workshop(), 2)
    first, second = read(printing.invitation_letters([one, other], now=NOW)).pages
    assert re.sub(r"\s+", " ", first.extract_text()).strip() == (
        "Stadt Kaiserslautern Hilfe in Ihrem Stadtteil Stadt Musterstadt · Musterweg 1 · 12345 Musterstadt "
        f"Telefon {PHONE} Kaiserslautern, 23. November 2026 "
        "Einladung: Gut wohnen Guten Tag, die Stadt Kaiserslautern lädt Sie ein. "
        "Wir sprechen darüber, was älteren Menschen fehlt. Eingeladen sind Sie für die Gruppe: Seniorenbeirat. "
        "Die Teilnahme kostet nichts. Sie können bis zu drei Personen anmelden. "
        "Wann Montag, 7. Dezember 2026, 14 bis 17 Uhr "
        "Wo Alte Schmiede, Saal 2, Musterstraße 1, 67655 Musterstadt "
        "Anfahrt Haltestelle Rathaus, 120 Meter entfernt "
        "Zugang Zugang ohne Stufen. Keine Toilette für Rollstuhl "
        f"So melden Sie sich an Rufen Sie an: {PHONE} Ihr Code: {code(one)} "
        "Oder im Internet: hilfe.example/code Dort tragen Sie Ihren Code ein. "
        "Mit freundlichem Gruß, Ihre Stadt Kaiserslautern"
    )
    assert code(other) in re.sub(r"\s+", " ", second.extract_text())


def test_many_letters_wait_for_another_long_document(settings):
    invitations = make_invitations(a_workshop(), 31)
    with (settings.STATE_DIR / "printing.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(PrinterIsBusy):
            printing.invitation_letters(invitations, now=NOW)
        assert len(read(printing.invitation_letters(invitations[:30], now=NOW)).pages) == 30


def test_invitation_without_telephone_names_the_internet(settings):
    settings.HELP_PHONE = ""
    words = text(printing.invitation_letters(make_invitations(a_workshop(), 1), now=NOW))
    assert "So melden Sie sich an Ihr Code:" in words
    assert "Im Internet:" in words
    assert "Telefon" not in words
