"""Every sheet of a workshop, and those of a vote and of the minutes."""

import pytest

from offers.printing import MISSING
from tests.factories import NOW
from tests.printed import read, tags, text
from tests.workshop_factories import make_registration
from tests.workshop_sheets import LONG_WORD, a_workshop, code, make_invitations, make_round, notices
from workshops import printing
from workshops.actions.notices import tell
from workshops.models import Minutes, NoticeKind, Workshop

pytestmark = pytest.mark.django_db
TRIAL = "Probebetrieb, Angaben nicht geprüft"
# Typst's markup.
NASTY = "#strong[*x*] $1$ \\ @y"


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
