"""Typing sheets in at the desk: one page for a form, nothing lost on a mistake, two people for a sample."""

from datetime import timedelta

import pytest

from needs.actions.entering import close_batch
from needs.actions.waves import close_wave, issue_letters, open_wave
from needs.models import Batch, Channel, Frame, Sheet
from tests.factories import NOW, make_area, make_offer, make_provider, make_topic, make_topic_group, make_user
from tests.needs_desk import said
from tests.needs_factories import make_batch, make_wave, type_sheet
from tests.signing_in import sign_in
from tests.typing_desk import address, begun_at, empty, messages, save, wrong
from workshops.actions.codes import code_in_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("typist")]


def test_a_sheet_is_typed_by_its_numbers(client, batch, typist):
    make_topic(code="T0603", plain_name="Fahrdienst", slug="fahrdienst")
    response = save(
        client,
        address(batch),
        **{
            "1": "1 6",
            "2": "1",
            "3": "betz",
            "4": "4",
            "6-beratung": "2",
            "6a-beratung": "1",
            "6b-beratung": "2, 6",
            "8": "1",
            "9": "603, Einkaufen",
            "13": "Mehr Bänke.",
            "13-zitat": "on",
        },
    )
    assert response.url == address(batch)
    assert messages(client, response) == ["Bogen 1 gespeichert, 0 Sekunden."]
    sheet = Sheet.objects.get()
    assert (sheet.number, sheet.entered_by) == (1, typist)
    assert sheet.data == {
        "1": ["older_people", "volunteers"],
        "2": ["myself"],
        "3": ["betzenberg"],
        "4": ["75_84"],
        "6-beratung": ["missing"],
        "6a-beratung": ["very"],
        "6b-beratung": ["too_far", "full"],
        "8": ["none"],
        "9": ["fahrdienst", "einkaufen"],
        "13": ["Mehr Bänke."],
        "13-zitat": ["ja"],
    }


def test_the_page_shows_the_numbers_in_the_order_of_the_paper(client, batch):
    words = said(client.get(address(batch)))
    for part in (
        "Über Sie 1 Wer sind Sie? 1 Ältere Person, 2 Angehörige oder pflegende Person, 3 Seniorenbeirat",
        "3 Für welchen Stadtteil antworten Sie? 1 Betzenberg, 2 Ganze Stadt, 3 Gemeinde im Landkreis",
        "6 Wie ist das für Sie? 1 Das ist gut so, 2 Da fehlt mir etwas, 3 Das brauche ich nicht, 4 Weiß ich nicht",
        "6 6a 6b Beratung Hilfe zu Hause",
        "9 Was fehlt am meisten? Nummern der Liste am Ende, oder 1 Weiß ich nicht, 2 Möchte ich nicht",
        "13 Angekreuzt: Die Stadt darf die Worte ohne Namen zeigen. Speichern Zweiter Teil",
    ):
        assert part in words
    assert "js/entering.js" in client.get(address(batch)).content.decode()


def test_the_time_is_counted_from_the_opened_page(client, batch, stopped_clock):
    begun = int((NOW - timedelta(seconds=48)).timestamp())
    response = save(client, address(batch), opened=begun)
    assert messages(client, response) == ["Bogen 1 gespeichert, 48 Sekunden."]
    assert messages(client, save(client, address(batch), opened=begun + 47)) == ["Bogen 2 gespeichert, 1 Sekunde."]
    assert messages(client, save(client, address(batch), opened="")) == ["Bogen 3 gespeichert, 0 Sekunden."]


def test_a_mistake_is_named_at_its_field_and_everything_stays(client, batch):
    make_area(name="Bettenhausen")
    response = save(
        client,
        address(batch),
        **{"1": "9", "3": "bet", "4": "1 2", "6-beratung": "2", "6b-beratung": "2 3", "13": "Mehr Bänke."},
    )
    assert wrong(response) == {
        "1": ["„9“ steht hier nicht zur Wahl. Schreiben Sie die Zahlen mit Leerzeichen dazwischen."],
        "3": ["„bet“ passt zu mehreren: 1 Bettenhausen, 2 Betzenberg. Schreiben Sie die Zahl."],
    }
    assert begun_at(response) == ["1"]
    form = response.context["form"]
    assert (form["6b-beratung"].value(), form["13"].value()) == ("2 3", "Mehr Bänke.")
    assert "<title>Fehler: Bogen eintippen" in response.content.decode()
    assert "Noch nicht gespeichert. Ändern Sie, was an 2 Stellen steht." in said(response)
    response = save(client, address(batch), **{"1": "1", "3": "1", "7": "1 2"})
    assert wrong(response) == {"7": ["Wählen Sie nur eine Antwort. Nehmen Sie die anderen weg."]}
    assert begun_at(response) == ["7"]
    assert not Sheet.objects.exists()


