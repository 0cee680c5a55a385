"""Questionnaires: the first version from its tables, and new versions of what is frozen."""

import csv
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from needs.actions.refusals import QuestionnaireIsFrozen
from needs.models import Option, Question, Questionnaire

FOLDER = Path(__file__).resolve().parents[1] / "data"
FIRST_NAME = "Was fehlt Ihnen?"


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
    """A copy that can be changed, with the same keys."""
    # The lock keeps two people from making the same number.
    same_name = Questionnaire.objects.select_for_update().filter(name=questionnaire.name)
    number = max(list(same_name.values_list("number", flat=True))) + 1
    copy = Questionnaire.objects.create(name=questionnaire.name, number=number, made_at=now)
    copied: dict[int, Question] = {}
    for question in Question.objects.filter(questionnaire=questionnaire).in_order():
        old, question.pk, question.questionnaire = question.pk, None, copy
        question._state.adding = True
        question.after = copied.get(question.after_id)
        question.save()
        copied[old] = question
    for option in Option.objects.filter(question__questionnaire=questionnaire).in_order():
        option.pk, option.question = None, copied[option.question_id]
        option._state.adding = True
        option.save()
    return copy


def refuse_frozen(questionnaire: Questionnaire) -> None:
    """Raises QuestionnaireIsFrozen."""
    if questionnaire.frozen_at:
        raise QuestionnaireIsFrozen


def next_position(questionnaire: Questionnaire) -> int:
    last = Question.objects.filter(questionnaire=questionnaire).aggregate(last=Max("position"))["last"]
    return (last or 0) + 10


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
