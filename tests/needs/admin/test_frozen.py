"""Frozen questionnaires at the desk: read-only for everybody, whichever way somebody tries."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from needs.actions.questionnaires import new_version
from needs.definitions import catalogue_life_areas
from needs.models import LifeArea, Option, Question, Questionnaire
from tests.browser_forms import typed_form
from tests.factories import NOW
from tests.needs_desk import errors, messages, page, said
from tests.needs_questions import make_options, make_question

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("planner")]
FROZEN = "Deshalb bleibt er, wie er ist"


def test_a_frozen_questionnaire_is_read_only_and_says_why(client, frozen):
    response = client.get(page(frozen))
    shown = said(response)
    assert "Fassung 1: festgeschrieben am 23. November 2026." in shown
    assert FROZEN in shown
    assert "Neue Fassung anlegen" in shown
    assert "Frage hinzufügen" not in shown
    assert "Nach oben" not in shown
    assert client.post(page(frozen), {"name": "Anders"}).status_code == 403
    question = frozen.questions.get(number="7")
    response = client.get(page(question))
    assert "Deshalb bleibt die Frage, wie sie ist." in said(response)
    assert 'type="submit"' not in response.content.decode().split('id="content-main"')[1]
    assert client.post(page(question), {"text": "Anders?"}).status_code == 403
    assert client.post(page(question, "delete"), {"post": "yes"}).status_code == 403
    address = reverse("admin:needs_question_add")
    sent = typed_form(client, address) | {"questionnaire": frozen.pk}
    assert "Wählen Sie einen Fragebogen, der noch nicht festgeschrieben ist." in errors(client.post(address, sent))
    moved = client.post(page(question, "move"), {"up": ""})
    assert messages(moved) == ["Dieser Fragebogen ist festgeschrieben. Legen Sie eine neue Fassung an."]
    response = client.post(page(question, "condition"), {"always": "1"})
    assert "Dieser Fragebogen ist festgeschrieben. Legen Sie eine neue Fassung an." in said(response)
    assert Question.objects.get(pk=question.pk).text == question.text


def test_what_is_frozen_while_somebody_types_is_kept(client, draft):
    question = draft.questions.get(number="7")
    sent = typed_form(client, page(question)) | {"text": "Anders?"}
    Questionnaire.objects.update(frozen_at=NOW)
    assert client.post(page(question), sent).status_code == 403


def test_what_is_frozen_while_a_form_is_read_is_kept(client, draft, monkeypatch):
    question = draft.questions.get(number="7")
    sent = typed_form(client, page(question)) | {"text": "Anders?"}
    # Somebody opens a wave at this moment.
    freeze = Questionnaire.objects.drafts().update
    monkeypatch.setattr("needs.admin.questions.say_what_to_do", lambda form: freeze(frozen_at=NOW))
    assert errors(client.post(page(question), sent)) == [
        "Dieser Fragebogen ist festgeschrieben. Legen Sie eine neue Fassung an."
    ]


def write(table):
    """Every kind of write to a frozen questionnaire, past all forms."""
    question = Question.objects.get(number="7")
    draft = new_version(questionnaire=question.questionnaire, now=NOW)
    return {
        "questionnaire changed": lambda: Questionnaire.objects.filter(number=1).update(name="Anders"),
        "questionnaire thawed": lambda: Questionnaire.objects.filter(number=1).update(frozen_at=None),
        "questionnaire deleted": lambda: Questionnaire.objects.filter(number=1)._raw_delete("default"),
        "question added": lambda: make_question(question.questionnaire, number="99", position=9_999),
        "question changed": lambda: Question.objects.filter(pk=question.pk).update(text="Anders?"),
        "question moved away": lambda: Question.objects.filter(pk=question.pk).update(
            questionnaire=draft, number="98", key="x", position=9_999
        ),
        "question moved in": lambda: Question.objects.filter(questionnaire=draft, number="8").update(
            questionnaire=question.questionnaire, number="98", key="x", position=9_999
        ),
        "question deleted": lambda: Question.objects.filter(pk=question.pk)._raw_delete("default"),
        "option added": lambda: make_options(question, other="Anders"),
        "option changed": lambda: question.options.update(text="Anders"),
        "option moved away": lambda: question.options.filter(key="no").update(
            question=Question.objects.get(questionnaire=draft, number="13")
        ),
        "option moved in": lambda: Option.objects.filter(
            question__questionnaire=draft, question__number="6", key="fine"
        ).update(question=question),
        "option deleted": lambda: question.options.filter(key="no").delete(),
        "life area added": lambda: LifeArea.objects.bulk_create(catalogue_life_areas(question.questionnaire_id)),
        "life area renamed": lambda: LifeArea.objects.update(name="Anders"),
        "life area moved away": lambda: LifeArea.objects.update(questionnaire=draft),
        "life area deleted": lambda: LifeArea.objects.all()._raw_delete("default"),
    }[table]


@pytest.mark.parametrize(
    "kind",
    [
        *("questionnaire changed", "questionnaire thawed", "questionnaire deleted"),
        *("question added", "question changed", "question moved away", "question moved in", "question deleted"),
        *("option added", "option changed", "option moved away", "option moved in", "option deleted"),
        *("life area added", "life area renamed", "life area moved away", "life area deleted"),
    ],
)
def test_the_database_refuses_every_write_to_what_is_frozen(frozen, kind):
    act = write(kind)
    with pytest.raises(IntegrityError, match="This questionnaire is frozen: make a new version"), transaction.atomic():
        act()


def test_readers_are_not_told_to_make_a_version(client, frozen, signed_in):
    question = frozen.questions.first()
    hint = "Wenn Sie etwas ändern möchten"
    assert [hint in client.get(page(row)).content.decode() for row in (frozen, question)] == [True, True]
    signed_in("Auswertung")
    pages = [client.get(page(row)).content.decode() for row in (frozen, question)]
    assert [(hint in html, "wie " in html) for html in pages] == [(False, True), (False, True)]
