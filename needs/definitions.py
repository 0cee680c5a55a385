"""A questionnaire as pages, paper and desk read it, and the path that one person takes through it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from threading import Lock

from needs.models import Context, Frame, Kind, LifeArea, Option, Part, Question, Questionnaire, Repeat
from offers.models import Offer, TopicGroup
from workshops.models import StakeholderGroup

# The page between the core and the second part, which nobody has to answer.
MORE_PAGE, YES, NO = "mehr", "ja", "nein"
# Who answers for themselves or for one person, never for an organisation.
PERSONAL = (StakeholderGroup.OLDER_PEOPLE, StakeholderGroup.RELATIVES)
# Beside the page of a free text: whether it may be quoted.
QUOTE_SUFFIX = "-zitat"
# What was typed: the name of a page, and the values typed there.
Data = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Subject:
    """What a question that repeats is asked about: a part of life or an offer."""

    slug: str
    name: str
    topic_group_id: int | None = None
    offer_id: int | None = None


@dataclass(frozen=True)
class Asked:
    """A question with its options."""

    question: Question
    options: tuple[Option, ...]

    @property
    def option_keys(self) -> tuple[str, ...]:
        return tuple(option.key for option in self.options)


@dataclass(frozen=True)
class Step:
    """One page: a question, and what it is asked about. `name` stands in the address and in a sheet's data."""

    name: str
    asked: Asked
    subject: Subject | None = None

    @property
    def question(self) -> Question:
        return self.asked.question

    @property
    def options(self) -> tuple[Option, ...]:
        return self.asked.options


@dataclass(frozen=True)
class Definition:
    """A questionnaire with everything it asks, loaded once."""

    questionnaire_id: int
    asked: tuple[Asked, ...]
    life_areas: tuple[Subject, ...]

    def of_context(self, context: str) -> Asked | None:
        return next((asked for asked in self.asked if asked.question.context == context), None)

    def roles(self, data: Data) -> list[str]:
        """The groups somebody belongs to, as far as answered."""
        asked = self.of_context(Context.ROLES)
        return [role for role in data.get(asked.question.number, ()) if role in StakeholderGroup] if asked else []

    def steps(self, data: Data, *, frame: str, offers: Sequence[Subject] = ()) -> list[Step]:
        """The pages for whoever answered `data` so far: with the conditions by frame, group and earlier answer."""
        possible = self.possible_steps(self.roles(data), frame=frame, wants_more=wants_more(data), offers=offers)
        return [step for step in possible if self._follows(step, data)]

    def possible_steps(
        self, roles: Iterable[str], *, frame: str, wants_more: bool = True, offers: Sequence[Subject] = ()
    ) -> list[Step]:
        """All pages that these groups may come to: on paper the conditions by earlier answer stand in words."""
        roles, parts = set(roles), parts_of(frame, wants_more=wants_more)
        path: list[Step] = []
        for repeat, block in groupby(self.asked, key=lambda asked: asked.question.repeat):
            asked_in_block = [_put_to(asked, frame) for asked in block if _belongs(asked.question, parts, frame)]
            for subject in self._subjects(repeat, offers):
                steps = (_step(asked, subject) for asked in asked_in_block)
                path += [step for step in steps if _concerns(step, roles)]
        return path

    def asked_of(self, role: str, *, frame: str) -> list[Asked]:
        """Everything that somebody of a group can come to be asked."""
        parts = parts_of(frame, wants_more=True)
        return [
            asked
            for asked in self.asked
            if _belongs(asked.question, parts, frame) and role in (asked.question.groups or [role])
        ]

    def _subjects(self, repeat: str, offers: Sequence[Subject]) -> Sequence[Subject | None]:
        return {Repeat.NO: (None,), Repeat.LIFE_AREAS: self.life_areas, Repeat.OFFERS: offers}[repeat]

    def _follows(self, step: Step, data: Data) -> bool:
        if step.question.after_id is None:
            return True
        earlier = next(asked for asked in self.asked if asked.question.pk == step.question.after_id)
        subject = step.subject if earlier.question.repeat else None
        return bool(set(data.get(_step(earlier, subject).name, ())) & set(step.question.after_options))


