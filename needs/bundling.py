"""What a contribution may be about: proposed by the catalogue's own search on this machine. People decide."""

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass

from offers.reference import Reference
from offers.search import Lexicon, lexemes, understand
from offers.search.lexicon import weight

# A topic is proposed if it scores at least this share of the best one.
LEAST_SHARE = 0.5
MOST = 6
# A theme is proposed if the text has so much of its title and of its topics, together at most 2.
LEAST_ALIKE = 0.34
_SENTENCE = re.compile(r"[.!?;\n]+")


@dataclass(frozen=True)
class ThemeWords:
    """What is known of a theme: its title, and the topics of the contributions it holds, by their addresses."""

    pk: int
    title: str
    topics: Set[str] = frozenset()


@dataclass(frozen=True)
class Suggestion:
    """Addresses of topics and Lebensbereiche, keys of themes; each the likeliest first."""

    topics: tuple[str, ...]
    groups: tuple[str, ...]
    themes: tuple[int, ...]


def suggest(text: str, *, reference: Reference, themes: Iterable[ThemeWords] = ()) -> Suggestion:
    topics = _topics(text, reference)
    groups = tuple(dict.fromkeys(reference.themes[slug].group for slug in topics))
    return Suggestion(topics, groups, _themes(text, set(topics), themes, reference.lexicon))


def _topics(text: str, reference: Reference) -> tuple[str, ...]:
    """Sentence by sentence: the search is made for a line, and each sentence may be about something else."""
    scores: dict[str, float] = {}
    for sentence in filter(str.strip, _SENTENCE.split(text)):
        for match in understand(sentence, lexicon=reference.lexicon).topics:
            scores[match.code] = max(match.score, scores.get(match.code, 0.0))
    least = LEAST_SHARE * max(scores.values(), default=0.0)
    ranked = sorted((code for code, score in scores.items() if score >= least), key=lambda code: (-scores[code], code))
    return tuple(reference.slugs_by_code[code] for code in ranked[:MOST])


def _themes(text: str, topics: Set[str], themes: Iterable[ThemeWords], lexicon: Lexicon) -> tuple[int, ...]:
    said = set(lexemes(text))
    alike = {theme.pk: _likeness(theme, said, topics, lexicon) for theme in themes}
    ranked = sorted((pk for pk, score in alike.items() if score >= LEAST_ALIKE), key=lambda pk: (-alike[pk], pk))
    return tuple(ranked[:MOST])


def _likeness(theme: ThemeWords, said: Set[str], topics: Set[str], lexicon: Lexicon) -> float:
    """How much of the title the text says, rare words counting more, and the share of topics they have in common."""
    weights = {lexeme: weight(lexeme, lexicon.rarity) for lexeme in lexemes(theme.title)}
    words = sum(weights[lexeme] for lexeme in said & weights.keys()) / (sum(weights.values()) or 1)
    return words + len(topics & theme.topics) / (len(topics | theme.topics) or 1)
