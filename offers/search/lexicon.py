"""The lexicon: everything a query can name, as plain values with the look-up tables built once.

It is read from the database (offers.search.catalogue) or, in tests, from tables; the engine knows no Django.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from offers.search.analysis import content_words
from offers.search.compounds import pieces, split
from offers.search.spelling import Speller, build_speller
from offers.search.text import fold, stem, words
from offers.search.word_lists import (
    common_words,
    compound_parts,
    crisis_words,
    light_stems,
    nouns,
    rewritten_words,
    stop_words,
    thesaurus,
)

# How much a match counts by where the words stand. Own choice, measured with measure_search.
WEIGHT_OF_WORDS = 1.0
WEIGHT_OF_THESAURUS = 0.95
WEIGHT_OF_DESCRIPTION = 0.25
LIGHT = 0.35
# Not nothing: "findet nicht nach Hause" is more than "Hause".
WEIGHT_OF_STOP_WORD = 0.25
SHORTEST_STEM = 4
LONGEST_ENDING_OF_SHORT_STEM = 2
# Stop words are looked up as they are, marked: their stems are those of other words ("wegen", "Weg").
STOP = "="
# A provider is also known by a word of its name that at most so many providers share.
MOST_SHARING_A_NAME = 3
SHORTEST_NAME = 3


@dataclass(frozen=True)
class TopicEntry:
    code: str
    name: str
    plain_name: str
    description: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class AreaEntry:
    """`level` as in offers.models.Level; `names` are the name, the short one and the aliases."""

    code: str
    level: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class ProviderEntry:
    """Who types the provider's name looks for the `topics` of its offers; without any for its `role`, a text."""

    slug: str
    names: tuple[str, ...]
    topics: tuple[str, ...] = ()
    role: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that lead to a topic; `total` is the sum of their weights."""

    topic: str
    factor: float
    weights: tuple[float, ...]
    total: float


@dataclass(frozen=True, slots=True)
class Posting:
    """Where a stem stands: in which place of which phrase, and which share of the word there it is."""

    phrase: int
    place: int
    share: float
    is_leaf: bool


@dataclass(frozen=True, eq=False)
class Lexicon:
    """`own_words` are those staff keep with the topics, `topic_words` these and the thesaurus."""

    phrases: tuple[Phrase, ...]
    postings: dict[str, list[Posting]]
    rarity: dict[str, float]
    topic_words: frozenset[str]
    own_words: frozenset[str]
    areas: dict[tuple[str, ...], tuple[AreaEntry, ...]]
    providers: dict[tuple[str, ...], tuple[ProviderEntry, ...]]
    display: dict[str, str]
    known_stems: frozenset[str]
    speller: Speller

    def knows(self, word: str) -> bool:
        """Tell whether a folded word belongs to the vocabulary, whatever its ending."""
        # A short stem proves little: "Räder" is a form of "Rad", but "Demens" is none of "dem".
        ending = len(word) - len(stem(word))
        is_form = len(stem(word)) >= SHORTEST_STEM or ending <= LONGEST_ENDING_OF_SHORT_STEM
        is_listed = word in self.display or word in rewritten_words()
        return is_listed or (is_form and stem(word) in self.known_stems)


def build_lexicon(
    *,
    topics: Sequence[TopicEntry],
    areas: Sequence[AreaEntry] = (),
    providers: Sequence[ProviderEntry] = (),
    frequencies: dict[str, int] | None = None,
) -> Lexicon:
    """Return the lexicon of a catalogue; `frequencies` are the words of its offers."""
    texts = [text for topic in topics for text in _texts(topic)]
    rarity = _rarity(texts)
    phrases, postings = _index(texts, rarity)
    names = _area_names(areas)
    topic_words = _words_from(texts, WEIGHT_OF_THESAURUS)
    display = _display(topics, areas, providers, frequencies or {})
    return Lexicon(
        phrases=phrases,
        postings=postings,
        rarity=rarity,
        topic_words=topic_words,
        own_words=_words_from(texts, WEIGHT_OF_WORDS),
        areas=names,
        providers=_provider_names(providers, taken=topic_words.union(*names)),
        display=display,
        known_stems=frozenset(map(stem, display.keys() | rewritten_words())),
        speller=build_speller(_folded(frequencies or {}, display, topic_words)),
    )


def weight(lexeme: str, rarity: dict[str, float]) -> float:
    """Return how much a stem says: rare in the topics says much, everyday words say little."""
    if lexeme.startswith(STOP):
        return WEIGHT_OF_STOP_WORD
    usual = rarity.get(lexeme, rarity[""])
    return usual * LIGHT if lexeme in light_stems() else usual


def key(word: str) -> str:
    """Return under what a folded word stands in the index."""
    return STOP + word if word in stop_words() else stem(word)


def _texts(topic: TopicEntry) -> Iterable[tuple[str, float, list[str]]]:
    """Yield (code, factor, words) of every phrase that leads to the topic."""
    own = dict.fromkeys((topic.name, topic.plain_name, *topic.words))
    weighted = [(text, WEIGHT_OF_WORDS) for text in own]
    weighted += [(text, WEIGHT_OF_THESAURUS) for text in thesaurus().get(topic.code, ())]
    weighted += [(word, WEIGHT_OF_DESCRIPTION) for word in dict.fromkeys(content_words(topic.description))]
    for text, factor in weighted:
        yield topic.code, factor, list(dict.fromkeys(words(text)))


def _words_from(texts: Sequence[tuple[str, float, list[str]]], least: float) -> frozenset[str]:
    return frozenset(word for _code, factor, parts in texts for word in parts if factor >= least)


def _rarity(texts: Sequence[tuple[str, float, list[str]]]) -> dict[str, float]:
    """Inverse document frequency (Robertson and Spärck Jones, as in BM25) with topics as documents."""
    topics_of: dict[str, set[str]] = defaultdict(set)
    for code, factor, parts in texts:
        if factor > WEIGHT_OF_DESCRIPTION:
            for word in parts:
                for lexeme in (key(word), *pieces(word)):
                    topics_of[lexeme].add(code)
    number = len({code for code, _factor, _parts in texts})

    def rarity(topics: int) -> float:
        return math.log(1 + (number - topics + 0.5) / (topics + 0.5))

    return {"": rarity(1)} | {lexeme: rarity(len(codes)) for lexeme, codes in topics_of.items()}


def _index(texts, rarity):
    phrases: list[Phrase] = []
    postings: dict[str, list[Posting]] = defaultdict(list)
    for number, (code, factor, parts) in enumerate(texts):
        weights = tuple(weight(key(word), rarity) for word in parts)
        phrases.append(Phrase(code, factor, weights, sum(weights)))
        for place, word in enumerate(parts):
            postings[key(word)].append(Posting(number, place, 1.0, is_leaf=False))
            for lexeme, share, is_leaf in _shares(word, rarity):
                postings[lexeme].append(Posting(number, place, share, is_leaf))
    return tuple(phrases), dict(postings)


def _shares(word: str, rarity: dict[str, float]) -> Iterable[tuple[str, float, bool]]:
    """Yield (stem, share, is_leaf) for the parts of a compound.

    The leaves' shares add up to at most one; none is more than the part says as a word of its own, or "Bus" would
    rather mean the Seniorenbus than the Bus.
    """
    whole = weight(stem(word), rarity)
    for part, share in _divided(split(word), 1.0, rarity):
        inner = split(part)
        yield stem(part), min(share, weight(stem(part), rarity) / whole), not inner
        for piece, less in _divided(inner, share, rarity):
            yield stem(piece), min(less, weight(stem(piece), rarity) / whole), True


def _divided(parts: Sequence[str], share: float, rarity: dict[str, float]) -> Iterable[tuple[str, float]]:
    total = sum(weight(stem(part), rarity) for part in parts)
    return ((part, share * weight(stem(part), rarity) / total) for part in parts)


def _area_names(areas: Sequence[AreaEntry]) -> dict[tuple[str, ...], tuple[AreaEntry, ...]]:
    found: dict[tuple[str, ...], list[AreaEntry]] = defaultdict(list)
    for area in areas:
        spelled = {tuple(words(part)) for name in area.names for part in (name, *name.split("/"))}
        for name in sorted(spelled):
            found[name].append(area)
    return {name: tuple(entries) for name, entries in found.items()}


def _provider_names(providers: Sequence[ProviderEntry], *, taken: frozenset[str]):
    found: dict[tuple[str, ...], list[ProviderEntry]] = defaultdict(list)
    for provider in providers:
        whole = {tuple(words(name)) for name in provider.names}
        single = {(word,) for name in whole for word in name if _is_distinctive(word, taken)}
        for name in sorted(whole | single):
            found[name].append(provider)
    return {name: tuple(entries) for name, entries in found.items() if len(entries) <= MOST_SHARING_A_NAME}


def _is_distinctive(word: str, taken: frozenset[str]) -> bool:
    everyday = word in stop_words() or word in nouns() or stem(word) in light_stems()
    return len(word) >= SHORTEST_NAME and word.isalpha() and not everyday and word not in taken and not split(word)


def _folded(frequencies: dict[str, int], display: dict[str, str], topic_words: frozenset[str]) -> dict[str, int]:
    """Return how often each word counts: of two corrections alike, the topics' word is rather meant."""
    folded = {word: 1 + (word in topic_words) for word in display}
    for word, frequency in frequencies.items():
        folded[fold(word)] += frequency
    return folded


def _display(topics, areas, providers, frequencies) -> dict[str, str]:
    """Folded word → how it is written, for "Meinten Sie …"; the first spelling wins."""
    texts = [text for topic in topics for text in (*topic.words, topic.name, topic.description)]
    texts += [phrase for topic in topics for phrase in thesaurus().get(topic.code, ())]
    texts += [name for entry in (*areas, *providers) for name in entry.names]
    texts += [*frequencies, *crisis_words(), *sorted(compound_parts()), *common_words()]
    written: dict[str, str] = {}
    for text in texts:
        for word in re.findall(r"\w+", text):
            written.setdefault(fold(word), word)
    return written
