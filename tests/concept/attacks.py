"""Who reads all public tables and calculates: what can a hidden number still be? By linear programming.

The reader knows every rule, also that a cell is told anew only after ten new answers, and which shares a row leaves
out. Worlds are those of concept.hiding: a city, its planning areas, and a rest of whom nothing is told.
"""

import re
from collections.abc import Iterator, Mapping

import highspy

from concept.hiding import (
    CHOSEN,
    CITY,
    DEMAND,
    DONT_KNOW,
    FINE,
    HIDDEN,
    MISSING,
    NEW_ANSWERS,
    NOT_NEEDED,
    PEOPLE,
    REASON,
    REASONS,
    ROOM,
    SPEAKS_OF,
    UNKNOWN,
    Cell,
    Told,
)
from needs.disclosure import ROUNDED_BELOW

REST = "rest"
# SINCE: who came in between, where the figure before stands.
THEN, NOW, SINCE = "then", "now", "since"
BANDS = {"wenige": (0, 1), "etwa die Hälfte": (1, 2), "die meisten": (2, 3)}
ENDS = {"unter 5 %": (0, 20), "unter 10 %": (0, 10), "über 90 %": (1, 10), "über 95 %": (1, 20)}
CLOSE = 1e-6


class Reader:
    """A linear programme over all numbers of a row, in this release and the one before."""

    def __init__(self, cells: Mapping[int, Cell], told: Mapping[int, Told], *, is_growing: bool):
        self.cells, self.told = cells, told
        self.times = [THEN, NOW] if is_growing and any(cell.before for cell in cells.values()) else [NOW]
        self.components = list(cells[CITY].counts)
        self.model = highspy.Highs()
        self.model.setOptionValue("output_flag", False)
        self.of = {
            (time, place, component): self.model.addVariable(lb=0)
            for time in self.times
            for place in (*cells, REST)
            for component in self.components
        }
        for time in self.times:
            self._add_sums(time)
            for place in (*cells, REST):
                self._add_parts(time, place)
                if place != REST:
                    self._add_words(time, place)
        if len(self.times) > 1:
            self._add_growth()

    def interval(self, time: str, place, component: str) -> tuple[float, float]:
        goal = self.of[NOW if time == SINCE else time, place, component]
        if time == SINCE:
            goal = goal - self.of[THEN, place, component]
        return self._solved(self.model.minimize, goal), self._solved(self.model.maximize, goal)

    def found(self) -> Iterator[tuple]:
        """Hidden numbers that can't be everything from nobody to nine."""
        for time, place, component in self._hidden():
            low, high = self.interval(time, place, component)
            if low > CLOSE or high < ROOM - CLOSE:
                yield time, place, component, round(low, 3), round(high, 3)

    def _hidden(self) -> Iterator[tuple]:
        for time in self.times:
            for place in self.cells:
                words = self._words(time, place)
                before = self._words(THEN, place)
                stands = time == NOW and not self.told[place].is_new and before and not before.is_hidden
                for component in self.components:
                    if words is None or words.is_hidden or not _speaks(words, component):
                        yield SINCE if stands and _speaks(before, component) else time, place, component

    def _solved(self, solve, goal) -> float:
        solve(goal)
        status = self.model.getModelStatus()
        if status in (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return float("inf")
        assert status == highspy.HighsModelStatus.kOptimal, status
        return self.model.getObjectiveValue()

    def _words(self, time: str, place):
        """What is said of the numbers of a time; None: nothing at all, not even that it is hidden."""
        if time == THEN:
            before = self.cells[place].before if THEN in self.times else None
            return before.words if before else None
        told = self.told[place]
        return told.words if told.is_new else HIDDEN

    def _add_sums(self, time: str) -> None:
        for component in self.components:
            parts = sum(self.of[time, place, component] for place in (*self.cells, REST) if place != CITY)
            self.model.addConstr(self.of[time, CITY, component] == parts)

    def _add_parts(self, time: str, place) -> None:
        for component in self.components:
            whole = MISSING if component.startswith(REASON) else PEOPLE if component.startswith(CHOSEN) else None
            if whole:
                self.model.addConstr(self.of[time, place, component] <= self.of[time, place, whole])

    def _add_growth(self) -> None:
        for place in (*self.cells, REST):
            for component in self.components:
                self.model.addConstr(self.of[NOW, place, component] >= self.of[THEN, place, component])
        for place, told in self.told.items():
            if self.cells[place].before and told.is_new:
                before, now = (self._answers(time, place) for time in self.times)
                self.model.addConstr(now >= before + NEW_ANSWERS)

    def _answers(self, time: str, place):
        keys = [key for key in (FINE, MISSING, NOT_NEEDED, DONT_KNOW, PEOPLE) if key in self.components]
        return sum(self.of[time, place, key] for key in keys)

    def _add_words(self, time: str, place) -> None:
        words = self._words(time, place)
        if words is None or words.is_hidden:
            return
        rules = self.told[place].rules if time == NOW else self.cells[place].before.rules
        of = {component: self.of[time, place, component] for component in self.components}
        if PEOPLE in of:
            self._add_size(of[PEOPLE], words.answers)
            for key, share in words.shares["chosen"].items():
                self._add_share(of[CHOSEN + key], of[PEOPLE], share, words.answers)
            return
        self._add_opinions(of, words, rules)

    def _add_opinions(self, of: dict, words, rules) -> None:
        size, missing = of[FINE] + of[MISSING] + of[NOT_NEEDED], of[MISSING]
        self._add_size(size, words.answers)
        self._add_share(missing, size, words.shares["unmet"], words.answers)
        if DEMAND in words.shares:
            self._add_share(of[FINE] + missing, size, words.shares[DEMAND], words.answers)
        if UNKNOWN in words.shares:
            self._add_share(of[DONT_KNOW], size + of[DONT_KNOW], words.shares[UNKNOWN], words.answers)
        if words.shares[REASONS]:
            answers = _size_of_reasons(words.shares[REASONS].values(), rules.fewest)
            self._add_size(missing, answers)
            for key, share in words.shares[REASONS].items():
                self._add_share(of[REASON + key], missing, share, answers)
        elif rules.shares & of.keys():
            self.model.addConstr(missing <= rules.fewest - 1)

    def _add_size(self, size, answers: str) -> None:
        low, high = re.fullmatch(r"(\d+) (?:bis (\d+)|und mehr)", answers).groups()
        self.model.addConstr(size >= int(low))
        if high:
            self.model.addConstr(size <= int(high))

    def _add_share(self, part, whole, share: str, answers: str) -> None:
        """As whole numbers have it: "less than a third" of 12 are three at most."""
        if share in BANDS:
            low, high = BANDS[share]
            self.model.addConstr(3 * part >= low * whole + (1 if low == 2 else 0))
            self.model.addConstr(3 * part <= high * whole - (1 if high == 1 else 0))
        elif share in ENDS:
            is_high, of = ENDS[share]
            end = of * part - (of - 1) * whole if is_high else whole - of * part
            self.model.addConstr(end >= 1)
        else:
            points = 1 if int(answers.split()[0]) >= ROUNDED_BELOW else 5
            middle = int(share.removesuffix(" %"))
            self.model.addConstr(200 * part >= (2 * middle - points) * whole)
            self.model.addConstr(200 * part <= (2 * middle + points) * whole - 1)


def _speaks(words, component: str) -> bool:
    if component.startswith(REASON):
        return component.removeprefix(REASON) in words.shares[REASONS]
    return component.startswith(CHOSEN) or component == PEOPLE or SPEAKS_OF.get(component, "unmet") in words.shares


def _size_of_reasons(shares, fewest: int) -> str:
    """How many miss something shows in how their reasons are told."""
    told = set(shares)
    if told & set(BANDS):
        return f"{fewest} bis 29"
    if told & {"unter 10 %", "über 90 %"}:
        return "30 bis 99"
    is_exact = any(share not in ENDS and int(share.removesuffix(" %")) % 5 for share in told)
    return "100 und mehr" if is_exact or told & {"unter 5 %", "über 95 %"} else "30 und mehr"
