"""Kölner Phonetik, with the examples of its author and words as people misspell them."""

import pytest

from offers.search.phonetics import sound


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("wikipedia", "3412"),
        ("mullerludenscheidt", "65752682"),
        ("breschnew", "17863"),
        ("cafe", "43"),
        ("celle", "85"),
        ("acht", "042"),
        ("scheck", "84"),
        ("hexe", "048"),
        ("lachx", "548"),
        ("arzt", "0782"),
        ("", ""),
    ],
)
def test_sound_codes(word, code):
    assert sound(word) == code


@pytest.mark.parametrize(
    ("typed", "meant"), [("palliatief", "palliativ"), ("fisiotherapie", "physiotherapie"), ("allzheimer", "alzheimer")]
)
def test_words_that_sound_alike_share_a_code(typed, meant):
    assert sound(typed) == sound(meant)
