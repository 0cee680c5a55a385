"""The table of results that leaves the desk: when, by whom, and what it gives away."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry

from needs.actions.entering import close_batch
from needs.actions.refusals import BatchIsClosed, NumbersAreFixed, NumbersStandInARelease
from needs.actions.results import fix_numbers, give_out
from needs.actions.urn import empty_urn
from needs.actions.waves import close_wave
from needs.models import Wave
from tests.at_once import at_once
from tests.factories import NOW, make_area
from tests.needs_desk import said
from tests.needs_factories import make_batch, make_planning_area, make_sheet, make_wave, send_sheet, type_sheet
from tests.needs_results import FINE, MISSING, cells, exported, make_many, page

pytestmark = pytest.mark.django_db
CAN_CHANGE = (
    "Ausgegeben wird erst, wenn die Befragung beendet ist, alle Stapel abgeschlossen und alle Bögen gezählt sind. "
    "Sonst verrieten zwei Ausgaben nacheinander, was einzelne geantwortet haben."
)
IN_A_RELEASE = (
    "Die Zahlen dieser Befragung stehen in einem Stand des Konzepts. Sehen Sie dort nach. Eine eigene Tabelle gibt es "
    "nicht mehr: Aus beiden zusammen ließe sich ausrechnen, was einzelne geantwortet haben."
)


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
    assert (wave.numbers_fixed_at, wave.exported_at) == (None, None)


def test_after_the_first_table_nothing_is_added(client, ended):
    """Otherwise the next table tells what the one form says that was typed in between."""
    batch = make_batch(ended)
    type_sheet(batch)
    close_batch(batch_id=batch.pk, now=NOW)
    empty_urn(now=NOW)
    first = exported(client.post(page(ended, "results_export")))
    ended.refresh_from_db()
    assert (ended.numbers_fixed_at, ended.exported_at) == (NOW, NOW)
    with pytest.raises(NumbersAreFixed, match="Die Zahlen dieser Befragung stehen schon fest."):
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


def test_a_wave_whose_numbers_stand_in_a_release_has_no_table_of_its_own(client, ended, signed_in):
    """The release hides other cells: both together would tell what each hides."""
    make_many(ended, 40, MISSING, age_band="75_84")
    fix_numbers(wave_id=ended.pk, now=NOW)
    for role, status in (("Planung", 302), ("Seniorenbeirat", 403)):
        signed_in(role)
        response = client.get(page(ended))
        assert (response.context["form"], response.context["tables"]) == (None, ())
        shown = said(response)
        assert IN_A_RELEASE in shown
        assert "Tabelle speichern" not in shown
        assert "zum ersten Mal gespeichert" not in shown
        assert client.post(page(ended, "results_export")).status_code == status
    signed_in("Planung")
    response = client.post(page(ended, "results_export"), follow=True)
    assert [str(message) for message in response.context["messages"]] == [IN_A_RELEASE]
    ended.refresh_from_db()
    assert (ended.numbers_fixed_at, ended.exported_at) == (NOW, None)
    with pytest.raises(NumbersAreFixed):
        make_batch(ended)
    signed_in("Auswertung")
    assert cells(client.get(page(ended)), "overview")["ältere Menschen ab 65 (nach Alter)"] == "100 %, 40 von 40"


def test_a_table_that_left_before_a_release_stays_open(client, ended):
    first = exported(client.post(page(ended, "results_export")))
    fix_numbers(wave_id=ended.pk, now=NOW + timedelta(days=1))
    assert exported(client.post(page(ended, "results_export"))) == first
    assert client.get(page(ended)).context["tables"]
    ended.refresh_from_db()
    assert (ended.numbers_fixed_at, ended.exported_at) == (NOW, NOW)


@pytest.mark.django_db(transaction=True)
def test_a_table_that_leaves_while_a_release_counts():
    """Whichever comes first: a release that counted before the table leaves it none."""
    wave = close_wave(wave_id=make_wave().pk, now=NOW)
    _fixed, given = at_once(lambda: fix_numbers(wave_id=wave.pk, now=NOW), lambda: give_out(wave_id=wave.pk, now=NOW))
    wave.refresh_from_db()
    assert wave.numbers_fixed_at == NOW
    assert type(given) is (NumbersStandInARelease if wave.exported_at is None else Wave)


def test_the_table_does_not_leave_by_a_link(client, wave):
    assert client.get(page(wave, "results_export")).status_code == 405
