"""Results of the questions that are asked once: for the whole city, an answer in each row, a group in each column."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from needs.admin.results_in_words import COLUMNS, GROUP_NAMES, Shown, Table, of_how_many, shown_cell
from needs.admin.results_told import shown_line
from needs.counting import CHOSEN, NOBODY_CHOSE, Choices, Said, count_choices
from needs.disclosure import SHOWN_GROUPS, choice_lines, fewest_for_planners, fewest_in_public
from needs.models import Kind, Option, Question, Repeat, Wave
from offers.models import Topic


def questions_of(wave: Wave) -> dict[str, Question]:
    """By their keys, in their order."""
    found = Question.objects.filter(questionnaire=wave.questionnaire_id, kind__in=CHOSEN, repeat=Repeat.NO, context="")
    return {question.key: question for question in found.in_order()}


def live_choices(waves: Sequence[Wave], question: Question) -> Table:
    counted, fewest = count_choices(waves), fewest_for_planners(waves)
    rows = {}
    for key, text in _texts(question).items():

        def tell(side: Choices, key=key) -> str:
            return of_how_many(side.chosen.get(key, 0), side.people, fewest)

        rows[text] = [shown_cell(counted.get(Said(question.key, group), NOBODY_CHOSE), tell) for group in COLUMNS]
    return _table(question, COLUMNS, rows)


def told_choices(wave: Wave, question: Question) -> Table:
    """By the rules for the public."""
    texts, fewest = _texts(question), fewest_in_public([wave])
    rows: dict[str, list[Shown]] = {text: [] for text in texts.values()}
    for line in choice_lines(count_choices([wave]), question=question.key, options=texts, fewest=fewest):
        rows[line.measure].append(shown_line(line))
    return _table(question, SHOWN_GROUPS, rows)


def _texts(question: Question) -> dict[str, str]:
    """What can be chosen: topics by their addresses, options by their keys."""
    topics = Topic.objects.in_order().values_list("slug", "plain_name") if question.kind == Kind.TOPICS else ()
    return {**dict(topics), **dict(Option.objects.filter(question=question).in_order().values_list("key", "text"))}


def _table(question: Question, groups: Sequence[str], rows: dict[str, list[Shown]]) -> Table:
    heading = _("Frage %(number)s, ganze Stadt: %(text)s") % {"number": question.number, "text": question.text}
    return Table(heading, [_("Antwort"), *(str(GROUP_NAMES[group]) for group in groups)], rows)
