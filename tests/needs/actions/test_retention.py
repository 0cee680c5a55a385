"""What is deleted when, and that nothing is forgotten or deleted too early."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from needs.actions.contributions import take_in, take_in_report, write_note
from needs.actions.nightly import keep_house
from needs.actions.questionnaires import load_first_questionnaire
from needs.actions.retention import purge
from needs.actions.sheets import begin_with_letter, withdraw
from needs.actions.urn import empty_urn
from needs.actions.waves import close_wave, issue_letters
from needs.models import (
    Answer,
    Batch,
    Channel,
    Contribution,
    Frame,
    Letter,
    NeedsPurge,
    Question,
    RawReading,
    Sheet,
    Source,
    Submission,
    Wave,
)
from offers.actions.feedback import tell_missing_help
from offers.models import ErrorReport, MissingHelp
from tests.factories import NOW, make_area, make_error_report
from tests.needs_bundling_factories import make_theme
from tests.needs_factories import (
    NETWORK,
    make_batch,
    make_sheet,
    make_surroundings,
    make_wave,
    send_sheet,
    type_sheet,
)
from workshops.actions.codes import issue_code
from workshops.models import Code, CodeKind

pytestmark = pytest.mark.django_db
CLOSED = ("Befragungen nach dem letzten Tag beendet", "liegen gebliebene Stapel abgeschlossen")
FILLED = {
    "1": ["older_people"],
    "2": ["helping"],
    "3": ["betzenberg"],
    "4": ["75_84"],
    "5": ["woman"],
    "6-beratung": ["missing"],
    "7": ["no"],
    "13": ["Ein Sitzplatz am Markt fehlt."],
}


def protocol() -> list[tuple]:
    return list(NeedsPurge.objects.order_by("pk").values_list("wave__name", "what", "count", "purged_on"))


def columns(submission: Submission) -> tuple:
    submission.refresh_from_db()
    return (
        submission.roles,
        submission.is_helped,
        submission.area_id,
        submission.no_district,
        submission.age_band,
        submission.sex,
    )


def make_counted(*, kept_days=(), answers=FILLED, **fields) -> Submission:
    """A submission of a wave that is over; `kept_days` are those of questions, by key."""
    make_surroundings()
    questionnaire = load_first_questionnaire(now=NOW)
    for key, days in dict(kept_days).items():
        Question.objects.filter(questionnaire=questionnaire, key=key).update(kept_days=days)
    wave = make_wave(name="Auftakt", **fields)
    send_sheet(make_sheet(wave, answers=answers))
    close_wave(wave_id=wave.pk, now=NOW)
    empty_urn(now=NOW)
    return Submission.objects.get()


def make_contribution(**fields) -> Contribution:
    return Contribution.objects.create(
        **{"source": Source.PHONE_NOTE, "text": "Frau Muster sagt: Der Bus fehlt.", "received_in": date(2026, 11, 1)}
        | fields
    )


def test_sheet_that_was_never_sent_goes_with_its_code_after_30_days():
    wave = make_wave(name="Auftakt")
    make_sheet(wave)
    younger = make_sheet(wave, now=NOW + timedelta(seconds=1))
    sent = send_sheet(make_sheet(wave))
    done = purge(now=NOW + timedelta(days=30))
    assert done["angefangene Bögen gelöscht"] == 1
    assert set(Sheet.objects.all()) == {younger, sent}
    assert set(Code.objects.all()) == {younger.code, sent.code}
    assert protocol() == [("Auftakt", "sheets", 1, date(2026, 12, 23))]


def test_days_of_a_draft_are_a_setting(settings):
    settings.DRAFT_DAYS = 3
    make_sheet()
    assert purge(now=NOW + timedelta(days=3))["angefangene Bögen gelöscht"] == 1


def test_letter_of_a_forgotten_sheet_can_be_used_again():
    wave = make_wave(frame=Frame.REGISTER)
    [letter] = issue_letters(wave_id=wave.pk, number=1)
    first = begin_with_letter(code=letter.code, language="de", network=NETWORK, now=NOW)
    later = NOW + timedelta(days=31)
    purge(now=later)
    again = begin_with_letter(code=letter.code, language="de", network=NETWORK, now=later)
    assert again.pk != first.pk
    assert Letter.objects.get().is_used is False
    assert set(Code.objects.values_list("kind", flat=True)) == {CodeKind.NEEDS_LETTER, CodeKind.NEEDS_SHEET}


def test_typed_sheet_without_a_code_goes_too():
    wave = make_wave()
    batch = Batch.objects.create(number=1, wave=wave, source="Stadtteilbüro", storage_place="Schrank 3")
    Sheet.objects.create(wave=wave, batch=batch, number=1, channel=Channel.PAPER, changed_at=NOW)
    assert purge(now=NOW + timedelta(days=30))["angefangene Bögen gelöscht"] == 1


def test_answers_go_after_their_time():
    submission = make_counted()
    make_theme("Sitzplätze", Contribution.objects.get())
    before = columns(submission)
    end = NOW + timedelta(days=3 * 365)
    assert purge(now=end - timedelta(seconds=1))["Antworten nach Ablauf der Frist gelöscht"] == 0
    assert (Answer.objects.count(), columns(submission)) == (2, before)
    assert purge(now=end)["Antworten nach Ablauf der Frist gelöscht"] == 7
    assert (Answer.objects.count(), columns(submission)) == (0, ([], False, None, "", "", ""))
    text = Contribution.objects.get()
    assert (text.groups, text.area) == ([], None)
    assert ("Auftakt", "answers", 7, timezone.localdate(end)) in protocol()
    lines = NeedsPurge.objects.count()
    assert sum(purge(now=end).values()) == 0
    assert NeedsPurge.objects.count() == lines


def test_form_of_which_nothing_is_left_goes_with_its_code():
    make_counted()
    other = make_sheet(make_wave())
    letter = issue_code(CodeKind.NEEDS_LETTER)
    end = NOW + timedelta(days=3 * 365)
    Sheet.objects.update(changed_at=end)
    assert purge(now=end)["leere Bögen mit ihren Codes gelöscht"] == 1
    assert (Submission.objects.count(), Contribution.objects.count()) == (0, 0)
    assert set(Code.objects.all()) == {other.code, letter}
    assert [line[:3] for line in protocol()] == [
        ("Auftakt", "answers", 7),
        ("Auftakt", "texts", 1),
        ("Auftakt", "emptied", 1),
    ]


def test_form_typed_in_from_paper_goes_without_a_code():
    make_counted(answers={})
    Submission.objects.update(code_digest="", batch=None)
    code = Code.objects.get()
    purge(now=NOW + timedelta(days=3 * 365))
    assert (Submission.objects.count(), list(Code.objects.all())) == (0, [code])


@pytest.mark.parametrize(
    "kept", [{"redacted": "Ein Sitzplatz fehlt.", "redacted_at": NOW}, {"received_in": date(2029, 11, 1)}]
)
def test_form_stays_with_its_code_as_long_as_words_do(kept):
    submission = make_counted()
    end = NOW + timedelta(days=3 * 365)
    Contribution.objects.update(**kept)
    assert purge(now=end)["leere Bögen mit ihren Codes gelöscht"] == 0
    assert Submission.objects.get() == submission
    assert withdraw(code=Code.objects.get(), now=end)
    assert Contribution.objects.count() == 0


def test_blank_form_stays_until_its_time_is_over():
    make_counted()
    Answer.objects.all().delete()
    Contribution.objects.all().delete()
    Submission.objects.update(roles=[], is_helped=False, area=None, age_band="", sex="")
    end = NOW + timedelta(days=3 * 365)
    assert purge(now=end - timedelta(seconds=1))["leere Bögen mit ihren Codes gelöscht"] == 0
    assert purge(now=end)["leere Bögen mit ihren Codes gelöscht"] == 1


def test_question_says_itself_how_long_its_answers_are_kept():
    submission = make_counted(kept_days={"sex": 10, "opinion": 10, "remark": 20})
    purge(now=NOW + timedelta(days=10))
    assert list(Answer.objects.values_list("question__key", flat=True)) == ["orientation"]
    assert columns(submission) == (["older_people"], True, submission.area_id, "", "75_84", "")
    assert Contribution.objects.get().text == "Ein Sitzplatz am Markt fehlt."
    purge(now=NOW + timedelta(days=20))
    assert Contribution.objects.get().text == ""
    assert [line[:3] for line in protocol()] == [("Auftakt", "answers", 2), ("Auftakt", "texts", 1)]


def test_place_outside_the_districts_is_an_answer_like_any_other():
    submission = make_counted(kept_days={"area": 5}, answers={"3": ["county"]})
    purge(now=NOW + timedelta(days=5))
    assert columns(submission)[2:4] == (None, "")
    assert protocol()[0][2] == 1


def test_nothing_of_a_wave_that_runs_is_deleted():
    wave = make_wave()
    for _number in range(10):
        send_sheet(make_sheet(wave, answers=FILLED))
    empty_urn(now=NOW + timedelta(hours=2))
    purge(now=NOW + timedelta(days=340))
    assert (Answer.objects.count(), NeedsPurge.objects.count()) == (20, 0)


def test_restored_backup_is_purged_again():
    submission = make_counted()
    make_theme("Sitzplätze", Contribution.objects.get())
    end = NOW + timedelta(days=3 * 365)
    purge(now=end)
    Submission.objects.update(age_band="75_84")
    assert purge(now=end + timedelta(days=1))["Antworten nach Ablauf der Frist gelöscht"] == 1
    assert columns(submission)[4] == ""


def test_words_go_after_a_year_and_what_was_redacted_stays():
    area = make_area()
    redacted = make_contribution(redacted="Der Bus fehlt.", redacted_at=NOW, area=area, groups=["council"])
    unread = make_contribution()
    younger = make_contribution(received_in=date(2026, 12, 1))
    purge(now=NOW.replace(year=2027, day=1))
    found = Contribution.objects.order_by("pk").values_list("pk", "text", "redacted", "area")
    assert list(found) == [
        (redacted.pk, "", "Der Bus fehlt.", area.pk),
        (unread.pk, "", "", None),
        (younger.pk, "Frau Muster sagt: Der Bus fehlt.", "", None),
    ]
    assert protocol() == [(None, "texts", 2, date(2027, 11, 1))]
    assert list(Contribution.objects.with_text()) == [younger]


def test_words_go_where_they_were_taken_from_too():
    tell_missing_help(text="Frau Muster fehlt ein Chor.", area=None, today=date(2026, 11, 20))
    later = tell_missing_help(text="Ein Bus fehlt.", area=None, today=date(2026, 12, 1))
    report, other = (make_error_report(text="Frau Muster fand keinen Platz.", is_done=True) for _number in range(2))
    take_in(now=NOW)
    take_in_report(report_id=report.pk)
    purge(now=NOW.replace(year=2027, day=1))
    assert list(MissingHelp.objects.all()) == [later]
    assert list(ErrorReport.objects.all()) == [other]
    found = Contribution.objects.order_by("pk").values_list("source", "text", "missing_help", "error_report")
    assert list(found) == [
        ("missing_help", "", None, None),
        ("missing_help", "Ein Bus fehlt.", later.pk, None),
        ("error_report", "", None, None),
    ]
    assert take_in(now=NOW) == 0


def test_log_of_readings_goes_after_three_years():
    wave = make_wave(name="Auftakt")
    RawReading.objects.create(wave=wave, what="Bogen", reason="Prüfung", read_at=NOW)
    RawReading.objects.create(what="Beiträge", reason="Bündeln", read_at=NOW + timedelta(seconds=1))
    end = NOW + timedelta(days=3 * 365)
    assert purge(now=end)["Vermerke über Einsichten gelöscht"] == 1
    assert RawReading.objects.get().what == "Beiträge"
    assert protocol()[-1][:3] == ("Auftakt", "readings", 1)


def test_nightly_empties_the_urn_takes_in_and_counts_paper_to_destroy():
    tell_missing_help(text="Mir fehlt ein Fahrdienst.", area=None, today=date(2026, 11, 20))
    wave = make_wave(closes_on=date(2026, 11, 23))
    for number in (1, 2):
        Batch.objects.create(number=number, wave=wave, source="Stadtteilbüro", storage_place="Schrank 3")
    Batch.objects.filter(number=2).update(destroyed_on=date(2026, 11, 23))
    Batch.objects.create(number=3, wave=wave, source="Anrufe", channel=Channel.PHONE)
    send_sheet(make_sheet(wave))
    close_wave(wave_id=wave.pk, now=NOW)
    closed = dict.fromkeys(CLOSED, 0)
    nothing = {
        "angefangene Bögen gelöscht": 0,
        "Antworten nach Ablauf der Frist gelöscht": 0,
        "freie Texte nach Ablauf der Frist gelöscht": 0,
        "leere Bögen mit ihren Codes gelöscht": 0,
        "Vermerke über Einsichten gelöscht": 0,
    }
    assert keep_house(now=NOW) == {
        **closed,
        "Bögen aus der Urne gezählt": 1,
        "Beiträge aufgenommen": 1,
        **nothing,
        "Stapel, deren Papier vernichtet werden kann": 0,
    }
    assert keep_house(now=NOW + timedelta(days=90)) == {
        **closed,
        "Bögen aus der Urne gezählt": 0,
        "Beiträge aufgenommen": 0,
        **nothing,
        "Stapel, deren Papier vernichtet werden kann": 1,
    }


def test_nightly_closes_what_nobody_closes():
    wave = make_wave(name="Auftakt", closes_on=date(2026, 12, 23))
    left, touched, empty = (make_batch(wave) for _number in range(3))
    type_sheet(left)
    for now in (NOW, NOW + timedelta(seconds=1)):
        type_sheet(touched, now=now)
    send_sheet(make_sheet(wave))
    done = keep_house(now=NOW + timedelta(days=30))
    assert [done[line] for line in CLOSED] == [0, 1]
    assert set(Batch.objects.open()) == {touched, empty}
    assert Wave.objects.running().get() == wave
    # Since nobody else can come, the sheets of the pile and the lone one are counted.
    done = keep_house(now=NOW + timedelta(days=31))
    assert [done[line] for line in (*CLOSED, "Bögen aus der Urne gezählt")] == [1, 1, 4]
    wave.refresh_from_db()
    assert (wave.state, wave.closed_at) == ("closed", NOW + timedelta(days=31))


@pytest.mark.django_db(transaction=True)
def test_nightly_renews_the_codes_of_notes():
    note = write_note(text="Ein Bus fehlt.", groups=[], area=None, may_be_quoted=False, now=NOW)
    issue_code(CodeKind.REGISTRATION)
    keep_house(now=NOW)
    renewed = Contribution.objects.get().code
    assert (renewed.digest, renewed.pk > note.code_id) == (note.code.digest, True)


@pytest.mark.django_db(transaction=True)
def test_what_may_not_be_kept_goes_though_the_urn_fails():
    wave = make_wave()
    send_sheet(make_sheet(wave))
    make_sheet(wave)
    close_wave(wave_id=wave.pk, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE needs_submission ADD CONSTRAINT broken CHECK (false)")
        try:
            with pytest.raises(IntegrityError):
                keep_house(now=NOW + timedelta(days=30))
        finally:
            cursor.execute("ALTER TABLE needs_submission DROP CONSTRAINT broken")
    # What was sent waits for the next night.
    assert Sheet.objects.get().sent_at == NOW
