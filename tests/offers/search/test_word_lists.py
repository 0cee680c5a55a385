"""The word lists hold together with each other and with the topics."""

import pytest

from offers.search.compounds import SHORT_PARTS
from offers.search.text import fold
from offers.search.word_lists import (
    compound_parts,
    crisis_phrases,
    light_stems,
    rewrites,
    rows,
    stop_words,
    thesaurus,
)
from tests.offers.search.kaiserslautern import topic_entries

LISTS = ["common_words", "compound_parts", "crisis", "dialect", "english", "synonyms", "thesaurus"]


@pytest.mark.parametrize("name", LISTS)
def test_every_row_names_its_source(name):
    assert {row["source"] for row in rows(name)} == {"own knowledge 2026"}


def test_thesaurus_has_every_topic_and_no_other():
    assert thesaurus().keys() == {topic.code for topic in topic_entries()}


def test_thesaurus_has_no_phrase_twice_in_a_topic():
    for code, phrases in thesaurus().items():
        assert len(set(phrases)) == len(phrases), code


def test_a_word_is_either_stop_or_light():
    roles = [(row["word"], row["role"]) for row in rows("common_words")]
    assert len({word for word, _role in roles}) == len(roles)
    assert {role for _word, role in roles} == {"stop", "light"}


def test_addiction_and_way_are_no_stop_words():
    assert {"sucht", "weg"} & stop_words() == set()


def test_lists_are_folded_and_stemmed():
    assert "alter" in compound_parts()
    assert "dien" in light_stems()
    assert rewrites()[("meals", "on", "wheels")] == "essen auf rädern"
    assert rewrites()[("rent",)] == "rente miete"
    assert ("nicht", "mehr", "leb") in crisis_phrases()
    assert {fold(part) for part in SHORT_PARTS} == SHORT_PARTS
