"""The words of every notice, read as people read them."""

from datetime import timedelta

import pytest

from tests.factories import NOW, make_place
from tests.portal.reading import sentences
from tests.workshop_factories import make_registration, make_workshop, tell_of_promise
from workshops.actions.codes import code_in_words
from workshops.actions.seats import expire_promises, move_up
from workshops.letters import code_address, paragraphs, phone_words, spoken, subject
from workshops.models import Notice, NoticeKind, Seat, State, Way, Workshop

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NBSP = "\N{NO-BREAK SPACE}"
CALL = f"Rufen Sie an: 0631{NBSP}365-0."
ONLINE = "Im Internet geht es mit Ihrem Code: https://hilfe.example.org/code/"
CANCEL = f"Sie können nicht kommen? Sagen Sie ab, dann kommt jemand anderes. {CALL} {ONLINE}"
QUESTIONS = f"Haben Sie Fragen? {CALL}"
END = "Mit freundlichem Gruß, Ihre Stadt Kaiserslautern"
WHEN = "Montag, 7. Dezember 2026, 14 bis 17 Uhr"
WHERE = "Wo: Gemeindehaus, Saal 2, Musterweg 1, 67655 Kaiserslautern"
STOP = "Haltestelle Marktplatz, 80 Meter entfernt"


@pytest.fixture(autouse=True)
def _addresses(settings):
    settings.PORTAL_ADDRESS = "https://hilfe.example.org"
    settings.HELP_PHONE = "0631 365-0"


def make_hall():
    return make_place(
        name="Gemeindehaus",
        street="Musterweg 1",
        postal_code="67655",
        town="Kaiserslautern",
        bus_stop="Marktplatz",
        bus_stop_metres=80,
    )


def make_notice(kind, *, names=("Ada Beispiel", "Bea Beispiel"), registration=None, **fields) -> Notice:
    """A notice as the worker loads it, of two people with seats in the hall."""
    if registration is None:
        workshop = make_workshop(**{"title": "Gut wohnen", "place": make_hall(), "room": "Saal 2", **fields})
        registration = make_registration(workshop, names=names)
    Notice.objects.get_or_create(
        registration=registration,
        kind=kind,
        about_start=registration.workshop.starts_at,
        defaults={"way": "phone", "made_at": NOW},
    )
    return Notice.objects.for_words().get(registration=registration, kind=kind)


def facts(notice, when=f"Wann: {WHEN}"):
    return [
        "Was: Gut wohnen",
        when,
        WHERE,
        STOP,
        "Angemeldet: 2 Personen",
        f"Ihr Code: {code_in_words(notice.registration.code)}",
    ]


def test_receipt_says_everything_that_has_to_be_known():
    notice = make_notice(NoticeKind.RECEIPT)
    assert subject(notice, now=NOW) == "Ihre Anmeldung: Gut wohnen"
    assert paragraphs(notice, now=NOW) == [
        "Guten Tag,",
        "Ihre Anmeldung ist da. Sie haben 2 Plätze.",
        *facts(notice),
        CANCEL,
        END,
    ]
    assert spoken(notice, now=NOW) == (
        f"Es geht um „Gut wohnen“. Ihre Anmeldung ist da. Sie haben 2 Plätze. Wann: {WHEN}. {WHERE}."
    )


def test_receipt_of_who_waits_says_what_comes_next():
    workshop = make_workshop(seats=1)
    make_registration(workshop)
    notice = make_notice(NoticeKind.RECEIPT, registration=make_registration(workshop))
    assert paragraphs(notice, now=NOW)[1] == (
        "Ihre Anmeldung ist da. Sie stehen auf der Warteliste. Wird ein Platz frei, sagen wir es Ihnen."
    )


def make_promised():
    """A registration that has moved up and was promised a seat."""
    workshop = make_workshop(title="Gut wohnen", place=make_hall(), room="Saal 2", seats=2, seats_taken=2)
    registration = make_registration(workshop, names=("Ada Beispiel", "Bea Beispiel"))
    Workshop.objects.filter(pk=workshop.pk).update(seats_taken=0)
    workshop.refresh_from_db()
    move_up(workshop, now=NOW)
    registration.refresh_from_db()
    assert registration.seat == Seat.PROMISED
    return registration


def test_promise_says_until_when_and_how_to_confirm():
    notice = make_notice(NoticeKind.PROMISED, registration=make_promised())
    assert subject(notice, now=NOW) == "Ein Platz ist frei: Gut wohnen"
    assert paragraphs(notice, now=NOW) == [
        "Guten Tag,",
        "Sie standen auf der Warteliste. Für Sie sind 2 Plätze frei. "
        "Bestätigen Sie sie bis Donnerstag, 26. November, 10.00 Uhr. Danach sind andere an der Reihe.",
        *facts(notice),
        f"So bestätigen Sie den Platz: {CALL} {ONLINE}",
        CANCEL,
        END,
    ]


