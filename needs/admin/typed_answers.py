"""What is typed for an answer: the numbers that stand beside it on the page, or how its name begins."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from needs.definitions import Asked
from needs.numbering import Choice, choices_of
from offers.reference import Reference

# Where more than these begin alike, nobody reads on.
MOST_NAMED = 4


@dataclass(frozen=True)
class Typed:
    """The answers that were found, or what to do where one wasn't."""

    values: tuple[str, ...] = ()
    problem: str = ""


def shown_choices(asked: Asked, known: Reference) -> tuple[Choice, ...]:
    """Those that stand beside the question: the topics are too many."""
    return tuple(choice for choice in choices_of(asked, known) if choice.value not in known.themes)


def read_typed(text: str, choices: Sequence[Choice]) -> Typed:
    """ "1 4 7", "603, 701", "betz": what is separated by commas is looked at for itself."""
    values: list[str] = []
    for part in filter(None, map(str.strip, re.split(r"[,;]", text))):
        found = _found(part, choices)
        if found.problem:
            return found
        values += found.values
    return Typed(tuple(dict.fromkeys(values)))


def _found(part: str, choices: Sequence[Choice]) -> Typed:
    # Where a number is given twice, in a catalogue of other codes, it is the one that stands beside the question.
    by_number = {choice.number: choice.value for choice in reversed(choices)}
    numbers = part.split()
    if all(number in by_number for number in numbers):
        return Typed(tuple(by_number[number] for number in numbers))
    begun = [choice for choice in choices if choice.begins(part.casefold())]
    same = [choice for choice in begun if choice.name.casefold() == part.casefold()]
    if len(begun) > 1 and not same:
        names = ", ".join(str(choice) for choice in begun[:MOST_NAMED])
        return Typed(
            problem=_("„%(part)s“ passt zu mehreren: %(names)s. Schreiben Sie die Zahl.")
            % {"part": part, "names": names}
        )
    if not begun:
        return Typed(
            problem=_("„%(part)s“ steht hier nicht zur Wahl. Schreiben Sie die Zahlen mit Leerzeichen dazwischen.")
            % {"part": part}
        )
    return Typed(((same or begun)[0].value,))


def as_typed(values: Sequence[str], choices: Sequence[Choice]) -> str:
    """What somebody would type for these answers."""
    numbers = {choice.value: choice.number for choice in choices}
    return " ".join(numbers[value] for value in values if value in numbers)
