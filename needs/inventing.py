"""Invented people and what they answer, for trying out: the same for the same number (seed), and each text says so."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from needs.definitions import MORE_PAGE, NO, QUOTE_SUFFIX, YES, Definition, Step, Subject
from needs.models import AgeBand, Context, Kind, Language, Meaning, Sex
from offers.models import Level
from offers.reference import Reference
from workshops.models import StakeholderGroup

ROLES = {
    StakeholderGroup.OLDER_PEOPLE: 52,
    StakeholderGroup.RELATIVES: 16,
    StakeholderGroup.COUNCIL: 4,
    StakeholderGroup.PROVIDERS: 7,
    StakeholderGroup.CHURCHES: 5,
    StakeholderGroup.VOLUNTEERS: 10,
    StakeholderGroup.ADMINISTRATION: 6,
}
OLDER = {AgeBand.FROM_60: 7, AgeBand.FROM_65: 40, AgeBand.FROM_75: 37, AgeBand.FROM_85: 14, AgeBand.NOT_SAID: 2}
OTHERS = {AgeBand.UNDER_60: 62, AgeBand.FROM_60: 18, AgeBand.FROM_65: 14, AgeBand.FROM_75: 4, AgeBand.NOT_SAID: 2}
SEXES = {Sex.WOMAN: 58, Sex.MAN: 38, Sex.DIVERSE: 1, Sex.NOT_SAID: 3}
# How often, in 100.
SECOND_ROLE, ENGLISH, HELPED, WANTS_MORE, WRITES, QUOTED, NO_DISTRICT, SKIPPED, NO_OPINION = (
    8,
    6,
    12,
    35,
    18,
    60,
    5,
    6,
    9,
)
TEXTS = {
    Language.GERMAN: (
        "Beispiel: Am Sonntag fährt kein Bus zum Friedhof.",
        "Beispiel: Ich wünsche mir einen Mittagstisch in der Nähe.",
        "Beispiel: Die Bänke am Markt wurden abgebaut und fehlen.",
        "Beispiel: Es gibt vieles, aber niemand sagt einem, wo.",
        "Beispiel: Ein Arzt, der nach Hause kommt, wäre eine große Hilfe.",
        "Beispiel: Meine Nachbarin Frau Muster hilft mir beim Einkaufen, sonst niemand.",
        "Beispiel: Der Fahrstuhl am Bahnhof ist oft kaputt.",
        "Beispiel: Ich möchte wieder singen, mit anderen zusammen.",
        "Beispiel: Rufen Sie mich an, 0631 5550100, ich erzähle gern mehr.",
        "Beispiel: Zwei Vereine bieten dasselbe am selben Nachmittag an.",
    ),
    Language.ENGLISH: (
        "Example: There is no bus in the evening.",
        "Example: I would like to meet people who speak English.",
        "Example: The forms are hard to understand.",
    ),
}


@dataclass(frozen=True)
class Answered:
    """A filled-in form: what stands on each page, and its language."""

    data: dict[str, list[str]]
    language: str


@dataclass
class Inventor:
    """Draws people; what is missing differs by part of life, district and group, as it would in a city."""

    seed: int
    definition: Definition
    reference: Reference
    chance: Random = field(init=False)
    districts: list[str] = field(init=False)
    topics: list[str] = field(init=False)
    missing: dict[str, float] = field(init=False)

    def __post_init__(self):
        self.chance = Random(self.seed)  # noqa: S311 — nobody's secret hangs on it
        self.districts = [area.slug for area in self.reference.areas.values() if area.level == Level.DISTRICT]
        self.topics = [theme.slug for theme in self.reference.themes.values() if not theme.is_group]
        subjects = [life_area.slug for life_area in self.definition.life_areas]
        self.missing = {name: self.chance.uniform(0.1, 0.5) for name in subjects}
        self.missing |= {name: self.chance.uniform(-0.1, 0.15) for name in (*self.districts, *ROLES)}

    def answer(self, *, frame: str, offers: Sequence[Subject] = (), role: str = "") -> Answered:
        """One form from beginning to end."""
        language = Language.ENGLISH if self.happens(ENGLISH) else Language.GERMAN
        data: dict[str, list[str]] = {MORE_PAGE: [YES if self.happens(WANTS_MORE) else NO]}
        roles = self.definition.of_context(Context.ROLES)
        data[roles.question.number] = [role] if role else self._roles()
        # What follows an answer comes to light when that answer is there.
        for _round in range(3):
            for step in self.definition.steps(data, frame=frame, offers=offers):
                if step.name not in data:
                    data |= self._page(step, data, language)
        return Answered({page: values for page, values in data.items() if values}, language)

    def happens(self, in_hundred: float) -> bool:
        return self.chance.random() * 100 < in_hundred

    def _roles(self) -> list[str]:
        first = self._one(ROLES)
        both = [first, StakeholderGroup.VOLUNTEERS] if self.happens(SECOND_ROLE) else [first]
        return list(dict.fromkeys(both))

    def _page(self, step: Step, data: dict[str, list[str]], language: str) -> dict[str, list[str]]:
        question = step.question
        if not question.is_required and self.happens(SKIPPED):
            return {step.name: []}
        if question.kind == Kind.TEXT:
            return self._text(step, language)
        if question.context in (Context.AREA, Context.AGE, Context.SEX, Context.HELPED):
            return {step.name: [self._about_the_form(step, data)]}
        if question.key == "opinion":
            return {step.name: [self._opinion(step, data)]}
        return {step.name: self._choice(step)}

    def _about_the_form(self, step: Step, data: dict[str, list[str]]) -> str:
        older = StakeholderGroup.OLDER_PEOPLE in self.definition.roles(data)
        if step.question.context == Context.AREA:
            return self.chance.choice(step.asked.option_keys if self.happens(NO_DISTRICT) else self.districts)
        if step.question.context == Context.HELPED:
            return step.asked.option_keys[self.happens(HELPED)]
        return self._one({Context.AGE: OLDER if older else OTHERS, Context.SEX: SEXES}[step.question.context])

    def _opinion(self, step: Step, data: dict[str, list[str]]) -> str:
        who = (step.subject.slug, *self.definition.roles(data), *data.get(self._area_page, ()))
        missing = min(max(sum(self.missing.get(name, 0) for name in who), 0.05), 0.85)
        rest = 100 * (1 - missing)
        return self._one(
            {"missing": 100 * missing, "fine": 0.6 * rest, "not_needed": 0.3 * rest, "dont_know": 0.1 * rest}
        )

    @property
    def _area_page(self) -> str:
        return self.definition.of_context(Context.AREA).question.number

    def _choice(self, step: Step) -> list[str]:
        """The first options are chosen more often, as on every list."""
        alone = [option.key for option in step.options if option.meaning != Meaning.PLAIN]
        plain = [key for key in step.asked.option_keys if key not in alone]
        if step.question.kind == Kind.TOPICS:
            plain = self.topics
        if alone and self.happens(NO_OPINION):
            return [self.chance.choice(alone)]
        wanted = {key: 1 / (place + 2) for place, key in enumerate(plain)}
        several = step.question.kind in (Kind.SEVERAL, Kind.TOPICS)
        number = self.chance.randint(1, min(step.question.most or 3, 3, len(plain))) if several else 1
        return list(dict.fromkeys(self._one(wanted) for _each in range(number)))

    def _text(self, step: Step, language: str) -> dict[str, list[str]]:
        if not self.happens(WRITES):
            return {step.name: []}
        quoted = [YES] if self.happens(QUOTED) else []
        return {step.name: [self.chance.choice(TEXTS[language])], f"{step.name}{QUOTE_SUFFIX}": quoted}

    def _one(self, weights: dict[str, float]) -> str:
        return str(self.chance.choices(list(weights), weights=list(weights.values()))[0])
