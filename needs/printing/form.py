"""The whole questionnaire on paper: everything at once, in the order and with the numbers of the screen."""

from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import override

from needs import words
from needs.definitions import Definition, Step, Subject, offers_of
from needs.models import Batch, Kind, Language, Part, Question, Repeat, Wave
from needs.numbering import choices_of, district_groups
from needs.printing import cover
from needs.printing.parts import Paper
from offers.models import Provider
from offers.printing import LARGE, pdf, sheet
from offers.reference import reference
from workshops.models import StakeholderGroup

# Rows for topics where no maximum is set, and blank offers where it isn't known who answers.
TOPIC_ROWS, BLANK_OFFERS = 5, 3
# A line on paper holds about so many letters of large handwriting; more lines than these frighten.
LETTERS_IN_A_LINE, FEWEST_LINES, MOST_LINES = 70, 4, 10


def paper_form(
    definition: Definition,
    wave: Wave,
    *,
    now: datetime,
    group: str = "",
    batch: Batch | None = None,
    language: str = Language.GERMAN,
    provider: Provider | None = None,
) -> bytes:
    """The questionnaire of a wave to fill in by hand. Raises PrinterIsBusy."""
    paper = Paper(definition, wave, group, language, reference(), provider)
    with override(language):
        content = sheet(title=words.catalogue_name(wave.questionnaire.name, language), now=now, size=LARGE)
        content |= cover.front(paper, batch) | {"parts": _parts(paper), "topics": _topics(paper)}
        return pdf("needs/printing/form.typ", content, is_long=True)


def _parts(paper: Paper) -> list[dict]:
    """The core, and on sheets of its own what nobody has to answer."""
    steps = paper.definition.possible_steps(
        paper.roles or StakeholderGroup.values, frame=paper.wave.frame, offers=_offers(paper)
    )
    core = [step for step in steps if step.question.part != Part.MORE]
    more = [step for step in steps if step.question.part == Part.MORE]
    parts = [core, more] if more else [core]
    return [
        {"sections": _sections(paper, part), "end": cover.end(paper, has_more=part is core and bool(more))}
        for part in parts
    ]


def _offers(paper: Paper) -> list[Subject]:
    """Those of the organisation; where it isn't known which one answers, some to write the name of."""
    if paper.provider:
        return offers_of(paper.provider.pk)
    return [
        Subject(slug=str(number), name=_("Ihr Angebot %d heißt:") % number) for number in range(1, BLANK_OFFERS + 1)
    ]


def _sections(paper: Paper, steps: list[Step]) -> list[dict]:
    sections = groupby(steps, key=lambda step: words.heading(step.question, paper.language))
    return [_section(paper, heading, list(section)) for heading, section in sections]


def _section(paper: Paper, heading: str, steps: list[Step]) -> dict:
    """What repeats is explained once; what is asked about one part of life stands in one block."""
    blocks = groupby(steps, key=lambda step: step.subject or step.name)
    return {
        "heading": heading,
        "readings": _lead(paper, steps[0]) if steps[0].question.repeat else [],
        "blocks": [_block(paper, list(block)) for _subject, block in blocks],
    }


def _lead(paper: Paper, step: Step) -> list[str]:
    """What is asked about each part of life, said once above all of them."""
    short = _short(words.question_text(Step(step.name, step.asked), paper.roles, paper.language))
    return [] if words.PLACE in short else _readings(paper, step) or [short]


def _block(paper: Paper, steps: list[Step]) -> list[dict]:
    questions = [_question(paper, step, is_first=step is steps[0]) for step in steps]
    # Said once before all that it holds for.
    said = ""
    for question in questions:
        condition = question.pop("condition")
        question["notes"] = [note for note in (condition if condition != said else "", *question["notes"]) if note]
        said = condition
    return questions


def _question(paper: Paper, step: Step, *, is_first: bool) -> dict:
    question = step.question
    numbers = {choice.value: choice.number for choice in choices_of(step.asked, paper.reference)}
    return {
        "number": question.number,
        "text": _text(paper, step, is_first=is_first),
        "condition": _condition(paper, question),
        "notes": _notes(paper, step),
        "has_line": question.repeat == Repeat.OFFERS and is_first and step.subject.offer_id is None,
        "help": _help(paper, question),
        "is_row": question.kind == Kind.SCALE and not is_first,
        "kind": question.kind,
        "ticks": [
            {"number": numbers[option.key], "words": words.option_text(option, paper.language)}
            for option in step.options
        ],
        "districts": _districts(paper, numbers) if question.kind == Kind.AREA else [],
        "rows": question.most or TOPIC_ROWS,
        "lines": _lines(question),
        "quote": _("Der Text darf ohne Namen zitiert werden"),
    }


