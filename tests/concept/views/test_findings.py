"""Findings in public: what they rest on, what follows, and what happened to them since."""

import pytest

from tests.concept_factories import make_finding, make_measure, make_overlap, make_release
from tests.concept_pages import make_planned
from tests.factories import make_topic_group
from tests.needs_factories import make_planning_area
from tests.portal.reading import main_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def test_finding_says_what_it_rests_on_and_what_follows(client):
    planned = make_planned()
    make_measure(planned.finding, number=33, state="draft", title="Noch geheim")
    html = client.get("/konzept/befunde/2026-14/").content.decode()
    text = " ".join(main_text(html).split())
    assert "Dahinter stehen mindestens 10 Beiträge." in text
    assert "B: gestützt. Mindestens 30 Menschen haben geantwortet, und eine andere Quelle sagt es auch." in text
    assert "Gesetz, Plan oder Fachleute: Nahverkehrsplan 2024, Seite 12" in text
    assert "45 % der älteren Menschen sagen: Da fehlt mir etwas." in text
    assert "Seniorenbeirat am 23. November 2026: Der Beirat sieht das anders." in text
    assert f'href="/konzept/anliegen/{planned.theme.number}/"' in html
    assert 'href="/konzept/massnahmen/31/"' in html
    assert 'href="/konzept/stand/1/"' in html
    assert "f/<wbr>2026-14/" in html
    assert "Noch geheim" not in html


def test_finding_that_was_withdrawn_stays_and_says_why(client):
    make_planned()
    text = " ".join(main_text(client.get("/konzept/befunde/2026-15/").content.decode()).split())
    assert "Dieser Befund gilt nicht mehr. Der Grund: Die Zahl war falsch." in text
    assert "Daraus folgt noch keine Maßnahme." in text
    assert "Dahinter" not in text


def test_confirmed_overlap_leads_to_the_list_of_them(client):
    finding = make_finding(state="published", evidence=[{"kind": "overlap", "overlap": make_overlap()}])
    html = client.get(finding.get_absolute_url()).content.decode()
    assert 'bestätigte Überschneidung: <a href="/konzept/ueberschneidungen/">Überschneidungen</a>' in html


def test_what_a_finding_names_stands_in_order(client):
    south, north = make_planning_area(name="Süd", position=2), make_planning_area(name="Nord", position=1)
    make_finding(state="published", planning_areas=[south, north], evidence=[{"kind": "stock"}, {"kind": "felt"}])
    text = " ".join(main_text(client.get("/konzept/befunde/").content.decode()).split())
    assert "Wo Nord, Süd" in text
    assert "Quellen Bestand, Befragung" in text


def test_drafts_are_nobodys_business(client):
    finding = make_finding(sentence="Noch nicht fertig.")
    short = f"/f/{finding.year}-{finding.number}/"
    assert [client.get(address).status_code for address in (finding.get_absolute_url(), short)] == [404, 404]
    assert "Noch nicht fertig." not in client.get("/konzept/befunde/").content.decode()


def test_list_that_nothing_can_narrow_has_no_box(client):
    make_finding(state="published")
    assert 'class="filter"' not in client.get("/konzept/befunde/").content.decode()


def test_short_address_leads_to_the_finding(client):
    finding = make_finding(state="published")
    response = client.get(f"/f/{finding.year}-{finding.number}/")
    assert (response.status_code, response.headers["Location"]) == (301, finding.get_absolute_url())


def test_list_shows_what_the_address_chooses(client):
    release, group = make_release(state="published"), make_topic_group(slug="wege", plain_name="Wege")
    for kind, topic_group in (("gap", group), ("access", group), ("gap", make_topic_group(slug="wohnen"))):
        make_finding(
            state="published",
            release=release,
            kind=kind,
            topic_group=topic_group,
            sentence=f"{kind} {topic_group.slug}",
        )

    def sentences(query):
        return [finding.sentence for finding in client.get(f"/konzept/befunde/?{query}").context["findings"]]

    assert 'class="filter"' in client.get("/konzept/befunde/").content.decode()
    assert sentences("bereich=wege") == ["gap wege", "access wege"]
    assert sentences("bereich=wege&art=access") == ["access wege"]
    html = client.get("/konzept/befunde/?bereich=wohnen&art=access").content.decode()
    assert 'Dazu gibt es keinen Befund. <a class="more" href="/konzept/befunde/">Alle Befunde zeigen</a>' in html
    # No box offers these.
    assert sentences("bereich=nie&art=overlap") == ["gap wege", "gap wohnen", "access wege"]


def test_long_list_goes_on_with_what_was_chosen(client):
    release, group = make_release(state="published"), make_topic_group(slug="wege")
    for _number in range(21):
        make_finding(state="published", release=release, topic_group=group)
    first = client.get("/konzept/befunde/?bereich=wege").context["page"]
    assert (first.count, first.following) == (2, "/konzept/befunde/?bereich=wege&seite=2")
    second = client.get("/konzept/befunde/?bereich=wege&seite=2")
    assert (len(second.context["findings"]), second.context["page"].previous) == (1, "/konzept/befunde/?bereich=wege")
    assert client.get("/konzept/befunde/?seite=3").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_for_many(client, django_assert_num_queries, count):
    make_planned()
    for _number in range(count - 1):
        make_finding(state="published")
    with django_assert_num_queries(11):
        client.get("/konzept/befunde/")


@pytest.mark.parametrize("count", [1, 3])
def test_detail_costs_the_same_for_one_measure_and_for_many(client, django_assert_num_queries, count):
    planned = make_planned()
    for _number in range(count - 1):
        make_measure(planned.finding)
    with django_assert_num_queries(12):
        client.get(planned.finding.get_absolute_url())
