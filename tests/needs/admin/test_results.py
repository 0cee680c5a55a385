"""Results at the desk, live for who reads every answer: shares and sentences, group by group and place by place."""

import pytest

from needs.actions.questionnaires import load_first_questionnaire
from needs.actions.waves import close_wave
from needs.models import Frame
from offers.models import Topic
from tests.factories import NOW, make_area
from tests.needs_desk import said
from tests.needs_factories import make_planning_area, make_wave
from tests.needs_results import FINE, MISSING, cells, make_many, page

pytestmark = pytest.mark.django_db


def test_the_older_people_stand_first_with_all_groups_beside_them(client, wave):
    make_many(wave, 4, MISSING, age_band="75_84", roles=["older_people", "volunteers"])
    make_many(wave, 3, FINE, age_band="65_74")
    make_many(wave, 2, {"beratung": {"opinion": ["dont_know"]}}, roles=["council"])
    response = client.get(page(wave))
    assert cells(response, "overview") == {
        "ältere Menschen ab 65 (nach Alter)": "57 %, 4 von 7",
        "nennt sich ältere Person": "57 %, 4 von 7",
        "Angehörige oder pflegende Person": "keine Antworten",
        "Seniorenbeirat": "keine Antworten",
        "Anbieter": "keine Antworten",
        "Kirche oder Religionsgemeinschaft": "keine Antworten",
        "ehrenamtliche Person": "weniger als 5 Antworten",
        "Verwaltung oder Politik": "keine Antworten",
    }
    assert list(response.context["tables"][0].rows) == ["Beratung", "Hilfe zu Hause"]
    assert "Streuung innerhalb der Antworten, keine repräsentative Stichprobe." in said(response)


def test_what_stands_behind_a_group(client, wave):
    make_many(wave, 8, MISSING, age_band="85_up")
    make_many(wave, 2, FINE, age_band="85_up")
    make_many(wave, 5, {"beratung": {"opinion": ["dont_know"]}}, age_band="85_up")
    assert cells(client.get(page(wave)), "detail") == {
        "Da fehlt etwas (Streuung)": "80 %, 8 von 10 (50 bis 96 %)",
        "Gut so oder fehlt": "100 %, 10 von 10",
        "Davon gut so": "20 %, 2 von 10",
        "Weiß ich nicht": "33 %, 5 von 15",
        "Wie wichtig ist, was fehlt": "von 8: Sehr wichtig 8",
        "Woran es liegt": "von 8: Voll oder lange Wartezeit 8; Zu weit weg 8",
    }
    response = client.get(page(wave, query="?gruppe=65_74"))
    assert response.context["tables"][1].heading == "Was dahinter steht: 65 bis 74, ganze Stadt"
    assert {*cells(response, "detail").values()} == {"keine Antworten"}


def test_whoever_gives_no_reason_is_counted_among_those_who_miss_something(client, wave):
    make_many(wave, 6, {"beratung": {"opinion": ["missing"]}}, age_band="65_74")
    assert cells(client.get(page(wave)), "detail")["Woran es liegt"] == "von 6: keine Angabe"


def test_a_flood_is_named_on_top_and_stands_beside_the_rest(client, wave):
    make_many(wave, 10, FINE, age_band="65_74")
    make_many(wave, 10, MISSING, age_band="65_74")
    make_many(wave, 30, MISSING, age_band="65_74", is_flagged=True)
    response = client.get(page(wave))
    assert cells(response, "overview")["ältere Menschen ab 65 (nach Alter)"] == "80 %, 40 von 50 / 50 %, 10 von 20"
    assert "30 von 50 Bögen sind auffällig: viele gleiche in einer Stunde. Sie zählen mit." in said(response)
    assert "ohne auffällige: 50 %, 10 von 20 mit ihnen: 80 %, 40 von 50" in said(response)


@pytest.mark.parametrize(
    ("flagged", "others", "sentence"),
    [
        (6, 0, "Alle Bögen sind auffällig: viele gleiche in einer Stunde. Ohne sie bleibt keine Zahl."),
        (3, 4, "Einige Bögen sind auffällig: viele gleiche in einer Stunde."),
    ],
)
def test_a_flood_of_everybody_or_of_few_is_a_sentence(client, wave, flagged, others, sentence):
    make_many(wave, flagged, MISSING, is_flagged=True)
    make_many(wave, others, FINE)
    assert sentence in client.get(page(wave)).context["remarks"]


