"""The paper of a workshop: what people get and what staff hold, read as a person or a screen reader does."""

import fcntl
import re

import pytest
from django.utils.translation import override

from offers.printing import MISSING, PrinterIsBusy, qr_svg
from tests.factories import NOW, make_place
from tests.printed import read, tags, text
from tests.workshop_factories import BY_LETTER, BY_MAIL, BY_PHONE, make_registration, make_workshop
from workshops import printing
from workshops.actions.codes import code_in_words, issue_codes
from workshops.actions.notices import tell
from workshops.actions.seats import cancel
from workshops.models import (
    AccessNeed,
    CodeKind,
    ContactDetails,
    Invitation,
    Minutes,
    Notice,
    NoticeKind,
    Origin,
    PriorityOption,
    PriorityRound,
    Registration,
    Seat,
    StakeholderGroup,
    VotingSlip,
    Workshop,
)
from workshops.printing.facts import code_page

pytestmark = pytest.mark.django_db

PHONE = "0631 5550100"
TRIAL = "Probebetrieb, Angaben nicht geprüft"
# Typst's markup, umlauts, a sign no font has, and a word longer than its column.
NASTY = "#strong[*x*] $1$ \\ @y"
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenversicherungsnummer"


@pytest.fixture(autouse=True)
def _city(settings):
    settings.HELP_PHONE = "0631 5550100"
    settings.PORTAL_ADDRESS = "https://hilfe.example"
    settings.TRIAL = False
    settings.CITY_FACTS = settings.CITY_FACTS | {"address": "Stadt Musterstadt | Musterweg 1 | 12345 Musterstadt"}


def a_workshop(**fields) -> Workshop:
    place = make_place(
        name="Alte Schmiede", bus_stop="Rathaus", bus_stop_metres=120, is_step_free=True, has_accessible_toilet=False
    )
    return make_workshop(**{"title": "Gut wohnen", "room": "Saal 2", "place": place, **fields})


def code(of) -> str:
    """The code of a registration, an invitation or a slip, as `text` reads it."""
    return code_in_words(of.code).replace("\N{NO-BREAK SPACE}", " ")


def notices(workshop: Workshop):
    return Notice.objects.about(workshop).for_lists().oldest_first()


def make_invitations(workshop: Workshop, number: int) -> list[Invitation]:
    for code in issue_codes(CodeKind.INVITATION, number):
        Invitation.objects.create(workshop=workshop, code=code, group=StakeholderGroup.COUNCIL, made_at=NOW)
    return list(workshop.invitations.unused().for_letters())


def make_round(workshop: Workshop, *options: str, slips: int = 0) -> PriorityRound:
    voted = PriorityRound.objects.create(workshop=workshop, question="Was ist Ihnen wichtig?")
    for number, option in enumerate(options, start=1):
        PriorityOption.objects.create(round=voted, number=number, text=option)
    for code in issue_codes(CodeKind.VOTING_SLIP, slips):
        VotingSlip.objects.create(round=voted, code=code)
    return voted


def make_minutes(workshop: Workshop, written: str = "Es ging um Busse.", *statements: dict) -> Minutes:
    minutes = Minutes.objects.create(workshop=workshop, number=2)
    for number, words in ((1, "Ein Entwurf."), (2, written)):
        content = {"text": words, "statements": statements}
        minutes.versions.create(number=number, based_on=number - 1, content=content, begun_at=NOW, saved_at=NOW)
    return minutes


def all_sheets(workshop: Workshop) -> dict[str, bytes]:
    """Every sheet of a workshop in which somebody registered."""
    return {
        "Ihre Anmeldung": printing.ticket(workshop.registrations.by_time().first(), now=NOW),
        "Brief zu Ihrer Anmeldung": printing.letter(notices(workshop).first(), now=NOW),
        "Einladung": printing.invitation_letters(make_invitations(workshop, 1), now=NOW),
        "Teilnahmeliste": printing.attendance_list(workshop, now=NOW),
        "Namensschilder": printing.badges(workshop, now=NOW),
        "Hilfen bei der Teilnahme": printing.needs_list(workshop, now=NOW),
        "Anrufliste": printing.call_list(workshop, now=NOW),
        "Stimmkarten": printing.voting_slips(make_round(workshop, slips=1).slips.for_printing(), now=NOW),
        "Stimmzettel: Was ist Ihnen wichtig?": printing.ballot_sheet(make_round(workshop, "Busse"), now=NOW),
        "Protokoll": printing.minutes_sheet(make_minutes(workshop).workshop, now=NOW),
    }


