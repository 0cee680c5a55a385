"""Questions at the desk: added with their answers, changed, moved, deleted, asked on a condition."""

import pytest
from django.urls import reverse

from needs.models import Kind, Question, Questionnaire
from tests.browser_forms import typed_form
from tests.factories import NOW
from tests.needs_desk import errors, messages, page, said
from tests.needs_questions import make_question
from tests.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("planner")]


def change(client, question, **typed):
    address = page(question)
    return client.post(address, typed_form(client, address) | {"_save": "1"} | typed)


def numbers(questionnaire):
    return list(questionnaire.questions.in_order().values_list("number", flat=True))


def test_a_question_is_added_with_its_answers(client, short):
    address = f"{reverse('admin:needs_question_add')}?questionnaire={short.pk}"
    sent = typed_form(client, address) | {
        "number": "3",
        "key": "walk",
        "kind": "single",
        "heading": "Über Sie",
        "text": "Gehen Sie gern?",
        "options-0-position": "20",
        "options-0-text": "Nein",
        "options-0-key": "no",
        "options-1-text": "Ja",
        "options-1-position": "10",
        "options-1-key": "yes",
        "groups": ["older_people"],
    }
    answer = client.post(address, sent)
    assert answer.url == f"{page(short)}#frage-3"
    made = Question.objects.get(number="3")
    assert (made.questionnaire, made.position, made.text, made.groups) == (
        short,
        30,
        "Gehen Sie gern?",
        ["older_people"],
    )
    assert list(made.options.in_order().values_list("key", "position")) == [("yes", 10), ("no", 20)]


def test_an_answer_without_a_place_comes_last(client, short):
    living = short.questions.get(number="2")
    sent = {
        "options-TOTAL_FORMS": "3",
        "options-2-text": "Anders",
        "options-2-key": "other",
        "options-0-position": "30",
    }
    assert change(client, living, **sent).status_code == 302
    assert list(living.options.in_order().values_list("key", "position")) == [
        ("together", 10),
        ("alone", 20),
        ("other", 30),
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"number": "1"}, "Diese Nummer hat schon eine andere Frage. Wählen Sie eine andere."),
        ({"number": "fertig"}, "Schreiben Sie die Nummer in Ziffern, mit höchstens einem Buchstaben: 6 oder 6a."),
        ({"context": "roles"}, "Nach dieser Angabe zum Bogen fragt schon eine andere Frage."),
        ({"context": "age", "repeat": "offers"}, "Eine Angabe zum Bogen wird nur einmal gefragt, nicht wiederholt."),
        ({"most": "3"}, "Eine Höchstzahl gibt es nur bei mehreren Antworten oder Themen."),
        (
            {"kind": "text"},
            "Tragen Sie bei freiem Text ein, wie viele Zeichen er haben darf. Sonst lassen Sie das Feld leer.",
        ),
        ({"context": "age", "kind": "scale"}, "Zur Angabe „Alter“ gehört die Art „eine Antwort“. Wählen Sie diese."),
        (
            {"kind": "area"},
            "Nach dem Stadtteil fragt nur die Angabe zum Bogen „Stadtteil“. Wählen Sie eine andere Art.",
        ),
        (
            {"repeat": "life_areas"},
            "Schreiben Sie {worum} an die Stelle, an der der Lebensbereich oder das Angebot stehen soll.",
        ),
        ({"text_en": "{worum}?"}, "Die Frage wiederholt sich nicht. Nehmen Sie {worum} weg."),
        (
            {"context": "sex"},
            "Bei dieser Angabe gibt es die Kennung „alone“ nicht. Möglich sind: woman, man, diverse, not_said.",
        ),
        (
            {"options-0-DELETE": "on"},
            "Tragen Sie mindestens zwei Antworten ein.",
        ),
        (
            {"kind": "text", "characters": "500"},
            "Freier Text hat keine Antworten zur Auswahl. Löschen Sie die Antworten.",
        ),
        (
            {"options-TOTAL_FORMS": "3", "options-2-key": "alone", "options-2-text": "Noch einmal"},
            "Jede Antwort braucht eine eigene Kennung. Ändern Sie eine davon.",
        ),
        ({"options-0-text": ""}, "Füllen Sie dieses Feld aus."),
    ],
)
def test_what_can_not_be_is_refused_in_words(client, short, typed, sentence):
    response = change(client, short.questions.get(number="2"), **typed)
    assert response.status_code == 200
    assert sentence in errors(response)
    assert Question.objects.get(number="2").kind == Kind.SINGLE


def test_a_key_that_is_taken_is_refused(client, short):
    address = f"{reverse('admin:needs_question_add')}?questionnaire={short.pk}"
    response = client.post(address, typed_form(client, address) | {"number": "3", "key": "living", "kind": "topics"})
    assert "Diese Kennung hat schon eine andere Frage. Wählen Sie eine andere." in errors(response)


