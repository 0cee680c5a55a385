"""How much of a row of numbers may be told, so that nobody finds a hidden one by calculating (methods.md section 6).

A row is what one group says of one part of life: the whole city, its planning areas, and a rest that is told nowhere
(who answered for the whole city). City = planning areas + rest: that is the only sum in the public tables.

What is promised: **whatever is hidden could be nobody, and could be nine.** For each hidden number and each answer it
is shown that the real world with as many more people in it as nine needs would be told in the very same words, in this
release and in the one before it (`_Worlds.reads_the_same`). That is a proof by example: a world that reads the same
can't be ruled out by any calculation. Nobody is possible where the hidden people could as well belong to the rest.

Where no such world is found the row is told less, in this order: without the share or the single reason that gives it
away, without the smallest planning area, at last not at all. Sources: L. Willenborg and T. de Waal, Elements of
Statistical Disclosure Control (2001), chapters 5 and 6 (secondary suppression, feasibility intervals).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from needs.disclosure import FEW, HALF, MOST, ROUGHLY_BELOW, ROUNDED_BELOW, answers_in_words, class_of, share_in_words

CITY = 0
# A hidden number could be anything from 0 to this.
ROOM = 9
# A cell is told anew only after so many new answers.
NEW_ANSWERS = 10
# So much larger or smaller the world may be that reads the same, in steps of four in a hundred.
SCALES = tuple(1.04**step for step in sorted(range(-30, 110), key=abs))
REASON, CHOSEN = "reason.", "chosen."
FINE, MISSING, NOT_NEEDED, DONT_KNOW, PEOPLE = "fine", "missing", "not_needed", "dont_know", "people"
DEMAND, UNKNOWN, REASONS = "demand", "unknown", "reasons"
# Which share speaks of an answer, besides the headline; a reason has its own.
SPEAKS_OF = {FINE: DEMAND, NOT_NEEDED: DEMAND, DONT_KNOW: UNKNOWN}

# How many gave which answer: by FINE …, by REASON + key; of a question PEOPLE and CHOSEN + key.
Counts = Mapping[str, int]


class Words(NamedTuple):
    """What the public reads of a cell; no answers: it is hidden."""

    answers: str = ""
    shares: Mapping[str, Any] = {}

    @property
    def is_hidden(self) -> bool:
        return not self.answers


HIDDEN = Words()


@dataclass(frozen=True)
class Rules:
    """How a cell of a row is told: from how many answers on, and which shares."""

    fewest: int
    # DEMAND, UNKNOWN, and each reason by its key in the counts.
    shares: frozenset[str] = frozenset((DEMAND, UNKNOWN))

    def tell(self, counts: Counts) -> Words:
        size = size_of(counts)
        if size < self.fewest:
            return HIDDEN
        if PEOPLE in counts:
            return Words(answers_in_words(size, fewest=self.fewest), {"chosen": _parts(counts, CHOSEN, size)})
        missing = counts[MISSING]
        shares = {"unmet": share(missing, size, size)}
        if DEMAND in self.shares:
            shares[DEMAND] = share(counts[FINE] + missing, size, size)
        if UNKNOWN in self.shares:
            # In the steps of those with an opinion: in its own it would say how many these are.
            shares[UNKNOWN] = share(counts[DONT_KNOW], size + counts[DONT_KNOW], size)
        reasons = {key: number for key, number in counts.items() if key in self.shares}
        shares[REASONS] = _parts(reasons, REASON, missing) if missing >= self.fewest else {}
        return Words(answers_in_words(size, fewest=self.fewest), shares)


@dataclass(frozen=True)
class Before:
    """What the last release said of a cell, and by which counts; `then` are those of that release itself."""

    words: Words
    counts: Counts
    then: Counts
    rules: Rules


@dataclass(frozen=True)
class Cell:
    counts: Counts
    # Of waves that the figure before doesn't rest on.
    new_answers: int = 0
    before: Before | None = None

    @property
    def is_due(self) -> bool:
        return self.before is None or self.new_answers >= NEW_ANSWERS


class Told(NamedTuple):
    """`is_new`: by the counts of now. Otherwise the figure before stands."""

    words: Words
    is_new: bool
    rules: Rules


def size_of(counts: Counts) -> int:
    """People with an opinion, or who answered the question."""
    return counts[PEOPLE] if PEOPLE in counts else counts[FINE] + counts[MISSING] + counts[NOT_NEEDED]


def share(part: int, whole: int, size: int) -> str:
    """As needs.disclosure says it, in the steps of `size`; from 30 to 99 answers coarser at both ends: "unter 10 %".

    "Unter 5 %" of 99 are four at most, and four is less than nine.
    """
    if size < ROUGHLY_BELOW:
        return str(FEW if 3 * part < whole else HALF if 3 * part <= 2 * whole else MOST)
    if size >= ROUNDED_BELOW:
        return share_in_words(part, whole, fewest=ROUNDED_BELOW)
    if 10 * part < whole:
        return str(_("unter 10 %"))
    if 10 * part > 9 * whole:
        return str(_("über 90 %"))
    return f"{5 * ((40 * part + whole) // (2 * whole))} %"


def _parts(counts: Counts, prefix: str, whole: int) -> dict[str, str]:
    found = {key: number for key, number in counts.items() if key.startswith(prefix)}
    return {key.removeprefix(prefix): share(number, whole, whole) for key, number in found.items()}


def settle(cells: Mapping[int, Cell], rules: Rules, *, is_growing: bool) -> dict[int, Told]:
    """What is told of each place of a row; CITY is among them.

    `is_growing`: the waves of the last release are among those of now, so no number can have become smaller.
    """
    shown = [cell.before for cell in cells.values() if cell.before and not cell.before.words.is_hidden]
    if is_growing and shown:
        # A share that comes and goes would tell of those who came in between.
        rules = replace(rules, shares=frozenset.intersection(*(before.rules.shares for before in shown)))
    row = _Row(cells, rules, is_growing, has_fixed_shares=is_growing and bool(shown))
    while component := row.gives_away():
        row = row.telling_less(component)
    return row.told


class _Row(NamedTuple):
    cells: Mapping[int, Cell]
    rules: Rules
    is_growing: bool
    has_fixed_shares: bool
    withheld: frozenset[int] = frozenset()

    @property
    def told(self) -> dict[int, Told]:
        """Where the city isn't told, no part of it is: it couldn't be nobody any more."""
        city = self._told(CITY)
        return {place: city if place == CITY else self._told(place, city.words.is_hidden) for place in self.cells}

    def _told(self, place: int, is_withheld: bool = False) -> Told:
        """The figure before stands where too few are new, and where what was told once couldn't be told any more."""
        cell, before = self.cells[place], self.cells[place].before
        hides = is_withheld or place in self.withheld
        words = HIDDEN if hides else self.rules.tell(cell.counts)
        if before and (not cell.is_due or (words.is_hidden and not before.words.is_hidden)):
            return Told(before.words, is_new=False, rules=before.rules)
        return Told(words, is_new=True, rules=self.rules)

    def telling_less(self, component: str) -> "_Row":
        told = self.told
        shares = self.rules.shares
        # A reason that is left out can still be found by the others.
        reasons = {key for key in shares if component.startswith(REASON) and key.startswith(REASON)}
        speaking = shares & {SPEAKS_OF.get(component, component)} or reasons
        if speaking and not self.has_fixed_shares:
            return self._replace(rules=replace(self.rules, shares=shares - speaking))
        said = {place: size_of(self.cells[place].counts) for place in _said(told)}
        areas = {place: size for place, size in said.items() if place != CITY}
        return self._replace(withheld=self.withheld | {min(areas or said, key=said.get)})

    def gives_away(self) -> str:
        """An answer of which somebody could tell that a hidden number isn't nobody, or isn't nine; "" where none."""
        told = self.told
        if not _said(told):
            return ""
        components = [component for component in self.cells[CITY].counts if component != PEOPLE]
        worlds = _Worlds(self.cells, told, self.is_growing)
        return next((each for each in components if not worlds.are_possible(each)), "")


