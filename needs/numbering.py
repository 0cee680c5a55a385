"""The number of each answer: printed beside its box on paper, and typed by whoever types the paper in."""

from dataclasses import dataclass

from needs.definitions import Asked
from needs.models import Kind, Language
from needs.words import option_text, topic_number
from offers.models import Area, Level
from offers.reference import Reference


@dataclass(frozen=True)
class Choice:
    """An answer: the number that is typed, what is kept, and how it is called; `also` can be typed too."""

    number: str
    value: str
    name: str
    also: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def begins(self, text: str) -> bool:
        return any(name.casefold().startswith(text) for name in (self.name, *self.also))


def choices_of(asked: Asked, known: Reference) -> tuple[Choice, ...]:
    """Districts come before the other answers; topics keep the numbers of the list at the end of the paper."""
    districts = _districts(known) if asked.question.kind == Kind.AREA else ()
    options = tuple(
        Choice(str(number), option.key, option_text(option, Language.GERMAN))
        for number, option in enumerate(asked.options, start=len(districts) + 1)
    )
    return (*districts, *options, *(_topics(known) if asked.question.kind == Kind.TOPICS else ()))


def district_groups(known: Reference) -> tuple[list[Area], list[Area]]:
    """Those of the Kernstadt, then the Ortsbezirke, as they stand on paper."""
    inner = known.districts(below=Level.DISTRICT_GROUP)
    outer = [area for area in known.areas.values() if area.level == Level.DISTRICT and area not in inner]
    return inner, outer


def _districts(known: Reference) -> tuple[Choice, ...]:
    inner, outer = district_groups(known)
    return tuple(
        Choice(str(number), area.slug, area.name, (area.short_name, *area.aliases))
        for number, area in enumerate([*inner, *outer], start=1)
    )


def _topics(known: Reference) -> tuple[Choice, ...]:
    topics = [theme for theme in known.themes.values() if not theme.is_group]
    return tuple(Choice(topic_number(topic), topic.slug, topic.name, (topic.code,)) for topic in topics)
