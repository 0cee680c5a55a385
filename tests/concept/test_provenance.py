"""The trail as files: what follows from what, counts only, roles and no persons; the commands."""

import csv
import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from concept.actions.findings import dissent, publish_finding
from concept.actions.log import forget_content
from concept.actions.measures import make_measure, propose, report
from concept.actions.resolutions import load_order, resolve
from concept.models import LogLine, Measure, Resolution
from concept.provenance import HEADINGS, as_csv, as_json_ld, things
from needs.actions.themes import merge, split
from needs.models import Frame, Standing
from tests.concept_factories import make_finding, make_overlap, make_release, publish_straight
from tests.factories import NOW, make_user
from tests.needs_bundling_factories import LEAK, make_contribution, make_theme
from tests.needs_factories import make_wave
from tests.workshop_factories import make_workshop

pytestmark = pytest.mark.django_db
PERSON = "Zwiebelstein"


@pytest.fixture
def told():
    """A whole trail: two themes of which one was merged and one split off, up to a report and a dissent."""
    rows = [make_contribution(f"{LEAK} kauft nicht ein.", standing=Standing.THEME) for _number in range(12)]
    theme, former = make_theme("Einkaufen", *rows), make_theme("Läden")
    merge(theme_id=former.pk, into_id=theme.pk, by=None, now=NOW)
    new = split(theme_id=theme.pk, contribution_ids=[rows[0].pk], title="=Getränke", by=None, now=NOW)
    waves = [make_wave(name="Aufruf 2026"), make_wave(name="Vor Ort", frame=Frame.WORKSHOP, workshop=make_workshop())]
    release = make_release(state="frozen", number=7, title="Erster Stand", waves=waves)
    draft = make_finding(
        year=2026, number=1, evidence=[{"kind": "theme", "theme": theme}, {"kind": "theme", "theme": new}]
    )
    planner = make_user(groups=["Planung"], last_name=PERSON)
    finding = publish_finding(draft, release=release, grade="C", by=planner, now=NOW)
    publish_straight(release, published_by=planner)
    measure = Measure(title="Ein Bus", topic_group=finding.topic_group, responsible_name="Referat", indicator="Fahrten")
    make_measure(measure=measure, findings=[finding])
    propose(measure_id=measure.pk, by=planner, now=NOW)
    load_order(now=NOW)
    decision = Resolution(
        organization="Stadtrat",
        reference="0123/2026",
        name="Maßnahmen",
        decided_on=date(2026, 11, 20),
        result="angenommen",
        source="Niederschrift",
    )
    resolve(resolution=decision, measures=[measure], by=planner, now=NOW)
    said = report(measure_id=measure.pk, state="rejected", reason="Kein Geld.", by=planner, now=NOW)
    vote = dissent(finding=finding, text="Es fehlt mehr.", voted_on=date(2026, 11, 21), by=planner, now=NOW)
    make_finding(sentence="Entwurf")
    make_overlap()
    return {"theme": theme, "former": former, "new": new, "waves": waves, "report": said, "vote": vote}


def test_each_thing_says_what_it_follows_from(told):
    theme, former, new = (f"T-{told[name].number}" for name in ("theme", "former", "new"))
    first, second = (f"W-{wave.pk}" for wave in told["waves"])
    resolved, rejected = sorted(told["report"].measure.reports.values_list("pk", flat=True))[1:]
    proposed = resolved - 1
    assert [(thing.id, thing.derived_from, thing.revision_of, thing.activity) for thing in things()] == [
        (f"B-{theme}", [], [], "Eingabe"),
        (theme, [f"B-{theme}"], [former], "Zuordnung"),
        (f"B-{former}", [], [], "Eingabe"),
        (former, [f"B-{former}"], [], "Zuordnung"),
        (f"B-{new}", [], [], "Eingabe"),
        (new, [f"B-{new}"], [theme], "Zuordnung"),
        (first, [], [], "Befragung"),
        (second, [], [], "Workshop"),
        ("Stand 7", [first, second], [], "Auswertung"),
        ("F-2026-001", ["Stand 7", theme, new], [], "Auswertung"),
        ("M-001", ["F-2026-001"], [], "Vorschlag"),
        ("D-0", [], [], "Sitzung"),
        ("D-1", ["M-001"], [], "Sitzung"),
        (f"S-{proposed}", ["M-001"], [], "Bericht"),
        (f"S-{resolved}", ["M-001"], [], "Bericht"),
        (f"S-{rejected}", ["M-001"], [], "Bericht"),
        (f"A-{told['vote'].pk}", ["F-2026-001"], [], "Sitzung"),
    ]


def test_counts_instead_of_contributions_and_roles_instead_of_persons(told):
    found = {thing.id: thing for thing in things()}
    theme = f"T-{told['theme'].number}"
    assert found[theme].statements == found["F-2026-001"].statements == "mindestens 10 Beiträge"
    assert found[f"T-{told['new'].number}"].statements == "weniger als 10 Beiträge"
    assert found["D-0"].statements == "keine Beiträge"
    roles = [found[key].role for key in ("F-2026-001", "M-001", "D-1", f"S-{told['report'].pk}")]
    assert roles == ["Planung", "Planung", "Stadtrat", "Planung"]
    assert found[f"A-{told['vote'].pk}"].role == "Seniorenbeirat"
    for text in (json.dumps(as_json_ld(found.values()), default=str), as_csv(found.values())):
        assert PERSON not in text
        assert "kauft nicht ein" not in text
        assert "Entwurf" not in text


