"""What a misspelt word may have meant, over a bounded vocabulary kept in the process.

Candidates share the sound (Kölner Phonetik) or trigrams with the typed word; they are then ordered by a
Damerau-Levenshtein distance in which the mistakes that people make often cost less than a whole letter.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from os.path import commonprefix

from offers.search.phonetics import sound

MOST_CANDIDATES = 30
SHORTEST_CORRECTED = 4
FARTHEST = 2.2
TRANSPOSED = 0.7
MUCH_FARTHER = 0.6
# From this length on a word may be so far away; shorter words lie too close to each other.
_LIMITS = ((12, FARTHEST), (10, 1.9), (9, 1.8), (8, 1.6), (7, 1.5), (5, 1.0), (4, 0.5))
# Letters that sound alike, or that an umlaut without its dots looks like.
_ALIKE = {"a": "eiou", "b": "pw", "c": "kz", "d": "t", "e": "aio", "f": "v", "g": "k", "i": "aeujy", "j": "i"}
_ALIKE |= {"k": "cgq", "o": "aeu", "p": "b", "q": "k", "s": "z", "t": "d", "u": "aio", "v": "fw", "w": "bv"}
_ALIKE |= {"y": "i", "z": "cs"}
_VOWELS = frozenset("aeiouy")
_SILENT = frozenset("he")


@dataclass(frozen=True, eq=False)
class Speller:
    """Look-up tables over a vocabulary of folded words."""

    frequency: dict[str, int]
    by_sound: dict[str, list[str]]
    by_trigram: dict[str, list[str]]


def build_speller(vocabulary: dict[str, int]) -> Speller:
    """Return the tables for a vocabulary {folded word: how often it stands in the catalogue}."""
    by_sound: dict[str, list[str]] = defaultdict(list)
    by_trigram: dict[str, list[str]] = defaultdict(list)
    for word in vocabulary:
        if len(word) >= SHORTEST_CORRECTED:
            by_sound[sound(word)].append(word)
            for trigram in _trigrams(word):
                by_trigram[trigram].append(word)
    return Speller(vocabulary, by_sound, by_trigram)


def nearest(word: str, speller: Speller, limit: float = FARTHEST) -> list[tuple[str, float]]:
    """Return up to three (vocabulary word, distance), the nearest first, of equals the more frequent.

    None is farther than `limit`, nor than a word of this length may be, nor much farther than the nearest.
    """
    limit = min(limit, _limit(word))
    near = []
    for other in _candidates(word, speller):
        far = distance(word, other, limit)
        if far <= limit:
            near.append((other, far))
            limit = min(limit, far + MUCH_FARTHER)
    within = [pair for pair in near if pair[1] <= limit]
    return sorted(within, key=lambda pair: (pair[1], -speller.frequency[pair[0]], pair[0]))[:3]


def _candidates(word: str, speller: Speller) -> Iterable[str]:
    shared = Counter(other for trigram in _trigrams(word) for other in speller.by_trigram.get(trigram, ()))
    near = [other for other, number in shared.items() if number > 1 and abs(len(other) - len(word)) <= 3]
    # Shared trigrams relative to both lengths (Dice), so that long words don't win by size.
    alike = sorted(near, key=lambda other: (-shared[other] / (len(word) + len(other)), other))
    return dict.fromkeys([*speller.by_sound.get(sound(word), ()), *alike[:MOST_CANDIDATES]])


def distance(word: str, other: str, limit: float) -> float:
    """Return the weighted Damerau-Levenshtein distance (optimal string alignment), cut off above `limit`."""
    word, other = _where_they_differ(word, other)
    before = above = _first_row(other)
    for row, letter in enumerate(word, 1):
        gap = _gap(word, row - 1)
        current = [above[0] + gap]
        for column, wanted in enumerate(other, 1):
            cost = min(
                above[column] + gap,
                current[column - 1] + _gap(other, column - 1),
                above[column - 1] + _swap(letter, wanted),
            )
            if row > 1 < column and letter == other[column - 2] and word[row - 2] == wanted:
                cost = min(cost, before[column - 2] + TRANSPOSED)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, above = above, current
    return above[-1]


def _where_they_differ(word: str, other: str) -> tuple[str, str]:
    """Return both without their common beginning and end; one letter before stays, it may have been doubled."""
    start = max(0, len(commonprefix((word, other))) - 1)
    word, other = word[start:], other[start:]
    end = len(commonprefix((word[:0:-1], other[:0:-1])))
    return word[: len(word) - end], other[: len(other) - end]


def _first_row(other: str) -> list[float]:
    return list(accumulate((_gap(other, column) for column in range(len(other))), initial=0.0))


def _swap(letter: str, wanted: str) -> float:
    if letter == wanted:
        return 0.0
    if wanted in _ALIKE.get(letter, ""):
        return 0.5
    return 0.7 if letter in _VOWELS and wanted in _VOWELS else 1.0


def _gap(word: str, position: int) -> float:
    # A letter doubled or not, and a silent letter, are the commonest mistakes of all.
    if position and word[position - 1] == word[position]:
        return 0.4
    return 0.6 if word[position] in _SILENT else 1.0


def _limit(word: str) -> float:
    return next((limit for length, limit in _LIMITS if len(word) >= length), 0.0)


def _trigrams(word: str) -> set[str]:
    padded = f" {word} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}
