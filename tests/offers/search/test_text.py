"""Clean, fold, stem: one spelling for what is meant the same."""

import pytest

from offers.search.text import LONGEST_QUERY, clean, fold, stem, verb_of_participle, words


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  Hilfe \t im\nHaushalt ", "Hilfe im Haushalt"),
        ("Hil\x00fe", "Hil fe"),
        ("\x00\x01", ""),
        ("", ""),
        ("<b>Bus</b>", "<b>Bus</b>"),
        ("Rollator 🙂", "Rollator 🙂"),
    ],
)
def test_clean_keeps_one_visible_line(typed, shown):
    assert clean(typed) == shown


def test_clean_cuts_a_query_of_ten_thousand_characters():
    assert clean("x" * 10_000) == "x" * LONGEST_QUERY


@pytest.mark.parametrize(
    "typed", ["Führerschein", "Fuehrerschein", "Fuhrerschein", "FÜHRERSCHEIN", "Fu\u0308hrerschein"]
)
def test_fold_makes_umlaut_digraph_and_bare_vowel_equal(typed):
    assert fold(typed) == "fuhrerschein"


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("neue", "neue"),
        ("Steuer", "steuer"),
        ("Straße", "strasse"),
        ("aktuell", "aktuell"),
        ("quer", "quer"),
        ("Café", "cafe"),
        ("Gedaechtnis", "gedachtnis"),
        ("Bloedsinn", "blodsinn"),
    ],
)
def test_fold_breaks_no_word_in_which_the_vowels_are_two_sounds(typed, folded):
    assert fold(typed) == folded


def test_words_part_at_hyphens_and_slashes():
    assert words("Erzhütten/Wiesenthalerhof, 24-Stunden-Pflege!") == [
        "erzhutten",
        "wiesenthalerhof",
        "24",
        "stunden",
        "pflege",
    ]


@pytest.mark.parametrize(
    ("word", "expected"),
    [("spaziergange", "spaziergang"), ("hauser", "haus"), ("burgerbusse", "burgerbus"), ("zeugnisse", "zeugnis")],
)
def test_stem_takes_endings(word, expected):
    assert stem(word) == expected


@pytest.mark.parametrize(
    ("word", "verb"), [("gesturzt", "sturz"), ("ausgefullt", "ausfull"), ("rollator", ""), ("gern", "")]
)
def test_participle_leads_to_its_verb(word, verb):
    assert verb_of_participle(word) == verb
