"""Rows of public numbers for tests: what one group says of one part of life in the city and its planning areas."""

from concept.hiding import DEMAND, DONT_KNOW, FINE, MISSING, NOT_NEEDED, REASON, UNKNOWN, Before, Cell, Rules

REASONS = ("not_here", "too_far", "full")
SHARES_TOLD = frozenset((DEMAND, UNKNOWN, *(REASON + key for key in REASONS)))
RULES = Rules(fewest=10, shares=SHARES_TOLD)


def counts(fine=0, missing=0, not_needed=0, dont_know=0, **reasons):
    opinions = {FINE: fine, MISSING: missing, NOT_NEEDED: not_needed, DONT_KNOW: dont_know}
    return opinions | {REASON + key: reasons.get(key, 0) for key in REASONS}


def row(*areas, rest=None, before=None, new=None, told=None):
    """Cells of a row by planning areas and rest; `before` and `told` are cells and words of the last release."""
    nodes = [*areas, rest or counts()]
    city = {key: sum(node[key] for node in nodes) for key in nodes[0]}
    cells = {}
    for place, each in enumerate((city, *areas)):
        last = before and Before(told[place].words, before[place].counts, before[place].counts, told[place].rules)
        cells[place] = Cell(each, new_answers=(new or {}).get(place, 0), before=last)
    return cells