def test_json_ld_is_a_graph_of_prov(told):
    told_things = as_json_ld(things())
    graph = {node["@id"]: node for node in told_things["@graph"]}
    theme = f"T-{told['theme'].number}"
    finding = graph["#F-2026-001"]
    assert finding == {
        "@id": "#F-2026-001",
        "@type": "prov:Entity",
        "dcterms:identifier": "F-2026-001",
        "dcterms:type": "Befund",
        "dcterms:title": "In Betzenberg fehlt Hilfe beim Einkaufen.",
        "prov:wasDerivedFrom": [{"@id": "#Stand-7"}, {"@id": f"#{theme}"}, {"@id": f"#T-{told['new'].number}"}],
        "prov:wasGeneratedBy": {"@id": "#Auswertung-F-2026-001"},
        "prov:wasAttributedTo": {"@id": "#Rolle-Planung"},
        "prov:generatedAtTime": "2026-11-23",
        "dcterms:extent": "mindestens 10 Beiträge",
        "rdfs:seeAlso": {"@id": "http://localhost:8000/konzept/befunde/2026-1/"},
    }
    assert graph["#Auswertung-F-2026-001"]["@type"] == "prov:Activity"
    assert graph["#Rolle-Planung"] == {"@id": "#Rolle-Planung", "@type": "prov:Organization", "rdfs:label": "Planung"}
    assert graph[f"#{theme}"]["prov:wasRevisionOf"] == [{"@id": f"#T-{told['former'].number}"}]
    decision = graph["#D-1"]
    assert {name: value for name, value in decision.items() if name.startswith("oparl:")} == {
        "oparl:organization": "Stadtrat",
        "oparl:reference": "0123/2026",
        "oparl:name": "Maßnahmen",
        "oparl:result": "angenommen",
    }
    # Everything that is pointed at is there, and every term is explained.
    for node in graph.values():
        for name, value in node.items():
            assert name.startswith("@") or name.split(":")[0] in told_things["@context"]
            pointed = value if isinstance(value, list) else [value]
            assert {each["@id"] for each in pointed if isinstance(each, dict) and each["@id"][0] == "#"} <= set(graph)
    assert [line["subject"] for line in told_things["log:lines"]] == list(
        LogLine.objects.in_order().values_list("subject", flat=True)
    )


def test_csv_has_a_line_for_each_thing_and_no_formulas(told):
    text = as_csv(things())
    assert text.startswith("\ufeff")
    rows = list(csv.reader(StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert tuple(rows[0]) == HEADINGS
    [finding] = [row for row in rows if row[0] == "F-2026-001"]
    theme, new = told["theme"].number, told["new"].number
    assert finding == [
        *("F-2026-001", "Befund", "In Betzenberg fehlt Hilfe beim Einkaufen.", "Auswertung", "2026-11-23"),
        *(f"Stand 7, T-{theme}, T-{new}", "", "Planung"),
        *("mindestens 10 Beiträge", "/konzept/befunde/2026-1/"),
    ]
    [split_off] = [row for row in rows if row[0] == f"T-{new}"]
    assert split_off[2] == "'=Getränke"


def test_example_says_so():
    make_finding(state="published", is_example=True)
    assert [thing.title for thing in things() if thing.kind == "Befund"] == [
        "Beispiel: In Betzenberg fehlt Hilfe beim Einkaufen."
    ]


def test_nothing_published_is_an_empty_graph():
    assert as_json_ld(things())["@graph"] == []
    assert as_csv(things()).splitlines()[1:] == []


@pytest.mark.parametrize("count", [1, 3])
def test_trail_costs_the_same_for_one_and_many(django_assert_num_queries, count):
    for _number in range(count):
        theme = make_theme(None, make_contribution(standing=Standing.THEME))
        finding = make_finding(state="published", evidence=[{"kind": "theme", "theme": theme}])
        measure = Measure(title="Ein Bus", topic_group=finding.topic_group, responsible_name="R", indicator="F")
        make_measure(measure=measure, findings=[finding])
        propose(measure_id=measure.pk, by=None, now=NOW)
        decision = Resolution(organization="Rat", name="D", decided_on=NOW.date(), result="ja", source="S")
        resolve(resolution=decision, measures=[measure], by=None, now=NOW)
    with django_assert_num_queries(26):
        as_json_ld(things())


def test_everybody_can_take_the_files(client, told):
    answer = client.get("/konzept/nachweis.jsonld")
    assert answer["Content-Type"] == "application/ld+json"
    assert {"@id": "#F-2026-001"} in [
        each for node in answer.json()["@graph"] for each in node.get("prov:wasDerivedFrom", [])
    ]
    answer = client.get("/konzept/nachweis.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="nachweis.csv"'
    assert "F-2026-001;Befund" in answer.content.decode()
    assert client.post("/konzept/nachweis.csv").status_code == 405


def output(*command, **options):
    told = StringIO()
    call_command(*command, stdout=told, **options)
    return told.getvalue()


def test_command_exports_both(told):
    assert json.loads(output("export_trail"))["@graph"][0]["@type"] == "prov:Entity"
    assert output("export_trail", csv=True).splitlines()[0] == "\ufeff" + ";".join(HEADINGS)


def test_command_verifies_the_log():
    load_order(now=NOW)
    head = LogLine.objects.get().chain
    forget_content(position=1)
    said = output("verify_log", known=head)
    assert said == f"1 Einträge, die Kette hält. Inhalt gelöscht bei 1.\nEnde der Kette: {head}\n"
    with pytest.raises(CommandError, match="fehlen Einträge"):
        output("verify_log", known="f" * 64)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE concept_logline DISABLE TRIGGER only_added_to")
        cursor.execute("UPDATE concept_logline SET subject = 'D-9'")
    with pytest.raises(CommandError, match="stimmen nicht: 1"):
        output("verify_log")


def test_command_loads_the_order_once():
    assert output("load_order") == "D-0: eingetragen.\n"
    assert output("load_order") == "D-0: schon da.\n"
