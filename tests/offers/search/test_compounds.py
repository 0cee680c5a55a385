"""Compounds from both sides."""

import pytest

from offers.search.analysis import content_words, lexemes, parts_of
from offers.search.compounds import known_edge, pieces, split


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("seniorenfahrdienst", ("senioren", "fahrdienst")),
        ("seniorenmittagstisch", ("senioren", "mittagstisch")),
        ("hilfsmittelberatung", ("hilfsmittel", "beratung")),
        ("wohnraumanpassungsberatung", ("wohnraum", "anpassung", "beratung")),
        ("rollstuhlverleihs", ("rollstuhl", "verleihs")),
        ("bus", ()),
        ("rollator", ()),
        ("unbekanntes", ()),
    ],
)
def test_split_finds_few_and_long_parts(word, parts):
    assert split(word) == parts


def test_split_finds_three_parts_with_joints():
    assert split("altenpflegekursbuch") == ("alten", "pflegekurs", "buch")


@pytest.mark.parametrize(
    ("word", "edge"), [("quorbelfahrdienst", "fahrdienst"), ("rollatorquorbel", "rollator"), ("quorbel", "")]
)
def test_known_edge_prefers_the_end(word, edge):
    assert known_edge(word) == edge


def test_pieces_go_two_deep():
    assert pieces("seniorenfahrdienst") == {"senior": 1, "fahrdien": 1, "fahr": 2, "dien": 2}


def test_parts_of_leave_stop_words_and_known_words_whole():
    assert parts_of("kaiserslautern") == {}
    assert parts_of("schwindel") == {}
    assert parts_of("quorbelfahrdienst") == {"fahrdien": 2}


def test_content_words_leave_out_stop_words():
    assert content_words("Wer hilft mir im Haushalt?") == ["haushalt"]


def test_lexemes_hold_telling_parts_only():
    assert lexemes("Der Fahrdienst für Rollstühle") == ["fahrdien", "roll", "rollstuhl", "stuhl"]


def test_dienst_alone_finds_no_fahrdienst():
    assert lexemes("Dienst") == ["dien"]
    assert "dien" not in lexemes("Fahrdienst Besuchsdienst Pflegedienst")
