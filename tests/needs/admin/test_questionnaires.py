"""Questionnaires at the desk: versions, questions, answers, conditions, preview."""

import pytest
from django.contrib.messages import get_messages
from django.db import IntegrityError, transaction
from django.urls import reverse

from needs.actions.questionnaires import load_first_questionnaire, new_version
from needs.definitions import catalogue_life_areas
from needs.models import Context, Kind, LifeArea, Option, Question, Questionnaire
from tests.browser_forms import typed_form
from tests.factories import NOW, make_topic, make_topic_group
from tests.needs_factories import make_wave
from tests.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("planner")]
FROZEN = "Deshalb bleibt er, wie er ist"


@pytest.fixture
def draft():
    return load_first_questionnaire(now=NOW)


@pytest.fixture
def frozen(draft):
    make_wave(questionnaire=draft)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def short():
    """Two questions: who somebody is, and how they live, asked of older people only."""
    questionnaire = Questionnaire.objects.create(name="Kurz", made_at=NOW)
    roles = make_question(questionnaire, number="1", key="roles", kind=Kind.SEVERAL, context=Context.ROLES)
    make_options(roles, older_people="Ältere Person", relatives="Angehörige")
    living = make_question(questionnaire, number="2", key="living", groups=["older_people"])
    make_options(living, alone="Allein", together="Zu zweit")
    return questionnaire


def make_question(questionnaire, *, number, **fields):
    position = 10 * (questionnaire.questions.count() + 1)
    given = {"position": position, "key": f"frage_{number}", "kind": Kind.SINGLE, "heading": "Über Sie"}
    return Question.objects.create(
        **{"questionnaire": questionnaire, "number": number, "text": f"Frage {number}?", **given, **fields}
    )


def make_options(question, **options):
    Option.objects.bulk_create(
        Option(question=question, key=key, text=text, position=10 * place)
        for place, (key, text) in enumerate(options.items(), start=1)
    )


def page(row, name="change"):
    return reverse(f"admin:needs_{row._meta.model_name}_{name}", args=[row.pk])


def said(response):
    content = response.content.decode().split('id="content-main"', 1)[1].split(">", 1)[1]
    return text(content.split('id="footer"')[0].rsplit("<", 1)[0])


