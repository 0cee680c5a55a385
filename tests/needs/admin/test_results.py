"""Results at the desk: live for who reads every answer, rough for everybody else, sentences instead of few."""

import csv
import io
import zipfile
from datetime import timedelta
from itertools import product

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from needs.actions.entering import close_batch
from needs.actions.questionnaires import load_first_questionnaire
from needs.actions.refusals import BatchIsClosed, ResultsAreOut
from needs.actions.urn import empty_urn
from needs.actions.waves import close_wave
from needs.admin.results_in_words import GROUP_NAMES
from needs.disclosure import SHOWN_GROUPS
from needs.models import Frame, PlanningArea, PlanningAreaMember, Wave
from offers.models import Topic
from tests.factories import NOW, make_area
from tests.needs_factories import (
    make_batch,
    make_planning_area,
    make_sheet,
    make_wave,
    send_sheet,
    type_sheet,
)
from tests.reading import text
from tests.submissions import make_submission

pytestmark = pytest.mark.django_db
MISSING = {"beratung": {"opinion": ["missing"], "importance": ["very"], "reasons": ["too_far", "full"]}}
FINE = {"beratung": {"opinion": ["fine"]}}


def page(wave, name="results", query=""):
    return reverse(f"admin:needs_wave_{name}", args=[wave.pk]) + query


def said(response):
    content = response.content.decode().split('id="content-main"', 1)[1].split(">", 1)[1]
    return text(content.split('id="footer"')[0].rsplit("<", 1)[0])


def cells(response, table, row="Beratung"):
    """What the row of a table says, by its columns."""
    table = response.context["tables"][("overview", "detail", "who").index(table)]
    shown = [cell.everything + (f" / {cell.unflagged}" if cell.unflagged else "") for cell in table.rows[row]]
    return dict(zip(table.columns[1:], shown, strict=True))


def make_many(wave, number, answers, **fields):
    for _number in range(number):
        make_submission(wave, **{"no_district": "whole_city", "answers": answers, **fields})


@pytest.fixture
def wave(signed_in):
    """Looked at by somebody who reads every answer."""
    signed_in("Auswertung")
    return make_wave(name="Aufruf 2026")


@pytest.fixture
def ended(planner):
    """Looked at by planning, with two planning areas; add answers as you like."""
    wave = make_wave(name="Aufruf 2026")
    close_wave(wave_id=wave.pk, now=NOW)
    return wave


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


def test_everybody_else_sees_such_a_question_by_the_rules_for_the_public(client, ended):
    make_many(ended, 12, {}, others={"orientation": ["no"]}, age_band="75_84")
    make_many(ended, 30, {}, others={"orientation": ["sure"]}, age_band="75_84", is_flagged=True)
    make_many(ended, 9, {}, others={"orientation": ["no"]}, roles=["council"])
    client.post(page(ended, "results_export"))
    response = client.get(page(ended, query="?frage=orientation"))
    assert len(response.context["tables"]) == 1
    few = "zu wenige Antworten"
    assert cells(response, "overview", "Nein") == {
        "ältere Menschen ab 65 (nach Alter)": "30 % (30 bis 99 Antworten) / die meisten",
        "Angehörige oder pflegende Person": few,
        "Seniorenbeirat": few,
        "Anbieter": few,
        "Kirche oder Religionsgemeinschaft": few,
        "ehrenamtliche Person": few,
        "Verwaltung oder Politik": few,
    }


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


def exported(response):
    """Both tables, each row by its columns."""
    files = zipfile.ZipFile(io.BytesIO(response.content))
    assert files.namelist() == ["ergebnisse.csv", "erklaerung.csv"]
    return [
        list(csv.DictReader(io.StringIO(files.read(name).decode("utf-8-sig")), delimiter=";"))
        for name in files.namelist()
    ]


