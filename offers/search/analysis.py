"""Text → lexemes: the words of the index and of a query, so that both meet."""

from offers.search.compounds import known_edge, pieces
from offers.search.text import stem, words
from offers.search.word_lists import compound_parts, light_stems, stop_words


def content_words(text: str) -> list[str]:
    """Return the folded words that carry meaning."""
    return [word for word in words(text) if word not in stop_words()]


def lexemes(text: str) -> list[str]:
    """Return the sorted stems of a text and of its compounds' parts, for a tsvector of the kind 'simple'."""
    found: set[str] = set()
    for word in content_words(text):
        # A Fahrdienst is no hit for the lone word "Dienst": what says little doesn't count as a part.
        found |= {stem(word)} | (parts_of(word).keys() - light_stems())
    return sorted(found)


def parts_of(word: str) -> dict[str, int]:
    """Return the stems of a compound's parts and their depth; of an unknown one its known edge."""
    if word in stop_words():
        return {}
    if known := pieces(word):
        return known
    edge = "" if word in compound_parts() else known_edge(word)
    return {stem(edge): 2} if edge else {}
