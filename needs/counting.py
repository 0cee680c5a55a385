"""The numbers of the needs form: the one place where answers are counted (methods.md sections 3 and 4).

Everything is counted for waves of one sampling frame: frames are never added up into one percentage. Every number
comes twice, with all forms and without those that were flagged as a flood. What may leave the desk is another room's
business (needs.disclosure).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from itertools import product
from typing import Generic, NamedTuple, TypeVar

from django.db import connection
from django.utils.translation import gettext_lazy as _

from needs.intervals import Interval, jeffreys
from needs.models import OLDER_BANDS, Kind, NoDistrict, Option, Question, Repeat, Wave
from offers.actions.refusals import Refusal
from offers.models import Level, Topic
from workshops.models import StakeholderGroup

# The older people's own column goes by age, whatever else somebody is; somebody of several groups counts in each.
OLDER, EVERYBODY = "65_up", "everybody"
# What a person belongs to, each a bit of one number: the database groups by that faster than by lists of names.
_BITS = {name: 1 << bit for bit, name in enumerate((EVERYBODY, *OLDER_BANDS, *StakeholderGroup.values))}
_FLAGGED = 1 << len(_BITS)
# Where and who in one number: the place times this, and the bits.
_CELL = 2 * _FLAGGED
# Groups of a table, in its order, and the bits of those who belong to them.
GROUPS = {
    OLDER: sum(_BITS[band] for band in OLDER_BANDS),
    **{name: _BITS[name] for name in (*OLDER_BANDS, *StakeholderGroup.values, EVERYBODY)},
}
# Asked for each part of life: what is said of it, and, after "Da fehlt mir etwas", how important it is and why.
OPINION, IMPORTANCE, REASONS = "opinion", "importance", "reasons"
# What can be chosen in a question that is asked once.
CHOSEN = (Kind.SINGLE, Kind.SCALE, Kind.SEVERAL, Kind.TOPICS)
# The opinions that shares are made of (methods.md section 3); whoever chose another one gave none.
OPINIONS = ("fine", "missing", "not_needed", "dont_know")


class Split(StrEnum):
    """Into which parts the city is cut."""

    PLANNING_AREAS = "planning_areas"
    DISTRICTS = "districts"


class Place(IntEnum):
    """Where an answer belongs besides planning areas or districts, whose keys are positive."""

    # All districts, and whoever answered for the whole city.
    CITY = 0
    CITY_ONLY = -1
    COUNTY = -2
    UNKNOWN = -3
    # Districts that lie in no planning area.
    UNPLANNED = -4


class WavesDiffer(Refusal):
    sentence = _(
        "Diese Befragungen lassen sich nicht zusammenzählen. Wählen Sie nur solche, bei denen auf dieselbe Weise "
        "gefragt wurde, und keine Beispiele neben echten."
    )


class Share(NamedTuple):
    """How many of how many."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """None where there is nothing to divide by."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True)
class Tally:
    """The opinions of a group on a part of life in a place."""

    fine: int = 0
    missing: int = 0
    not_needed: int = 0
    dont_know: int = 0
    # By the options' keys, among those who said that something is missing.
    importance: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)

    @property
    def opinions(self) -> int:
        """n = g + f + b; who doesn't know isn't counted in (methods.md section 3)."""
        return self.fine + self.missing + self.not_needed

    @property
    def unmet(self) -> Share:
        """U = f / n, the headline (methods.md section 3)."""
        return Share(self.missing, self.opinions)

    @property
    def demand(self) -> Share:
        """D = (g + f) / n (methods.md section 3)."""
        return Share(self.fine + self.missing, self.opinions)

    @property
    def served(self) -> Share:
        """g / (g + f) (methods.md section 3)."""
        return Share(self.fine, self.fine + self.missing)

    @property
    def unknown(self) -> Share:
        """q = w / (n + w), an information gap of its own (methods.md section 3)."""
        return Share(self.dont_know, self.opinions + self.dont_know)

    @property
    def interval(self) -> Interval | None:
        """Of U, by Jeffreys (methods.md section 3). In opt-in frames: the spread of the answers, nothing else."""
        return jeffreys(*self.unmet) if self.opinions else None


@dataclass(frozen=True)
class Choices:
    """The answers of a group to another question: how many people answered it, and how many chose what."""

    people: int = 0
    # By the key of the option, or the address of the topic.
    chosen: Mapping[str, int] = field(default_factory=dict)


Numbers = TypeVar("Numbers")