def messages(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def errors(response):
    """Every sentence of the form that came back."""
    return [text(str(error)) for error in response.context["errors"]]


def change(client, question, **typed):
    address = page(question)
    return client.post(address, typed_form(client, address) | {"_save": "1"} | typed)


def numbers(questionnaire):
    return list(questionnaire.questions.in_order().values_list("number", flat=True))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_many(client, short, rows, django_assert_num_queries):
    for number in range(rows - 1):
        Questionnaire.objects.create(name=f"Noch einer {number}", made_at=NOW)
    with django_assert_num_queries(7):
        response = client.get(reverse("admin:needs_questionnaire_changelist"))
    assert "Kurz 1 Entwurf 2" in text(response.content.decode())


def test_the_list_tells_drafts_from_what_is_frozen(client, frozen):
    shown = text(client.get(reverse("admin:needs_questionnaire_changelist")).content.decode())
    assert "Was fehlt Ihnen? 1 festgeschrieben am 23. November 2026 30" in shown


def test_a_questionnaire_is_begun_with_its_name(client):
    address = reverse("admin:needs_questionnaire_add")
    answer = client.post(address, typed_form(client, address) | {"name": "Im Sommer"})
    made = Questionnaire.objects.get()
    assert answer.url == page(made)
    assert (made.name, made.number, made.made_at, made.frozen_at) == ("Im Sommer", 1, NOW, None)
    assert "Noch keine. Fügen Sie die erste Frage hinzu." in said(client.get(page(made)))


def test_a_name_that_is_taken_leads_to_a_new_version(client, frozen):
    address = reverse("admin:needs_questionnaire_add")
    response = client.post(address, typed_form(client, address) | {"name": frozen.name})
    assert errors(response) == ["Diesen Fragebogen gibt es schon. Legen Sie dort eine neue Fassung an."]


def test_the_page_of_a_draft_shows_questions_conditions_and_gaps(client, short):
    shown = said(client.get(page(short)))
    assert shown.startswith(
        "Vorschau Verlauf Fassung 1: Entwurf. Das fehlt noch, bevor eine Befragung beginnen kann: "
        "Tragen Sie eine Frage nach den Gruppen und eine nach dem Stadtteil ein."
    )
    assert shown.endswith(
        "Fragen Frage hinzufügen 1 Frage 1? mehrere Antworten. Kern. Nach unten "
        "2 Frage 2? eine Antwort. Kern. Gefragt werden: ältere Person. Nach oben"
    )


def test_the_first_questionnaire_has_no_gap(client, draft):
    assert "Das fehlt noch" not in said(client.get(page(draft)))


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


def test_a_draft_is_renamed(client, short):
    client.post(page(short), typed_form(client, page(short)) | {"name": "Länger"})
    short.refresh_from_db()
    assert (short.name, short.made_at) == ("Länger", NOW)


def test_a_new_version_is_a_button_and_a_draft(client, frozen):
    answer = client.post(page(frozen, "new_version"))
    made = Questionnaire.objects.get(number=2)
    assert answer.url == page(made)
    assert messages(answer) == ["„Was fehlt Ihnen?, Fassung 2“ ist angelegt. Ändern Sie jetzt die Fragen."]
    again = client.post(page(frozen, "new_version"))
    assert messages(again)[-1] == "„Was fehlt Ihnen?, Fassung 1“: Die Fassung 2 ist noch ein Entwurf. Ändern Sie diese."
    assert again.url == page(frozen)
    assert client.get(page(frozen, "new_version")).status_code == 405
    response = client.get(page(made))
    assert "name" not in response.context["adminform"].form.fields
    assert "Neue Fassung anlegen" not in said(response)


def test_several_new_versions_from_the_list(client, frozen):
    address = reverse("admin:needs_questionnaire_changelist")
    answer = client.post(address, {"action": "make_new_versions", "_selected_action": [frozen.pk]})
    assert messages(answer) == ["„Was fehlt Ihnen?, Fassung 2“ ist angelegt. Ändern Sie jetzt die Fragen."]


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


def preview(client, questionnaire, **chosen):
    names = {"role": "gruppe", "frame": "befragung", "language": "sprache"}
    return client.get(page(questionnaire, "preview"), {names[name]: value for name, value in chosen.items()})


def shown_numbers(response):
    return [shown["question"].number for shown in response.context["pages"]]


def test_the_preview_shows_what_older_people_are_asked(client, draft):
    make_topic(group=make_topic_group(plain_name="Hilfe zu Hause", position=1))
    make_topic_group(plain_name="Beratung", position=2)
    response = preview(client, draft)
    shown = said(response)
    assert "Hier kann niemand etwas ausfüllen oder absenden." in shown
    assert "<form" not in response.content.decode().split('id="content-main"')[1]
    assert (
        "6 Hilfe zu Hause: Wie ist das für Sie? Zwölf Lebensbereiche "
        "Das ist gut so Da fehlt mir etwas Das brauche ich nicht Weiß ich nicht "
        "Gefragt wird für jeden Lebensbereich. "
        "6a Hilfe zu Hause: Wie wichtig ist das, was fehlt? Zwölf Lebensbereiche "
        "Sehr wichtig Wichtig Weniger wichtig Weiß ich nicht Möchte ich nicht sagen "
        "Nur nach Frage 6, wenn die Antwort lautet: „Da fehlt mir etwas“. "
        "Gefragt wird für jeden Lebensbereich."
    ) in shown
    assert (
        "Zur Auswahl stehen die Themen aus dem Katalog und: "
        "Weiß ich nicht Möchte ich nicht sagen Höchstens 3 Antworten." in shown
    )
    assert (
        "Hier steht ein Feld für eigene Worte. Höchstens 1000 Zeichen. Die Antwort kann eine Person erkennbar machen."
    ) in shown
    assert "Zur Auswahl stehen die Stadtteile und: Ganze Stadt" in shown
    assert "14 Wie wohnen Sie? Wenn Sie noch Zeit haben (Wenn Sie noch Zeit haben)" in shown
    assert shown_numbers(response) == [
        *(
            "1",
            "2",
            "3",
            "4",
            "5",
            "6",
            "6a",
            "6b",
            "7",
            "8",
            "9",
            "10",
            "11",
            "12",
            "13",
            "14",
            "15",
            "16",
            "17",
            "18",
        ),
        *("19", "20", "21", "23"),
    ]


def test_the_preview_follows_group_frame_and_language(client, draft):
    make_topic_group(plain_name="Beratung")
    for_relatives = preview(client, draft, role="relatives")
    assert "Wie ist das für die Person, um die Sie sich kümmern?" in said(for_relatives)
    organisations = preview(client, draft, role="providers", frame="organisations")
    assert shown_numbers(organisations) == [
        *("1", "3", "6", "6a", "6b", "7", "9", "10", "11", "12", "13", "24", "25", "26", "26a")
    ]
    assert "24 Ihr Angebot: Ist dieses Angebot ausgelastet?" in said(organisations)
    english = preview(client, draft, language="en")
    assert '<span lang="en">How old are you?</span>' in english.content.decode()
    links = english.context["choices"][0]["links"]
    assert links[1] == {
        "label": "Angehörige oder pflegende Person",
        "url": "?gruppe=relatives&befragung=open&sprache=en",
        "is_chosen": False,
    }
    strange = preview(client, draft, role="x", frame="x", language="x")
    assert [link["is_chosen"] for choice in strange.context["choices"] for link in choice["links"]].count(True) == 3


def test_a_preview_of_nothing_says_so(client):
    empty = Questionnaire.objects.create(name="Leer", made_at=NOW)
    assert "Diese Gruppe wird nichts gefragt." in said(preview(client, empty))


def test_spoken_words_stand_in_the_preview(client, short):
    Question.objects.filter(number="2").update(spoken="Wohnen Sie allein?", is_required=True)
    assert "Muss beantwortet werden. Am Telefon: Wohnen Sie allein?" in said(preview(client, short))


def test_others_see_no_more_than_their_role_allows(client, signed_in, draft):
    signed_in("Seniorenbeirat", username="beirat")
    for name in ("change", "preview", "new_version"):
        assert client.post(page(draft, name)).status_code == 403
    signed_in("Auswertung", username="auswertung")
    assert client.get(page(draft, "preview")).status_code == 200
    assert client.get(page(draft)).status_code == 200
    assert client.post(page(draft, "new_version")).status_code == 403
    question = draft.questions.first()
    assert client.post(page(question, "move"), {"up": ""}).status_code == 403
    assert client.post(page(question, "condition"), {"always": "1"}).status_code == 403


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
