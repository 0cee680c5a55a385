import pytest

from offers.telephone import dialled, in_words, shown, to_e164


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0631 365-4408", "+496313654408"),
        ("0631/3650", "+496313650"),
        (" 0631 31090738 ", "+4963131090738"),
        ("+49 (0)631 3650", "+496313650"),
        ("0049 631 3650", "+496313650"),
        ("0800 1110111", "+498001110111"),
        ("+33 1 42 68 53 00", "+33142685300"),
    ],
)
def test_to_e164_reads_complete_numbers(typed, kept):
    assert to_e164(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "3650", "112", "0631 12", "0abc", "+", "0" * 200, "anrufen", "0631 abc", "0631 3650 abc", "0800 FLOWERS"],
)
def test_to_e164_refuses_what_nobody_could_dial(typed):
    assert to_e164(typed) is None


def test_in_words_holds_the_number_together():
    assert in_words("+4963131090738") == "0631\N{NO-BREAK SPACE}31090738"


def test_in_words_shows_the_country_of_a_foreign_number():
    assert in_words("+33142685300") == "+33 1 42 68 53 00".replace(" ", "\N{NO-BREAK SPACE}")


def test_dialled_keeps_short_numbers_short():
    assert [dialled("112"), dialled("116117"), dialled("0800 1110111")] == ["112", "116117", "+498001110111"]


def test_shown_keeps_the_hyphen_of_a_switchboard():
    assert [shown("0631 365-0"), shown("0631/365-0")] == [
        "0631\N{NO-BREAK SPACE}365-0",
        "0631\N{NO-BREAK SPACE}3650",
    ]


def test_shown_leaves_short_numbers_as_they_are():
    assert [shown("112"), shown("116 117"), shown("0800/1110111")] == [
        "112",
        "116\N{NO-BREAK SPACE}117",
        "0800\N{NO-BREAK SPACE}1110111",
    ]
