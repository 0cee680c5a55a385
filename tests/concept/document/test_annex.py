"""The annex of the document: every figure, and what is folded because it is hidden or rare."""

import pytest

from concept.actions.chapters import ensure_chapters
from concept.document import assemble
from tests.concept_documents import chapter, tables, whole_release
from tests.concept_factories import (
    make_figure,
    make_release,
)
from tests.factories import make_topic, make_topic_group
from tests.needs_factories import make_wave

pytestmark = pytest.mark.django_db


def test_the_annex_tells_every_figure_and_folds_what_is_hidden():
    release = whole_release(parts=1, areas=1, number=9)
    document = assemble(release)
    annex = tables(chapter(document, "Anhang: Tabellen"))
    told = "Da fehlt mir etwas: 45 %. Brauche ich: 80 %. Weiß ich nicht: 10 %."
    frame = "offener Aufruf: Streuung innerhalb der Antworten, keine repräsentative Stichprobe"
    assert annex["Hilfe zu Hause 1 (offener Aufruf)"] == [
        ["Ganze Stadt: Ältere Menschen ab 65", told, "100 und mehr"],
        [
            "Ganze Stadt: Angehörige und Pflegende",
            "Da fehlt mir etwas: 60 %. Brauche ich: 90 %. Weiß ich nicht: unter 5 %.",
            "30 bis 99",
        ],
        [
            "Ganze Stadt: Seniorenbeirat",
            "Da fehlt mir etwas: die meisten. Brauche ich: die meisten. Weiß ich nicht: wenige.",
            "10 bis 29",
        ],
        ["Ganze Stadt: alle anderen Gruppen", "zu wenige Antworten", ""],
        ["Planungsraum 1: Ältere Menschen ab 65", told, "100 und mehr"],
        ["Planungsraum 1: alle anderen Gruppen", "zu wenige Antworten", ""],
    ]
    assert annex["Lebensbereiche und andere Gliederungen"] == [["Hilfe zu Hause 1", "–", "8"]]
    rows = document["data"]["rows"]
    assert document["data"]["columns"][0] == "stand"
    assert all(len(row) == len(document["data"]["columns"]) for row in rows)
    assert [
        "Stand 9",
        "Abgleich",
        "",
        "Hilfe zu Hause 1",
        "",
        "Planungsraum 1",
        "",
        "Ergebnis",
        "",
        "Lücke",
        "",
    ] in rows
    older = ["Stand 9", "Antworten", frame, "Hilfe zu Hause 1", "", "Ganze Stadt", "Ältere Menschen ab 65"]
    assert [*older, "Da fehlt mir etwas", "100 und mehr", "45 %", ""] in rows
    assert [*older, "Grund: too_far", "100 und mehr", "60 %", ""] in rows
    assert [*older[:-1], "Anbieter", "", "", "zu wenige Antworten", ""] in rows


def test_questions_asked_once_stand_in_the_annex_in_their_own_words():
    wave = make_wave(is_open=False)
    release = make_release(state="frozen", waves=[wave], number=2)
    question = wave.questionnaire.questions.filter(repeat="", options__isnull=False, context="").first()
    option = question.options.order_by("position").first()
    make_figure(release, question=question.key, shares={"chosen": {option.key: "65 %"}})
    make_figure(release, question=question.key, group="council", is_hidden=True, shares={})
    make_figure(release, question=question.key, frame="organisations", is_hidden=True, shares={})
    # Asked otherwise, but not this.
    make_figure(release, make_topic_group(), frame="workshop", is_hidden=True, shares={})
    ensure_chapters()
    document = assemble(release)
    frame = "offener Aufruf: Streuung innerhalb der Antworten, keine repräsentative Stichprobe"
    assert tables(chapter(document, "Anhang: Tabellen"))[f"{question.text} (offener Aufruf)"] == [
        [f"Ältere Menschen ab 65: {option.text}", "65 %", "30 bis 99"],
        ["alle anderen Gruppen", "zu wenige Antworten", ""],
    ]
    hidden = [["alle Gruppen", "zu wenige Antworten", ""]]
    annex = tables(chapter(document, "Anhang: Tabellen"))
    assert annex[f"{question.text} (Stellungnahmen von Einrichtungen)"] == hidden
    about = ["Stand 2", "Antworten", frame, "", question.text, "Ganze Stadt"]
    assert [row for row in document["data"]["rows"] if row[:6] == about] == [
        [*about, "Ältere Menschen ab 65", option.text, "30 bis 99", "65 %", ""],
        [*about, "Seniorenbeirat", "", "", "zu wenige Antworten", ""],
    ]


@pytest.mark.parametrize(("count", "others"), [(20, 0), (21, 1)])
def test_what_hardly_anybody_chose_of_a_long_list_stands_in_one_row(count, others):
    release, topics = (
        make_release(state="frozen", waves=[make_wave(is_open=False)]),
        [make_topic() for _ in range(count)],
    )
    chosen = {topic.slug: "65 %" if topic == topics[0] else "unter 10 %" for topic in topics}
    make_figure(release, question="missing_most", shares={"chosen": chosen})
    ensure_chapters()
    make_figure(release, question="missing_most", group="council", shares={"chosen": dict.fromkeys(chosen, "wenige")})
    document = assemble(release)
    told = tables(chapter(document, "Anhang: Tabellen"))["Was fehlt am meisten? (offener Aufruf)"]
    rows = [row for row in told if row[0].startswith("Ältere Menschen")]
    assert rows[0] == [f"Ältere Menschen ab 65: {topics[0].plain_name}", "65 %", "30 bis 99"]
    last = "jede andere Antwort" if others else topics[-1].plain_name
    assert rows[-1][0].endswith(f": {last}")
    assert len(rows) == (2 if others else count)
    assert ("Seniorenbeirat: jede Antwort" in [row[0] for row in told]) == bool(others)
    assert [row[7] for row in document["data"]["rows"]] == [topic.plain_name for topic in topics] * 2