def test_the_first_field_has_the_focus(client, batch):
    assert begun_at(client.get(address(batch))) == ["1"]
    invited = make_batch(make_wave(frame=Frame.REGISTER))
    assert begun_at(client.get(address(invited))) == ["code"]


def test_enter_without_the_script_only_looks(client, batch):
    response = save(client, address(batch), check="", **{"1": "1"})
    assert response.status_code == 200
    assert "Alles lesbar. Gespeichert ist noch nichts." in said(response)
    assert response.context["form"]["1"].value() == "1"
    assert wrong(save(client, address(batch), check="", **{"1": "x"})) != {}
    assert not Sheet.objects.exists()
    # The first button of a page is the one that Enter presses.
    html = response.content.decode().split("data-entering")[1]
    assert html.index('name="check"') < html.index('name="save"')


def test_the_second_part_is_opened_where_something_stands_in_it(client, batch):
    assert "<details>" in client.get(address(batch)).content.decode()
    response = save(client, address(batch), check="", **{"14": "1"})
    assert "<details open>" in response.content.decode()
    save(client, address(batch), **{"1": "1", "14": "1"})
    assert Sheet.objects.get().data == {"1": ["older_people"], "3": ["not_said"], "14": ["alone"], "mehr": ["ja"]}


def test_the_number_can_be_overwritten_but_not_twice(client, batch):
    save(client, address(batch), number="12")
    response = save(client, address(batch), number="12", **{"7": "1"})
    assert wrong(response) == {"number": ["Bogen 12 ist schon eingetippt. Die nächste freie Nummer ist 13."]}
    assert (begun_at(response), response.context["form"]["7"].value()) == (["number"], "1")
    assert client.get(address(batch)).context["form"]["number"].value() == 13
    for number in ("", "x", "0"):
        response = save(client, address(batch), number=number)
        assert wrong(response) == {"number": ["Schreiben Sie die Nummer des Bogens in Ziffern."]}


def test_a_code_of_a_letter_is_asked_for_and_counts_once(client):
    wave = make_wave(frame=Frame.REGISTER)
    batch, [letter] = make_batch(wave), issue_letters(wave_id=wave.pk, number=1)
    assert [*wrong(save(client, address(batch)))] == ["code"]
    assert [*wrong(save(client, address(batch), code="1"))] == ["code"]
    assert save(client, address(batch), code=code_in_words(letter.code)).status_code == 302
    response = save(client, address(batch), code=code_in_words(letter.code))
    assert wrong(response) == {
        "code": [
            "Mit diesem Code hat schon jemand geantwortet. Legen Sie den Bogen zur Seite, er zählt nicht noch einmal."
        ]
    }


def test_the_offers_of_an_organisation_appear_with_its_code(client):
    provider = make_provider()
    offer = make_offer(title="Besuchsdienst", providers=[provider])
    wave = make_wave(frame=Frame.ORGANISATIONS)
    batch, [letter] = make_batch(wave), issue_letters(wave_id=wave.pk, providers=[provider])
    response = save(client, address(batch), code=code_in_words(letter.code), **{"25": "2"})
    assert (response.status_code, "24 Besuchsdienst" in said(response)) == (200, True)
    assert not Sheet.objects.exists()
    typed = {"code": code_in_words(letter.code), "25": "2", f"24-{offer.slug}": "3"}
    client.post(address(batch), empty(client, address(batch)) | typed)
    sheet = Sheet.objects.get()
    assert (sheet.provider, sheet.data) == (
        provider,
        {"3": ["not_said"], f"24-{offer.slug}": ["waiting_list"], "25": ["money"]},
    )
    corrected = client.get(address(batch, "correct", 1)).context["form"]
    assert corrected[f"24-{offer.slug}"].value() == "3"


