"""Measures, resolutions and what isn't followed, in public."""

import pytest

from concept.models import StatusReport
from needs.models import Contribution
from tests.concept_factories import make_finding, make_measure, make_release, make_resolution
from tests.concept_pages import make_planned
from tests.factories import TODAY, make_topic_group
from tests.needs_bundling_factories import make_contribution
from tests.portal.reading import main_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def text_of(client, address: str) -> str:
    return " ".join(main_text(client.get(address).content.decode()).split())


def test_measure_says_where_it_comes_from_and_what_became_of_it(client):
    planned = make_planned()
    html = client.get("/konzept/massnahmen/31/").content.decode()
    text = text_of(client, "/konzept/massnahmen/31/")
    assert f'<a href="{planned.finding.get_absolute_url()}">F-2026-014: In Betzenberg' in html
    assert '<a href="/konzept/beschluesse/1/">D-1: Seniorenpolitisches Konzept</a>' in html
    assert "Dahinter stehen mindestens 10 Beiträge." in text
    assert "23. November 2026 wird umgesetzt Der Bus fährt." in text
    assert "Der Beirat sieht das anders." in text


def test_measure_of_which_nothing_is_known_yet_says_so(client):
    text = text_of(client, make_measure().get_absolute_url())
    assert "Dazu ist noch nichts beschlossen." in text
    assert "Dazu hat noch niemand berichtet." in text


def test_drafts_are_nobodys_business(client):
    measure = make_measure(state="draft", title="Noch geheim")
    resolution = make_resolution(measure)
    assert client.get(measure.get_absolute_url()).status_code == 404
    for address in ("/konzept/massnahmen/", resolution.get_absolute_url()):
        assert "Noch geheim" not in client.get(address).content.decode()


def test_measure_names_no_finding_that_is_a_draft(client):
    measure = make_measure(make_finding(state="published"), make_finding(sentence="Noch nicht fertig."))
    assert "Noch nicht fertig." not in client.get(measure.get_absolute_url()).content.decode()


def test_list_shows_what_the_address_chooses(client):
    ways = make_finding(state="published", topic_group=make_topic_group(slug="wege"))
    homes = make_finding(state="published", release=ways.release, topic_group=make_topic_group(slug="wohnen"))
    for finding, state in ((ways, "proposed"), (ways, "done"), (homes, "done")):
        make_measure(finding, state=state, title=f"{finding.topic_group.slug} {state}")

    def titles(query):
        return [measure.title for measure in client.get(f"/konzept/massnahmen/?{query}").context["measures"]]

    assert titles("bereich=wege") == ["wege proposed", "wege done"]
    assert titles("bereich=wege&stand=done") == ["wege done"]
    html = client.get("/konzept/massnahmen/?bereich=wohnen&stand=proposed").content.decode()
    assert 'Dazu gibt es keine Maßnahme. <a class="more" href="/konzept/massnahmen/">Alle Maßnahmen zeigen</a>' in html
    # A state that no measure has is no choice.
    assert titles("stand=draft") == titles("") == ["wege proposed", "wege done", "wohnen done"]


def test_resolution_without_measures_says_so(client):
    resolution = make_resolution(number=0, web="", source="Niederschrift")
    text = text_of(client, resolution.get_absolute_url())
    assert "Zu diesem Beschluss gehört keine einzelne Maßnahme." in text
    assert "Quelle Niederschrift" in text
    assert "Wortlaut" not in text


def test_resolution_leads_back_to_how_many_said_it(client):
    make_planned()
    text = text_of(client, "/konzept/beschluesse/1/")
    assert "Dahinter stehen mindestens 10 Beiträge." in text
    assert "Punkt der Tagesordnung Ö 4" in text
    assert "Der Rat beschließt den Bus." in text


def test_what_is_not_followed_says_why(client):
    planned = make_planned()
    # What was said first is history.
    StatusReport.objects.create(measure=planned.rejected, state="rejected", reason="Kein Geld.", reported_on=TODAY)
    text = text_of(client, "/konzept/nicht-weiterverfolgt/")
    assert "M-032: Ein Laden in jedem Stadtteil Kein Geld." in text
    assert "F-2026-015: Es fehlt ein Arzt. Die Zahl war falsch." in text
    assert "M-031" not in text


def test_reason_of_a_few_statements_is_not_told(client):
    for reason, count in (("Das macht der Bund.", 10), ("Der Weg gehört Frau Zwiebelstein.", 9)):
        rows = [make_contribution(f"{reason} {number}").pk for number in range(count)]
        Contribution.objects.filter(pk__in=rows).update(standing="not_followed", standing_reason=reason)
    examples = [make_contribution(is_example=True).pk for _number in range(10)]
    Contribution.objects.filter(pk__in=examples).update(standing="not_followed", standing_reason="Erfunden.")
    text = text_of(client, "/konzept/nicht-weiterverfolgt/")
    assert "10 bis 29 Beiträge Das macht der Bund." in text
    assert "Zwiebelstein" not in text
    assert "Erfunden" not in text


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [("/konzept/massnahmen/", 5), ("/konzept/beschluesse/", 3), ("/konzept/nicht-weiterverfolgt/", 5)],
)
def test_lists_cost_the_same_for_one_and_for_many(client, django_assert_num_queries, address, queries, count):
    finding = make_finding(state="published")
    for number in range(count):
        measure = make_measure(finding, state="rejected")
        StatusReport.objects.create(measure=measure, state="rejected", reason=f"{number}", reported_on=TODAY)
        make_resolution(measure)
    with django_assert_num_queries(queries):
        client.get(address)


@pytest.mark.parametrize("is_example", [True, False])
def test_examples_stand_beside_an_example_only(client, is_example):
    """Once there is a real Stand no list has invented things among the real ones; what is real stands in each."""
    ordered = make_resolution(name="Auftrag")
    for number, (kind, example) in enumerate((("Erfundenes", True), ("Echtes", False))):
        if example or not is_example:
            release = make_release(state="published", is_example=example, number=70 + number)
            finding = make_finding(state="published", release=release, sentence=f"{kind} fehlt.", is_example=example)
            measure = make_measure(finding, title=f"{kind} Ziel", state="rejected", is_example=example)
            StatusReport.objects.create(measure=measure, state="rejected", reason="Kein Geld.", reported_on=TODAY)
            make_resolution(measure, name=f"{kind} Ja", is_example=example)
    shown, other = ("Erfundenes", "Echtes") if is_example else ("Echtes", "Erfundenes")
    for page in ("", "befunde/", "massnahmen/", "beschluesse/", "nicht-weiterverfolgt/"):
        text = text_of(client, f"/konzept/{page}")
        assert shown in text
        assert other not in text
    assert ordered.name in text_of(client, "/konzept/beschluesse/")
