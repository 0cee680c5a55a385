"""The one module between numbers of the concept and everything public: page, paper, file (methods.md section 6).

A release has a fixed list of tables, for each sampling frame: (1) Lebensbereich × group, whole city; (2) Lebensbereich
× planning area × group; (3) questions asked once × group, whole city. No age bands, no districts, nobody counted
together, and only numbers with all forms: beside them numbers without flagged forms would tell of those. What is told
of a row is settled in concept.hiding. An organisation is one statement (needs.counting), so of ten answers it never has
85 %.

Verdicts, and index, agreement and ranks of the city, are calculated from the words that everybody can read
(concept.public_cells), so they tell nothing that isn't told. Planners get live numbers from five on (docs/adr/0030).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from concept.confidence import confidence_in_words
from concept.hiding import (
    CHOSEN,
    CITY,
    DEMAND,
    HIDDEN,
    PEOPLE,
    REASON,
    UNKNOWN,
    Before,
    Counts,
    Rules,
    Told,
    Words,
    settle,
)
from concept.hiding import Cell as HidingCell
from concept.matrix import Matrix
from concept.models import Figure, FigureCount, Release
from needs.counting import CHOSEN as CHOSEN_KINDS
from needs.counting import (
    NOBODY,
    NOBODY_CHOSE,
    OLDER,
    OPINIONS,
    About,
    Choices,
    Place,
    Said,
    Split,
    Tally,
    count_choices,
    count_opinions,
)
from needs.counting import REASONS as REASONS_QUESTION
from needs.disclosure import SHOWN_GROUPS, TOO_FEW, fewest_in_public
from needs.models import Frame, Kind, Option, PlanningArea, PlanningAreaMember, Question, Repeat, Wave
from offers.models import Topic, TopicGroup

# Where one number is hidden from planners, another one has to be: else it is the city less the others.
TOGETHER = 2
# What a share says that is left out, so that no hidden number can be calculated.
NOT_TOLD = _("nicht gezeigt")
# Made of the other words of a figure, and of nothing else.
INTERVAL = "interval"


class Key(NamedTuple):
    """A row of the public tables, and what it is about: a Lebensbereich or a question."""

    frame: str
    topic_group: int | None
    question: str
    group: str


class Public(NamedTuple):
    """What is told of each place of a row, the counts of now, and those behind figures that stand from before."""

    told: dict[int, Told]
    counts: dict[int, Counts]
    stands: dict[int, Counts]


def public_rows(waves: Sequence[Wave], *, previous: Release | None) -> tuple[dict[Key, Public], dict[tuple, Figure]]:
    """All rows of a release by what they are about, and the figures of the release before by row and place."""
    old = _figures_of(previous)
    rows = {}
    for frame in dict.fromkeys(wave.frame for wave in waves):
        asked = [wave for wave in waves if wave.frame == frame]
        rows |= _Frame(frame, asked, previous, old).rows()
    return rows, old


def figures(release: Release, rows: Mapping[Key, Public], old: Mapping[tuple, Figure]) -> Iterator[FigureCount]:
    """Each with its figure, nothing saved yet; in the language of now."""
    for key, row in rows.items():
        for place, told in row.told.items():
            before = old.get((key, place))
            figure = Figure(
                release=release,
                frame=key.frame,
                topic_group_id=key.topic_group,
                planning_area_id=None if place == CITY else place,
                question=key.question,
                group=key.group,
                is_hidden=told.words.is_hidden,
                answers=told.words.answers or str(TOO_FEW),
                shares=_whole(told.words, is_question=bool(key.question)) | _confidence(key, told.words),
                taken_from=None if told.is_new else before.taken_from or before.release,
            )
            behind = {"told": row.counts[place] if told.is_new else row.stands.get(place, {})}
            rules = {"fewest": told.rules.fewest, "shares": sorted(told.rules.shares)}
            yield FigureCount(figure=figure, counts=behind | {"then": row.counts[place]} | rules)


class _Frame:
    """The waves of a frame, what they were answered, and what was published of this frame before."""

    def __init__(self, frame: str, waves: Sequence[Wave], previous: Release | None, old: Mapping):
        self.frame, self.waves, self.old = frame, waves, old
        self.rules = Rules(fewest=fewest_in_public(waves))
        keys = {wave.pk for wave in waves}
        former = set(previous.waves.filter(frame=frame).values_list("pk", flat=True)) if previous else set()
        self.is_growing = bool(former) and former <= keys
        self.areas = list(PlanningArea.objects.in_order().values_list("pk", flat=True))
        # The waves that a figure rests on, by the release it is taken from; and who answered the others.
        origins = {figure.taken_from or figure.release for figure in old.values() if figure.frame == frame}
        rests_on = {release.pk: set(release.waves.values_list("pk", flat=True)) for release in origins}
        newer = {pk: [wave for wave in waves if wave.pk not in those] for pk, those in rests_on.items()}
        self.new_opinions = {pk: count_opinions(those) for pk, those in newer.items()}
        self.new_choices = {pk: count_choices(those) for pk, those in newer.items()}

    def rows(self) -> dict[Key, Public]:
        return dict((*self._opinions(), *self._questions()))

    def _opinions(self) -> Iterator[tuple[Key, Public]]:
        counted, reasons = count_opinions(self.waves), _options(self.waves, key=REASONS_QUESTION)
        rules = replace(self.rules, shares=self.rules.shares | {REASON + key for key in reasons})
        for topic_group in TopicGroup.objects.in_order().values_list("pk", flat=True):
            for group in SHOWN_GROUPS:
                key, cells = Key(self.frame, topic_group, "", group), {}
                for place in (CITY, *self.areas):
                    about = About(topic_group, place, group)
                    counts = counts_of(counted.get(about, NOBODY).everything, reasons)
                    new = partial(self._new_opinions, about)
                    cells[place] = self._cell(key, place, counts, new)
                yield key, self._settled(cells, rules)

    def _questions(self) -> Iterator[tuple[Key, Public]]:
        counted = count_choices(self.waves)
        for question, options in _questions(self.waves).items():
            for group in SHOWN_GROUPS:
                key, said = Key(self.frame, None, question, group), Said(question, group)
                counts = counts_of_choices(counted.get(said, NOBODY_CHOSE).everything, options)
                cells = {CITY: self._cell(key, CITY, counts, partial(self._new_choices, said))}
                yield key, self._settled(cells, self.rules)

    def _settled(self, cells: dict[int, HidingCell], rules: Rules) -> Public:
        # Once the counts are forgotten the answers are too: nothing of then is in the numbers of now.
        is_growing = self.is_growing and all(cell.before.then for cell in cells.values() if cell.before)
        told = settle(cells, rules, is_growing=is_growing)
        return Public(
            told,
            counts={place: cell.counts for place, cell in cells.items()},
            stands={
                place: cell.before.counts
                for place, cell in cells.items()
                if not told[place].is_new and cell.before.counts
            },
        )

    def _cell(self, key: Key, place: int, counts: Counts, new: Callable[[int], int]) -> HidingCell:
        figure = self.old.get((key, place))
        if figure is None:
            return HidingCell(counts)
        origin = figure.taken_from_id or figure.release_id
        return HidingCell(counts, new_answers=new(origin), before=_before(figure, self.rules))

    def _new_opinions(self, about: About, origin: int) -> int:
        tally = self.new_opinions[origin].get(about, NOBODY).everything
        return tally.opinions + tally.dont_know

    def _new_choices(self, said: Said, origin: int) -> int:
        return self.new_choices[origin].get(said, NOBODY_CHOSE).everything.people


def counts_of(tally: Tally, reasons: Sequence[str]) -> dict[str, int]:
    return {name: getattr(tally, name) for name in OPINIONS} | {
        REASON + key: tally.reasons.get(key, 0) for key in reasons
    }


def counts_of_choices(choices: Choices, options: Sequence[str]) -> dict[str, int]:
    return {PEOPLE: choices.people} | {CHOSEN + key: choices.chosen.get(key, 0) for key in options}


def _figures_of(release: Release | None) -> dict[tuple, Figure]:
    if release is None:
        return {}
    found = Figure.objects.filter(release=release).with_origins().select_related("count", "release")
    return {
        (Key(row.frame, row.topic_group_id, row.question, row.group), row.planning_area_id or CITY): row
        for row in found.defer("release__document")
    }


def _before(figure: Figure, rules: Rules) -> Before:
    shares = {name: words for name, words in figure.shares.items() if name != INTERVAL and words != str(NOT_TOLD)}
    words = HIDDEN if figure.is_hidden else Words(figure.answers, shares)
    if not _has_count(figure):
        return Before(words, {}, {}, rules)
    counts = figure.count.counts
    rules = Rules(fewest=counts["fewest"], shares=frozenset(counts["shares"]))
    return Before(words, counts["told"], counts["then"], rules)


def _has_count(figure: Figure) -> bool:
    """They are deleted with the answers they were counted from."""
    return hasattr(figure, "count")


def _whole(words: Words, *, is_question: bool) -> dict:
    """Every share has its words, also one that is left out."""
    left_out = {} if is_question or words.is_hidden else dict.fromkeys((DEMAND, UNKNOWN), str(NOT_TOLD))
    return left_out | dict(words.shares)


def _confidence(key: Key, words: Words) -> dict[str, str]:
    """Of what older people say, where they were drawn at random (methods.md section 5)."""
    is_random = key.frame == Frame.REGISTER and key.group == OLDER and not key.question
    interval = confidence_in_words(words) if is_random and not words.is_hidden else ""
    return {INTERVAL: interval} if interval else {}


def _options(waves: Sequence[Wave], **of_question) -> list[str]:
    asked = Question.objects.filter(questionnaire__in={wave.questionnaire_id for wave in waves}, **of_question)
    found = Option.objects.filter(question__in=asked).order_by("question__questionnaire", "position", "pk")
    return list(dict.fromkeys(found.values_list("key", flat=True)))


def _questions(waves: Sequence[Wave]) -> dict[str, list[str]]:
    """Questions asked once, and what can be chosen in each."""
    asked = Question.objects.filter(
        questionnaire__in={wave.questionnaire_id for wave in waves}, kind__in=CHOSEN_KINDS, repeat=Repeat.NO, context=""
    )
    kinds = dict(asked.order_by("position", "pk").values_list("key", "kind"))
    topics = list(Topic.objects.in_order().values_list("slug", flat=True))
    return {key: topics if kind == Kind.TOPICS else _options(waves, key=key) for key, kind in kinds.items()}


def for_planners(matrix: Matrix, fewest: int) -> dict[tuple[int, int], dict[str, Tally | None]]:
    """By cell and group, with all forms; None: hidden.

    The parts of a whole are hidden together or not at all: of the city its planning areas, of a planning area its
    districts. What is hidden as a planning area can't be added up from its districts.
    """
    family = _families(matrix)
    shown: dict[tuple[int, int], dict[str, Tally | None]] = {where: {} for where in matrix.cells}
    for topic_group in dict.fromkeys(group for group, _place in matrix.cells):
        for group in SHOWN_GROUPS:
            tallies = {
                place: cell.opinions[group].everything
                for (about, place), cell in matrix.cells.items()
                if about == topic_group
            }
            hidden = _hidden(tallies, family, fewest)
            for place, tally in tallies.items():
                shown[topic_group, place][group] = None if place in hidden else tally
    return shown


def _families(matrix: Matrix) -> dict[int, int]:
    """The planning area of each district, where the city is cut into districts."""
    if matrix.split == Split.PLANNING_AREAS:
        return {}
    return dict(PlanningAreaMember.objects.values_list("area", "planning_area"))


def _hidden(tallies: Mapping[int, Tally], family: Mapping[int, int], fewest: int) -> set[int]:
    answers = {place: tally.opinions for place, tally in tallies.items()}
    parts = {place: number for place, number in answers.items() if place != Place.CITY}
    hidden = {place for place, number in answers.items() if number < fewest}
    if not family:
        return hidden | _with_another(parts, fewest)
    areas: dict[int | None, dict[int, int]] = defaultdict(dict)
    for place, number in parts.items():
        areas[family.get(place)][place] = number
    sums = {area: sum(districts.values()) for area, districts in areas.items() if area is not None}
    of_city = _with_another(sums, fewest)
    for area, districts in areas.items():
        hidden |= _with_another(districts, fewest, is_whole_hidden=area in of_city)
    return hidden


def _with_another(parts: Mapping[int, int], fewest: int, *, is_whole_hidden: bool = False) -> set[int]:
    """Those with too few, and where it is one only the next smallest too; of a hidden whole at least two."""
    in_order: Iterable[int] = sorted(parts, key=lambda place: (parts[place], place))
    few = sum(number < fewest for number in parts.values())
    return set(list(in_order)[: max(few, TOGETHER) if few or is_whole_hidden else 0])
