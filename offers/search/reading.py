"""Typed words → what they may stand for: dialect, English and synonyms rewritten, misspelt words guessed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from offers.search.compounds import split
from offers.search.dialect import standard_forms, without_sh
from offers.search.lexicon import Lexicon
from offers.search.spelling import FARTHEST, nearest
from offers.search.text import verb_of_participle, words
from offers.search.word_lists import rewrites

# How sure a word is that was not typed; what was typed is 1.
SURE_REWRITE = 0.95
SURE_VERB = 0.9
SURE_CORRECTION = 0.9
LOSS_PER_LETTER = 0.12
# Beside a compound of known parts stands only what is one letter away at most, and less sure.
FARTHEST_OF_COMPOUND = 1.0
COMPOUND_IS_RIGHT = 0.2
# What a dialect rule costs, compared with a wrong letter.
DIALECT_RULE = 0.3
LONGEST_PHRASE = 4
MOST_GUESSED = 4
MOST_GUESSES = 3
SHORTEST_GUESSED = 3


@dataclass(frozen=True)
class Reading:
    """One typed word (or phrase): the words it may stand for and how sure that is.

    `is_compound` where only its parts are known: most are new words, some misspelt ones ("Haushalshilfe").
    """

    typed: str
    meant: dict[str, float]
    is_known: bool = True
    is_compound: bool = False
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
    if lexicon.knows(token) or token.isdigit():
        return Reading(token, {token: 1.0})
    if split(token):
        return Reading(token, {token: 1.0}, is_compound=True)
    if verb in lexicon.known_stems:
        return Reading(token, {token: 1.0, verb: SURE_VERB})
    return Reading(token, {token: 1.0}, is_known=False)


def _corrected(readings: Sequence[Reading], lexicon: Lexicon) -> list[Reading]:
    """Return the readings with guesses for the first doubtful words; each guess costs some milliseconds."""
    doubtful = {one.typed: one for one in readings if one.is_compound or not one.is_known}
    guesses = {typed: _guesses(doubtful[typed], lexicon) for typed in list(doubtful)[:MOST_GUESSED]}
    return [_with(guesses.get(reading.typed, {}), reading) for reading in readings]


def _with(guesses: dict[str, float], reading: Reading) -> Reading:
    if reading.is_compound:
        return replace(
            reading, meant=reading.meant | {word: sure - COMPOUND_IS_RIGHT for word, sure in guesses.items()}
        )
    return Reading(reading.typed, guesses, is_corrected=True) if guesses else reading


def _guesses(reading: Reading, lexicon: Lexicon) -> dict[str, float]:
    """Return words of the vocabulary that the typed one may be, and how sure that is."""
    spelt = without_sh(reading.typed)
    cost = dict(nearest(spelt, lexicon.speller, FARTHEST_OF_COMPOUND if reading.is_compound else FARTHEST))
    for form, used in ((spelt, 0), *standard_forms(spelt)):
        if len(form) >= SHORTEST_GUESSED and form in lexicon.display:
            cost[form] = min(DIALECT_RULE * used, cost.get(form, FARTHEST))
    best = sorted(cost, key=lambda word: (cost[word], -lexicon.speller.frequency[word], word))[:MOST_GUESSES]
    return {word: SURE_CORRECTION - LOSS_PER_LETTER * cost[word] for word in best}
