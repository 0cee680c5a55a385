"""What may leave the desk: small numbers are hidden, others are told roughly (methods.md section 6).

One table leaves, for one closed wave at a time: Lebensbereich × planning area × group. Against subtraction:

- No cell is part of another: there are no sums over planning areas, over groups or over waves, no districts, and the
  groups are the older people by age and the six others. Their own role "ältere Person" stays out: it differs from the
  older people by age in a few persons only. So nothing that is shown can be taken away from something else.
- How many answered is told in classes, shares in words or rounded. So the few who belong to two groups, or whose forms
  were flagged, can't be found by laying two cells side by side.
- A wave that runs gives nothing away, and several waves aren't added up: yesterday's table, or the table without the
  second wave, can't be taken away from today's.

The city's own rule, that no holder may have 85 % of a cell (methods.md L4), is kept by counting: an organisation is one
statement, so never more than one of ten.

Not covered here, since it takes numbered releases, which compare with what was published before (issue of the
concept): a form withdrawn or deleted between two exports of a closed wave, figures that people tell from the desk, and
the proof over all published tables together.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from needs.counting import NOBODY, NOBODY_CHOSE, OLDER, About, Cell, Choices, Said, Share, Tally
from needs.models import Wave
from workshops.models import StakeholderGroup

# A wave keeps the limits it opened with; these hold where none has opened.
IN_PUBLIC, FOR_PLANNERS = 10, 5
ROUGHLY_BELOW, ROUNDED_BELOW = 30, 100
# Where the classes begin that numbers of answers are told in, above the fewest.
CLASSES = (ROUGHLY_BELOW, ROUNDED_BELOW, 300)
TOO_FEW = _("zu wenige Antworten")
FEW, HALF, MOST = _("wenige"), _("etwa die Hälfte"), _("die meisten")
SHOWN_GROUPS = (OLDER, *(role for role in StakeholderGroup.values if role != StakeholderGroup.OLDER_PEOPLE))


class Options(NamedTuple):
    """What can be chosen after "Da fehlt mir etwas": texts by their keys."""

    importance: Mapping[str, str]
    reasons: Mapping[str, str]


class Line(NamedTuple):
    """A line of a table that leaves: what it is about, of how many, and the shares in words."""

    about: About | Said
    measure: str
    answers: str
    share: str
    share_unflagged: str


def fewest_in_public(waves: Sequence[Wave]) -> int:
    """The strictest limit of these waves; with their thresholds loaded."""
    return max([IN_PUBLIC, *(wave.thresholds.public_answers for wave in waves if wave.thresholds)])


def fewest_for_planners(waves: Sequence[Wave]) -> int:
    return max([FOR_PLANNERS, *(wave.thresholds.planner_answers for wave in waves if wave.thresholds)])


def answers_in_words(answers: int, *, fewest: int) -> str:
    """In classes, so that no number of answers can be taken away from another one."""
    if answers < fewest:
        return str(TOO_FEW)
    low, above = class_of(answers, fewest=fewest)
    if above is None:
        return _("%(low)s und mehr") % {"low": low}
    return _("%(low)s bis %(high)s") % {"low": low, "high": above - 1}


def class_of(answers: int, *, fewest: int) -> tuple[int, int | None]:
    """The class that a number of answers is told in: from, and below; None: open."""
    starts = [fewest, *(start for start in CLASSES if start > fewest)]
    place = max(index for index, start in enumerate(starts) if start <= answers)
    return starts[place], starts[place + 1] if place + 1 < len(starts) else None


def share_in_words(part: int, whole: int, *, fewest: int) -> str:
    """Three words below 30 answers, from there on rounded to 5 points, from 100 on to whole ones.

    Rounding to 5 points would give the count back for every whole from 10 to 20. 0 and 100 % are never told: that all
    answered alike tells what each of them answered.
    """
    if whole < fewest:
        return str(TOO_FEW)
    if whole < ROUGHLY_BELOW:
        return str(FEW if 3 * part < whole else HALF if 3 * part <= 2 * whole else MOST)
    if 20 * part < whole:
        return str(_("unter 5 %"))
    if 20 * part > 19 * whole:
        return str(_("über 95 %"))
    points = 5 if whole < ROUNDED_BELOW else 1
    # Half a step goes up, in whole numbers.
    return f"{points * ((200 * part + points * whole) // (2 * points * whole))} %"


def lines(
    counted: Mapping[About, Cell[Tally]], *, about: Iterable[About], options: Options, fewest: int
) -> Iterator[Line]:
    """The table, a line for each measure of each cell."""
    for each in about:
        everything, unflagged = (_measures(tally, options, fewest) for tally in counted.get(each, NOBODY))
        for (name, *counts), (_name, *others) in zip(everything, unflagged, strict=True):
            yield _line(each, name, counts, others, fewest)


def choice_lines(
    counted: Mapping[Said, Cell[Choices]], *, question: str, options: Mapping[str, str], fewest: int
) -> Iterator[Line]:
    """A question that is asked once, for the whole city: a line for each group and each of its answers.

    By place it is told nowhere, so this isn't the sum of anything that is.
    """
    for group in SHOWN_GROUPS:
        said = Said(question, group)
        everything, unflagged = counted.get(said, NOBODY_CHOSE)
        for key, text in options.items():
            counts, others = ((side.chosen.get(key, 0), side.people) for side in (everything, unflagged))
            yield _line(said, text, counts, others, fewest)


def _line(about: About | Said, name: str, counts: Sequence[int], others: Sequence[int], fewest: int) -> Line:
    """`counts` and, without flagged forms, `others` are how many of how many."""
    (part, whole), (other_part, other_whole) = counts, others
    # Both side by side would tell what a few flagged ones answered.
    is_close = 0 < whole - other_whole < fewest
    return Line(
        about=about,
        measure=name,
        answers=answers_in_words(whole, fewest=fewest),
        share=share_in_words(part, whole, fewest=fewest),
        share_unflagged=str(TOO_FEW) if is_close else share_in_words(other_part, other_whole, fewest=fewest),
    )


def _measures(tally: Tally, options: Options, fewest: int) -> list[tuple[str, int, int]]:
    """Name, part and whole of everything that is told of a cell."""
    # Where too few have an opinion, who doesn't know isn't told either: it would say how few.
    unknown = tally.unknown if tally.opinions >= fewest else Share(0, 0)
    return [
        (str(_("Da fehlt mir etwas")), *tally.unmet),
        (str(_("Gut so oder da fehlt etwas")), *tally.demand),
        (str(_("Weiß ich nicht")), *unknown),
        *_among_missing(str(_("Wichtigkeit")), tally.importance, options.importance, tally.missing),
        *_among_missing(str(_("Grund")), tally.reasons, options.reasons, tally.missing),
    ]


def _among_missing(name: str, chosen: Mapping[str, int], options: Mapping[str, str], missing: int):
    return [(f"{name}: {text}", chosen.get(key, 0), missing) for key, text in options.items()]
