"""The way of one person through the form: its pages in their order, and where each leads."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from needs.definitions import MORE_PAGE, NO, YES, Asked, Definition, Step, Subject, frozen_definition, offers_of
from needs.models import Kind, Option, Part, Question, Sheet
from needs.reading import Reading, missing, read
from needs.views.languages import address
from offers.reference import Reference, reference
from workshops.models import StakeholderGroup

CHECK = "pruefen"


@dataclass(frozen=True)
class Way:
    """A sheet with its pages as far as its answers say; `language` is that of the address."""

    sheet: Sheet
    key: str
    language: str
    definition: Definition
    offers: list[Subject]
    reference: Reference

    @cached_property
    def roles(self) -> list[str]:
        return self.definition.roles(self.sheet.data)

    @cached_property
    def steps(self) -> list[Step]:
        """The questions; the one whether somebody wants to go on stands before the second part."""
        data, frame = self.sheet.data, self.sheet.wave.frame
        every = self.definition.steps({**data, MORE_PAGE: [YES]}, frame=frame, offers=self.offers)
        core = [step for step in every if step.question.part != Part.MORE]
        more = [step for step in every if step.question.part == Part.MORE]
        if not more:
            return core
        return [*core, _whether_to_go_on(len(more)), *(more if data.get(MORE_PAGE) == [YES] else [])]

    @property
    def questions(self) -> list[Step]:
        """Those whose answers count."""
        return [step for step in self.steps if step.name != MORE_PAGE]

    @property
    def possible(self) -> list[Step]:
        """All questions of the wave, whoever answers."""
        frame = self.sheet.wave.frame
        return self.definition.possible_steps(StakeholderGroup.values, frame=frame, offers=self.offers)

    @cached_property
    def pages(self) -> list[str]:
        return [*(step.name for step in self.steps), CHECK]

    def find(self, page: str) -> Step | None:
        """A page by its name; also one that another answer has taken off the way since."""
        on_the_way = next((step for step in self.steps if step.name == page), None)
        return on_the_way or next((step for step in self.possible if step.name == page), None)

    def reading(self, step: Step) -> Reading:
        return read(step, self.sheet.data, self.reference)

    def problem(self, step: Step) -> str:
        """What has to be put right on a page, in words."""
        reading = self.reading(step)
        return reading.problem or missing(reading)

    def is_visited(self, page: str) -> bool:
        return page in self.sheet.data

    def address(self, page: str, *, is_checking: bool = False) -> str:
        if page == CHECK:
            return address("check", self.language, self.key)
        return address("page", self.language, self.key, page) + (f"?{CHECK}" if is_checking else "")

    def first_open(self) -> str:
        """Where somebody goes on who comes back."""
        return next((step.name for step in self.steps if self._is_open(step)), CHECK)

    def before(self, page: str) -> str:
        """The address that "Zurück" leads to."""
        if page not in self.pages:
            return self.address(self.first_open())
        number = self.pages.index(page)
        return self.address(self.pages[number - 1]) if number else address("start", self.language)

    def after(self, page: str, *, is_checking: bool) -> str:
        """The address that "Weiter" leads to; from the check page first to the questions that were opened."""
        if page not in self.pages:
            return self.address(self.first_open())
        later = self.pages[self.pages.index(page) + 1 :]
        if not is_checking or page == MORE_PAGE:
            return self.address(later[0])
        opened = (step.name for step in self.steps if step.name in later and self._was_opened(step))
        return self.address(next(opened, CHECK), is_checking=True)

    def _is_open(self, step: Step) -> bool:
        return not self.is_visited(step.name) or bool(self.problem(step))

    def _was_opened(self, step: Step) -> bool:
        return not self.is_visited(step.name) and step.question.part != Part.MORE and step.name != MORE_PAGE


def way_of(sheet: Sheet, *, key: str, language: str) -> Way:
    return Way(
        sheet=sheet,
        key=key,
        language=language,
        definition=frozen_definition(sheet.wave.questionnaire_id),
        offers=offers_of(sheet.provider_id),
        reference=reference(),
    )


def _whether_to_go_on(number: int) -> Step:
    """A page like the others, though no question of the questionnaire: the second part is nobody's duty."""
    question = Question(
        number=MORE_PAGE,
        kind=Kind.SINGLE,
        part=Part.CORE,
        heading=_("Fast fertig"),
        text=_("Möchten Sie noch weiter antworten?"),
        help=ngettext(
            "Es gibt noch 1 Frage. Sie ist freiwillig.", "Es gibt noch %(number)d Fragen. Alle sind freiwillig.", number
        )
        % {"number": number},
        is_required=True,
    )
    options = (Option(key=NO, text=_("Nein, jetzt prüfen und absenden")), Option(key=YES, text=_("Ja, weiter")))
    return Step(MORE_PAGE, Asked(question, options))