def test_no_answer_at_all_is_a_sentence(client, wave):
    response = client.get(page(wave))
    assert response.context["remarks"] == [
        "Streuung innerhalb der Antworten, keine repräsentative Stichprobe.",
        "Es gibt noch keine Antworten. Abgesendete Bögen werden in Gruppen gezählt.",
    ]
    assert {*cells(response, "overview").values()} == {"keine Antworten"}


def test_one_answer_and_one_group_only_are_sentences(client, wave):
    make_many(wave, 1, MISSING, roles=["council"])
    response = client.get(page(wave))
    assert response.context["remarks"][1:] == ["Von hier hat nur eine Gruppe geantwortet: Seniorenbeirat."]
    assert cells(response, "overview")["Seniorenbeirat"] == "weniger als 5 Antworten"
    elsewhere = client.get(page(wave, query="?raum=landkreis"))
    assert elsewhere.context["remarks"][1:] == ["Von hier gibt es keine Antworten."]


def test_places_to_look_at(client, wave):
    one, two = make_area(name="Erfenbach", slug="erfenbach"), make_area(name="Morlautern", slug="morlautern")
    planning_area = make_planning_area(one, two, name="Norden")
    make_many(wave, 5, MISSING, area=one, no_district="", roles=["council"])
    make_many(wave, 5, FINE, area=two, no_district="", roles=["council"])
    make_many(wave, 6, FINE, roles=["council"])
    found = {}
    for place in ("", f"raum-{planning_area.pk}", "erfenbach", "nur-stadt", "gibt-es-nicht"):
        response = client.get(page(wave, query=f"?raum={place}"))
        found[response.context["tables"][0].heading] = cells(response, "overview")["Seniorenbeirat"]
    assert found == {
        "Wer sagt, dass etwas fehlt: ganze Stadt": "31 %, 5 von 16",
        "Wer sagt, dass etwas fehlt: Norden": "50 %, 5 von 10",
        "Wer sagt, dass etwas fehlt: Erfenbach": "100 %, 5 von 5",
        "Wer sagt, dass etwas fehlt: wer für die ganze Stadt geantwortet hat": "0 %, 0 von 6",
    }


def test_a_district_without_planning_area_is_named(client, wave):
    make_many(wave, 5, FINE, area=make_area(name="Neu"), no_district="")
    assert client.get(page(wave)).context["remarks"][1] == (
        "Einige Bögen nennen einen Stadtteil ohne Planungsraum. Sie zählen nur für die ganze Stadt."
    )


def test_who_answered_is_told_from_ten_on(client, wave):
    area = make_area(name="Dansenberg")
    make_planning_area(area, name="Süden")
    make_many(wave, 10, FINE, area=area, no_district="", age_band="65_74")
    make_many(wave, 9, FINE, area=area, no_district="", age_band="85_up")
    response = client.get(page(wave))
    assert cells(response, "who", "65 bis 74")["Süden"] == "10"
    assert cells(response, "who", "85 oder älter")["Süden"] == "unter 10"
    assert cells(response, "who", "nicht gefragt oder keine Angabe")["ganze Stadt"] == "unter 10"


def test_only_waves_of_the_same_kind_can_be_added(client, wave):
    questionnaire = load_first_questionnaire(now=NOW)
    close_wave(wave_id=wave.pk, now=NOW)
    second = make_wave(name="Aufruf 2027", questionnaire=questionnaire)
    make_wave(name="Einrichtungen", questionnaire=questionnaire, frame=Frame.ORGANISATIONS)
    make_wave(name="Entwurf", questionnaire=questionnaire, is_open=False)
    for each in (wave, second):
        make_many(each, 3, MISSING, roles=["council"])
    alone = client.get(page(wave))
    assert [name for _key, name in alone.context["form"].fields["auch"].choices] == ["Aufruf 2027"]
    both = client.get(page(wave, query=f"?auch={second.pk}"))
    assert cells(alone, "overview")["Seniorenbeirat"] == "weniger als 5 Antworten"
    assert cells(both, "overview")["Seniorenbeirat"] == "100 %, 6 von 6"
    assert "Gezählt ist: Aufruf 2026, Aufruf 2027" in said(both)