def test_the_table_that_leaves_keeps_the_rules_for_the_public(client, planner):
    area = make_area(name="Siegelbach")
    make_planning_area(area, name="=Westen")
    wave = make_wave(name="Aufruf 2026", is_example=True)
    make_many(wave, 24, MISSING, area=area, no_district="", age_band="75_84", roles=["relatives"])
    make_many(wave, 9, FINE, area=area, no_district="", age_band="75_84", roles=["council"])
    close_wave(wave_id=wave.pk, now=NOW + timedelta(days=1))
    assert "Tabelle speichern (ZIP mit zwei CSV-Dateien)" in said(client.get(page(wave)))
    response = client.post(page(wave, "results_export"))
    assert response.headers["Content-Disposition"] == (f'attachment; filename="ergebnisse-{wave.pk}-2026-11-23.zip"')
    rows, explained = exported(response)
    assert list(rows[0]) == [row["spalte"] for row in explained]
    here = {
        (row["gruppe"], row["kennzahl"]): (row["antworten"], row["anteil"], row["anteil_ohne_auffaellige"])
        for row in rows
        if row["lebensbereich"] == "Beratung" and row["planungsraum"] == "'=Westen"
    }
    few = ("zu wenige Antworten",) * 3
    assert here["ältere Menschen ab 65 (nach Alter)", "Da fehlt mir etwas"] == ("30 bis 99", "75 %", "75 %")
    assert here["Angehörige oder pflegende Person", "Grund: Zu weit weg"] == (
        "10 bis 29",
        "die meisten",
        "die meisten",
    )
    assert {told for (group, _measure), told in here.items() if group == "Seniorenbeirat"} == {few}
    assert {row["gruppe"] for row in rows}.isdisjoint({"nennt sich ältere Person", "65 bis 74"})
    assert {row["befragung"] for row in rows} == {"Beispiel: Aufruf 2026"}
    assert "ganze Stadt" not in {row["planungsraum"] for row in rows}


def test_every_export_is_logged(client, planner, ended):
    assert exported(client.post(page(ended, "results_export")))[0][0]["befragung"] == "Aufruf 2026"
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id, entry.change_message) == (
        planner,
        str(ended.pk),
        "Ergebnisse als Tabelle ausgegeben",
    )


CAN_CHANGE = (
    "Ausgegeben wird erst, wenn die Befragung beendet ist, alle Stapel abgeschlossen und alle Bögen gezählt sind. "
    "Sonst verrieten zwei Ausgaben nacheinander, was einzelne geantwortet haben."
)


@pytest.mark.parametrize("case", ["running", "sent", "typed", "begun"])
def test_nothing_leaves_while_answers_can_still_come(client, planner, case):
    """Not while the wave runs, while sent forms lie in the urn, while paper is typed or a pile begun."""
    wave = make_wave()
    if case == "sent":
        send_sheet(make_sheet(wave))
    if case in ("typed", "begun"):
        batch = make_batch(wave)
    if case == "typed":
        type_sheet(batch)
        close_batch(batch_id=batch.pk, now=NOW)
    if case == "running":
        assert "Es gibt sie, wenn die Befragung beendet ist." in said(client.get(page(wave)))
    else:
        close_wave(wave_id=wave.pk, now=NOW)
    response = client.post(page(wave, "results_export"), follow=True)
    assert [str(message) for message in response.context["messages"]] == [CAN_CHANGE]
    assert not LogEntry.objects.filter(change_message__contains="ausgegeben").exists()
    wave.refresh_from_db()
    assert wave.exported_at is None


def test_after_the_first_table_nothing_is_added(client, ended):
    """Otherwise the next table tells what the one form says that was typed in between."""
    batch = make_batch(ended)
    type_sheet(batch)
    close_batch(batch_id=batch.pk, now=NOW)
    empty_urn(now=NOW)
    first = exported(client.post(page(ended, "results_export")))
    ended.refresh_from_db()
    assert ended.exported_at == NOW
    with pytest.raises(ResultsAreOut, match="Die Ergebnisse dieser Befragung sind schon ausgegeben."):
        make_batch(ended)
    with pytest.raises(BatchIsClosed):
        type_sheet(batch)
    assert not Wave.objects.taking_paper().exists()
    assert exported(client.post(page(ended, "results_export"))) == first
    ended.refresh_from_db()
    assert ended.exported_at == NOW


def test_the_first_table_is_for_planning_to_give_out(client, ended, signed_in):
    for role in ("Seniorenbeirat", "Auswertung"):
        signed_in(role)
        assert "wenn die Planung sie zum ersten Mal gespeichert hat." in said(client.get(page(ended)))
        assert client.post(page(ended, "results_export")).status_code == 403
    signed_in("Planung")
    assert "Nach der ersten Ausgabe kann nichts mehr eingetippt werden." in said(client.get(page(ended)))
    client.post(page(ended, "results_export"))
    signed_in("Seniorenbeirat")
    shown = said(client.get(page(ended)))
    assert "Tabelle speichern" in shown
    assert "Nach der ersten Ausgabe" not in shown
    assert client.post(page(ended, "results_export")).headers["Content-Type"] == "application/zip"


@pytest.mark.parametrize("role", ["Planung", "Seniorenbeirat"])
def test_before_the_first_table_nobody_else_sees_a_number(client, signed_in, role):
    """Not the sizes of groups either, nor that only one has answered."""
    signed_in(role)
    wave = make_wave(name="Aufruf 2026")
    make_many(wave, 41, MISSING, roles=["council"])
    for step in (None, close_wave):
        if step:
            step(wave_id=wave.pk, now=NOW)
        response = client.get(page(wave, query="?raum=nur-stadt&gruppe=council"))
        assert (response.context["form"], response.context["tables"]) == (None, ())
        assert response.context["remarks"] == ["Offener Aufruf, keine repräsentative Stichprobe."]
        assert "Zahlen stehen hier, sobald die Planung die Tabelle zum ersten Mal gespeichert hat." in said(response)