class Cell(NamedTuple, Generic[Numbers]):
    """Numbers of all forms, and without the flagged ones."""

    everything: Numbers
    unflagged: Numbers


class About(NamedTuple):
    """What a tally is about: the keys of a part of life and of a place (or a Place), and a group."""

    topic_group: int
    place: int
    group: str


class Said(NamedTuple):
    """Who answered which other question: its key, and a group."""

    question: str
    group: str


class Who(NamedTuple):
    """Who took part: an age band ("" where not asked or not answered), and where."""

    age_band: str
    place: int


NOBODY = Cell(Tally(), Tally())
NOBODY_CHOSE = Cell(Choices(), Choices())


def count_opinions(waves: Sequence[Wave], *, split: Split = Split.PLANNING_AREAS) -> dict[About, Cell[Tally]]:
    """The table Lebensbereich × place × group; what nobody answered has no row. Raises WavesDiffer."""
    asked = _asked(waves, key__in=(OPINION, IMPORTANCE, REASONS), repeat=Repeat.LIFE_AREAS)
    options = {pk: (asked[question], key) for pk, question, key in _options(asked)}
    numbers = defaultdict(lambda: defaultdict(_both))
    for (topic_group, option), members in _sums(_rows(_ANSWERS, "topic_group_id, option_id", waves, asked, split)):
        for (place, group), both in members.items():
            _add(numbers[About(topic_group, place, group)][options[option]], both)
    return {about: Cell(_tally(chosen, 0), _tally(chosen, 1)) for about, chosen in numbers.items()}


def count_choices(waves: Sequence[Wave]) -> dict[Said, Cell[Choices]]:
    """What each group of the whole city answered to the questions that are asked once. Raises WavesDiffer."""
    asked = _asked(waves, kind__in=CHOSEN, repeat=Repeat.NO, context="")
    options = {pk: key for pk, _question, key in _options(asked)}
    topics = dict(Topic.objects.values_list("pk", "slug"))
    people, chosen = defaultdict(_both), defaultdict(lambda: defaultdict(_both))
    for (question,), members in _sums(_rows(_PEOPLE_ASKED, "question_id", waves, asked)):
        for group, both in _in_city(members):
            _add(people[Said(asked[question], group)], both)
    columns = "question_id, option_id, topic_id"
    for (question, option, topic), members in _sums(_rows(_ANSWERS, columns, waves, asked)):
        for group, both in _in_city(members):
            _add(chosen[Said(asked[question], group)][options[option] if option else topics[topic]], both)
    return {
        said: Cell(*(Choices(both[side], _without_zeros(chosen[said], side)) for side in (0, 1)))
        for said, both in people.items()
    }


def count_people(waves: Sequence[Wave], *, split: Split = Split.PLANNING_AREAS) -> dict[Who, Cell[int]]:
    """How many forms came from whom: age band × place. Raises WavesDiffer."""
    return {
        Who(band, place): Cell(*both)
        for (band,), members in _sums(_rows(_FORMS, "age_band", waves, (), split))
        for (place, group), both in members.items()
        if group == EVERYBODY
    }


def refuse_different(waves: Sequence[Wave]) -> None:
    """Frames are never merged into one percentage (methods.md section 5), examples never added to real answers."""
    if len({(wave.frame, wave.is_example) for wave in waves}) > 1:
        raise WavesDiffer


def _asked(waves: Iterable[Wave], **conditions) -> dict[int, str]:
    """Questions by their number in the database → key; versions of a questionnaire share their keys."""
    questionnaires = {wave.questionnaire_id for wave in waves}
    found = Question.objects.filter(questionnaire__in=questionnaires, **conditions)
    return dict(found.values_list("pk", "key"))


def _options(asked: Iterable[int]):
    return Option.objects.filter(question__in=asked).values_list("pk", "question_id", "key")


def _sums(rows: Iterable[tuple]) -> Iterable[tuple[tuple, dict[tuple[int, str], list[int]]]]:
    """What was counted, by place and group: of all forms and of those that aren't flagged. The city is added up."""
    sums = defaultdict(lambda: defaultdict(_both))
    for row in rows:
        (*about, place), numbers = row[: -2 * len(GROUPS)], row[-2 * len(GROUPS) :]
        is_in_city = place > 0 or place in (Place.CITY_ONLY, Place.UNPLANNED)
        members, pairs = sums[tuple(about)], zip(GROUPS, numbers[::2], numbers[1::2], strict=True)
        for where, (group, number, unflagged) in product((place, Place.CITY) if is_in_city else (place,), pairs):
            if number:
                _add(members[where, group], (number, unflagged or 0))
    return sums.items()