def test_a_question_that_is_asked_once_is_shown_for_the_whole_city(client, wave):
    said_so = {"office_tasks": ["advice", "overview"], "missing_most": [Topic.objects.get(slug="einkaufen")]}
    make_many(wave, 6, {}, others=said_so, age_band="75_84")
    make_many(wave, 6, {}, others={"office_tasks": ["advice"]}, age_band="75_84", is_flagged=True)
    make_many(wave, 3, {}, others=said_so, roles=["council"])
    response = client.get(page(wave, query="?frage=office_tasks"))
    [table] = response.context["tables"]
    assert table.heading == "Frage 11, ganze Stadt: Wenn es so eine Stelle gäbe: Was sollte sie tun?"
    assert len(table.rows) == 12
    assert cells(response, "overview", "Überblick über alle Angebote") == {
        "ältere Menschen ab 65 (nach Alter)": "50 %, 6 von 12 / 100 %, 6 von 6",
        "nennt sich ältere Person": "50 %, 6 von 12 / 100 %, 6 von 6",
        "Angehörige oder pflegende Person": "keine Antworten",
        "Seniorenbeirat": "weniger als 5 Antworten",
        "Anbieter": "keine Antworten",
        "Kirche oder Religionsgemeinschaft": "keine Antworten",
        "ehrenamtliche Person": "keine Antworten",
        "Verwaltung oder Politik": "keine Antworten",
    }
    assert "Der Anteil steht vorn" not in said(response)
    topics = client.get(page(wave, query="?frage=missing_most"))
    assert list(topics.context["tables"][0].rows) == [
        *(topic.plain_name for topic in Topic.objects.in_order()),
        "Weiß ich nicht",
        "Möchte ich nicht sagen",
    ]
    assert cells(topics, "overview", "Einkaufen")["ältere Menschen ab 65 (nach Alter)"] == "100 %, 6 von 6"
    # What isn't counted by choices, or is part of the form, can't be chosen.
    offered = [key for key, _text in response.context["form"].fields["frage"].choices]
    assert (offered[:3], len(offered)) == (["", "orientation", "in_vain"], 20)
    assert not {*offered} & {"opinion", "remark", "age", "roles"}


def test_a_wave_alone_offers_no_other(client, wave):
    assert "auch" not in client.get(page(wave)).context["form"].fields


def test_examples_are_marked(client, signed_in):
    example = make_wave(name="Probe", is_example=True)
    signed_in("Auswertung")
    assert "Beispiel: Nichts davon hat jemand wirklich gesagt." in said(client.get(page(example)))


def test_a_register_sample_says_that_it_is_not_weighted(client, wave):
    sample = make_wave(name="Stichprobe", frame=Frame.REGISTER)
    assert client.get(page(sample)).context["remarks"][0] == (
        "Zufallsauswahl, noch nicht gewichtet. Die Spannen zeigen die Streuung innerhalb der Antworten."
    )


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_one_wave_and_for_three(client, wave, number, django_assert_num_queries):
    questionnaire = load_first_questionnaire(now=NOW)
    others = [
        make_wave(name=f"Einrichtungen {each}", questionnaire=questionnaire, frame=Frame.ORGANISATIONS)
        for each in range(number)
    ]
    for other in others:
        make_many(other, number, MISSING, roles=["churches"])
    query = "?" + "&".join(f"auch={other.pk}" for other in others[1:])
    client.get(page(others[0], query=query))
    with django_assert_num_queries(16):
        client.get(page(others[0], query=query))


@pytest.mark.parametrize(("role", "status"), [("Seniorenbeirat", 200), ("Auswertung", 200), ("Erfassung", 403)])
def test_who_may_see_results(client, signed_in, role, status):
    wave = make_wave()
    signed_in(role)
    assert client.get(page(wave)).status_code == status
