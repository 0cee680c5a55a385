"""Typed words → what they may stand for: dialect, English and synonyms rewritten, misspelt words guessed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from offers.search.compounds import split
from offers.search.dialect import standard_forms, without_sh
from offers.search.lexicon import Lexicon
from offers.search.spelling import nearest
from offers.search.text import verb_of_participle, words
from offers.search.word_lists import rewrites

# How sure a word is that was not typed; what was typed is 1.
SURE_REWRITE = 0.95
SURE_VERB = 0.9
SURE_CORRECTION = 0.9
LOSS_PER_LETTER = 0.12
# What a dialect rule costs, compared with a wrong letter.
DIALECT_RULE = 0.3
LONGEST_PHRASE = 4
MOST_GUESSED = 4
MOST_GUESSES = 3
SHORTEST_GUESSED = 3


@dataclass(frozen=True)
class Reading:
    """One typed word (or phrase): the words it may stand for and how sure that is."""

    typed: str
    meant: dict[str, float]
    is_known: bool = True
    is_corrected: bool = False

    @property
    def word(self) -> str:
        """The word it most likely stands for."""
        return next(iter(self.meant))


def read(tokens: Sequence[str], lexicon: Lexicon) -> list[Reading]:
    """Return the readings of folded words in their order."""
    return _corrected(list(_read(tokens, lexicon)), lexicon)


def _read(tokens: Sequence[str], lexicon: Lexicon) -> Iterable[Reading]:
    start = 0
    while start < len(tokens):
        length = next(
            (n for n in range(LONGEST_PHRASE, 0, -1) if tuple(tokens[start : start + n]) in rewrites()),
            0,
        )
        if length:
            yield from _rewritten(tokens[start : start + length], lexicon)
        else:
            yield _single(tokens[start], tokens[start + 1 : start + 2], lexicon)
        start += max(length, 1)


def _rewritten(tokens: Sequence[str], lexicon: Lexicon) -> Iterable[Reading]:
    """Dialect, English and synonyms: a word typed alone stays beside what it means if topics name it."""
    typed = " ".join(tokens)
    meant = dict.fromkeys(words(rewrites()[tuple(tokens)]), SURE_REWRITE)
    if len(tokens) == 1:
        keeps = {typed: 1.0} if typed in lexicon.topic_words else {}
        yield Reading(typed, keeps | meant)
    else:
        yield from (Reading(typed, {word: sure}) for word, sure in meant.items())


def _single(token: str, following: Sequence[str], lexicon: Lexicon) -> Reading:
    joined = token + "".join(following)
    verb = verb_of_participle(token)
    if following and joined in lexicon.display:
        return Reading(token, {token: 1.0, joined: SURE_VERB})
    if lexicon.knows(token) or token.isdigit() or split(token):
        return Reading(token, {token: 1.0})
    if verb in lexicon.known_stems:
        return Reading(token, {token: 1.0, verb: SURE_VERB})
    return Reading(token, {token: 1.0}, is_known=False)


def _corrected(readings: Sequence[Reading], lexicon: Lexicon) -> list[Reading]:
    """Return the readings with guesses for the first unknown words; each guess costs some milliseconds."""
    unknown = dict.fromkeys(reading.typed for reading in readings if not reading.is_known)
    guesses = {typed: _guesses(typed, lexicon) for typed in list(unknown)[:MOST_GUESSED]}
    return [
        Reading(reading.typed, guesses[reading.typed], is_corrected=True) if guesses.get(reading.typed) else reading
        for reading in readings
    ]


def _guesses(token: str, lexicon: Lexicon) -> dict[str, float]:
    cost: dict[str, float] = {}
    spelt = without_sh(token)
    for form, used in ((spelt, 0), *standard_forms(spelt)):
        if len(form) >= SHORTEST_GUESSED and form in lexicon.display:
            cost.setdefault(form, DIALECT_RULE * used)
    for word, distance in nearest(spelt, lexicon.speller):
        cost[word] = min(distance, cost.get(word, distance))
    best = sorted(cost, key=lambda word: (cost[word], -lexicon.speller.frequency[word], word))[:MOST_GUESSES]
    return {word: SURE_CORRECTION - LOSS_PER_LETTER * cost[word] for word in best}
