"""The words of a questionnaire, by language and by who answers; screen, paper and telephone say the same.

Where somebody left the English out, the German stands there.
"""

from collections.abc import Iterable

from django.utils.translation import gettext, override

from needs.definitions import Step
from needs.models import Kind, Language, Option, Question
from offers.reference import Reference, Theme
from workshops.models import StakeholderGroup

# Where the text of a question names what it is asked about.
PLACE = "{worum}"


def question_text(step: Step, roles: Iterable[str], language: str) -> str:
    """The question as it is put to these groups; older people speak for themselves, whatever else they are."""
    question, roles = step.question, set(roles)
    text = _in(language, question.text, question.text_en)
    if roles and StakeholderGroup.OLDER_PEOPLE not in roles:
        if StakeholderGroup.RELATIVES in roles:
            text = _in(language, question.text_relatives, question.text_relatives_en) or text
        else:
            text = _in(language, question.text_others, question.text_others_en) or text
    return text.replace(PLACE, catalogue_name(step.subject.name, language)) if step.subject else text


def option_text(option: Option, language: str) -> str:
    return _in(language, option.text, option.text_en)


def heading(question: Question, language: str) -> str:
    """The section a question stands in."""
    return _in(language, question.heading, question.heading_en)


def help_text(question: Question, language: str) -> str:
    return _in(language, question.help, question.help_en)


def catalogue_name(name: str, language: str) -> str:
    """A part of life or a topic. The catalogue is German; locale/ has the English names of those it began with."""
    with override(language):
        return gettext(name)


def topic_number(topic: Theme) -> str:
    """How a topic is called on paper, where nobody can search: "T0603" is 603, the third of Lebensbereich 6."""
    return topic.code.lstrip("T0")


def value_words(step: Step, values: Iterable[str], reference: Reference, language: str) -> list[str]:
    """Answers as people read them: options, districts, topics, or their own text."""
    if step.question.kind == Kind.TEXT:
        return list(values)
    names = {area.slug: area.name for area in reference.areas.values()} if step.question.kind == Kind.AREA else {}
    if step.question.kind == Kind.TOPICS:
        names = {theme.slug: catalogue_name(theme.name, language) for theme in reference.themes.values()}
    names |= {option.key: option_text(option, language) for option in step.options}
    return [names[value] for value in values if value in names]


def _in(language: str, german: str, english: str) -> str:
    return english if language == Language.ENGLISH and english else german
