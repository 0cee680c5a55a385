"""What became of a contribution, in words for its sender."""

import pytest

from needs.models import Contribution, Standing
from needs.standings import MOVES, WORDS, may_move, standing_words


def test_each_standing_has_words_and_a_way():
    assert {*WORDS} == {*MOVES} == {*Standing}


@pytest.mark.parametrize("standing", Standing)
def test_standing_words_are_a_sentence(standing):
    assert standing_words(Contribution(standing=standing)) == str(WORDS[standing])


def test_standing_words_say_why():
    ended = Contribution(standing="not_followed", standing_reason="Dafür ist das Land zuständig.")
    assert standing_words(ended) == (
        "Wir verfolgen Ihren Beitrag nicht weiter. Der Grund: Dafür ist das Land zuständig."
    )


def test_a_contribution_goes_step_by_step():
    assert may_move(Contribution(standing="received"), "read")
    assert not may_move(Contribution(standing="received"), "done")
    assert not may_move(Contribution(standing="done"), "received")