def _text(paper: Paper, step: Step, *, is_first: bool) -> str:
    """A question as it is asked; what repeats is headed by the part of life, and asked in few words below."""
    short = _short(words.question_text(Step(step.name, step.asked), paper.roles, paper.language))
    if step.subject is None or words.PLACE in short:
        return words.question_text(step, paper.roles, paper.language)
    return words.catalogue_name(step.subject.name, paper.language) if is_first else short


def _short(text: str) -> str:
    """ "{worum}: Woran liegt es?" without the part of life."""
    text = text.removeprefix(f"{words.PLACE}: ")
    return text[:1].upper() + text[1:]


def _condition(paper: Paper, question: Question) -> str:
    if question.after_id is None:
        return ""
    earlier = paper.earlier(question)
    chosen = [
        words.option_text(option, paper.language) for option in earlier.options if option.key in question.after_options
    ]
    return _("Nur wenn Sie bei %(number)s „%(answer)s“ angekreuzt haben:") % {
        "number": earlier.question.number,
        "answer": _("“ oder „").join(chosen),
    }


def _notes(paper: Paper, step: Step) -> list[str]:
    question = step.question
    return [
        _groups_note(paper, question),
        *([] if question.repeat else _readings(paper, step)),
    ]


def _groups_note(paper: Paper, question: Question) -> str:
    """Whom a question is for, where everybody holds the same sheet."""
    others = [group for group in StakeholderGroup.values if group not in question.groups]
    if paper.group or not question.groups or not others:
        return ""
    if len(others) < len(question.groups):
        return _("Diese Frage ist für alle, nur nicht für: %(groups)s.") % {"groups": paper.group_words(others)}
    return _("Diese Frage ist nur für: %(groups)s.") % {"groups": paper.group_words(question.groups)}


def _readings(paper: Paper, step: Step) -> list[str]:
    """How each group is asked, where everybody holds the same sheet and the words differ."""
    who = {
        paper.group_words([StakeholderGroup.OLDER_PEOPLE]): StakeholderGroup.OLDER_PEOPLE,
        paper.group_words([StakeholderGroup.RELATIVES]): StakeholderGroup.RELATIVES,
        _("Alle anderen"): StakeholderGroup.COUNCIL,
    }
    plain = Step(step.name, step.asked)
    asked = {
        name: _short(words.question_text(plain, paper.roles or [role], paper.language)) for name, role in who.items()
    }
    if len(set(asked.values())) == 1:
        return []
    return [f"{name}: {text}" for name, text in asked.items()]


def _help(paper: Paper, question: Question) -> str:
    said = [
        _("Diese Antwort brauchen wir.") if question.is_required else "",
        words.help_text(question, paper.language),
        # On paper nothing can be searched: topics have numbers.
        _("Die Nummern stehen in der Liste am Ende. Sie können auch mit Ihren Worten schreiben.")
        if question.kind == Kind.TOPICS
        else "",
    ]
    return " ".join(filter(None, said))


def _lines(question: Question) -> int:
    wanted = (question.characters or 0) // LETTERS_IN_A_LINE
    return min(max(wanted, FEWEST_LINES), MOST_LINES)


def _districts(paper: Paper, numbers: dict[str, str]) -> list[dict]:
    headings = (_("Kernstadt"), _("Ortsbezirke"))
    return [
        {"heading": heading, "ticks": [{"number": numbers[area.slug], "words": area.name} for area in areas]}
        for heading, areas in zip(headings, district_groups(paper.reference), strict=True)
        if areas
    ]


def _topics(paper: Paper) -> list[dict]:
    """The list of topics with their numbers."""
    known = paper.reference
    return [
        {
            "name": words.catalogue_name(group.name, paper.language),
            "topics": [
                {"number": words.topic_number(topic), "name": words.catalogue_name(topic.name, paper.language)}
                for topic in known.topics_of(group.slug)
            ],
        }
        for group in known.groups()
        if known.topics_of(group.slug)
    ]