@pytest.mark.parametrize(
    ("way", "now", "until"),
    [
        # As long as they have to confirm, from the day on which they are told.
        (Way.PHONE, NOW + DAY, "Freitag, 27. November, 10.00 Uhr"),
        (Way.MAIL, NOW + DAY, "Freitag, 27. November, 10.00 Uhr"),
        # A week where a letter goes there, and perhaps one back.
        (Way.LETTER, NOW + DAY, "Dienstag, 1. Dezember, 10.00 Uhr"),
        # Never into the last day before.
        (Way.PHONE, NOW + 12 * DAY, "Sonntag, 6. Dezember, 14.00 Uhr"),
        (Way.LETTER, NOW + 12 * DAY, "Sonntag, 6. Dezember, 14.00 Uhr"),
    ],
)
def test_time_to_confirm_runs_from_the_day_they_are_told(way, now, until):
    notice = make_notice(NoticeKind.PROMISED, registration=make_promised())
    notice.way = way
    assert f"Bestätigen Sie sie bis {until}." in paragraphs(notice, now=now)[1]
    # Said again later, it is still the same.
    notice.registration = tell_of_promise(notice.registration)
    assert "Bestätigen Sie sie bis Donnerstag, 26. November, 10.00 Uhr." in paragraphs(notice, now=now)[1]


def test_in_the_last_day_a_promise_is_told_as_a_seat():
    notice = make_notice(NoticeKind.PROMISED, registration=make_promised())
    now = NOW + 13 * DAY + timedelta(hours=4)
    assert subject(notice, now=now) == "Sie haben jetzt einen Platz: Gut wohnen"
    assert paragraphs(notice, now=now)[1] == "Sie standen auf der Warteliste. Jetzt ist für Sie Platz."


def test_seat_after_waiting_is_good_news():
    notice = make_notice(NoticeKind.SEATED)
    assert subject(notice, now=NOW) == "Sie haben jetzt einen Platz: Gut wohnen"
    assert paragraphs(notice, now=NOW)[1] == "Sie standen auf der Warteliste. Jetzt ist für Sie Platz."


def test_promise_that_came_true_has_nothing_to_confirm():
    notice = make_notice(NoticeKind.PROMISED)
    assert subject(notice, now=NOW) == "Sie haben jetzt einen Platz: Gut wohnen"
    assert paragraphs(notice, now=NOW) == [
        "Guten Tag,",
        "Sie standen auf der Warteliste. Jetzt ist für Sie Platz.",
        *facts(notice),
        CANCEL,
        END,
    ]


def test_lapsed_promise_offers_no_code():
    registration = tell_of_promise(make_promised())
    expire_promises(now=NOW + timedelta(days=4))
    registration.refresh_from_db()
    notice = make_notice(NoticeKind.EXPIRED, registration=registration)
    assert subject(notice, now=NOW) == "Die Zusage ist abgelaufen: Gut wohnen"
    assert paragraphs(notice, now=NOW) == [
        "Guten Tag,",
        "Für Sie war ein Platz frei. Sie haben ihn nicht bestätigt. Nun haben wir ihn weitergegeben.",
        "Was: Gut wohnen",
        f"Termin: {WHEN}",
        QUESTIONS,
        END,
    ]
    assert spoken(notice, now=NOW) == (
        "Es geht um „Gut wohnen“. Für Sie war ein Platz frei. Sie haben ihn nicht bestätigt. "
        f"Nun haben wir ihn weitergegeben. Termin: {WHEN}."
    )


def test_cancelled_registration_is_said_plainly():
    notice = make_notice(NoticeKind.CANCELLED_BY_US)
    assert subject(notice, now=NOW) == "Ihre Anmeldung ist abgesagt: Gut wohnen"
    assert paragraphs(notice, now=NOW)[1] == "Wir haben Ihre Anmeldung abgesagt."


def test_move_says_the_new_date_and_why():
    notice = make_notice(NoticeKind.MOVED, state_reason="Die Heizung ist kaputt.")
    assert subject(notice, now=NOW) == "Neuer Termin oder Ort: Gut wohnen"
    assert paragraphs(notice, now=NOW) == [
        "Guten Tag,",
        "Termin oder Ort der Werkstatt haben sich geändert. Der Grund: Die Heizung ist kaputt. "
        "Ihre Anmeldung gilt weiter. Sie haben 2 Plätze.",
        *facts(notice, when=f"Jetzt gilt: {WHEN}"),
        CANCEL,
        END,
    ]


def test_move_without_a_reason_names_none():
    notice = make_notice(NoticeKind.MOVED)
    assert paragraphs(notice, now=NOW)[1] == (
        "Termin oder Ort der Werkstatt haben sich geändert. Ihre Anmeldung gilt weiter. Sie haben 2 Plätze."
    )


