"""Results at the desk for everybody else: nothing before the first table, and then only what the table says."""

from itertools import product

import pytest

from needs.actions.waves import close_wave
from needs.admin.results_in_words import GROUP_NAMES
from needs.disclosure import SHOWN_GROUPS
from needs.models import PlanningArea, PlanningAreaMember
from tests.factories import NOW, make_area
from tests.needs_desk import said
from tests.needs_factories import make_planning_area, make_wave
from tests.needs_results import FINE, MISSING, cells, exported, make_many, page

pytestmark = pytest.mark.django_db


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