def _step(asked: Asked, subject: Subject | None) -> Step:
    number = asked.question.number
    return Step(f"{number}-{subject.slug}" if subject else number, asked, subject)


def _concerns(step: Step, roles: set[str]) -> bool:
    """Questions for certain groups wait until somebody has said who they are."""
    return not step.question.groups or bool(roles & set(step.question.groups))


def _belongs(question: Question, parts: Iterable[str], frame: str) -> bool:
    # An organisation has neither age nor sex, and nobody helps it.
    is_personal = question.context in (Context.HELPED, Context.AGE, Context.SEX)
    return question.part in parts and not (is_personal and frame == Frame.ORGANISATIONS)


def _put_to(asked: Asked, frame: str) -> Asked:
    """An organisation is nobody who needs help or cares for somebody: it doesn't choose these roles."""
    if frame != Frame.ORGANISATIONS or asked.question.context != Context.ROLES:
        return asked
    return replace(asked, options=tuple(option for option in asked.options if option.key not in PERSONAL))


def parts_of(frame: str, *, wants_more: bool) -> list[str]:
    """What a wave asks: organisations their own form beside the core, others the second part where they want it."""
    if frame == Frame.ORGANISATIONS:
        return [Part.CORE, Part.PROVIDER]
    return [Part.CORE, Part.MORE] if wants_more else [Part.CORE]


def wants_more(data: Data) -> bool:
    return list(data.get(MORE_PAGE, ())) == [YES]


def load_definition(questionnaire_id: int) -> Definition:
    options: dict[int, list[Option]] = {}
    for option in Option.objects.filter(question__questionnaire=questionnaire_id).in_order():
        options.setdefault(option.question_id, []).append(option)
    return Definition(
        questionnaire_id=questionnaire_id,
        asked=tuple(
            Asked(question, tuple(options.get(question.pk, ())))
            for question in Question.objects.filter(questionnaire=questionnaire_id).in_order()
        ),
        life_areas=tuple(
            Subject(slug=area.slug, name=area.name, topic_group_id=area.topic_group_id)
            for area in _life_areas(questionnaire_id)
        ),
    )


def _life_areas(questionnaire_id: int) -> Iterable[LifeArea]:
    """Those that were asked about; a draft asks about those of the catalogue."""
    if Questionnaire.objects.drafts().filter(pk=questionnaire_id).exists():
        return catalogue_life_areas(questionnaire_id)
    return LifeArea.objects.filter(questionnaire=questionnaire_id).in_order()


def catalogue_life_areas(questionnaire_id: int) -> list[LifeArea]:
    """What the catalogue holds now, not saved."""
    return [
        LifeArea(
            questionnaire_id=questionnaire_id,
            topic_group=group,
            slug=group.slug,
            name=group.plain_name,
            position=group.position,
        )
        for group in TopicGroup.objects.in_order()
    ]


def offers_of(provider_id: int | None) -> list[Subject]:
    """The published offers an organisation is asked about."""
    if provider_id is None:
        return []
    own = Offer.objects.published().filter(providers=provider_id).order_by("pk")
    return [Subject(slug=offer.slug, name=offer.title, offer_id=offer.pk) for offer in own]


# What is frozen never changes: read once in each process.
_kept: dict[int, Definition] = {}
_lock = Lock()


def frozen_definition(questionnaire_id: int) -> Definition:
    """The definition of a questionnaire whose wave has opened; no query after the first time."""
    with _lock:
        if questionnaire_id not in _kept:
            _kept[questionnaire_id] = load_definition(questionnaire_id)
        return _kept[questionnaire_id]


def forget_definitions() -> None:
    """For tests, whose rolled-back rows come twice."""
    _kept.clear()


def is_choice(kind: str) -> bool:
    """Answered by one tap."""
    return kind in (Kind.SINGLE, Kind.SCALE, Kind.AREA)
