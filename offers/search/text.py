"""One spelling for what is meant the same: clean → fold → stem.

Folding makes umlauts, their digraphs and their bare vowels equal ("Führerschein", "Fuehrerschein",
"Fuhrerschein"); Snowball's German stemmer then takes the endings.
"""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

LONGEST_QUERY = 200
# A plea for help is longer than a query, and may come to the point at its end.
LONGEST_PLEA = 2_000
MOST_WORDS = 20

_DIGRAPHS = (
    (re.compile(r"ae"), "a"),
    (re.compile(r"oe"), "o"),
    # Two sounds of their own after a vowel or q ("Steuer", "neue", "quer") and before "ll" ("aktuell").
    (re.compile(r"(?<![aeiouq])ue(?!ll)"), "u"),
)
_WORD = re.compile(r"[a-z0-9]+")
_PARTICIPLE = re.compile(r"^(ab|an|auf|aus|ein|hin|her|los|mit|nach|um|vor|weg|zu|zusammen)?ge([a-z]{3,})(t|en)$")
_DOUBLED_S = re.compile(r"(?<=bus|nis)s$")
_stemmer = snowballstemmer.stemmer("german")


def clean(text: str) -> str:
    """Return the query as it may be shown and worked on: one line, no control characters, cut."""
    # Cut first: a text of a megabyte must not cost a walk through all of it.
    start = text[: 4 * LONGEST_QUERY]
    visible = (" " if unicodedata.category(sign)[0] == "C" else sign for sign in start)
    return " ".join("".join(visible).split())[:LONGEST_QUERY].strip()


@lru_cache(maxsize=32_768)
def fold(word: str) -> str:
    """Return lower case without umlauts, digraphs, sharp s and accents."""
    return _folded(word)


def words(text: str) -> list[str]:
    """Return the folded words of a text in their order; hyphens and slashes count as blanks."""
    # Not by fold(): whole texts are not worth keeping.
    return _WORD.findall(_folded(text))


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    for digraph, vowel in _DIGRAPHS:
        plain = digraph.sub(vowel, plain)
    return plain


@lru_cache(maxsize=32_768)
def stem(word: str) -> str:
    """Return the stem of a folded word."""
    # Snowball leaves the doubled s of these plurals: Busse, Zeugnisse.
    return _DOUBLED_S.sub("", _stemmer.stemWord(word))


def verb_of_participle(word: str) -> str:
    """Return the stem of the verb ("gestürzt" → "sturz", "ausgefüllt" → "ausfull"), or ""."""
    match = _PARTICIPLE.match(word)
    return stem((match[1] or "") + match[2]) if match else ""