@pytest.mark.parametrize("role", ["Planung", "Seniorenbeirat"])
def test_everybody_else_sees_what_the_table_that_leaves_says(client, ended, signed_in, role):
    north, south = PlanningArea.objects.in_order().first(), make_planning_area(make_area(name="Süd"), name="Süden")
    there = {"no_district": "", "area": north.areas.get()}
    make_many(ended, 24, MISSING, age_band="75_84", **there)
    make_many(ended, 9, FINE, age_band="75_84", roles=["council"], **there)
    make_many(ended, 30, FINE, age_band="75_84", is_flagged=True, roles=["churches"], **there)
    make_many(ended, 20, FINE, age_band="65_74", roles=["churches"], **there)
    make_many(ended, 5, FINE, age_band="65_74", is_flagged=True, roles=["relatives"], **there)
    make_many(ended, 10, FINE, age_band="65_74", roles=["relatives"], **there)
    rows = exported(client.post(page(ended, "results_export")))[0]
    signed_in(role)
    response = client.get(page(ended))
    assert {name for name, _label in response.context["form"].fields["raum"].choices} == {
        f"raum-{north.pk}",
        f"raum-{south.pk}",
    }
    assert list(response.context["form"].fields) == ["raum", "gruppe", "frage"]
    assert len(response.context["tables"]) == 2
    few = "zu wenige Antworten"
    assert cells(response, "overview") == {
        "ältere Menschen ab 65 (nach Alter)": "25 % (30 bis 99 Antworten) / 40 %",
        "Angehörige oder pflegende Person": f"wenige (10 bis 29 Antworten) / {few}",
        "Seniorenbeirat": few,
        "Anbieter": few,
        "Kirche oder Religionsgemeinschaft": "unter 5 % (30 bis 99 Antworten) / wenige",
        "ehrenamtliche Person": few,
        "Verwaltung oder Politik": few,
    }
    assert cells(response, "detail", "Grund: Zu weit weg") == {
        "Beratung": "die meisten (10 bis 29 Antworten)",
        "Hilfe zu Hause": few,
    }
    # Whatever can be chosen, each cell is a line of the table that leaves.
    told = {(row["planungsraum"], row["gruppe"], row["lebensbereich"], row["kennzahl"]): row for row in rows}
    for place, group in product((north, south), SHOWN_GROUPS):
        response = client.get(page(ended, query=f"?raum=raum-{place.pk}&gruppe={group}"))
        for measure in response.context["tables"][1].rows:
            for life_area, words in cells(response, "detail", measure).items():
                row = told[place.name, GROUP_NAMES[group], life_area, measure]
                assert words.split(" / ")[0] in (row["anteil"], f"{row['anteil']} ({row['antworten']} Antworten)")
                assert words.split(" / ")[-1] in (words, row["anteil_ohne_auffaellige"])


@pytest.mark.parametrize("query", ["raum=stadt", "raum=betzenberg", "gruppe=older_people", "gruppe=75_84"])
def test_nobody_else_chooses_what_could_be_taken_away_from_another_number(client, ended, query):
    make_many(ended, 40, MISSING, age_band="75_84")
    client.post(page(ended, "results_export"))
    response = client.get(page(ended, query=f"?{query}"))
    usual = client.get(page(ended))
    assert [table.rows for table in response.context["tables"]] == [table.rows for table in usual.context["tables"]]


def test_without_planning_areas_nobody_else_sees_a_number(client, ended):
    client.post(page(ended, "results_export"))
    PlanningAreaMember.objects.all().delete()
    PlanningArea.objects.all().delete()
    assert client.get(page(ended)).context["tables"] == ()


@pytest.mark.parametrize("number", [1, 3])
def test_what_everybody_else_sees_costs_the_same_for_one_and_for_three(
    client, ended, number, django_assert_num_queries
):
    for each in range(number - 1):
        make_planning_area(make_area(name=f"Stadtteil {each}"))
    make_many(ended, number, MISSING, area=PlanningArea.objects.in_order().last().areas.get(), no_district="")
    client.post(page(ended, "results_export"))
    client.get(page(ended))
    with django_assert_num_queries(13):
        client.get(page(ended))


def test_the_table_does_not_leave_by_a_link(client, wave):
    assert client.get(page(wave, "results_export")).status_code == 405
