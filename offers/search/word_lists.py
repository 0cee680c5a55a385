"""The word lists of everyday German: data files, read once and kept in the process.

All of them are written from general knowledge of the language and the field; each row names its source.
"""

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

from offers.search.text import stem, words

FOLDER = Path(__file__).resolve().parent.parent / "data" / "german"


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one list."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def common_words() -> tuple[str, ...]:
    """Stop words and light words as they are written."""
    return tuple(row["word"] for row in rows("common_words"))


@cache
def stop_words() -> frozenset[str]:
    """Words that say nothing about what is looked for."""
    return frozenset(_common("stop"))


@cache
def light_stems() -> frozenset[str]:
    """Stems that say little: people, places of rest, verbs for everything ("gehen", "Stelle")."""
    return frozenset(stem(word) for word in _common("light"))


def _common(role: str) -> list[str]:
    return [word for row in rows("common_words") if row["role"] == role for word in words(row["word"])]


@cache
def rewrites() -> dict[tuple[str, ...], str]:
    """Dialect, English and synonyms: the words people use → the words of the catalogue.

    What two lists know means both: "rent" is the pension in Palatine and the rent in English.
    """
    means: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in ("dialect", "english", "synonyms"):
        for row in rows(name):
            means[tuple(words(row["phrase"]))].append(row["means"])
    return {phrase: " ".join(meant) for phrase, meant in means.items()}


@cache
def rewritten_words() -> frozenset[str]:
    """The words of these phrases: known, but nothing to correct other words to."""
    return frozenset(word for phrase in rewrites() for word in phrase)


@cache
def thesaurus() -> dict[str, tuple[str, ...]]:
    """Everyday phrases that lead to a topic, by the topic's code."""
    return {row["topic"]: tuple(row["phrases"].split("|")) for row in rows("thesaurus")}


@cache
def crisis_words() -> tuple[str, ...]:
    """The crisis phrases as they are written."""
    return tuple(row["phrase"] for row in rows("crisis"))


@cache
def crisis_phrases() -> tuple[tuple[str, ...], ...]:
    """Phrases that call for the emergency numbers, as stems in their order."""
    return tuple(tuple(map(stem, words(phrase))) for phrase in crisis_words())


@cache
def nouns() -> frozenset[str]:
    """Folded everyday nouns of which compounds are made."""
    return frozenset(word for row in rows("compound_parts") for word in words(row["word"]))


@cache
def compound_parts() -> frozenset[str]:
    """Folded words that compounds may be made of: the nouns and what the thesaurus says."""
    phrases = (phrase for phrases in thesaurus().values() for phrase in phrases)
    return nouns() | {word for phrase in phrases for word in words(phrase)} - stop_words()
