"""Results at the desk: live for planning, rough for everybody else, and each as a sentence where there is no number."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from needs.actions.questionnaires import load_first_questionnaire
from needs.actions.waves import close_wave
from needs.models import Frame
from tests.factories import NOW, make_area
from tests.needs_factories import make_planning_area, make_sheet, make_wave, send_sheet
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
    table = response.context[table]
    shown = [cell.everything + (f" / {cell.unflagged}" if cell.unflagged else "") for cell in table.rows[row]]
    return dict(zip(table.columns[1:], shown, strict=True))


def make_many(wave, number, answers, **fields):
    for _number in range(number):
        make_submission(wave, **{"no_district": "whole_city", "answers": answers, **fields})


@pytest.fixture
def wave(planner):
    return make_wave(name="Aufruf 2026")


def test_the_older_people_stand_first_with_all_groups_beside_them(client, wave):
    make_many(wave, 4, MISSING, age_band="75_84", roles=["older_people", "volunteers"])
    make_many(wave, 3, FINE, age_band="65_74")
    make_many(wave, 2, {"beratung": {"opinion": ["dont_know"]}}, roles=["council"])
    response = client.get(page(wave))
    assert cells(response, "overview") == {
        "ältere Menschen ab 65": "57 %, 4 von 7",
        "ältere Person": "57 %, 4 von 7",
        "Angehörige oder pflegende Person": "keine Antworten",
        "Seniorenbeirat": "keine Antworten",
        "Anbieter": "keine Antworten",
        "Kirche oder Religionsgemeinschaft": "keine Antworten",
        "ehrenamtliche Person": "weniger als 5 Antworten",
        "Verwaltung oder Politik": "keine Antworten",
    }
    assert list(response.context["overview"].rows) == ["Beratung", "Hilfe zu Hause"]
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
    assert response.context["detail"].heading == "Was dahinter steht: 65 bis 74, ganze Stadt"
    assert {*cells(response, "detail").values()} == {"keine Antworten"}


def test_whoever_gives_no_reason_is_counted_among_those_who_miss_something(client, wave):
    make_many(wave, 6, {"beratung": {"opinion": ["missing"]}}, age_band="65_74")
    assert cells(client.get(page(wave)), "detail")["Woran es liegt"] == "von 6: keine Angabe"


def test_a_flood_is_named_on_top_and_stands_beside_the_rest(client, wave):
    make_many(wave, 10, FINE, age_band="65_74")
    make_many(wave, 10, MISSING, age_band="65_74")
    make_many(wave, 30, MISSING, age_band="65_74", is_flagged=True)
    response = client.get(page(wave))
    assert cells(response, "overview")["ältere Menschen ab 65"] == "80 %, 40 von 50 / 50 %, 10 von 20"
    assert "30 von 50 Bögen sind auffällig: viele gleiche in einer Stunde. Sie zählen mit." in said(response)
    assert "80 %, 40 von 50 ohne auffällige: 50 %, 10 von 20" in said(response)


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
        found[response.context["overview"].heading] = cells(response, "overview")["Seniorenbeirat"]
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


def test_a_wave_alone_offers_no_other(client, wave):
    assert "auch" not in client.get(page(wave)).context["form"].fields


def test_examples_are_marked(client, planner):
    example = make_wave(name="Probe", is_example=True)
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
    with django_assert_num_queries(15):
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
    assert "Tabelle speichern" in said(client.get(page(wave)))
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
    assert here["ältere Menschen ab 65", "Da fehlt mir etwas"] == ("30 bis 99", "75 %", "75 %")
    assert here["Angehörige oder pflegende Person", "Grund: Zu weit weg"] == (
        "10 bis 29",
        "die meisten",
        "die meisten",
    )
    assert {told for (group, _measure), told in here.items() if group == "Seniorenbeirat"} == {few}
    assert {row["gruppe"] for row in rows}.isdisjoint({"ältere Person", "65 bis 74"})
    assert {row["befragung"] for row in rows} == {"Beispiel: Aufruf 2026"}
    assert "ganze Stadt" not in {row["planungsraum"] for row in rows}


def test_every_export_is_logged(client, planner, wave):
    close_wave(wave_id=wave.pk, now=NOW)
    assert exported(client.post(page(wave, "results_export")))[0][0]["befragung"] == "Aufruf 2026"
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id, entry.change_message) == (
        planner,
        str(wave.pk),
        "Ergebnisse als Tabelle ausgegeben",
    )


@pytest.mark.parametrize("closed", [False, True])
def test_nothing_leaves_while_answers_can_still_come(client, wave, closed):
    """Not while the wave runs, and not while sent forms lie in the urn."""
    if closed:
        send_sheet(make_sheet(wave))
        close_wave(wave_id=wave.pk, now=NOW)
    else:
        assert "Es gibt sie, wenn die Befragung beendet ist." in said(client.get(page(wave)))
    response = client.post(page(wave, "results_export"), follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "Ausgegeben wird erst, wenn die Befragung beendet ist und alle Bögen gezählt sind. Sonst verrieten zwei "
        "Ausgaben nacheinander, was einzelne geantwortet haben."
    ]
    assert not LogEntry.objects.filter(change_message__contains="ausgegeben").exists()


def test_the_table_does_not_leave_by_a_link(client, wave):
    assert client.get(page(wave, "results_export")).status_code == 405
