"""What a query means: area, providers, topics, words, corrections, crisis."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from offers.search.analysis import content_words, parts_of
from offers.search.compounds import split
from offers.search.crisis import is_crisis
from offers.search.dialect import standard_forms, without_sh
from offers.search.lexicon import STOP, Lexicon, ProviderEntry, key, weight
from offers.search.places import meant_first, names_in
from offers.search.ranking import rank
from offers.search.spelling import nearest
from offers.search.text import MOST_WORDS, clean, fold, verb_of_participle, words
from offers.search.word_lists import light_stems, rewrites

# How sure an alternative is that was not typed.
SURE_REWRITE = 0.95
SURE_VERB = 0.9
SURE_PART = {1: 0.9, 2: 0.6}
KNOWN_COMPOUND = 0.6
SURE_CORRECTION = 0.9
LOSS_PER_LETTER = 0.12
DIALECT_RULE = 0.3
LONGEST_PHRASE = 4
MOST_GUESSED = 4
SHORTEST_UNKNOWN = 3
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
    typed = words(shown)[:MOST_WORDS]
    readings = _corrected(list(_read(typed, lexicon)), lexicon)
    tokens = [next(iter(reading.meant)) for reading in readings]
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
        is_crisis=any(map(is_crisis, (typed, tokens, [word for reading in readings for word in reading.meant]))),
        unknown_words=tuple(reading.typed for reading in readings if _is_unknown(reading)),
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
    verb = verb_of_participle(token)
    if following and joined in lexicon.display:
        return _Reading(token, {token: 1.0, joined: SURE_VERB})
    if lexicon.knows(token) or token.isdigit() or split(token):
        return _Reading(token, {token: 1.0})
    if verb in lexicon.known_stems:
        return _Reading(token, {token: 1.0, verb: SURE_VERB})
    return _Reading(token, {token: 1.0}, is_known=False)


def _corrected(readings: Sequence[_Reading], lexicon: Lexicon) -> list[_Reading]:
    """Return the readings with guesses for the first unknown words; each guess costs some milliseconds."""
    unknown = dict.fromkeys(reading.typed for reading in readings if not reading.is_known)
    guesses = {typed: _guesses(typed, lexicon) for typed in list(unknown)[:MOST_GUESSED]}
    return [
        _Reading(reading.typed, guesses[reading.typed], is_corrected=True) if guesses.get(reading.typed) else reading
        for reading in readings
    ]


def _corrections(readings: Sequence[_Reading], lexicon: Lexicon) -> tuple[Correction, ...]:
    return tuple(
        Correction(reading.typed, lexicon.display[next(iter(reading.meant))])
        for reading in readings
        if reading.is_corrected
    )


def _is_unknown(reading: _Reading) -> bool:
    return not reading.is_known and len(reading.typed) >= SHORTEST_UNKNOWN


def _providers(tokens: Sequence[str], lexicon: Lexicon) -> list[ProviderEntry]:
    named = names_in(tokens, lexicon.providers)
    return list(dict.fromkeys(provider for _positions, providers in named for provider in providers))


def _guesses(token: str, lexicon: Lexicon) -> dict[str, float]:
    cost: dict[str, float] = {}
    spelt = without_sh(token)
    for form, used in ((spelt, 0), *standard_forms(spelt)):
        if len(form) > 2 and form in lexicon.display:
            cost.setdefault(form, DIALECT_RULE * used)
    for word, distance in nearest(spelt, lexicon.speller):
        cost[word] = min(distance, cost.get(word, distance))
    best = sorted(cost, key=lambda word: (cost[word], -lexicon.speller.frequency[word], word))[:3]
    return {word: SURE_CORRECTION - LOSS_PER_LETTER * cost[word] for word in best}


def _terms(readings: Sequence[_Reading], in_names: set[int], lexicon: Lexicon) -> list[dict[str, float]]:
    """Return the stems of each word and how sure they are; a name is a word only if topics have it too."""
    chosen = (
        {word: sure for word, sure in reading.meant.items() if position not in in_names or word in lexicon.topic_words}
        for position, reading in enumerate(readings)
    )
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
