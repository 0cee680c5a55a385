"""Every tenth sheet is typed by a second person, who doesn't see what the first one typed."""

import pytest

from needs.models import Sheet
from tests.needs_desk import said
from tests.needs_factories import type_sheet
from tests.typing_desk import address, messages, save, wrong

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("typist")]


def test_a_second_person_types_without_a_look_at_the_first(client, batch):
    type_sheet(batch, {"1": ["older_people"], "3": ["betzenberg"], "7": ["sure"], "13": ["Geheimer Wunsch"]}, number=10)
    page = address(batch, "second", 10)
    form = client.get(page).context["form"]
    assert {form[name].value() for name in form.fields} == {None}
    assert not {"number", "code", "13"} & {*form.fields}
    assert "Geheimer Wunsch" not in said(client.get(page))
    response = save(client, page, **{"1": "1", "3": "betz", "7": "3", "13-zitat": "on"})
    words = said(response)
    assert "7 Wissen Sie, an wen Sie sich wenden können, wenn Sie Hilfe brauchen?" in words
    assert "Erste Eingabe: Ja, sicher Ihre Eingabe: Nein" in words
    assert "Erste Eingabe: Nicht angekreuzt Ihre Eingabe: Darf gezeigt werden" in words
    assert "Geheimer Wunsch" not in words
    again = {"1": "1", "3": "betz", "7": "3", "13-zitat": "True", "right-7": "second"}
    response = client.post(page, again)
    assert "Wählen Sie bei jeder Frage, was auf dem Papier steht." in said(response)
    assert '<input type="hidden" name="right-7" value="second">' in response.content.decode()
    response = client.post(page, again | {"right-13-zitat": "first"})
    assert messages(client, response) == ["Bogen 10 verglichen."]
    batch.refresh_from_db()
    assert (batch.compared_sheets, batch.compared_answers, batch.differing_answers) == (1, 4, 2)
    assert Sheet.objects.get().data == {
        "1": ["older_people"],
        "3": ["betzenberg"],
        "7": ["no"],
        "13": ["Geheimer Wunsch"],
    }
    assert messages(client, client.get(page)) == [
        "Dieser Bogen ist schon zweimal eingetippt. Er zählt für die Fehlerquote und bleibt."
    ]


def test_a_second_entry_can_be_looked_through_and_has_to_be_readable(client, batch):
    type_sheet(batch, {"1": ["older_people"]}, number=10)
    page = address(batch, "second", 10)
    assert "Alles lesbar." in said(save(client, page, check=""))
    assert [*wrong(save(client, page, **{"1": "x"}))] == ["1"]
    assert "Nichts angekreuzt" in said(save(client, page, **{"2": "1"}))


def test_who_types_nothing_a_second_time_sees_no_answers(client, batch):
    type_sheet(batch, {"1": ["older_people"], "3": ["betzenberg"], "4": ["85_up"], "7": ["sure"]}, number=10)
    page = address(batch, "second", 10)
    refused = (
        "Das sind viel weniger Antworten als beim ersten Mal. Tippen Sie alles ab, was auf dem Papier angekreuzt ist."
    )
    for typed in ({}, {"2": "2"}, {"5": "1", "11": "1"}):
        response = save(client, page, **typed)
        assert response.context["form"].non_field_errors() == [refused]
        assert "Erste Eingabe" not in said(response)
    history = said(client.get(address(batch, "history")))
    assert history.count("Zweite Eingabe abgewiesen: zu wenige Antworten") == 3
    assert "Erste Eingabe: 85 oder älter Ihre Eingabe: Nichts" in said(save(client, page, **{"1": "1", "3": "betz"}))


def test_nobody_types_the_own_sheet_a_second_time(client, batch, typist):
    type_sheet(batch, number=10, by=typist)
    assert messages(client, client.get(address(batch, "second", 10))) == [
        "Das zweite Mal tippt jemand anders. Diesen Bogen haben Sie selbst eingetippt."
    ]
