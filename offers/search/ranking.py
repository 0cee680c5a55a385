"""Which topics a query means, best first."""

from collections import defaultdict
from collections.abc import Mapping

from offers.search.lexicon import Lexicon, weight

# Own choices, measured with measure_search on half of the development queries.
COMPOUND = 0.85
WHOLE_PHRASE = 0.7
BREADTH = 0.25
LEAST_SCORE = 0.8
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
    whole: dict[tuple[int, int], float] = defaultdict(float)
    leaves: dict[tuple[int, int], float] = defaultdict(float)
    for lexeme, sure in query.items():
        for posting in lexicon.postings.get(lexeme, ()):
            place = (posting.phrase, posting.place)
            if posting.is_leaf:
                leaves[place] += COMPOUND * posting.share * sure
            else:
                factor = 1.0 if posting.share == 1.0 else COMPOUND
                whole[place] = max(whole[place], factor * posting.share * sure)
    matched: dict[int, float] = defaultdict(float)
    for phrase, place in {**whole, **leaves}:
        gain = min(1.0, max(whole.get((phrase, place), 0.0), leaves.get((phrase, place), 0.0)))
        matched[phrase] += gain * lexicon.phrases[phrase].weights[place]
    best: dict[str, float] = defaultdict(float)
    for number, score in matched.items():
        phrase = lexicon.phrases[number]
        score *= phrase.factor * (score / phrase.total) ** WHOLE_PHRASE
        best[phrase.topic] = max(best[phrase.topic], score)
    return best


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
