"""Words that call for the emergency numbers."""

import pytest

from offers.search.crisis import is_crisis
from offers.search.text import words
from offers.search.understanding import understand


@pytest.mark.parametrize(
    "query",
    [
        "112",
        "Gewalt",
        "häusliche Gewalt in der Familie",
        "ich will nicht mehr leben",
        "will nur sterben",
        "Krise",
        "mein Mann schlägt mich",
        "suizidgedanken",
        "umbringen",
    ],
)
def test_is_crisis(query):
    assert is_crisis(words(query))


@pytest.mark.parametrize(
    "query",
    [
        "",
        "Verwaltung",
        "Gewaltenteilung",
        "Wirtschaftskrise",
        "Bewältigung",
        "nicht allein leben",
        "ich will zu Hause sterben",
        "112er",
    ],
)
def test_is_no_crisis(query):
    assert not is_crisis(words(query))


@pytest.mark.parametrize("query", ["suizit", "isch mag nimmi lewe", "selbsmord", "suicide"])
def test_misspelt_dialect_and_english_crisis_words_count(query, lexicon):
    assert understand(query, lexicon=lexicon).is_crisis


def test_crisis_counts_at_the_end_of_a_long_plea(lexicon):
    understood = understand("und " * 400 + "suizid", lexicon=lexicon)
    assert (understood.is_crisis, understood.topics) == (True, ())