def _said(told: Mapping[int, Told]) -> list[int]:
    """Places whose number of now is told."""
    return [place for place, each in told.items() if each.is_new and not each.words.is_hidden]


class _Change(NamedTuple):
    """A number that is hidden: could it be nine, or with `is_none` nobody? place None: of all who aren't told."""

    place: int | None
    component: str
    is_then: bool = False
    is_none: bool = False


class _Worlds:
    """Other worlds than the real one, in which every table of this release and of the one before reads the same."""

    def __init__(self, cells: Mapping[int, Cell], told: Mapping[int, Told], is_growing: bool):
        self.cells, self.told, self.said = cells, told, set(_said(told))
        self.before = {place: cell.before for place, cell in cells.items() if cell.before} if is_growing else {}
        self.known_then = {place for place, before in self.before.items() if not before.words.is_hidden}
        self.said_areas = self.said - {CITY}

    def are_possible(self, component: str) -> bool:
        changes = [*self._changes_now(component), *self._changes_then(component)]
        return all(self.reads_the_same(change) for change in changes)

    def _changes_now(self, component: str) -> Iterator[_Change]:
        if CITY in self.said and len(self.cells) > 1:
            yield _Change(None, component)
        for place in self.said:
            if not _speaks(self.told[place].words, component):
                yield _Change(place, component)
                yield from _none(place, component)

    def _changes_then(self, component: str) -> Iterator[_Change]:
        if CITY in self.before and self.before.keys() - self.known_then - self.said:
            yield _Change(None, component, is_then=True)
        for place, before in self.before.items():
            if place in self.said and before.words.is_hidden:
                yield _Change(place, component, is_then=True)
                if CITY in self.known_then:
                    yield _Change(place, component, is_then=True, is_none=True)
            elif not before.words.is_hidden and not _speaks(before.words, component):
                yield _Change(place, component, is_then=True)
                yield from _none(place, component, is_then=True)

    def reads_the_same(self, change: _Change) -> bool:
        """Whether a world with this change is found. Where there is one and none is found, less is told."""
        then = {place: before.then for place, before in self.before.items() if place != CITY}
        place, nine = change.place, _nine(change.component)
        if change.is_none:
            then |= {place: _without(change.component, then[place])} if place in then else {}
        elif change.is_then and place not in (None, CITY):
            real = {key: max(number, nine.get(key, 0)) for key, number in then[place].items()}
            then[place] = self._like(place, THEN, {}, nine) if place in self.known_then else real
        city = self._city_then(change, then)
        if city is None or None in then.values():
            return False
        return CITY not in self.said or self._is_city_possible(change, then, city)

    def _city_then(self, change: _Change, then: Mapping[int, Counts]) -> Counts | None:
        """A number for the city of the release before that reads the same; none where there was no release."""
        if CITY not in self.before:
            return {}
        if not change.is_then:
            return self.before[CITY].then
        known = [then[place] for place in then if place in self.known_then | self.said or place == change.place]
        nine = _nine(change.component) if change.place in (None, CITY) else {}
        return self._like(CITY, THEN, _sum(*known), nine) if CITY in self.known_then else _sum(*known, nine)

    def _is_city_possible(self, change: _Change, then: Mapping[int, Counts], city: Counts) -> bool:
        parts = [self._part_now(change, place, then.get(place, {})) for place in self.said_areas]
        if None in parts:
            return False
        # Who was there and isn't told now still is; those whose number is told are in it.
        others = _difference(city, *(then.get(place, {}) for place in self.said_areas))
        is_more = not change.is_then and not change.is_none and change.place in (None, CITY)
        nine = _nine(change.component) if is_more else {}
        return self._like(CITY, NOW, _sum(*parts, others), nine) is not None

    def _part_now(self, change: _Change, place: int, then: Counts) -> Counts | None:
        counts = self.cells[place].counts
        if place != change.place:
            return counts
        if change.is_none:
            is_told = _speaks(self.told[place].words, change.component)
            return counts if is_told else _without(change.component, counts)
        nine = {} if change.is_then else _difference(_nine(change.component), then)
        return self._like(place, NOW, then, nine)

    def _like(self, place: int, time: bool, known: Counts, more: Counts) -> Counts | None:
        """A number that reads as the real one, with those who are known to be in it and `more`; None: none found."""
        cell, before = self.cells[place], self.before.get(place)
        counts, rules = (before.counts, before.rules) if time is THEN else (cell.counts, self.told[place].rules)
        words = before.words if time is THEN else self.told[place].words
        least = _sum(known, more)
        for size in _sizes(size_of(counts), rules.fewest):
            found = _resized(counts, size, least)
            if found and _is_whole(_difference(found, known)) and rules.tell(found) == words:
                return found
        return None