def test_every_sheet_is_read_aloud_in_german_and_shows_values_as_they_are(settings):
    settings.TRIAL = True
    workshop = a_workshop(title=NASTY, is_example=True)
    make_registration(workshop, names=[NASTY, LONG_WORD, "Änne 😀 Weiß"], needs={"other": NASTY})
    made = all_sheets(workshop)
    for title, content in made.items():
        root = read(content).trailer["/Root"]
        assert (title, root["/Lang"], root["/MarkInfo"]["/Marked"]) == (read(content).metadata.title, "de-DE", True)
        assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
        assert TRIAL in text(content), title
        assert title == "Stimmkarten" or f"Beispiel: {NASTY}" in text(content), title
    words = text(made["Teilnahmeliste"])
    assert f"Änne {MISSING} Weiß" in words
    # Where it was broken stand a soft hyphen and a blank.
    assert LONG_WORD in words.replace("\N{SOFT HYPHEN}", "").replace(" ", "")


def test_ticket_says_all_one_needs_on_one_page(settings):
    registration = make_registration(
        a_workshop(), names=["Ada Beispiel", "Bea Beispiel"], needs={"ride": "", "other": "Ich höre schlecht."}
    )
    made = printing.ticket(registration, now=NOW)
    assert text(made) == (
        f"Ihre Anmeldung Gut wohnen Sie haben 2 Plätze. Ihr Code: {code(registration)} "
        "Wann Montag, 7. Dezember 2026, 14 bis 17 Uhr "
        "Wo Alte Schmiede Saal 2 Musterstraße 1 67655 Musterstadt "
        "Anfahrt Haltestelle Rathaus, 120 Meter entfernt "
        "Zugang Zugang ohne Stufen. Keine Toilette für Rollstuhl "
        "Wer Ada Beispiel Bea Beispiel Hilfe Fahrt hin und zurück etwas anderes: Ich höre schlecht. "
        f"So sagen Sie ab Rufen Sie an: {PHONE} "
        "Oder im Internet: hilfe.example/code Dort tragen Sie Ihren Code ein. "
        "Hilfe in Ihrem Stadtteil Gedruckt am 23. November 2026 Seite 1 von 1"
    )
    assert "/Figure: QR-Code: die Seite, auf der Sie Ihren Code eintragen" in tags(made)


def test_ticket_names_the_way_to_the_screen_until_it_is_given_back():
    registration = make_registration(a_workshop(hybrid_link="https://video.example.org/gut-wohnen"))
    assert "Am Bildschirm https://video.example.org/gut-wohnen Wer" in text(printing.ticket(registration, now=NOW))
    registration = cancel(registration_id=registration.pk, now=NOW)
    assert "video.example.org" not in text(printing.ticket(registration, now=NOW))


def test_ticket_of_who_waits_says_so_and_names_no_empty_facts(settings):
    settings.HELP_PHONE = ""
    workshop = make_workshop(seats=1)
    make_registration(workshop)
    words = text(printing.ticket(make_registration(workshop, names=["Bea Beispiel"]), now=NOW))
    assert "Sie stehen auf der Warteliste." in words
    assert "Im Internet: hilfe.example/code" in words
    assert [name for name in ("Rufen Sie an", "Oder", "Anfahrt", "Zugang", "Hilfe ") if name in words] == ["Hilfe "]
    assert words.count("Hilfe ") == words.count("Hilfe in Ihrem Stadtteil") == 1


def test_ticket_of_who_cancelled_says_no_more_how_to(settings):
    registration = cancel(registration_id=make_registration(a_workshop()).pk, now=NOW)
    words = text(printing.ticket(registration, now=NOW))
    assert "Diese Anmeldung ist abgesagt." in words
    assert "So sagen Sie ab" not in words


def test_ticket_without_code_and_names_is_for_who_just_came():
    registration = make_registration(a_workshop(), contact=None, origin=Origin.WALK_IN)
    registration.code = None
    words = text(printing.ticket(registration, now=NOW))
    assert f"Rufen Sie an: {PHONE}" in words
    assert "Code" not in words
    assert "Wer " not in words


def test_code_page_is_named_and_scanned_without_a_code():
    assert code_page() == {"address": "hilfe.example/code", "qr": qr_svg("https://hilfe.example/code/")}
    with override("en"):
        assert code_page() == {"address": "hilfe.example/en/code", "qr": qr_svg("https://hilfe.example/en/code/")}


