"""Crisis words: queries above whose results the emergency numbers stand, and which are never counted."""

from collections.abc import Sequence

from offers.search.text import stem
from offers.search.word_lists import crisis_phrases

# "Ich will nur noch sterben": so many other words may stand between the words of a phrase.
MOST_BETWEEN = 1


def is_crisis(tokens: Sequence[str]) -> bool:
    """Tell whether folded words call for help at once; whole words only ("Verwaltung" is no "Gewalt")."""
    stems = [stem(token) for token in tokens]
    return any(_runs_from(stems, start, phrase) for phrase in crisis_phrases() for start in range(len(stems)))


def _runs_from(stems: Sequence[str], start: int, phrase: Sequence[str]) -> bool:
    if stems[start] != phrase[0]:
        return False
    if len(phrase) == 1:
        return True
    following = range(start + 1, min(start + 2 + MOST_BETWEEN, len(stems)))
    return any(_runs_from(stems, position, phrase[1:]) for position in following)