THEN, NOW = True, False


def _none(place: int, component: str, *, is_then: bool = False) -> Iterator[_Change]:
    """Nobody in an area gave a reason; of the other shares that can be left out this goes without saying."""
    if place != CITY and component.startswith(REASON):
        yield _Change(place, component, is_then=is_then, is_none=True)


def _speaks(words: Words, component: str) -> bool:
    if component.startswith(REASON):
        return component.removeprefix(REASON) in words.shares[REASONS]
    return SPEAKS_OF.get(component, "unmet") in words.shares or component.startswith(CHOSEN)


def _sizes(size: int, fewest: int) -> Iterable[int]:
    """Sizes that are told in the same step, the nearest first."""
    low, above = class_of(size, fewest=fewest)
    if above is None:
        return [round(scale * size) for scale in SCALES if scale * size >= low]
    return sorted(range(low, above), key=lambda other: abs(other - size))


def _resized(counts: Counts, size: int, least: Counts) -> dict[str, int] | None:
    """The same shares of another number of people, as far as `least` leaves room; None where it leaves none."""
    whole = size_of(counts)
    found = {key: max(round(number * size / whole), least.get(key, 0)) for key, number in counts.items()}
    if PEOPLE in counts:
        # Those who are known to be in it chose what they chose.
        others = size - least.get(PEOPLE, 0)
        capped = {key: min(number, others + least.get(key, 0)) for key, number in found.items()}
        return capped | {PEOPLE: size} if others >= 0 else None
    # Whoever is too many gives way first where the headline stays as it is.
    for opinion in (FINE, NOT_NEEDED, MISSING):
        others = size_of(found) - found[opinion]
        found[opinion] = max(size - others, least.get(opinion, 0)) if others < size else least.get(opinion, 0)
        if size_of(found) == size:
            break
    else:
        return None
    missing = counts[MISSING] or 1
    reasons = [key for key in counts if key.startswith(REASON)]
    return found | {key: max(round(counts[key] * found[MISSING] / missing), least.get(key, 0)) for key in reasons}


def _nine(component: str) -> dict[str, int]:
    """Nine people who say this: whoever gives a reason misses something."""
    whole = MISSING if component.startswith(REASON) else PEOPLE if component.startswith(CHOSEN) else component
    return {component: ROOM, whole: ROOM}


def _without(component: str, counts: Counts) -> dict[str, int]:
    """Without those who miss something nobody gives a reason."""
    gone = (component, REASON) if component == MISSING else (component,)
    return {key: 0 if key.startswith(gone) else number for key, number in counts.items()}


def _is_whole(counts: Counts) -> bool:
    """No more people with a reason than who miss something, no more with a choice than people."""
    for key, number in counts.items():
        whole = MISSING if key.startswith(REASON) else PEOPLE if key.startswith(CHOSEN) else key
        if number > counts[whole]:
            return False
    return True


def _sum(*many: Counts) -> dict[str, int]:
    keys = {key for counts in many for key in counts}
    return {key: sum(counts.get(key, 0) for counts in many) for key in keys}


def _difference(counts: Counts, *others: Counts) -> dict[str, int]:
    """Where somebody withdrew what they said a number could fall below nothing."""
    return {key: max(0, number - sum(other.get(key, 0) for other in others)) for key, number in counts.items()}
