"""The preview of a questionnaire: what each group is asked, in words, with nothing to fill in."""

import pytest

from needs.models import Question, Questionnaire
from tests.factories import NOW, make_topic, make_topic_group
from tests.needs_desk import page, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("planner")]


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
