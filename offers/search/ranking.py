"""Which topics a query means, best first."""

from collections import defaultdict
from collections.abc import Mapping

from offers.search.lexicon import Lexicon, weight

# Own choices, measured with measure_search on half of the development queries.
COMPOUND = 0.85
WHOLE_PHRASE = 0.7
BREADTH = 0.25
LEAST_SCORE = 0.3
LEAST_OF_BEST = 0.3
MOST_TOPICS = 8


def rank(
    query: Mapping[str, float], lexicon: Lexicon, boosts: Mapping[str, float] | None = None
) -> list[tuple[str, float]]:
    """Return (topic code, score), best first, for stems and how sure each is (0 to 1).

    A phrase scores by the weight of its words that the query has, and by how much of the phrase that is, so
    that "Rente reicht nicht" prefers the phrase to the lone word "Rente". A topic has the score of its best
    phrase, and a part of the weight of all the words it explains.
    """
    scores: dict[str, float] = defaultdict(float, boosts or {})
    for topic, score in _best_phrase(query, lexicon).items():
        scores[topic] += score
    for topic, score in _breadth(query, lexicon).items():
        scores[topic] += BREADTH * score
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    least = max(LEAST_SCORE, LEAST_OF_BEST * ranked[0][1]) if ranked else 0.0
    return [(topic, round(score, 3)) for topic, score in ranked[:MOST_TOPICS] if score >= least]


def _best_phrase(query: Mapping[str, float], lexicon: Lexicon) -> dict[str, float]:
    matched: dict[int, float] = defaultdict(float)
    for (number, place), gain in _gains(query, lexicon).items():
        matched[number] += gain * lexicon.phrases[number].weights[place]
    best: dict[str, float] = defaultdict(float)
    for number, weighed in matched.items():
        phrase = lexicon.phrases[number]
        score = phrase.factor * weighed * (weighed / phrase.total) ** WHOLE_PHRASE
        best[phrase.topic] = max(best[phrase.topic], score)
    return best


def _gains(query: Mapping[str, float], lexicon: Lexicon) -> dict[tuple[int, int], float]:
    """Return how much of each word of each phrase the query has: by the word, a part of it, or all its leaves."""
    gains: dict[tuple[int, int], float] = defaultdict(float)
    leaves: dict[tuple[int, int], float] = defaultdict(float)
    for lexeme, sure in query.items():
        for posting in lexicon.postings.get(lexeme, ()):
            place = (posting.phrase, posting.place)
            gain = sure * posting.share * (1.0 if posting.share == 1.0 else COMPOUND)
            if posting.is_leaf:
                leaves[place] += gain
                gain = leaves[place]
            gains[place] = max(gains[place], gain)
    return gains


def _breadth(query: Mapping[str, float], lexicon: Lexicon) -> dict[str, float]:
    explained: dict[str, float] = defaultdict(float)
    for lexeme, sure in query.items():
        best: dict[str, float] = defaultdict(float)
        for posting in lexicon.postings.get(lexeme, ()):
            phrase = lexicon.phrases[posting.phrase]
            best[phrase.topic] = max(best[phrase.topic], phrase.factor * posting.share)
        for topic, share in best.items():
            explained[topic] += share * sure * weight(lexeme, lexicon.rarity)
    return explained
