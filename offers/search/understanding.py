"""What a query means: area, providers, topics, words, corrections, crisis."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from offers.search.analysis import content_words, parts_of
from offers.search.crisis import is_crisis
from offers.search.lexicon import STOP, Lexicon, ProviderEntry, key, weight
from offers.search.places import meant_first, names_in
from offers.search.ranking import rank
from offers.search.reading import Reading, read
from offers.search.text import LONGEST_PLEA, MOST_WORDS, clean, fold, words
from offers.search.word_lists import light_stems

# How sure a part of a typed compound is, by its depth; less where the topics know the whole word.
SURE_PART = {1: 0.9, 2: 0.6}
KNOWN_COMPOUND = 0.6
SURE_ROLE = 0.5
# What a topic of a provider's offers scores: as much as a rare word.
PROVIDERS_TOPIC = 3.0
# An offer needs one of the typed words or a part of it that is sure and rare enough.
LEAST_SURE = 0.55
LEAST_WEIGHT = 2.0
SHORTEST_UNKNOWN = 3


@dataclass(frozen=True)
class TopicMatch:
    code: str
    score: float


@dataclass(frozen=True)
class Correction:
    typed: str
    meant: str


@dataclass(frozen=True)
class Understanding:
    """`area` is a code or ""; `areas` all areas the name may mean; `terms` are alternatives per typed word:
    an offer fits a word if it has one of its stems. `suggestion` is the whole query spelt as it was understood,
    for "Meinten Sie …", or "". `unknown_words` stand nowhere in the vocabulary and nothing is like them."""

    text: str
    area: str
    areas: tuple[str, ...]
    providers: tuple[str, ...]
    topics: tuple[TopicMatch, ...]
    terms: tuple[tuple[str, ...], ...]
    corrections: tuple[Correction, ...]
    suggestion: str
    is_crisis: bool
    unknown_words: tuple[str, ...]


def understand(text: str, *, lexicon: Lexicon) -> Understanding:
    """Return what a query means; never raises, whatever is typed."""
    shown = clean(text)
    readings = read(words(shown)[:MOST_WORDS], lexicon)
    tokens = [reading.word for reading in readings]
    named = names_in(tokens, lexicon.areas)
    areas = meant_first(area for _positions, areas in named for area in areas)
    providers = _providers(tokens, lexicon)
    terms = _terms(readings, {position for positions, _areas in named for position in positions}, lexicon)
    corrections = _corrections(readings, lexicon)
    return Understanding(
        text=shown,
        area=areas[0].code if areas else "",
        areas=tuple(area.code for area in areas),
        providers=tuple(provider.slug for provider in providers),
        topics=_topics(terms, providers, lexicon),
        terms=_searchable(terms, lexicon),
        corrections=corrections,
        suggestion=_respelt(shown, corrections),
        is_crisis=any(map(is_crisis, (words(text[:LONGEST_PLEA]), tokens, _all_meant(readings)))),
        unknown_words=_unknown(readings),
    )


def _corrections(readings: Sequence[Reading], lexicon: Lexicon) -> tuple[Correction, ...]:
    return tuple(
        Correction(reading.typed, lexicon.display[reading.word]) for reading in readings if reading.is_corrected
    )


def _all_meant(readings: Sequence[Reading]) -> list[str]:
    return [word for reading in readings for word in reading.meant]


def _unknown(readings: Sequence[Reading]) -> tuple[str, ...]:
    return tuple(
        reading.typed for reading in readings if not reading.is_known and len(reading.typed) >= SHORTEST_UNKNOWN
    )


def _providers(tokens: Sequence[str], lexicon: Lexicon) -> list[ProviderEntry]:
    named = names_in(tokens, lexicon.providers)
    return list(dict.fromkeys(provider for _positions, providers in named for provider in providers))


def _terms(readings: Sequence[Reading], in_names: set[int], lexicon: Lexicon) -> list[dict[str, float]]:
    """Return the stems of each word and how sure they are; a name is a word only if staff say so of a topic."""
    chosen = [
        {word: sure for word, sure in reading.meant.items() if position not in in_names or word in lexicon.own_words}
        for position, reading in enumerate(readings)
    ]
    return [_stems(meant, lexicon) for meant in chosen if meant]


def _stems(meant: dict[str, float], lexicon: Lexicon) -> dict[str, float]:
    found: dict[str, float] = {}
    for word, sure in meant.items():
        found[key(word)] = max(sure, found.get(key(word), 0.0))
        # The topics know what a Führerschein is; that it is a Schein says little more.
        share = KNOWN_COMPOUND if lexicon.knows(word) else 1.0
        for part, depth in parts_of(word).items():
            found[part] = max(sure * share * SURE_PART[depth], found.get(part, 0.0))
    return found


def _topics(terms, providers: Sequence[ProviderEntry], lexicon: Lexicon) -> tuple[TopicMatch, ...]:
    query: dict[str, float] = {}
    for term in terms:
        for lexeme, sure in term.items():
            query[lexeme] = max(sure, query.get(lexeme, 0.0))
    boosts: dict[str, float] = {}
    for provider in providers:
        boosts |= dict.fromkeys(provider.topics, PROVIDERS_TOPIC)
        for word in () if provider.topics else content_words(" ".join((*provider.names, provider.role))):
            query.setdefault(key(word), SURE_ROLE)
    return tuple(TopicMatch(*match) for match in rank(query, lexicon, boosts))


def _searchable(terms: list[dict[str, float]], lexicon: Lexicon) -> tuple[tuple[str, ...], ...]:
    """Return the alternatives an offer is searched by; words that say little only if there are no others."""
    content = [{lexeme: sure for lexeme, sure in term.items() if not lexeme.startswith(STOP)} for term in terms]
    telling = [term for term in content if not term.keys() <= light_stems()]
    return tuple(_alternatives(term, lexicon) for term in telling or content if term)


def _alternatives(term: dict[str, float], lexicon: Lexicon) -> tuple[str, ...]:
    surest = max(term.values())
    return tuple(
        lexeme
        for lexeme, sure in sorted(term.items())
        if sure == surest or (sure >= LEAST_SURE and weight(lexeme, lexicon.rarity) >= LEAST_WEIGHT)
    )


def _respelt(shown: str, corrections: Sequence[Correction]) -> str:
    """Return the query with its corrections, or "" without any."""
    if not corrections:
        return ""
    meant = {correction.typed: correction.meant for correction in corrections}
    return re.sub(r"\w+", lambda word: meant.get(fold(word[0]), word[0]), shown)
