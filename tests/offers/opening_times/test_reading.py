from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offers.opening_times import in_words, read_schedule, spans
from tests.offers.opening_times.strategies import DETERMINISTIC, day_times, rule, rules

NIGHT_AND_DAY = rule("0123456", "0-0", on_holidays=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Di 10-12 Uhr", [rule("1", "10-12")]),
        ("Do 10-11 Uhr (ca. 2021)", [rule("3", "10-11")]),
        ("Di 9-11, Do 16-18 Uhr (2022)", [rule("1", "9-11"), rule("3", "16-18")]),
        ("Mo-Fr 10-12 und 14-16 Uhr", [rule("01234", "10-12"), rule("01234", "14-16")]),
        ("Mo-Fr 10-12 Uhr, Do auch 16-18 Uhr", [rule("01234", "10-12"), rule("3", "16-18")]),
        ("Mo., Mi. und Fr. von 9:00 Uhr bis 12:30 Uhr", [rule("024", "9-12.30")]),
        ("montags 9–10 Uhr, sonnabends 11—12 Uhr", [rule("0", "9-10"), rule("5", "11-12")]),
        ("Sa-Mo 9-10 Uhr", [rule("056", "9-10")]),
        ("Jeden Mittwoch: 9-10 Uhr\nFreitag 9-10 Uhr", [rule("2", "9-10"), rule("4", "9-10")]),
        ("täglich 9-10 Uhr; nicht an Feiertagen", [rule("0123456", "9-10")]),
        ("1. Mittwoch im Monat, 9-10.30 Uhr", [rule("2", "9-10.30", weeks_of_month=(1,))]),
        ("jeden zweiten Dienstag im Monat, 18-20 Uhr", [rule("1", "18-20", weeks_of_month=(2,))]),
        ("1. und letzten Mo im Monat 9-10 Uhr", [rule("0", "9-10", weeks_of_month=(-1, 1))]),
        ("Mo 9-10 und 1. Mo im Monat 17-18 Uhr", [rule("0", "9-10"), rule("0", "17-18", weeks_of_month=(1,))]),
        (
            "1. Mittwoch im Monat, 10-12 Uhr, ab 1.4.2026",
            [rule("2", "10-12", weeks_of_month=(1,), valid_from=date(2026, 4, 1))],
        ),
        (
            "Mo 9-10 Uhr nach Absprache, auch an Feiertagen, vom 1. März 2026 bis 3. 4. 2027",
            [
                rule(
                    "0",
                    "9-10",
                    by_appointment=True,
                    on_holidays=True,
                    valid_from=date(2026, 3, 1),
                    valid_until=date(2027, 4, 3),
                )
            ],
        ),
        ("Mo 9-10 Uhr, bis 30. Juni 2026", [rule("0", "9-10", valid_until=date(2026, 6, 30))]),
        ("Fr 20-24 Uhr", [rule("4", "20-0")]),
        ("Fr 20 bis 2 Uhr am nächsten Tag", [rule("4", "20-2")]),
        ("Fr 04-05 Uhr", [rule("4", "4-5")]),
        ("Sa 0-24 Uhr", [rule("5", "0-0")]),
        ("rund um die Uhr", [NIGHT_AND_DAY]),
        ("rund um die Uhr nach Absprache", [rule("0123456", "0-0", on_holidays=True, by_appointment=True)]),
    ],
)
def test_read_schedule_reads_what_is_clear(text, expected):
    assert read_schedule(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "wöchentlich",
        "montags",
        "vormittags",
        "nach Absprache",
        "jederzeit",
        "1. Dienstag im Monat",
        "werktags 8-16.30 Uhr (Plan 2016)",
        "jeden zweiten Dienstag im Monat, ab 18.30 Uhr",
        "jeden zweiten Dienstag 10-12 Uhr",
        "Mo-Fr 10-12 und 14-16 Uhr, Do auch 16-18 Uhr, Sa teilweise 10-12 Uhr",
        "1. Montag im Monat, 14.30-17.30 Uhr (ab 2019)",
        "Mo-Fr 9-12 Uhr, Do 14-18 Uhr",
        "Do auch 14-18 Uhr",
        "Mo 9-10 Uhr; Mo 11-12 Uhr",
        "Di 9-11, Do 16-18 Uhr nach Absprache",
        "Mo 9-10 Uhr, nach Absprache",
        "Mo 9-10 Uhr und nach Absprache",
        "Di 9-11, Do 16-18 Uhr, ab 1.4.2026",
        "Di 10-12",
        "Di 9-10 Uhr, Do 10-12",
        "Mo 10.12. 9-10 Uhr",
        "Mo 9-10.12. Uhr",
        "Mo 2-4 Uhr",
        "Mo 9-5 Uhr",
        "Mo 9-9 Uhr",
        "Mo 24-7 Uhr",
        "Mo 24-2 Uhr am nächsten Tag",
        "Mo 9-10 Uhr am nächsten Tag",
        "Mo 9-25 Uhr",
        "Mo 9-10.60 Uhr",
        "Mo 9-10 Uhr, ab 31.2.2026",
        "Mo 9-10 Uhr, ab 1.4.",
        "Mo 9-10 Uhr;",
        "Mo/Di 9-10 Uhr",
        "Mo 9-10 Uhr, außer im August",
        "rund um die Uhr, nicht an Feiertagen",
    ],
)
def test_read_schedule_leaves_what_must_be_guessed(text):
    assert read_schedule(text) is None


weekly_rules = rules(times=day_times, intervals=(1,))


@DETERMINISTIC
@given(rule=weekly_rules)
def test_read_schedule_understands_our_own_words(rule):
    """One rule at a time always; what comes back names the very same spans."""
    read = read_schedule("\n".join(in_words([rule])))
    period = {"first_day": rule.valid_from or date(2026, 3, 1), "days": 45}

    assert read is not None or len(in_words([rule])) == 0
    assert spans(read, **period) == spans([rule], **period)


@DETERMINISTIC
@given(found=st.lists(rules(), min_size=1, max_size=3))
def test_read_schedule_never_reads_our_words_wrongly(found):
    """Several rules may leave something to guess; what is read is right."""
    read = read_schedule("\n".join(in_words(found)))
    period = {"first_day": date(2026, 3, 1), "days": 60}

    assert read is None or spans(read, **period) == spans(found, **period)


@DETERMINISTIC
@given(text=st.text(alphabet="MoDifrUhr 0123456789-.,;:()\nundjauchbis", max_size=40) | st.text(max_size=40))
def test_read_schedule_takes_any_text(text):
    read = read_schedule(text)

    assert read is None or all(rule.weekdays for rule in read)
