"""What staff hold: who comes, badges, needs and calls."""

import re

import pytest

from tests.factories import NOW
from tests.printed import positions, read, text
from tests.workshop_factories import BY_LETTER, BY_MAIL, BY_PHONE, make_registration
from tests.workshop_sheets import LONG_WORD, a_workshop
from workshops import printing
from workshops.actions.notices import tell
from workshops.actions.seats import cancel
from workshops.models import AccessNeed, ContactDetails, NoticeKind, Origin, Registration, Seat

pytestmark = pytest.mark.django_db


def test_attendance_list_is_by_surname_with_those_who_wait_apart():
    workshop = a_workshop(seats=4)
    make_registration(workshop, names=["Zoe Öztürk", "Ada Beispiel"], wheelchairs=1)
    make_registration(workshop, names=["Otto Nagel"], contact=None)
    make_registration(workshop, names=["Karl Kommt"], contact=None, origin=Origin.WALK_IN)
    make_registration(workshop, names=["Wim Wartet", "Wally Wartet"])
    make_registration(workshop, names=["Anna Adler"])
    cancel(registration_id=make_registration(workshop, names=["Gitta Geht"]).pk, now=NOW)
    assert text(printing.attendance_list(workshop, now=NOW)) == (
        "Teilnahmeliste Gut wohnen Montag, 7. Dezember 2026, 14 bis 17 Uhr, Alte Schmiede "
        "Mit Platz: 3 Personen da Name Personen Platz "
        "Ada Beispiel mit Zoe Öztürk 2 hat einen Platz "
        "ohne Namen 1 hat einen Platz "
        "Zoe Öztürk mit Ada Beispiel 2 hat einen Platz "
        "Warteliste, in dieser Reihenfolge da Name Personen Platz "
        "Wim Wartet mit Wally Wartet 2 auf der Warteliste Wally Wartet mit Wim Wartet 2 auf der Warteliste "
        "Anna Adler 1 auf der Warteliste "
        "Hilfe in Ihrem Stadtteil Gedruckt am 23. November 2026 Seite 1 von 1"
    )


def test_lists_of_an_empty_workshop_say_so():
    workshop = a_workshop()
    assert "Mit Platz: 0 Personen Hilfe" in text(printing.attendance_list(workshop, now=NOW))
    assert "Niemand hat um Hilfe gebeten." in text(printing.needs_list(workshop, now=NOW))
    assert "Niemand ist anzurufen." in text(printing.call_list(workshop, now=NOW))
    # A page of empty badges.
    assert text(printing.badges(workshop, now=NOW)) == " ".join(["Gut wohnen"] * 8)


def test_badges_name_people_in_large_letters_and_nothing_else():
    workshop = a_workshop()
    make_registration(workshop, names=["Zoe Öztürk", "Maria-Magdalena Freifrau von Schwarzenberg-Hohenlohe"])
    make_registration(workshop, names=["Ada Beispiel"])
    make_registration(workshop, contact=None)
    made = printing.badges(workshop, now=NOW)
    sizes = {words: size for words, (_left, _top, size) in positions(made).items()}
    assert (sizes["Ada Beispiel"], sizes["Zoe Öztürk"], sizes.pop("Gut wohnen")) == (36.0, 36.0, 12.0)
    assert {*sizes.values()} == {36.0, 28.0}
    assert text(made) == (
        "Ada Beispiel Gut wohnen Zoe Öztürk Gut wohnen "
        "Maria-Magdalena Freifrau von Schwarzenberg- Hohenlohe Gut wohnen " + " ".join(["Gut wohnen"] * 5)
    )


def test_badge_stays_on_its_card_whatever_the_name():
    workshop = a_workshop()
    make_registration(workshop, names=[LONG_WORD, f"Hans-Peter {LONG_WORD[:45]}", "Wolfeschlegelsteinhausen"])
    made = printing.badges(workshop, now=NOW)
    # From 17 to 101 and from 110 to 193 mm.
    lefts = [left for words, (left, _top, _size) in positions(made).items() if words != "Gut wohnen"]
    assert all(17 <= left <= 101 or 110 <= left <= 193 for left in lefts), lefts


