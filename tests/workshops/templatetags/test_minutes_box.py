"""The minutes on the workshop's page: all of them once they are published, and not a word before."""

import pytest
from django.template import Context, Template

from tests.factories import make_area, make_topic
from tests.minutes_factories import make_approved_minutes, make_content, make_published_minutes, make_row, make_version
from tests.reading import text as text_of
from tests.workshop_factories import make_workshop
from workshops.actions.minutes import unpublish_minutes

pytestmark = pytest.mark.django_db


def box(workshop):
    return Template("{% load workshops_boxes %}{% workshop_minutes workshop %}").render(Context({"workshop": workshop}))


def test_published_minutes_show_what_was_said_by_part_of_life():
    shopping, moving = make_topic(plain_name="Einkaufen"), make_topic(plain_name="Bus und Bahn")
    rows = [
        make_row("Es war schön.", group="relatives"),
        make_row("Abends fährt kein Bus.", topic=moving.code, area=make_area(name="Betzenberg").slug),
        make_row("Der Laden ist zu.", topic=shopping.code),
        make_row("Der Bus ist voll.", topic=moving.code),
    ]
    workshop = make_published_minutes(make_content("Erste Zeile\nzweite <b>Zeile</b>\n\nZweiter Absatz", rows))
    html = box(workshop)
    assert "<p>Erste Zeile<br>zweite &lt;b&gt;Zeile&lt;/b&gt;</p>" in html
    assert text_of(html) == (
        "Das Protokoll Erste Zeile zweite <b>Zeile</b> Zweiter Absatz Was gesagt wurde "
        f"{shopping.group} Der Laden ist zu. Einkaufen "
        f"{moving.group} Abends fährt kein Bus. Bus und Bahn Betzenberg Der Bus ist voll. Bus und Bahn "
        "Außerdem Es war schön. Angehörige oder pflegende Person "
        "Freigegeben am 23. November 2026 von der Planung. Das Protokoll zum Ausdrucken (PDF, große Schrift)"
    )


def test_minutes_of_statements_only_and_of_text_only():
    only_said = make_published_minutes(make_content("", [make_row("Der Weg ist steil.")]))
    assert text_of(box(only_said)).startswith("Was gesagt wurde Außerdem Der Weg ist steil. Freigegeben")
    only_text = make_published_minutes(make_content("Wir sprachen."))
    assert text_of(box(only_text)).startswith("Das Protokoll Wir sprachen. Freigegeben")


def test_nothing_unpublished_leaks():
    content = make_content("geheim", [make_row("geheim")])
    written = make_version(content=content).minutes.workshop
    approved = make_approved_minutes(content)
    taken_off = make_published_minutes(content)
    unpublish_minutes(workshop_id=taken_off.pk)
    late = make_published_minutes(make_content("öffentlich"))
    make_version(late, content, based_on=1)
    assert [text_of(box(workshop)) for workshop in (make_workshop(), written, approved, taken_off)] == [""] * 4
    assert "geheim" not in box(late)


@pytest.mark.parametrize("count", [1, 3])
def test_the_box_asks_as_often_for_one_as_for_many(count, django_assert_num_queries):
    rows = [make_row(f"Satz {number}", topic=make_topic().code, area=make_area().slug) for number in range(count)]
    workshop = make_published_minutes(make_content("Text", rows))
    with django_assert_num_queries(2):
        box(workshop)
