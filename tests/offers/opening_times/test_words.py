from datetime import UTC, date, datetime

import pytest

from offers.opening_times import BERLIN, Closure, Span, date_in_words, in_words, label, spans
from tests.offers.opening_times.strategies import rule


def at(text: str) -> datetime:
    """A moment on the clock of Europe/Berlin, "2026-11-23 10:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def span(start: str, end: str, **fields) -> Span:
    return Span(at(start).astimezone(UTC), at(end).astimezone(UTC), **fields)


MONDAY = span("2026-11-23 09:00", "2026-11-23 12:00")


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-11-23 10:00", "Jetzt offen, heute bis 12 Uhr"),
        ("2026-11-23 12:00", "Zeiten nicht bekannt"),
        ("2026-11-23 08:59", "Heute ab 9 Uhr"),
        ("2026-11-22 23:59", "Wieder morgen ab 9 Uhr"),
        ("2026-11-21 10:00", "Wieder am Montag ab 9 Uhr"),
        ("2026-11-17 00:00", "Wieder am Montag ab 9 Uhr"),
        ("2026-11-16 23:59", "Wieder am Montag, 23. November, ab 9 Uhr"),
    ],
)
def test_label_says_what_holds_now(now, words):
    assert label([MONDAY], now=at(now)) == words


def test_label_takes_now_in_any_time_zone():
    assert label([MONDAY], now=datetime(2026, 11, 22, 23, 30, tzinfo=UTC)) == "Heute ab 9 Uhr"


def test_label_names_another_year():
    new_year = span("2027-01-04 08:30", "2027-01-04 12:00")

    assert label([new_year], now=at("2026-12-20 10:00")) == "Wieder am Montag, 4. Januar 2027, ab 8.30 Uhr"


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ("2026-11-23 12:45", "Jetzt offen, heute bis 12.45 Uhr"),
        ("2026-11-24 00:00", "Jetzt offen, heute bis 24 Uhr"),
        ("2026-11-24 02:00", "Jetzt offen, bis morgen um 2 Uhr"),
        ("2026-11-25 00:00", "Jetzt offen, bis morgen um 24 Uhr"),
        ("2026-11-29 18:00", "Jetzt offen, bis Sonntag um 18 Uhr"),
        ("2026-11-30 00:00", "Jetzt offen, bis Sonntag um 24 Uhr"),
        ("2026-11-30 00:01", "Jetzt offen, rund um die Uhr"),
    ],
)
def test_label_says_until_when(end, words):
    assert label([span("2026-11-23 09:00", end)], now=at("2026-11-23 10:00")) == words


def test_label_of_around_the_clock_from_a_rule():
    always = spans([rule("0123456", "0-0", on_holidays=True)], first_day=date(2026, 11, 23), days=60)

    assert label(always, now=at("2026-11-23 03:00")) == "Jetzt offen, rund um die Uhr"


def test_label_never_says_closed_where_nothing_is_known():
    assert label([], now=at("2026-11-23 10:00")) == "Zeiten nicht bekannt"
    assert label([], now=at("2026-11-23 10:00"), is_known=True) == "In den nächsten Wochen keine Termine"


def test_label_of_times_by_appointment_is_never_open():
    appointed = span("2026-11-23 09:00", "2026-11-23 12:00", by_appointment=True)

    assert label([appointed], now=at("2026-11-23 10:00")) == "Nach Absprache"
    assert label([appointed], now=at("2026-11-23 12:00")) == "Zeiten nicht bekannt"
    later = span("2026-11-24 14:00", "2026-11-24 15:00")
    assert label([appointed, later], now=at("2026-11-23 10:00")) == "Wieder morgen ab 14 Uhr"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2026-12-02 09:00", "2026-12-02 10:30", "Mittwoch, 2. Dezember, 9 bis 10.30 Uhr"),
        ("2027-01-06 09:05", "2027-01-06 10:00", "Mittwoch, 6. Januar 2027, 9.05 bis 10 Uhr"),
        ("2026-12-04 20:00", "2026-12-05 00:00", "Freitag, 4. Dezember, 20 bis 24 Uhr"),
        ("2026-12-31 20:00", "2027-01-01 02:00", "Donnerstag, 31. Dezember, 20 Uhr bis Freitag, 1. Januar 2027, 2 Uhr"),
    ],
)
def test_date_in_words(start, end, words):
    assert date_in_words(span(start, end), now=at("2026-11-22 10:00")) == words


def test_date_in_words_says_by_appointment():
    appointed = span("2026-12-02 09:00", "2026-12-02 10:00", by_appointment=True)

    assert date_in_words(appointed, now=at("2026-11-22 10:00")) == "Mittwoch, 2. Dezember, 9 bis 10 Uhr nach Absprache"


HOLIDAYS = "Nicht an Feiertagen"


@pytest.mark.parametrize(
    ("rules", "lines"),
    [
        ([], []),
        ([rule("01234", "10-12"), rule("01234", "14-16")], ["Montag bis Freitag 10 bis 12 Uhr und 14 bis 16 Uhr"]),
        ([rule("0"), rule("2"), rule("3")], ["Montag, Mittwoch und Donnerstag 9 bis 12 Uhr"]),
        ([rule("01245")], ["Montag bis Mittwoch, Freitag und Samstag 9 bis 12 Uhr"]),
        ([rule("1", "9-11"), rule("3", "16-18")], ["Dienstag 9 bis 11 Uhr", "Donnerstag 16 bis 18 Uhr"]),
        ([rule("0123456", "8-8.30")], ["Täglich 8 bis 8.30 Uhr"]),
        (
            [rule("0", "8-9"), rule("0", "10-11"), rule("0", "12-13")],
            ["Montag 8 bis 9 Uhr, 10 bis 11 Uhr und 12 bis 13 Uhr"],
        ),
        ([rule("4", "20-0")], ["Freitag 20 bis 24 Uhr"]),
        ([rule("4", "20-2")], ["Freitag 20 bis 2 Uhr am nächsten Tag"]),
        ([rule("5", "0-0")], ["Samstag rund um die Uhr"]),
        ([rule("0123456", "0-0")], ["Täglich rund um die Uhr"]),
        ([rule("2", "9-10.30", weeks_of_month=(1,))], ["Jeden 1. Mittwoch im Monat 9 bis 10.30 Uhr"]),
        (
            [rule("03", weeks_of_month=(-1, 1, 3))],
            [
                "Jeden 1., 3. und letzten Montag im Monat 9 bis 12 Uhr",
                "Jeden 1., 3. und letzten Donnerstag im Monat 9 bis 12 Uhr",
            ],
        ),
        (
            [rule("2", interval=2, valid_from=date(2026, 3, 4))],
            ["Alle 2 Wochen: Mittwoch 9 bis 12 Uhr, ab 4. März 2026"],
        ),
        (
            [rule("2", valid_from=date(2026, 3, 4), valid_until=date(2026, 6, 30))],
            ["Mittwoch 9 bis 12 Uhr, vom 4. März 2026 bis 30. Juni 2026"],
        ),
        ([rule("2", valid_until=date(2026, 6, 30))], ["Mittwoch 9 bis 12 Uhr, bis 30. Juni 2026"]),
        ([rule("0", by_appointment=True)], ["Montag 9 bis 12 Uhr nach Absprache"]),
        (
            [rule("0"), rule("6", on_holidays=True)],
            ["Montag 9 bis 12 Uhr", "Sonntag 9 bis 12 Uhr, auch an Feiertagen"],
        ),
        (
            [rule("0123456", "0-0", on_holidays=True, by_appointment=True), rule("0")],
            ["Rund um die Uhr nach Absprache", "Montag 9 bis 12 Uhr"],
        ),
    ],
)
def test_in_words(rules, lines):
    assert in_words(rules) == lines + [HOLIDAYS] * bool(rules)


def test_in_words_is_silent_about_holidays_where_all_rules_hold_on_them():
    assert in_words([rule("0123456", "0-0", on_holidays=True)]) == ["Rund um die Uhr"]
    assert in_words([rule("6", on_holidays=True)]) == ["Sonntag 9 bis 12 Uhr, auch an Feiertagen"]


def test_in_words_tells_the_breaks():
    breaks = [
        Closure(date(2026, 8, 3), date(2026, 8, 14), "Sommerpause"),
        Closure(date(2026, 12, 24), date(2026, 12, 24)),
    ]

    assert in_words([rule()], breaks) == [
        "Montag 9 bis 12 Uhr",
        HOLIDAYS,
        "Geschlossen vom 3. August 2026 bis 14. August 2026 (Sommerpause)",
        "Geschlossen am 24. Dezember 2026",
    ]