def test_a_question_belongs_to_a_questionnaire(client):
    address = reverse("admin:needs_question_add")
    response = client.post(address, typed_form(client, address) | {"number": "3", "key": "x", "kind": "topics"})
    assert response.status_code == 200
    assert not Question.objects.exists()


def test_keys_stay_as_they_are(client, short):
    living = short.questions.get(number="2")
    change(client, living, **{"key": "other", "options-0-key": "other", "options-0-text": "Ganz allein"})
    living.refresh_from_db()
    assert living.key == "living"
    assert list(living.options.in_order().values_list("key", "text")) == [
        ("alone", "Ganz allein"),
        ("together", "Zu zweit"),
    ]


def test_an_answer_that_another_question_waits_for_stays(client, draft):
    opinion = draft.questions.get(number="6")
    place = list(opinion.options.in_order().values_list("key", flat=True)).index("missing")
    assert change(client, opinion, **{f"options-{place}-text": "Da fehlt etwas"}).status_code == 302
    assert opinion.options.get(key="missing").text == "Da fehlt etwas"
    response = change(client, opinion, **{f"options-{place}-DELETE": "on"})
    assert errors(response) == ["Nach einer der Antworten wird Frage 6a gestellt. Ändern Sie zuerst deren Bedingung."]


def test_questions_move_up_and_down(client, draft):
    seven = draft.questions.get(number="7")
    assert client.post(page(seven, "move"), {"down": ""}).url == f"{page(draft)}#frage-7"
    assert numbers(draft)[8:11] == ["8", "7", "9"]
    client.post(page(seven, "move"), {"up": ""})
    assert numbers(draft)[8:11] == ["7", "8", "9"]
    assert client.get(page(seven, "move")).status_code == 405
    for name, question in (("up", "1"), ("down", "26a")):
        before = numbers(draft)
        client.post(page(draft.questions.get(number=question), "move"), {name: ""})
        assert numbers(draft) == before


def test_a_question_stays_behind_the_one_it_waits_for(client, draft):
    answer = client.post(page(draft.questions.get(number="6a"), "move"), {"up": ""})
    assert messages(answer) == ["Die Frage 6 muss davor stehen: Nach ihrer Antwort richtet sich die andere."]


def test_a_question_is_deleted_unless_another_waits_for_it(client, draft):
    seven, opinion = draft.questions.get(number="7"), draft.questions.get(number="6")
    assert client.post(page(seven, "delete"), {"post": "yes"}).url == page(draft)
    assert client.post(page(seven, "delete"), {"post": "yes"}).url == reverse("admin:index")
    assert "6a Importance" not in numbers(draft)
    shown = text(client.get(page(opinion, "delete")).content.decode())
    assert "Frage: 6a {worum}: Wie wichtig ist das, was fehlt?" in shown
    assert "Ja, ich bin sicher" not in shown
    client.post(page(opinion, "delete"), {"post": "yes"})
    assert "6" in numbers(draft)
    assert "7" not in numbers(draft)


def test_a_condition_is_chosen_in_two_steps(client, draft):
    living = draft.questions.get(number="14")
    assert "Wird immer gefragt." not in said(client.get(page(living)))
    address = page(living, "condition")
    shown = said(client.get(address))
    assert "7 Wissen Sie, an wen Sie sich wenden können" in shown
    # Asked for each part of life, or without answers to choose from.
    assert "6a " not in shown
    assert "13 " not in shown
    response = client.post(f"{address}?nach=7", {"csrfmiddlewaretoken": "x"})
    assert "Wählen Sie mindestens eine Antwort." in said(response)
    answer = client.post(f"{address}?nach=7", {"options": ["no", "roughly"]})
    assert answer.url == page(living)
    living.refresh_from_db()
    assert (living.after.number, living.after_options) == ("7", ["no", "roughly"])
    shown = said(client.get(page(living)))
    assert "Nur nach Frage 7, wenn die Antwort lautet: „Ungefähr“, „Nein“." in shown
    form = client.get(f"{address}?nach=7").context["form"]
    assert form.initial == {"options": ["no", "roughly"]}
    assert client.get(f"{address}?nach=10").context["form"].initial == {"options": []}
    client.post(f"{address}?nach=7", {"always": "1"})
    living.refresh_from_db()
    assert (living.after, living.after_options) == (None, [])


def test_nothing_happens_without_a_chosen_question(client, draft):
    living = draft.questions.get(number="14")
    assert client.post(page(living, "condition"), {"options": ["no"]}).status_code == 200
    living.refresh_from_db()
    assert living.after is None


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_questions_costs_the_same_for_one_and_for_many(client, rows, django_assert_num_queries):
    questionnaire = Questionnaire.objects.create(name="Kurz", made_at=NOW)
    for number in range(1, rows + 1):
        make_question(questionnaire, number=str(number))
    with django_assert_num_queries(8):
        response = client.get(reverse("admin:needs_question_changelist"))
    assert "1 Frage 1? Kurz, Fassung 1 eine Antwort" in text(response.content.decode())
