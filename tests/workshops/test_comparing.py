"""Differences of two texts, and what looks like a person in one."""

import time

import pytest

from workshops.comparing import Part, compare
from workshops.likely_persons import likely_persons


def test_two_texts_show_what_stands_in_one_only():
    assert compare("Der Bus fährt\nnicht.\nEnde", "Der Bus fährt abends\nnicht.\n") == (
        [Part("Der Bus fährt", False), Part("\n", False), Part("nicht.\n", False), Part("Ende", True)],
        [Part("Der Bus fährt", False), Part(" abends", True), Part("\n", False), Part("nicht.\n", False)],
    )


def test_blanks_make_no_difference():
    first, second = compare("eins\n\nzwei", "eins zwei\n")
    assert not any(part.differs for part in first + second)


@pytest.mark.parametrize("text", ["", "eins", "eins\n\nzwei ", "\n \n"])
def test_parts_put_together_are_the_text(text):
    first, second = compare(text, "zwei\ndrei")
    assert "".join(part.text for part in first) == text
    assert "".join(part.text for part in second) == "zwei\ndrei"


def test_what_looks_like_a_person_is_found():
    text = (
        "Frau Meier sagt: Helga Schmidt (0631 31090738, +49 631 3650) schreibt an ada@example.org. Frau Meier weiß, "
        "was Pfarrerin Groß meint. Am 3. Dezember 2026 um 14 Uhr kamen 120 Menschen aus 67655 Kaiserslautern. "
        "Frau zu sein ist schwer. 05 von 12 Familien wollen einen Bus."
    )
    assert likely_persons(text) == [
        "Frau Meier",
        "Helga Schmidt",
        "0631 31090738",
        "+49 631 3650",
        "ada@example.org",
        "Pfarrerin Groß",
    ]


@pytest.mark.parametrize("text", ["a" * 100_000, "a@" * 50_000, "0" * 100_000, "Frau " * 20_000])
def test_odd_texts_cost_little(text):
    start = time.perf_counter()
    likely_persons(text)
    assert time.perf_counter() - start < 1