def _both() -> list[int]:
    return [0, 0]


def _add(both: list[int], more: Sequence[int]) -> None:
    both[0] += more[0]
    both[1] += more[1]


def _in_city(members: Mapping[tuple[int, str], list[int]]) -> Iterable[tuple[str, list[int]]]:
    return [(group, both) for (place, group), both in members.items() if place == Place.CITY]


def _tally(numbers: Mapping[tuple[str, str], Sequence[int]], side: int) -> Tally:
    parts: dict[str, dict[str, int]] = {OPINION: {}, IMPORTANCE: {}, REASONS: {}}
    for (question, option), number in _without_zeros(numbers, side).items():
        parts[question][option] = number
    opinions = {option: parts[OPINION].get(option, 0) for option in OPINIONS}
    return Tally(**opinions, importance=parts[IMPORTANCE], reasons=parts[REASONS])


def _without_zeros(numbers: Mapping, side: int) -> dict:
    return {key: both[side] for key, both in numbers.items() if both[side]}


# Statements. Each form is one row of `people`; an organisation that answered in several waves counts with the latest.
_PLACES = {Split.PLANNING_AREAS: "m.planning_area_id", Split.DISTRICTS: "s.area_id"}
_ROLES = " + ".join(f"CASE WHEN '{role}' = ANY (s.roles) THEN {_BITS[role]} ELSE 0 END" for role in StakeholderGroup)
_BANDS = " ".join(f"WHEN '{band}' THEN {_BITS[band]}" for band in OLDER_BANDS)
_PEOPLE = f"""WITH people AS MATERIALIZED (
    SELECT s.id, s.age_band,
        {_CELL} * CASE WHEN a.level = '{Level.DISTRICT}' THEN coalesce({{place}}, {Place.UNPLANNED:d})
            WHEN s.area_id IS NOT NULL OR s.no_district = '{NoDistrict.COUNTY}' THEN {Place.COUNTY:d}
            WHEN s.no_district = '{NoDistrict.WHOLE_CITY}' THEN {Place.CITY_ONLY:d}
            ELSE {Place.UNKNOWN:d} END
        + {_BITS[EVERYBODY]} + {_ROLES} + CASE s.age_band {_BANDS} ELSE 0 END
        + CASE WHEN s.is_flagged THEN {_FLAGGED} ELSE 0 END AS cell
    FROM needs_submission s
    LEFT JOIN offers_area a ON a.id = s.area_id
    LEFT JOIN needs_planningareamember m ON m.area_id = s.area_id
    WHERE s.wave_id = ANY (%(waves)s) AND (s.provider_id IS NULL OR s.wave_id = (
        SELECT w.id FROM needs_submission other JOIN needs_wave w ON w.id = other.wave_id
        WHERE other.provider_id = s.provider_id AND w.id = ANY (%(waves)s) ORDER BY w.opens_on DESC, w.id DESC LIMIT 1
    ))
)
"""
_ANSWERED = "FROM needs_answer JOIN people ON people.id = submission_id WHERE question_id = ANY (%(questions)s)"
# What is equal is counted first, and that is added up for each group: with flagged forms, and without.
_ADDED_UP = ", ".join(
    f"sum(number) FILTER (WHERE cell & {bits} > 0{unflagged})"
    for bits in GROUPS.values()
    for unflagged in ("", f" AND cell & {_FLAGGED} = 0")
)
_STATEMENT = f"""{_PEOPLE}, counted AS (
    SELECT {{columns}}, cell, {{number}}::int AS number {{rows}} GROUP BY {{columns}}, cell
)
SELECT {{columns}}, cell >> {_CELL.bit_length() - 1} AS place, {_ADDED_UP} FROM counted GROUP BY {{columns}}, place"""
# What is counted, and of which rows.
_ANSWERS = ("count(*)", _ANSWERED)
_PEOPLE_ASKED = ("count(DISTINCT submission_id)", _ANSWERED)
_FORMS = ("count(*)", "FROM people")


def _rows(
    counted: tuple[str, str],
    columns: str,
    waves: Sequence[Wave],
    asked: Iterable[int],
    split: Split = Split.PLANNING_AREAS,
) -> list[tuple]:
    refuse_different(waves)
    with connection.cursor() as cursor:
        values = {"waves": [wave.pk for wave in waves], "questions": list(asked)}
        number, rows = counted
        cursor.execute(_STATEMENT.format(columns=columns, number=number, rows=rows, place=_PLACES[split]), values)
        return cursor.fetchall()