def positions(content: bytes, page: int = 0) -> dict[str, tuple[float, float, float]]:
    """Where each piece of text stands: millimetres from the left and from the top, and its size in points."""
    found = {}
    height = float(read(content).pages[page].mediabox.height)

    def note(words, page_matrix, text_matrix, _font, size):
        if words.strip():
            a, b, c, d, e, f = page_matrix
            x, y = text_matrix[4:]
            left, up = a * x + c * y + e, b * x + d * y + f
            found[words.strip()] = (round(left / 72 * 25.4, 1), round((height - up) / 72 * 25.4, 1), size)

    read(content).pages[page].extract_text(visitor_text=note)
    return found


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


def test_voting_slips_carry_a_code_each_and_where_it_is_typed():
    one, other = slips = list(make_round(a_workshop(), slips=2).slips.for_printing())
    made = printing.voting_slips(slips, now=NOW)
    words = "Was ist Ihnen wichtig? Ihr Code: {} Hier eintragen: hilfe.example/code"
    assert text(made) == " ".join(words.format(code(slip)) for slip in (one, other))
    assert tags(made).count("/Figure: QR-Code: die Seite, auf der Sie Ihren Code eintragen") == 2


def test_ballot_explains_itself():
    voted = make_round(a_workshop(), "Mehr Busse am Abend", "Bänke im Park")
    assert text(printing.ballot_sheet(voted, now=NOW)) == (
        "Stimmzettel: Was ist Ihnen wichtig? Sie haben 5 Punkte, höchstens 3 auf ein Anliegen. "
        "Malen Sie für jeden Punkt einen Kreis aus. Nr. Anliegen Punkte "
        "1 Mehr Busse am Abend 2 Bänke im Park Ich bin hier als 1. ältere Person "
        "2. Angehörige oder pflegende Person 3. Seniorenbeirat 4. Anbieter 5. Kirche oder Religionsgemeinschaft "
        "6. ehrenamtliche Person 7. Verwaltung oder Politik "
        "Gut wohnen Tisch: Hilfe in Ihrem Stadtteil Gedruckt am 23. November 2026 Seite 1 von 1"
    )


def test_minutes_are_the_version_that_counts():
    workshop = a_workshop()
    make_minutes(
        workshop,
        "Es ging um Busse.\n\nUnd um Bänke.",
        {"topic": "", "area": "", "group": "council", "text": "Abends fährt kein Bus."},
        {"topic": "", "area": "", "group": "", "text": "Es fehlen Bänke."},
    )
    assert text(printing.minutes_sheet(workshop, now=NOW)) == (
        "Protokoll Gut wohnen Montag, 7. Dezember 2026, 14 bis 17 Uhr, Alte Schmiede Stand: wird geschrieben "
        "Es ging um Busse. Und um Bänke. Was gesagt wurde "
        "– Abends fährt kein Bus. Gruppe: Seniorenbeirat – Es fehlen Bänke. "
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


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_the_same_of_the_database_for_one_and_for_many(count, django_assert_num_queries):
    workshop = a_workshop()
    for _number in range(count):
        registration = make_registration(workshop, needs={"ride": "", "other": "Eine Pause."})
        tell(registration, NoticeKind.WEEK_BEFORE, now=NOW)
    invitations = make_invitations(workshop, count)
    voted = make_round(workshop, *["Busse"] * count, slips=count)
    workshop = Workshop.objects.for_cards().get(pk=workshop.pk)
    told = list(notices(workshop))
    slips = list(voted.slips.for_printing())
    for make, of, queries in (
        # Those with a seat and those who wait, each with their guests and needs.
        (printing.attendance_list, workshop, 4),
        (printing.badges, workshop, 3),
        (printing.needs_list, workshop, 1),
        (printing.call_list, workshop, 1),
        (printing.letters, told, 0),
        (printing.invitation_letters, invitations, 0),
        (printing.voting_slips, slips, 0),
        (printing.ballot_sheet, slips[0].round, 2),
    ):
        with django_assert_num_queries(queries):
            make(of, now=NOW)


def test_printed_address_of_the_code_page_leads_there(client):
    """Paper leaves the last slash out: one sign less to type."""
    response = client.get("/code")
    assert (response.status_code, response.headers["Location"]) == (301, "/code/")