def test_badges_fill_pages_of_eight():
    workshop = a_workshop()
    for number in range(3):
        make_registration(workshop, names=[f"Ada Beispiel {number}", "Bea Beispiel", "Cem Beispiel"])
    made = printing.badges(workshop, now=NOW)
    assert [page.extract_text().count("Gut wohnen") for page in read(made).pages] == [8, 8]


def test_needs_list_says_what_to_arrange_and_whom_to_ask():
    workshop = a_workshop()
    registration = make_registration(workshop, names=["Zoe Öztürk"], needs={"ride": "", "other": "Eine Pause."})
    make_registration(workshop, names=["Ada Beispiel"], contact=BY_MAIL, wheelchairs=1, needs={"ride": ""})
    make_registration(workshop, names=["Bea Beispiel"], contact=BY_LETTER, needs={"call": ""})
    gone = make_registration(workshop, names=["Gitta Geht"], needs={"ride": ""})
    cancel(registration_id=gone.pk, now=NOW)
    make_registration(names=["Fremde Person"], needs={"ride": ""})
    AccessNeed.objects.filter(registration=registration, kind="other").update(arranged_at=NOW)
    assert text(printing.needs_list(workshop, now=NOW)) == (
        "Hilfen bei der Teilnahme Gut wohnen Montag, 7. Dezember 2026, 14 bis 17 Uhr, Alte Schmiede "
        "Fahrt hin und zurück: 2 erledigt Für wen Rückfragen "
        "Ada Beispiel hat einen Platz, 1 Rollstuhl ada@example.org Zoe Öztürk hat einen Platz 0631 5550177 "
        "etwas anderes: 1 erledigt Für wen Rückfragen "
        "ja Zoe Öztürk hat einen Platz „Eine Pause.“ 0631 5550177 "
        "Anruf zur Klärung: 1 erledigt Für wen Rückfragen "
        "Bea Beispiel hat einen Platz Brief an: Musterweg 1, 67655 Kaiserslautern "
        "Hilfe in Ihrem Stadtteil Gedruckt am 23. November 2026 Seite 1 von 1"
    )


def test_call_list_has_number_and_words_of_who_is_still_to_be_called():
    workshop = a_workshop()
    called = make_registration(workshop, names=["Schon Angerufen"])
    for registration in (
        called,
        make_registration(workshop, names=["Ada Beispiel", "Bea Beispiel"]),
        make_registration(workshop, names=["Per Brief"], contact=BY_LETTER),
        make_registration(names=["Fremde Person"]),
    ):
        tell(registration, NoticeKind.WEEK_BEFORE, now=NOW)
    called.notices.finish(NOW)
    assert text(printing.call_list(workshop, now=NOW)) == (
        "Anrufliste Gut wohnen Montag, 7. Dezember 2026, 14 bis 17 Uhr, Alte Schmiede "
        "Ada Beispiel, Bea Beispiel Telefon 0631 5550177 "
        "Es geht um „Gut wohnen“. Wir erinnern Sie an die Werkstatt. Sie haben 2 Plätze. "
        "Wann: Montag, 7. Dezember 2026, 14 bis 17 Uhr. "
        "Wo: Alte Schmiede, Saal 2, Musterstraße 1, 67655 Musterstadt. erreicht nicht erreicht am "
        "Hilfe in Ihrem Stadtteil Gedruckt am 23. November 2026 Seite 1 von 1"
    )


def test_two_hundred_people_are_listed():
    workshop = a_workshop(seats=200)
    registrations = Registration.objects.bulk_create(
        Registration(
            workshop=workshop, seat=Seat.SEATED, people=1, origin=Origin.PHONE, registered_at=NOW, queued_at=NOW
        )
        for _number in range(200)
    )
    ContactDetails.objects.bulk_create(
        ContactDetails(
            registration=registration, names=[f"Ada Nummer{number:03}"], way=BY_PHONE.way, phone=BY_PHONE.phone
        )
        for number, registration in enumerate(registrations)
    )
    made = printing.attendance_list(workshop, now=NOW)
    assert re.findall(r"Nummer\d+", text(made)) == [f"Nummer{number:03}" for number in range(200)]
    assert "Mit Platz: 200 Personen" in text(made)
