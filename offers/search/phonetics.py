"""Kölner Phonetik: words that sound alike in German share a code.

Source: Hans Joachim Postel, "Die Kölner Phonetik", IBM-Nachrichten 19 (1969), pages 925–931.
"""

import re
from functools import lru_cache

_CODES = {
    **dict.fromkeys("aeijouy", "0"),
    **dict.fromkeys("bp", "1"),
    **dict.fromkeys("dt", "2"),
    **dict.fromkeys("fvw", "3"),
    **dict.fromkeys("gkq", "4"),
    "l": "5",
    **dict.fromkeys("mn", "6"),
    "r": "7",
    **dict.fromkeys("sz", "8"),
}


@lru_cache(maxsize=32_768)
def sound(word: str) -> str:
    """Return the code of a folded word; vowels count only at its beginning."""
    codes = "".join(
        _code(letter, before, after) for before, letter, after in zip(f" {word}", word, f"{word[1:]} ", strict=False)
    )
    single = re.sub(r"(.)\1+", r"\1", codes)
    return single[:1] + single[1:].replace("0", "")


def _code(letter: str, before: str, after: str) -> str:
    if letter == "c":
        return _code_of_c(before, after)
    if letter == "x":
        return "8" if before in "ckq" else "48"
    if letter == "p" and after == "h":
        return "3"
    if letter in "dt" and after in "csz":
        return "8"
    return _CODES.get(letter, "")


def _code_of_c(before: str, after: str) -> str:
    if before == " ":
        return "4" if after in "ahkloqrux" else "8"
    return "4" if after in "ahkoqux" and before not in "sz" else "8"
