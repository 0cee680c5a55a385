"""Questionnaires: the first version from its tables, new versions of what is frozen, and the order of questions."""

import csv
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from needs.actions.refusals import DraftExists, FollowsAnotherQuestion, QuestionnaireIsFrozen
from needs.models import Option, Question, Questionnaire

FOLDER = Path(__file__).resolve().parents[1] / "data"
FIRST_NAME = "Was fehlt Ihnen?"
# Between two positions.
STEP = 10


@transaction.atomic
def load_first_questionnaire(*, now: datetime, folder: Path = FOLDER) -> Questionnaire:
    """The questionnaire of the tables; where it was loaded once it is left as it is."""
    found = Questionnaire.objects.filter(name=FIRST_NAME).in_order().first()
    if found:
        return found
    questionnaire = Questionnaire.objects.create(name=FIRST_NAME, made_at=now)
    questions: dict[str, Question] = {}
    for row in _rows(folder / "questions.csv"):
        questions[row["key"]] = Question.objects.create(
            questionnaire=questionnaire,
            **{name: row[name] for name in TEXTS},
            position=int(row["position"]),
            groups=row["groups"].split(),
            after=questions[row["after"]] if row["after"] else None,
            after_options=row["after_options"].split(),
            most=int(row["most"]) if row["most"] else None,
            characters=int(row["characters"]) if row["characters"] else None,
            is_required=row["is_required"] == "yes",
            may_identify=row["may_identify"] == "yes",
        )
    Option.objects.bulk_create(
        Option(
            question=questions[row["question"]],
            key=row["key"],
            position=int(row["position"]),
            text=row["text"],
            text_en=row["text_en"],
            meaning=row["meaning"],
        )
        for row in _rows(folder / "options.csv")
    )
    return questionnaire


TEXTS = (
    "number", "key", "part", "kind", "context", "repeat", "heading", "heading_en", "text", "text_en", "text_relatives",
    "text_relatives_en", "text_others", "text_others_en", "spoken", "help", "help_en",
)  # fmt: skip


@transaction.atomic
def new_version(*, questionnaire: Questionnaire, now: datetime) -> Questionnaire:
    """A copy that can be changed, with the same keys. Raises DraftExists where there is one already."""
    versions = Questionnaire.objects.filter(name=questionnaire.name).in_order()
    # Two people make one version: who waited for the lock sees the other's in the query after it.
    list(versions.select_for_update())
    last = versions.last()
    if last.frozen_at is None:
        raise DraftExists(number=last.number)
    copy = Questionnaire.objects.create(name=last.name, number=last.number + 1, made_at=now)
    copied: dict[int, Question] = {}
    for question in Question.objects.filter(questionnaire=questionnaire).in_order():
        former, question.pk, question.questionnaire = question.pk, None, copy
        question._state.adding = True
        question.after = copied.get(question.after_id)
        question.save()
        copied[former] = question
    options = list(Option.objects.filter(question__questionnaire=questionnaire).in_order())
    for option in options:
        option.pk, option.question = None, copied[option.question_id]
    Option.objects.bulk_create(options)
    return copy


def lock_draft(questionnaire_id: int) -> Questionnaire:
    """Nobody else changes or freezes it until this is done. Raises QuestionnaireIsFrozen."""
    questionnaire = Questionnaire.objects.select_for_update().get(pk=questionnaire_id)
    if questionnaire.frozen_at:
        raise QuestionnaireIsFrozen
    return questionnaire


def next_position(questionnaire: Questionnaire) -> int:
    last = Question.objects.filter(questionnaire=questionnaire).aggregate(last=Max("position"))["last"]
    return (last or 0) + STEP


@transaction.atomic
def move_question(*, question_id: int, is_up: bool) -> None:
    """One place up or down; the first and the last stay. Raises QuestionnaireIsFrozen, FollowsAnotherQuestion."""
    questionnaire = lock_draft(Question.objects.values_list("questionnaire", flat=True).get(pk=question_id))
    order = list(Question.objects.filter(questionnaire=questionnaire).in_order())
    place = next(place for place, question in enumerate(order) if question.pk == question_id)
    pair = order[place - 1 : place + 1] if is_up else order[place : place + 2]
    if len(pair) < 2:
        return
    former, latter = pair
    if latter.after_id == former.pk:
        raise FollowsAnotherQuestion(number=former.number)
    former.position, latter.position = latter.position, former.position
    for question in pair:
        question.save(update_fields=["position"])


@transaction.atomic
def set_condition(*, question_id: int, after_id: int | None, options: Sequence[str]) -> Question:
    """Ask only after these answers to an earlier question, or always. Raises QuestionnaireIsFrozen."""
    question = Question.objects.get(pk=question_id)
    lock_draft(question.questionnaire_id)
    question.after_id, question.after_options = after_id, list(options) if after_id else []
    question.save(update_fields=["after", "after_options"])
    return question


def number_options(question: Question) -> None:
    """Give them positions 10, 20, 30 in the order that was typed."""
    options = list(Option.objects.filter(question=question).in_order())
    for place, option in enumerate(options, start=1):
        option.position = place * STEP
    Option.objects.bulk_update(options, ["position"])


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
