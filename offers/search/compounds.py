"""Compounds: "Seniorenfahrdienst" is also a Fahrdienst, "Wohnraumanpassungsberatung" also a Beratung."""

from functools import cache, lru_cache
from itertools import chain

from offers.search.text import stem
from offers.search.word_lists import compound_parts, light_stems

SHORTEST_PART = 4
SHORTEST_COMPOUND = 7
# With a part nobody knows the rest must be long enough not to be found by chance.
SHORTEST_EDGE = 6
# Real words that stand in compounds; other short words would cut everywhere.
SHORT_PARTS = frozenset(
    ["amt", "arm", "arzt", "bad", "bus", "fuss", "ohr", "rad", "tag", "tod", "tee", "uhr", "weg", "wg"]
)
_ENDINGS = ("", "e", "en", "er", "ern", "es", "n", "s")
_JOINTS = ("s", "n", "en", "er", "es", "e", "ns")


def split(word: str) -> tuple[str, ...]:
    """Return the known words a folded compound consists of, in few and long parts, or ()."""
    return next(iter(splits(word)), ())


@lru_cache(maxsize=32_768)
def splits(word: str) -> tuple[tuple[str, ...], ...]:
    """Return all ways to split with the fewest parts ("Tages|pflegedienst", "Tagespflege|dienst").

    The longest tail comes first: what a German compound is stands at its end.
    """
    if len(word) < SHORTEST_COMPOUND:
        return ()
    cuts = range(2, len(word) - 1)
    ways = [(*head, word[cut:]) for cut in cuts if _is_part(word[cut:]) and (head := _head(word[:cut]))]
    fewest = min(map(len, ways), default=0)
    return tuple(way for way in ways if len(way) == fewest)


def known_edge(word: str) -> str:
    """Return the longest known word a folded word ends or begins with, the end preferred, or ""."""
    tails = (word[cut:] for cut in range(3, len(word) - SHORTEST_EDGE + 1))
    heads = (word[:cut] for cut in range(len(word) - 3, SHORTEST_EDGE - 1, -1))
    return next((edge for edge in (*tails, *heads) if _is_part(edge)), "")


def pieces(word: str) -> dict[str, int]:
    """Return the stems of all parts of a compound and their depth, 1 for its direct parts."""
    found: dict[str, int] = {}
    for part in chain.from_iterable(splits(word)):
        found.setdefault(stem(part), 1)
        for inner in split(part):
            found.setdefault(stem(inner), 2)
    return found


def _head(text: str) -> tuple[str, ...]:
    if _is_part(text):
        return (text,)
    for joint in _JOINTS:
        if text.endswith(joint) and _is_part(text.removesuffix(joint)):
            return (text.removesuffix(joint),)
    return split(text) or _joined(text)


def _joined(text: str) -> tuple[str, ...]:
    candidates = (split(text.removesuffix(joint)) for joint in _JOINTS if text.endswith(joint))
    return next((parts for parts in candidates if parts), ())


def _is_part(text: str) -> bool:
    if len(text) < SHORTEST_PART:
        return text in SHORT_PARTS
    return text in compound_parts() or (_may_be_part(text) and stem(text) in _part_stems())


def _may_be_part(text: str) -> bool:
    """Tell by the endings alone: the stemmer at every cut would cost seconds over a vocabulary."""
    return any(text.endswith(ending) and text.removesuffix(ending) in _part_stems() for ending in _ENDINGS)


@cache
def _part_stems() -> frozenset[str]:
    return frozenset(map(stem, compound_parts())) | light_stems()
