"""What a query means: area, providers, topics, words, corrections, crisis."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from offers.search.analysis import content_words, parts_of
from offers.search.compounds import split
from offers.search.crisis import is_crisis
from offers.search.dialect import standard_forms
from offers.search.lexicon import STOP, Lexicon, key, weight
from offers.search.places import meant_first, names_in
from offers.search.ranking import rank
from offers.search.spelling import nearest
from offers.search.text import MOST_WORDS, clean, fold, verb_of_participle, words
from offers.search.word_lists import light_stems, rewrites

# How sure an alternative is that was not typed.
SURE_REWRITE = 0.95
SURE_VERB = 0.9
SURE_PART = {1: 0.9, 2: 0.6}
SURE_CORRECTION = 0.9
LOSS_PER_LETTER = 0.12
DIALECT_RULE = 0.3
LONGEST_PHRASE = 4
SURE_ROLE = 0.5
# What a topic of a provider's offers scores: as much as a rare word.
PROVIDERS_TOPIC = 3.0
# An offer needs one of the typed words or a part of it that is sure and rare enough.
LEAST_SURE = 0.55
LEAST_WEIGHT = 2.0


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


@dataclass(frozen=True)
class _Reading:
    """One typed word (or phrase): the words it may stand for and how sure that is."""

    typed: str
    meant: dict[str, float]
    is_known: bool = True
    is_corrected: bool = False


def understand(text: str, *, lexicon: Lexicon) -> Understanding:
    """Return what a query means; never raises, whatever is typed."""
    shown = clean(text)
    readings = list(_read(words(shown)[:MOST_WORDS], lexicon))
    tokens = [next(iter(reading.meant), reading.typed) for reading in readings]
    named = names_in(tokens, lexicon.areas)
    areas = meant_first(area for _positions, areas in named for area in areas)
    in_names = {position for positions, _areas in named for position in positions}
    providers = dict.fromkeys(entry for _positions, entries in names_in(tokens, lexicon.providers) for entry in entries)
    terms = _terms(readings, in_names, lexicon)
    corrections = [
        Correction(reading.typed, lexicon.display[tokens[position]])
        for position, reading in enumerate(readings)
        if reading.is_corrected
    ]
    return Understanding(
        text=shown,
        area=areas[0].code if areas else "",
        areas=tuple(area.code for area in areas),
        providers=tuple(provider.slug for provider in providers),
        topics=tuple(TopicMatch(*match) for match in _topics(terms, providers, lexicon)),
        terms=_searchable(terms, lexicon),
        corrections=tuple(corrections),
        suggestion=_respelt(shown, corrections),
        is_crisis=is_crisis(words(shown)) or is_crisis(tokens),
        unknown_words=tuple(reading.typed for reading in readings if not reading.is_known),
    )


def _read(tokens: Sequence[str], lexicon: Lexicon) -> Iterable[_Reading]:
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


def _rewritten(tokens: Sequence[str], lexicon: Lexicon) -> Iterable[_Reading]:
    """Dialect, English and synonyms: a word typed alone stays beside what it means if topics name it."""
    typed = " ".join(tokens)
    meant = dict.fromkeys(words(rewrites()[tuple(tokens)]), SURE_REWRITE)
    if len(tokens) == 1:
        keeps = {typed: 1.0} if typed in lexicon.topic_words else {}
        yield _Reading(typed, keeps | meant)
    else:
        yield from (_Reading(typed, {word: sure}) for word, sure in meant.items())


def _single(token: str, following: Sequence[str], lexicon: Lexicon) -> _Reading:
    joined = token + "".join(following)
    meant = {token: 1.0} | ({joined: SURE_VERB} if following and joined in lexicon.display else {})
    if lexicon.knows(token) or len(meant) > 1 or token.isdigit():
        return _Reading(token, meant)
    if (stem_of_verb := verb_of_participle(token)) and stem_of_verb in lexicon.known_stems:
        return _Reading(token, meant | {stem_of_verb: SURE_VERB})
    if split(token):
        return _Reading(token, meant)
    guesses = _guesses(token, lexicon)
    return _Reading(token, guesses or meant, is_known=bool(guesses), is_corrected=bool(guesses))


def _guesses(token: str, lexicon: Lexicon) -> dict[str, float]:
    cost: dict[str, float] = {}
    for form, used in standard_forms(token):
        if len(form) > 2 and form in lexicon.display:
            cost.setdefault(form, DIALECT_RULE * used)
    for word, distance in nearest(token, lexicon.speller):
        cost[word] = min(distance, cost.get(word, distance))
    best = sorted(cost, key=lambda word: (cost[word], -lexicon.speller.frequency[word], word))[:3]
    return {word: SURE_CORRECTION - LOSS_PER_LETTER * cost[word] for word in best}


def _terms(readings: Sequence[_Reading], in_names: set[int], lexicon: Lexicon) -> list[dict[str, float]]:
    """Return the stems of each word and how sure they are; a name is a word only if topics have it too."""
    chosen = (
        {word: sure for word, sure in reading.meant.items() if position not in in_names or word in lexicon.topic_words}
        for position, reading in enumerate(readings)
    )
    return [_stems(meant) for meant in chosen if meant]


def _stems(meant: dict[str, float]) -> dict[str, float]:
    found: dict[str, float] = {}
    for word, sure in meant.items():
        found[key(word)] = max(sure, found.get(key(word), 0.0))
        for part, depth in parts_of(word).items():
            found[part] = max(sure * SURE_PART[depth], found.get(part, 0.0))
    return found


def _topics(terms, providers, lexicon: Lexicon) -> list[tuple[str, float]]:
    query: dict[str, float] = {}
    for term in terms:
        for lexeme, sure in term.items():
            query[lexeme] = max(sure, query.get(lexeme, 0.0))
    boosts: dict[str, float] = {}
    for provider in providers:
        boosts |= dict.fromkeys(provider.topics, PROVIDERS_TOPIC)
        for word in () if provider.topics else content_words(provider.role):
            query.setdefault(key(word), SURE_ROLE)
    return rank(query, lexicon, boosts)


def _searchable(terms: list[dict[str, float]], lexicon: Lexicon) -> tuple[tuple[str, ...], ...]:
    """Return the alternatives an offer is searched by; words that say little only if there are no others."""
    content = [term for term in terms if not next(iter(term)).startswith(STOP)]
    telling = [term for term in content if not term.keys() <= light_stems()]
    return tuple(_alternatives(term, lexicon) for term in telling or content)


def _alternatives(term: dict[str, float], lexicon: Lexicon) -> tuple[str, ...]:
    surest = max(term.values())
    return tuple(
        sorted(
            lexeme
            for lexeme, sure in term.items()
            if sure == surest or (sure >= LEAST_SURE and weight(lexeme, lexicon.rarity) >= LEAST_WEIGHT)
        )
    )


def _respelt(shown: str, corrections: Sequence[Correction]) -> str:
    """Return the query with its corrections, or "" without any."""
    if not corrections:
        return ""
    meant = {correction.typed: correction.meant for correction in corrections}
    return " ".join(meant.get(fold(word), word) for word in shown.replace("/", " ").split())