def test_on_the_telephone_the_questions_are_spoken(client):
    batch = make_batch(make_wave(name="Herbst 2026"), channel=Channel.PHONE, storage_place="")
    words = said(client.get(address(batch)))
    for part in (
        "Am Anfang sagen Sie: „Guten Tag, hier ist die Stadtverwaltung.",
        "Wir fragen, was älteren Menschen in der Stadt fehlt. Das ist freiwillig. Ich schreibe keinen Namen auf",
        "Wie ist das für die Person, um die Sie sich kümmern? Wie ist das für ältere Menschen in Ihrem Stadtteil?",
        "Beratung: Wie ist das für Sie?",
        "1 Wer sind Sie? Sie können mehreres wählen. Sagen Sie mir: 1 Ältere Person, 2 Angehörige",
        "Betzenberg, 2 Ganze Stadt",
        "9 Was fehlt am meisten? Der Anfang des Themas, oder 1 Weiß ich nicht",
        "Schreiben Sie keine Namen und keine Krankheiten auf. 13 Darf die Stadt Ihre Worte ohne Namen zeigen?",
    ):
        assert part in words
    response = save(client, address(batch), **{"1": "1"})
    sheet = Sheet.objects.get()
    assert (response.url, sheet.channel) == (address(batch, "code", 1), "phone")
    page = client.get(response.url)
    assert code_in_words(sheet.code).replace("\u00a0", " ") in said(page)


def test_a_spoken_wording_of_its_own_is_read_out(client):
    wave = make_wave(is_open=False)
    wave.questionnaire.questions.filter(number="7").update(spoken="Wen rufen Sie an, wenn Sie Hilfe brauchen?")
    open_wave(wave_id=wave.pk, now=NOW)
    wave.refresh_from_db()
    spoken, paper = make_batch(wave, channel=Channel.PHONE), make_batch(wave)
    assert "7 Wen rufen Sie an, wenn Sie Hilfe brauchen?" in said(client.get(address(spoken)))
    assert "7 Wissen Sie, an wen" in said(client.get(address(paper)))


def test_paper_has_no_code_to_read_out(client, batch):
    save(client, address(batch))
    assert "Bögen auf Papier haben keinen Code." in said(client.get(address(batch, "code", 1)))


def test_a_sheet_is_changed_by_who_typed_it(client, batch, typist):
    data = {
        "1": ["older_people", "council"],
        "3": ["betzenberg"],
        "9": ["einkaufen"],
        "13": ["Text"],
        "13-zitat": ["ja"],
    }
    type_sheet(batch, data, by=typist)
    type_sheet(batch)
    own, other = address(batch, "correct", 1), address(batch, "correct", 2)
    assert client.get(other).status_code == 404
    form = client.get(own).context["form"]
    assert [form[name].value() for name in ("1", "3", "13", "13-zitat")] == ["1 3", "1", "Text", True]
    response = save(client, own, **{"1": "2", "13": "Anders"})
    assert messages(client, response) == ["Bogen 1 geändert."]
    assert Sheet.objects.get(number=1).data == data | {"1": ["relatives"], "13": ["Anders"]}
    assert wrong(save(client, own, **{"1": "99"}))
    assert "Alles lesbar." in said(save(client, own, check=""))


def test_a_sheet_is_deleted_after_a_question(client, typist):
    batch = make_batch(make_wave(frame=Frame.REGISTER))
    letters = issue_letters(wave_id=batch.wave_id, number=2)
    for letter in letters:
        type_sheet(batch, by=typist, code=code_in_words(letter.code))
    page = address(batch, "remove", 1)
    assert "Der Code vom Brief gilt danach nicht wieder." in said(client.get(page))
    assert messages(client, client.post(page)) == ["Bogen 1 gelöscht."]
    assert list(Sheet.objects.values_list("number", flat=True)) == [2]
    assert client.get(page).status_code == 404
    Sheet.objects.update(is_compared=True)
    assert messages(client, client.post(address(batch, "remove", 2))) == [
        "Dieser Bogen ist schon zweimal eingetippt. Er zählt für die Fehlerquote und bleibt."
    ]


