"""The concept as a document: what stands in which chapter, and where its numbers are from."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concept.actions.chapters import ensure_chapters
from concept.document import NOT_WRITTEN, assemble
from concept.models import AgeCount, Chapter
from concept.words import POINTS_EXPLAINED
from needs.actions.waves import close_wave
from tests.concept_documents import chapter, of_type, said, tables, whole_release
from tests.concept_factories import (
    make_cell,
    make_figure,
    make_finding,
    make_measure,
    make_release,
    make_resolution,
)
from tests.factories import NOW, make_area, make_topic_group
from tests.needs_factories import make_wave

pytestmark = pytest.mark.django_db


def test_chapters_stand_in_order_with_levels_and_anchors_that_stay():
    document = assemble(whole_release(parts=1))
    assert [(each["number"], each["title"], each["level"]) for each in document["chapters"]] == [
        ("1", "Vorwort", 1),
        ("1.1", "Kurzfassung", 2),
        ("1.2", "Zusammenfassung in Einfacher Sprache", 2),
        ("2", "Auftrag, Rechtsgrundlagen, Leitlinien", 1),
        ("3", "Methodik und Beteiligung", 1),
        ("4", "Bevölkerung und Sozialräume", 1),
        ("5", "Die Lebensbereiche", 1),
        ("5.1", "Hilfe zu Hause 1", 2),
        ("6", "Die Planungsräume", 1),
        ("7", "Was alle Lebensbereiche betrifft", 1),
        ("8", "Schnittstelle zur Pflegestrukturplanung", 1),
        ("9", "Maßnahmen", 1),
        ("9.1", "Was nicht weiterverfolgt wird", 2),
        ("10", "Umsetzung, Überprüfung, Fortschreibung", 1),
        ("11", "Anhang: Tabellen", 1),
        ("11.1", "Anhang: Fragebogen und Protokolle", 2),
        ("11.2", "Anhang: Worterklärungen", 2),
    ]
    anchors = [each["anchor"] for each in document["chapters"]]
    assert anchors == [f"kapitel-{pk}" for pk in Chapter.objects.in_order().values_list("pk", flat=True)]


def test_the_first_chapter_has_none_above_it():
    Chapter.objects.create(number="5.1", title="Allein", position=1)
    assert assemble(make_release(state="frozen"))["chapters"][0]["level"] == 1


def test_texts_of_planners_are_parted_by_empty_lines_and_missing_ones_say_so():
    document = assemble(whole_release(parts=1))
    assert chapter(document, "Vorwort")["blocks"] == [
        {"type": "paragraph", "text": "Ein Wort zuvor."},
        {"type": "paragraph", "text": "Und noch eines, in zwei Zeilen."},
    ]
    missing = chapter(document, "Kurzfassung")
    assert (missing["is_written"], said(missing)) == (False, ["Dieses Kapitel ist noch nicht geschrieben."])
    assert str(NOT_WRITTEN) == "Dieses Kapitel ist noch nicht geschrieben."


def test_a_part_of_life_tells_goal_stock_need_findings_and_measures(stopped_clock):
    release = whole_release(parts=1, number=7)
    Chapter.objects.filter(topic_group__isnull=False).update(goal="Alle kommen an Lebensmittel.")
    finding = release.findings.get()
    part = chapter(assemble(release), "Hilfe zu Hause 1")
    assert [block["text"] for block in of_type(part, "heading")] == [
        "Ziel",
        "Bestand und Ergebnis",
        "Bedarf",
        "Befunde",
        "Maßnahmen",
    ]
    assert said(part) == [
        "Dieses Kapitel ist noch nicht geschrieben.",
        "Alle kommen an Lebensmittel.",
        str(POINTS_EXPLAINED),
        "Das ist umstritten: Die Gruppen sehen es verschieden.",
    ]
    stock = "2 geprüfte Angebote, davon 1 ohne Stufen; 3 mit den nicht geprüften; 1 mit einem Ort hier"
    assert tables(part) == {
        "Bestand und Ergebnis: Hilfe zu Hause 1": [
            ["Ganze Stadt", stock, "Lücke (B, gestützt)"],
            ["Planungsraum 1", stock, "Lücke (B, gestützt)"],
            ["Planungsraum 2", stock, "Lücke (B, gestützt)"],
        ],
        "Anlaufstellen: Hilfe zu Hause 1, am 23. November 2026": [["Einkaufen 1", "keine", "keine"]],
    }
    source = f"Zahlen: Stand 7. Befunde dazu: {finding.reference}."
    assert of_type(part, "table")[0]["source"] == source
    measure = finding.measures.get()
    assert [block["sentences"] for block in of_type(part, "numbers")] == [
        [
            f"Mindestens 10 Suchen im Portal blieben ohne Ergebnis. ({source[:-1]})",
            f"Mindestens 20 Menschen stehen auf Wartelisten. ({source[:-1]})",
        ],
        [f"{measure.reference}: Ein Einkaufsdienst 1 (beschlossen)"],
    ]


def test_older_people_come_first_and_only_told_percentages_have_a_length():
    release = whole_release(parts=1, number=7)
    part = chapter(assemble(release), "Hilfe zu Hause 1")
    groups, areas, reasons = of_type(part, "bars")
    assert groups["caption"] == "Wer sagt, dass etwas fehlt, in der ganzen Stadt"
    assert groups["source"].endswith(
        "Offener Aufruf: Streuung innerhalb der Antworten, keine repräsentative Stichprobe."
    )
    hidden = {"text": "zu wenige Antworten", "value": None, "answers": ""}
    assert groups["rows"] == [
        {"label": "Ältere Menschen ab 65", "text": "45 %", "value": 45, "answers": "100 und mehr Antworten"},
        {"label": "Angehörige und Pflegende", "text": "60 %", "value": 60, "answers": "30 bis 99 Antworten"},
        {"label": "Seniorenbeirat", "text": "die meisten", "value": None, "answers": "10 bis 29 Antworten"},
        {"label": "Anbieter", **hidden},
        {"label": "Kirchen und Religionen", **hidden},
        {"label": "Ehrenamtliche", **hidden},
        {"label": "Verwaltung und Politik", **hidden},
    ]
    assert [(row["label"], row["value"]) for row in areas["rows"]] == [("Planungsraum 1", 45), ("Planungsraum 2", 45)]
    # Without a questionnaire nobody knows the words of a reason.
    assert [(row["label"], row["text"]) for row in reasons["rows"]] == [("too_far", "60 %"), ("too_expensive", "20 %")]


def test_reasons_that_are_left_out_are_said_to_be():
    wave = make_wave(is_open=False)
    release = make_release(state="frozen", waves=[wave], number=2)
    reasons = {"shares": {"unmet": "45 %", "demand": "80 %", "unknown": "10 %", "reasons": {"too_far": "60 %"}}}
    make_figure(release, make_topic_group(plain_name="Wohnen"), **reasons)
    ensure_chapters()
    document = assemble(release)
    left_out = "Andere Gründe sind nicht gezeigt, damit niemand kleine Zahlen ausrechnen kann."
    assert left_out in said(chapter(document, "Wohnen"))
    assert [row[-4:-1] for row in document["data"]["rows"]][-2:] == [
        ["Grund: Zu weit weg", "30 bis 99", "60 %"],
        ["Andere Gründe", "30 bis 99", "nicht gezeigt"],
    ]


def test_an_old_figure_names_the_release_it_is_from():
    before = make_release(state="published", number=1)
    release = make_release(state="frozen", number=2)
    make_figure(release, make_topic_group(plain_name="Wohnen"), taken_from=before)
    ensure_chapters()
    document = assemble(release)
    (bars,) = of_type(chapter(document, "Wohnen"), "bars")
    assert bars["rows"][0]["answers"] == "30 bis 99 Antworten, aus Stand 1"
    (row,) = tables(chapter(document, "Anhang: Tabellen"))["Wohnen (offener Aufruf)"]
    assert row == [
        "Ganze Stadt: Ältere Menschen ab 65",
        "Da fehlt mir etwas: 45 %. Brauche ich: 80 %. Weiß ich nicht: 10 %.",
        "30 bis 99, aus Stand 1",
    ]


def test_ways_of_asking_are_told_apart():
    release = make_release(state="frozen")
    group = make_topic_group(plain_name="Wohnen")
    for frame in ("organisations", "register"):
        make_figure(release, group, frame=frame)
    ensure_chapters()
    document = assemble(release)
    sources = [block["source"].split(". ", 1)[1] for block in of_type(chapter(document, "Wohnen"), "bars")]
    assert sources == [
        "Zufallsauswahl aus dem Melderegister.",
        "Stellungnahmen von Einrichtungen: Streuung innerhalb der Antworten, keine repräsentative Stichprobe.",
    ]
    assert len(document["frames"]) == 2


def test_an_equal_index_stands_beside_with_its_groups():
    release = make_release(state="frozen", number=3)
    group = make_topic_group(plain_name="Wohnen")
    index = {"value": "49 %", "low": "40 %", "high": "55 %", "groups": ["65_up", "relatives"]}
    make_cell(release, group, waiting=20, index=index, per_thousand="8.70", verdict="watch", verdict_as_opened="gap")
    make_figure(release, group, is_hidden=True, shares={})
    ensure_chapters()
    part = chapter(assemble(release), "Wohnen")
    assert said(part)[-3] == (
        "Wenn jede Gruppe gleich viel zählt, sagen etwa 49 %: Da fehlt mir etwas. Streuung innerhalb der Antworten: "
        "40 % bis 55 %. Gezählt sind: Ältere Menschen ab 65, Angehörige und Pflegende (Stand 3)."
    )
    assert tables(part)["Bestand und Ergebnis: Wohnen"] == [
        [
            "Ganze Stadt",
            "noch nicht erfasst; 8,70 für 1.000 Menschen ab 65",
            "beobachten (C, Hinweis); nach den Schwellenwerten vor der Befragung: Lücke",
        ]
    ]
    # Where all is hidden there is nothing but that.
    assert of_type(part, "bars") == []
    assert said(part)[-4] == "Offener Aufruf: zu wenige Antworten."


def test_a_result_that_is_none_has_no_grade():
    release, group = make_release(state="frozen"), make_topic_group(plain_name="Wohnen")
    make_cell(release, group, verdict="too_few")
    ensure_chapters()
    part = chapter(assemble(release), "Wohnen")
    assert tables(part)["Bestand und Ergebnis: Wohnen"] == [
        ["Ganze Stadt", "noch nicht erfasst", "zu wenige Antworten"]
    ]


def test_a_draft_shows_what_is_not_published_yet_and_a_document_never_does():
    release = make_release(state="frozen")
    group = make_topic_group(plain_name="Wohnen")
    draft = make_finding(topic_group=group)
    published = make_finding(topic_group=group, state="published", release=release)
    make_finding(topic_group=group, is_example=True, state="published", release=release)
    measure = make_measure(published, state="draft")
    ensure_chapters()

    def shown(**options):
        document = assemble(release, **options)
        parts = [block for each in document["chapters"] for block in each["blocks"]]
        return {block["reference"] for block in parts if block["type"] in ("finding", "measure")}

    assert shown() == {published.reference}
    assert shown(is_draft=True) == {published.reference, draft.reference, measure.reference}


def test_examples_stand_beside_nothing_real_and_say_so():
    release = make_release(state="frozen", is_example=True)
    group = make_topic_group(plain_name="Wohnen")
    real, example = (
        make_finding(topic_group=group, state="published", is_example=each, release=release) for each in (False, True)
    )
    make_measure(real, topic_group=group)
    measure = make_measure(example, topic_group=group, is_example=True, title="Ein Bus")
    make_resolution(number=0, name="Auftrag")
    make_resolution(measure, number=1, name="Bus", is_example=True)
    ensure_chapters()
    document = assemble(release)
    assert [block["sentence"] for block in of_type(chapter(document, "Wohnen"), "finding")] == [
        "Beispiel: In Betzenberg fehlt Hilfe beim Einkaufen."
    ]
    catalogue = chapter(document, "Maßnahmen")
    assert [block["title"] for block in of_type(catalogue, "measure")] == ["Beispiel: Ein Bus"]
    # The order to draw up the concept is real everywhere.
    assert [block["title"] for block in of_type(catalogue, "resolution")] == ["Auftrag", "Beispiel: Bus"]


def test_participation_tells_waves_classes_and_thresholds():
    wave = make_wave(name="Erste Befragung", opens_on=date(2026, 9, 1), closes_on=date(2026, 10, 1), is_open=False)
    release = whole_release(parts=2, number=2, waves=[wave])
    part = chapter(assemble(release), "Methodik und Beteiligung")
    assert said(part)[1:] == [
        "„Erste Befragung“, vom 1. September 2026 bis 1. Oktober 2026. Offener Aufruf: Streuung innerhalb der "
        "Antworten, keine repräsentative Stichprobe."
    ]
    (caption, rows), _by_area = tables(part).items()
    assert caption == "So viele haben sich geäußert (offener Aufruf)"
    assert [row[1] for row in rows] == ["100 und mehr", "30 bis 99", "10 bis 29", *["zu wenige Antworten"] * 4]
    (limits,) = of_type(part, "numbers")
    assert limits["sentences"][1] == (
        "Ein Bedarf ist klar, wenn sicher mindestens 25 von 100 Menschen mit einer Meinung sagen: Da fehlt mir etwas."
    )


def test_a_planning_area_lists_each_part_of_life_and_its_findings():
    release = whole_release(parts=2, areas=1)
    part = chapter(assemble(release), "Die Planungsräume")
    stock = "2 geprüfte Angebote, davon 1 ohne Stufen; 3 mit den nicht geprüften; 1 mit einem Ort hier"
    assert tables(part) == {
        "Alle Lebensbereiche: Planungsraum 1": [
            ["Hilfe zu Hause 1", stock, "Lücke (B, gestützt)"],
            ["Hilfe zu Hause 2", stock, "Lücke (B, gestützt)"],
        ]
    }
    first, second = release.findings.in_order()
    (listed,) = of_type(part, "numbers")
    assert listed["sentences"] == [
        f"{first.reference}: Im Planungsraum 1 fehlt Hilfe beim Einkaufen 1.",
        f"{second.reference}: Im Planungsraum 1 fehlt Hilfe beim Einkaufen 2.",
    ]


def test_population_shows_official_figures_only():
    release = make_release(state="frozen", number=5)
    ensure_chapters()
    assert said(chapter(assemble(release), "Bevölkerung und Sozialräume"))[1:] == [
        "Dafür sind noch keine amtlichen Zahlen geladen."
    ]
    area = make_area(name="Dansenberg")
    AgeCount.objects.create(area=area, as_of=date(2025, 12, 31), age_from=65, people=812, source="Melderegister")
    (table,) = of_type(chapter(assemble(release), "Bevölkerung und Sozialräume"), "table")
    assert (table["caption"], table["rows"]) == ("Menschen ab 65 Jahren am 31. Dezember 2025", [[area.name, "812"]])
    assert table["source"] == "Amtliche Zahlen. Quelle: Melderegister. Stand 5."


def test_without_anything_each_chapter_still_says_something():
    make_topic_group(plain_name="Wohnen")
    ensure_chapters()
    document = assemble(make_release())
    assert (document["release"]["frozen_on"], document["release"]["thresholds"]) == ("", None)
    assert document["data"]["rows"] == []
    assert said(chapter(document, "Wohnen")) == [
        "Dieses Kapitel ist noch nicht geschrieben.",
        "Das Ziel ist noch nicht geschrieben.",
        "Für diesen Stand ist noch nichts gezählt.",
        "Dazu gibt es keine Antworten.",
        "Zu diesem Lebensbereich gibt es noch keinen Befund.",
        "Zu diesem Lebensbereich gibt es noch keine Maßnahme.",
    ]
    assert said(chapter(document, "Die Planungsräume"))[1:] == ["Für diesen Stand gibt es keine Planungsräume."]
    assert said(chapter(document, "Maßnahmen"))[1:] == [
        "Es gibt noch keine Maßnahme.",
        "Es ist noch kein Beschluss eingetragen.",
    ]
    assert said(chapter(document, "Was nicht weiterverfolgt wird"))[1:] == ["Bisher ist alles offen oder in Arbeit."]
    assert said(chapter(document, "Methodik und Beteiligung"))[1:] == ["Diesem Stand liegt keine Befragung zugrunde."]


def test_a_wave_that_was_closed_early_says_when():
    wave = make_wave(name="Kurz", closes_on=date(2027, 1, 18))
    close_wave(wave_id=wave.pk, now=NOW)
    ensure_chapters()
    part = chapter(assemble(make_release(state="frozen", waves=[wave])), "Methodik und Beteiligung")
    assert said(part)[1].startswith("„Kurz“, vom 1. November 2026 bis 23. November 2026. ")


@pytest.mark.parametrize("size", [1, 3])
def test_the_document_is_json_and_takes_as_many_queries_for_much_as_for_little(size):
    release = whole_release(parts=size, areas=size)
    with CaptureQueriesContext(connection) as queries:
        document = assemble(release)
    assert len(queries) == 41
    assert json.loads(json.dumps(document)) == document
