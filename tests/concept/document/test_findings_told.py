"""Findings, overlaps and measures in the document."""

import json
from datetime import date

import pytest

from concept.actions.chapters import ensure_chapters
from concept.document import assemble
from concept.models import Dissent, StatusReport
from tests.concept_documents import chapter, of_type, said, whole_release
from tests.concept_factories import (
    make_finding,
    make_measure,
    make_overlap,
    make_release,
)
from tests.factories import make_offer, make_topic_group
from tests.needs_bundling_factories import make_theme

pytestmark = pytest.mark.django_db


def test_a_finding_names_numbers_evidence_and_short_address():
    release = make_release(state="frozen", number=4)
    group = make_topic_group(plain_name="Wohnen")
    theme, many = make_theme(title="Kein Laden"), make_theme(title="Kein Bus")
    first, second = make_offer(title="Beratung Nord"), make_offer(title="Beratung Süd")
    confirmed = make_overlap(first, second, state="confirmed", settled_on=date(2026, 11, 1), settled_text="Ja.")
    finding = make_finding(
        release=release,
        state="published",
        number=14,
        topic_group=group,
        grade="A",
        numbers=[{"text": "3 Angebote", "source": "stock", "table": ""}],
        evidence=[
            {"kind": "theme", "theme": theme, "statements": 4},
            {"kind": "theme", "theme": many, "statements": 37},
            {"kind": "overlap", "overlap": confirmed},
            {"kind": "norm", "text": "§ 71 SGB XII"},
            {"kind": "stock"},
        ],
    )
    Dissent.objects.create(finding=finding, text="Wir sehen das anders.", voted_on=date(2026, 10, 1))
    make_measure(finding, number=31)
    make_measure(finding, number=32, state="draft")
    ensure_chapters()
    (block,) = of_type(chapter(assemble(release), "Wohnen"), "finding")
    assert block == {
        "type": "finding",
        "reference": "F-2026-014",
        "address": "/f/2026-14/",
        "kind": "Lücke",
        "sentence": "In Betzenberg fehlt Hilfe beim Einkaufen.",
        "explanation": [],
        "places": "ganze Stadt",
        "topics": [],
        "grade": "A, belegt",
        "release": 4,
        "numbers": ["3 Angebote (Bestand; F-2026-014, Stand 4)"],
        "evidence": [
            "Beiträge zu einem Thema: Kein Laden (weniger als 10 Beiträge)",
            "Beiträge zu einem Thema: Kein Bus (mindestens 30 Beiträge)",
            "bestätigte Überschneidung: Beratung Nord / Beratung Süd",
            "Gesetz, Plan oder Fachleute: § 71 SGB XII",
            "Bestand",
        ],
        "measures": ["M-031"],
        "dissents": [
            {
                "type": "dissent",
                "body": "Seniorenbeirat",
                "day": "1. Oktober 2026",
                "text": ["Wir sehen das anders."],
            }
        ],
    }


def test_an_open_overlap_names_nobody():
    release = make_release(state="frozen")
    overlap = make_overlap(make_offer(title="Beratung Nord"), make_offer(title="Beratung Süd"))
    make_finding(evidence=[{"kind": "overlap", "overlap": overlap}, {"kind": "theme", "theme": make_theme(title="T")}])
    ensure_chapters()
    document = assemble(release, is_draft=True)
    (block,) = [block for each in document["chapters"] for block in of_type(each, "finding")]
    assert block["evidence"] == ["bestätigte Überschneidung", "Beiträge zu einem Thema: T"]
    assert "Beratung" not in json.dumps(document)


@pytest.mark.parametrize(("status", "said"), [("published", ": Beratung Nord / Beratung Süd"), ("draft", "")])
def test_a_confirmed_overlap_is_named_unless_an_offer_became_a_draft_again(status, said):
    release = make_release(state="frozen")
    nord, sued = make_offer(title="Beratung Nord"), make_offer(title="Beratung Süd", status=status)
    overlap = make_overlap(nord, sued, state="confirmed", settled_on="2026-11-20", settled_text="Beide sagen ja.")
    make_finding(evidence=[{"kind": "overlap", "overlap": overlap}])
    ensure_chapters()
    document = assemble(release, is_draft=True)
    (block,) = [block for each in document["chapters"] for block in of_type(each, "finding")]
    assert block["evidence"] == [f"bestätigte Überschneidung{said}"]


def test_the_catalogue_of_measures_tells_everything_of_each():
    release = whole_release(parts=1)
    catalogue = chapter(assemble(release), "Maßnahmen")
    assert said(catalogue)[-1].startswith("So weit war es, als dieser Stand erschien.")
    (block,) = of_type(catalogue, "measure")
    finding = release.findings.get()
    assert block["facts"] == [
        ["Lebensbereich", "Hilfe zu Hause 1"],
        ["Befunde", finding.reference],
        ["Wer verantwortlich ist", "Stadt: Referat Soziales"],
        ["Partner", "Stadtteilbüro"],
        ["Zeit", "kurzfristig, unter 1 Jahr"],
        ["Kosten", "noch nicht bekannt"],
        ["Vorrang", "mittel"],
        ["Woran man den Erfolg misst", "Zahl der Fahrten im Jahr"],
        ["Stand", "beschlossen"],
        ["Beschluss", f"{finding.measures.get().resolutions.get().label} vom 2. November 2026"],
        ["Bericht vom 2. November 2026", "beschlossen. Der Rat hat zugestimmt."],
    ]
    assert [each["text"] for each in block["dissents"]] == [["Ein Wagen reicht nicht."]]
    (resolution,) = of_type(catalogue, "resolution")
    assert (resolution["facts"], resolution["text"]) == (
        [
            ["Gremium", "Stadtrat"],
            ["beschlossen am", "2. November 2026"],
            ["Vorlage", "0123/2026"],
            ["Ergebnis", "einstimmig beschlossen"],
            ["Maßnahmen", block["reference"]],
            ["Quelle", "Niederschrift"],
        ],
        ["Der Rat beschließt das."],
    )


def test_what_is_not_followed_says_why():
    release = make_release(state="frozen")
    withdrawn = make_finding(state="withdrawn", release=release)
    measure = make_measure(withdrawn, number=5, title="Ein Laden", state="rejected")
    for state, reason in (("rejected", "Das Geld fehlt."), ("rejected", "")):
        StatusReport.objects.create(
            measure=measure, state="resolved" if not reason else state, reason=reason, reported_on=date(2026, 11, 2)
        )
    ensure_chapters()
    (block,) = of_type(chapter(assemble(release), "Was nicht weiterverfolgt wird"), "numbers")
    assert block["sentences"] == [
        "M-005: Ein Laden. Das Geld fehlt.",
        f"{withdrawn.reference} (ganze Stadt), zurückgezogen: In Betzenberg fehlt Hilfe beim Einkaufen. "
        "Grund: Die Zahl war falsch.",
    ]
