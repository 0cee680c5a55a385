"""Palatine as it is written by ear: spelling rules that lead from a dialect form to standard German.

The rules say how the dialect sounds (soft consonants, "scht", lost endings, other vowels); words that no rule
explains ("ebber", "dehääm") stand in data/german/dialect.csv. Written from general knowledge of Palatine.
"""

import re
from collections.abc import Iterator

_SH = re.compile(r"sch([tdpb])")
# Folded text: "ä" is "a", "ö" is "o", "ü" is "u" here. (dialect, standard)
_RULES = tuple(
    (re.compile(pattern), standard)
    for pattern, standard in (
        (r"sch(?=[tdp])", "s"),
        (r"(?<=s)d", "t"),
        (r"(?<=s)b", "p"),
        (r"isch\b", "ich"),
        (r"isch\b", "ig"),
        (r"sch", "ch"),
        (r"dd", "tt"),
        (r"bb", "pp"),
        (r"gg", "ck"),
        (r"ww", "b"),
        (r"(?<=[aeiourl])w(?=[aeiou])", "b"),
        (r"\bd", "t"),
        (r"\bb", "p"),
        (r"\bg", "k"),
        (r"(?<=[a-z])d", "t"),
        (r"nn", "nd"),
        (r"mm", "mb"),
        (r"rr", "d"),
        (r"ch", "g"),
        (r"oi", "ei"),
        (r"oi", "eu"),
        (r"ei", "eu"),
        (r"ee", "ei"),
        (r"ee", "o"),
        (r"ee", "e"),
        (r"aa", "au"),
        (r"aa", "ei"),
        (r"aa", "a"),
        (r"ie", "u"),
        (r"i", "u"),
        (r"e", "o"),
        (r"er(?=[^aeiou])", "ir"),
        (r"o", "a"),
        (r"o", "u"),
        (r"\bei(?=[bdfghklmnprstwz])", "ein"),
        (r"(?<=[^aeiou])e\b", "en"),
        (r"(?<=[^aeiou])e\b", ""),
        (r"(?<=[a-z]{3})\b", "e"),
        (r"\bg(?=[lmnrsw])", "ge"),
        (r"\bb(?=s)", "be"),
    )
)


def without_sh(word: str) -> str:
    """Return the word with "scht", "schd", "schp" and "schb" spelt as standard German spells that sound."""
    return _SH.sub(lambda found: {"t": "st", "d": "st", "p": "sp", "b": "sp"}[found[1]], word)


def standard_forms(word: str) -> Iterator[tuple[str, int]]:
    """Yield the standard forms a folded dialect word may stand for and the rules used, one rule before two."""
    first = _one_rule_further([word])
    yield from ((form, 1) for form in first)
    yield from ((form, 2) for form in _one_rule_further(first) if form not in first)


def _one_rule_further(forms: list[str]) -> list[str]:
    changed = (pattern.sub(standard, form) for form in forms for pattern, standard in _RULES)
    return list(dict.fromkeys(form for form in changed if form not in forms))
