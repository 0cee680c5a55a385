"""What a misspelt word may have meant, over a bounded vocabulary kept in the process.

Candidates share the sound (Kölner Phonetik) or trigrams with the typed word; they are then ordered by a
Damerau-Levenshtein distance in which the mistakes that people make often cost less than a whole letter.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from offers.search.phonetics import sound

MOST_CANDIDATES = 30
SHORTEST_CORRECTED = 4
# From this length on a word may be so far away; shorter words lie too close to each other.
_LIMITS = ((12, 2.2), (10, 1.9), (9, 1.8), (8, 1.6), (7, 1.5), (5, 1.0), (4, 0.5))
_SOUND_ALIKE = frozenset(
    frozenset(pair)
    for pair in [
        "dt",
        "bp",
        "gk",
        "wb",
        "vf",
        "vw",
        "sz",
        "ck",
        "cz",
        "iy",
        "kq",
        "ij",
        "ea",
        "eo",
        "ei",
        "ia",
        "iu",
        "ao",
        "ou",
        "au",
    ]
)
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


def nearest(word: str, speller: Speller) -> list[tuple[str, float]]:
    """Return up to three (vocabulary word, distance), the nearest first, of equals the more frequent."""
    if len(word) < SHORTEST_CORRECTED:
        return []
    limit = _limit(word)
    near = [(other, distance(word, other, limit)) for other in _candidates(word, speller)]
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
    rows = [[0.0] * (len(other) + 1) for _ in range(3)]
    before, above, current = rows
    for column, letter in enumerate(other, 1):
        above[column] = above[column - 1] + _gap(other, column - 1, letter)
    for row, letter in enumerate(word, 1):
        gap = _gap(word, row - 1, letter)
        current[0] = above[0] + gap
        for column, wanted in enumerate(other, 1):
            cost = min(
                above[column] + gap,
                current[column - 1] + _gap(other, column - 1, wanted),
                above[column - 1] + _swap(letter, wanted),
            )
            if row > 1 < column and letter == other[column - 2] and word[row - 2] == wanted:
                cost = min(cost, before[column - 2] + 0.7)
            current[column] = cost
        if min(current) > limit:
            return limit + 1
        before, above, current = above, current, before
    return above[len(other)]


def _swap(letter: str, wanted: str) -> float:
    if letter == wanted:
        return 0.0
    if frozenset((letter, wanted)) in _SOUND_ALIKE:
        return 0.5
    return 0.7 if letter in _VOWELS and wanted in _VOWELS else 1.0


def _gap(word: str, position: int, letter: str) -> float:
    # A letter doubled or not, and a silent letter, are the commonest mistakes of all.
    if position and word[position - 1] == letter:
        return 0.4
    return 0.6 if letter in _SILENT else 1.0


def _limit(word: str) -> float:
    return next(limit for length, limit in _LIMITS if len(word) >= length)


def _trigrams(word: str) -> set[str]:
    padded = f" {word} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}