def test_called_off_says_why():
    notice = make_notice(NoticeKind.CALLED_OFF, state_reason="Zu viele sind krank")
    Workshop.objects.update(state=State.CANCELLED)
    assert subject(notice, now=NOW) == "Der Termin fällt aus: Gut wohnen"
    assert paragraphs(notice, now=NOW) == [
        "Guten Tag,",
        "Die Werkstatt fällt aus. Der Grund: Zu viele sind krank. Sie müssen nichts tun.",
        "Was: Gut wohnen",
        f"Termin: {WHEN}",
        QUESTIONS,
        END,
    ]


@pytest.mark.parametrize("kind", [NoticeKind.WEEK_BEFORE, NoticeKind.DAY_BEFORE])
def test_reminder_holds_on_whichever_day_it_is_read(kind):
    notice = make_notice(kind, hybrid_link="https://video.example.org/gut-wohnen")
    what, when, where, stop, people, code = facts(notice)
    assert subject(notice, now=NOW) == "Erinnerung: Gut wohnen"
    assert paragraphs(notice, now=NOW) == [
        "Guten Tag,",
        "Wir erinnern Sie an die Werkstatt. Sie haben 2 Plätze.",
        *(what, when, where, stop),
        "Sie können auch am Bildschirm dabei sein: https://video.example.org/gut-wohnen",
        *(people, code),
        CANCEL,
        END,
    ]


def test_thanks_leads_to_the_minutes_and_asks_what_is_missing():
    notice = make_notice(NoticeKind.THANKS)
    slug = notice.registration.workshop.slug
    assert subject(notice, now=NOW) == "Danke: Gut wohnen"
    assert paragraphs(notice, now=NOW) == [
        "Guten Tag,",
        "Danke, dass Sie dabei waren. Jetzt ist das Protokoll fertig.",
        "Was: Gut wohnen",
        f"Termin: {WHEN}",
        f"Möchten Sie das Protokoll auf Papier? {CALL}",
        f"Hier können Sie es lesen: https://hilfe.example.org/mitmachen/{slug}/",
        f"Was fehlt älteren Menschen noch? Sagen Sie es uns. {CALL}",
        "Hier antworten Sie: https://hilfe.example.org/bedarf/",
        END,
    ]


def test_example_says_so_everywhere():
    notice = make_notice(NoticeKind.DAY_BEFORE, is_example=True)
    assert subject(notice, now=NOW) == "Erinnerung: Beispiel: Gut wohnen"
    assert paragraphs(notice, now=NOW)[2] == "Was: Beispiel: Gut wohnen"
    assert paragraphs(notice, now=NOW)[-1] == "Dies ist ein Beispiel. Diese Werkstatt gibt es nicht."
    assert spoken(notice, now=NOW).startswith("Es geht um „Beispiel: Gut wohnen“.")


def test_own_telephone_of_a_workshop_comes_before_the_help_line():
    assert phone_words(make_workshop(registration_phone="+496315550100")) == f"0631{NBSP}5550100"
    assert phone_words(make_workshop()) == f"0631{NBSP}365-0"


def test_without_any_telephone_the_code_is_the_way(settings):
    settings.HELP_PHONE = ""
    assert paragraphs(make_notice(NoticeKind.DAY_BEFORE), now=NOW)[-2] == (
        f"Sie können nicht kommen? Sagen Sie ab, dann kommt jemand anderes. {ONLINE}"
    )
    assert QUESTIONS not in paragraphs(make_notice(NoticeKind.CALLED_OFF, state_reason="Sturm"), now=NOW)
    assert "Möchten Sie das Protokoll auf Papier?" not in " ".join(paragraphs(make_notice(NoticeKind.THANKS), now=NOW))


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_notice_names_nobody_and_has_short_sentences(kind):
    registration = make_promised() if kind == NoticeKind.PROMISED else None
    notice = make_notice(kind, registration=registration, **({} if registration else {"state_reason": "Sturm"}))
    words = [subject(notice, now=NOW), *paragraphs(notice, now=NOW), spoken(notice, now=NOW)]
    assert "Ada" not in " ".join(words)
    assert not {word for text in words for word in ("bitte", "leider", "ungültig") if word in text.lower()}
    assert "\n" not in "".join(words)
    assert max(len(sentence) for text in words for sentence in sentences(text)) <= 20


def test_code_address_is_absolute():
    assert code_address() == "https://hilfe.example.org/code/"


def test_words_of_a_notice_cost_one_query(django_assert_num_queries):
    pk = make_notice(NoticeKind.DAY_BEFORE).pk
    with django_assert_num_queries(1):
        assert paragraphs(Notice.objects.for_words().get(pk=pk), now=NOW)