@pytest.mark.parametrize("role", ["Auswertung", "Planung", "Redaktion", "Organisation", "Betrieb", "Seniorenbeirat"])
def test_nobody_else_sees_a_sheet(client, batch, role):
    type_sheet(batch, {"13": ["Geheimer Wunsch"]}, number=10, by=(user := make_user(groups=[role])))
    sign_in(client, user)
    pages = [address(batch), *(address(batch, name, 10) for name in ("correct", "code", "remove", "second"))]
    assert [client.get(page).status_code for page in pages] == [403] * 5
    assert [client.post(page).status_code for page in pages] == [403] * 5
    assert Sheet.objects.get().data["13"] == ["Geheimer Wunsch"]


def test_a_typist_sees_no_sheet_of_somebody_else(client, batch):
    type_sheet(batch, {"13": ["Geheimer Wunsch"]}, number=10)
    pages = [address(batch, name, 10) for name in ("correct", "code", "remove")]
    assert [client.post(page).status_code for page in pages] == [404] * 3
    assert Sheet.objects.get().data["13"] == ["Geheimer Wunsch"]


def test_nothing_is_typed_into_a_closed_batch(client, batch, typist):
    type_sheet(batch, by=typist)
    close_batch(batch_id=batch.pk, now=NOW)
    refused = ["Dieser Stapel ist abgeschlossen. Legen Sie für weitere Bögen einen neuen an."]
    assert messages(client, client.get(address(batch))) == refused
    assert messages(client, client.get(address(batch, "second", 1))) == refused
    assert client.get(address(batch, "correct", 1)).status_code == 404
    assert not Batch.objects.open().exists()


def test_what_came_in_time_is_typed_after_the_end(client, batch):
    close_wave(wave_id=batch.wave_id, now=NOW)
    assert save(client, address(batch), **{"1": "1"}).status_code == 302


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_to_type_costs_the_same_for_one_and_three_parts_of_life(client, django_assert_num_queries, rows):
    for number in range(rows):
        make_topic(group=make_topic_group(plain_name=f"Bereich {number}"))
    batch = make_batch()
    client.get(address(batch))
    with django_assert_num_queries(8):
        client.get(address(batch))


def test_an_answer_that_the_paper_does_not_ask_for_is_doubted_once(client, batch):
    typed = {"1": "1", "6-beratung": "1", "6a-beratung": "1", "6b-beratung": "2"}
    response = save(client, address(batch), **typed)
    doubts = [
        f"{later} gilt nur, wenn bei 6 „Da fehlt mir etwas“ steht. Stimmt die 6? Dann speichern Sie noch einmal."
        for later in ("6a", "6b")
    ]
    assert wrong(response) == {"6-beratung": doubts}
    assert begun_at(response) == ["6-beratung"]
    hidden = '<input type="hidden" name="unasked" value="6a-beratung 6b-beratung">'
    assert hidden in response.content.decode()
    # What was confirmed holds for these fields and no others.
    assert [*wrong(save(client, address(batch), unasked="6a-beratung", **typed))] == ["6-beratung"]
    assert not Sheet.objects.exists()
    confirmed = client.post(
        address(batch),
        empty(client, address(batch))
        | {name.replace("_", "-"): said for name, said in typed.items()}
        | {"unasked": "6a-beratung 6b-beratung"},
    )
    assert confirmed.status_code == 302
    Sheet.objects.all().delete()
    assert save(client, address(batch), **typed | {"6-beratung": "2"}).status_code == 302


def test_what_was_typed_stays_when_the_batch_is_closed_meanwhile(client, batch):
    type_sheet(batch, {"1": ["older_people"]}, number=10)
    new, second = address(batch), address(batch, "second", 10)
    fields = {page: empty(client, page) for page in (new, second)}
    close_batch(batch_id=batch.pk, now=NOW)
    for page in (new, second):
        response = client.post(page, fields[page] | {"1": "1", "7": "3"})
        refused = "Dieser Stapel ist abgeschlossen. Legen Sie für weitere Bögen einen neuen an."
        assert wrong(response) == {"__all__": [refused]}
        assert response.context["form"]["7"].value() == "3"
        assert refused in said(response)
    Sheet.objects.all().delete()
    assert client.post(second, fields[second] | {"7": "3"}).context["form"]["7"].value() == "3"
