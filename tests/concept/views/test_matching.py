"""Stock beside need in public: what a release froze, by one way of asking at a time."""

import pytest

from needs.models import PlanningArea
from offers.models import Mode
from tests.concept_factories import make_cell, make_figure, make_release, publish_straight
from tests.concept_pages import make_planned
from tests.concept_stock_factories import list_all, make_absence, make_checked_offer
from tests.factories import make_area, make_topic, make_topic_group
from tests.needs_factories import make_planning_area, make_wave
from tests.portal.reading import main_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


MATCH, CITY = "/konzept/abgleich/", "/konzept/abgleich/ganze-stadt/"


def text_of(client, address: str) -> str:
    return " ".join(main_text(client.get(address).content.decode()).split())


@pytest.fixture
def release(city):
    """One part of life, "Wege", in the whole city and in a planning area around Betzenberg; two ways of asking."""
    earlier = make_release(state="published", number=3)
    release, group = make_release(state="frozen", number=4), make_topic_group(plain_name="Wege", slug="wege")
    area = make_planning_area(city.hill, name="Berge")
    make_cell(
        release,
        group,
        verdict="gap",
        grade="B",
        frame="open",
        reasons=["too_far"],
        agreement="together",
        index={
            "value": "49 %",
            "low": "40 %",
            "high": "55 %",
            "groups": ["65_up", "council"],
            "ranks": {"best": 1, "worst": 3},
        },
    )
    facts = {"per_thousand": "0.45", "waiting": 0, "searches_in_vain": 20, "verdict_as_opened": "watch"}
    facts |= {"stock_state": "confirmed", "confirmed": 1, "published": 20, "placed_here": 3}
    make_cell(release, group, area, verdict="access", frame="open", **facts)
    for place, share in ((None, "45 %"), (area, "65 %")):
        told = {"too_far": "65 %"} if place else {}
        shares = {"unmet": share, "demand": "80 %", "unknown": "nicht gezeigt", "reasons": told}
        make_figure(release, group, place, shares=shares)
        make_figure(release, group, place, group="providers", is_hidden=True, answers="", shares={})
    make_figure(
        release,
        group,
        frame="workshop",
        shares={"unmet": "die meisten", "demand": "die meisten", "unknown": "wenige", "reasons": {}},
        taken_from=earlier,
    )
    return publish_straight(release)


def test_matrix_names_symbol_and_word_for_city_and_planning_areas(client, release):
    html = " ".join(client.get("/konzept/abgleich/").content.decode().split())
    assert '<th scope="row">Wege</th><td> ▲ Lücke </td>' in html
    assert "<td> ◆ Zugangs\N{SOFT HYPHEN}problem </td></tr>" in html
    assert '<th scope="col">ganze Stadt</th><th scope="col">Berge</th></tr>' in html


def test_older_people_come_first_and_hidden_numbers_are_not_told(client, release):
    text = text_of(client, f"{CITY}wege/")
    assert (
        "Wem fehlt etwas? Ältere Menschen ab 65: 45 % (30 bis 99 Antworten) Brauche ich: 80 % "
        "Weiß ich nicht: nicht gezeigt Anbieter: zu wenige Antworten Warum älteren Menschen etwas fehlt nicht gezeigt "
        "Alle Gruppen"
    ) in text
    assert "Offener Aufruf: Streuung innerhalb der Antworten, keine repräsentative Stichprobe." in text
    assert "Ergebnis ▲ Lücke Gründe: too_far" in text
    assert (
        "Alle Gruppen sehen das so. Zählt jede Gruppe gleich viel, sagen 49 %: Da fehlt mir etwas. "
        "Gezählt sind: Ältere Menschen ab 65, Seniorenbeirat. Rang 1 bis 3."
    ) in text
    assert "die meisten" not in text
    assert "Wo Berge: ◆ Zugangsproblem" in text
    assert "Wege ▲ Lücke" in text_of(client, MATCH)


def test_other_ways_of_asking_stand_for_themselves(client, release):
    html = client.get(f"{CITY}wege/").content.decode()
    assert '<a href="?befragung=workshop">Antworten zeigen: Werkstatt</a>' in html
    text = text_of(client, f"{CITY}wege/?befragung=workshop")
    assert "die meisten (30 bis 99 Antworten, aus Stand 3)" in text
    assert "Die Ergebnisse richten sich nach: offener Aufruf." in text
    assert "45 %" not in text
    assert "45 %" in text_of(client, f"{CITY}wege/?befragung=nie")


def test_where_nothing_is_told_of_older_people_their_reasons_are_not_spoken_of(client):
    release, group = make_release(state="frozen"), make_topic_group()
    make_cell(release, group)
    make_figure(release, group, is_hidden=True, answers="", shares={})
    publish_straight(release)
    assert "Warum älteren Menschen etwas fehlt" not in text_of(client, f"{CITY}{group.slug}/")


def test_groups_of_which_nothing_is_told_stand_together_behind_the_others(client):
    release, group = make_release(state="frozen"), make_topic_group()
    make_cell(release, group)
    for name in ("65_up", "relatives", "churches"):
        make_figure(release, group, group=name, is_hidden=True, answers="", shares={})
    make_figure(release, group, group="volunteers")
    publish_straight(release)
    text = text_of(client, f"{CITY}{group.slug}/")
    assert "Wem fehlt etwas? Ältere Menschen ab 65: zu wenige Antworten Ehrenamtliche: 45 %" in text
    assert "Angehörige und Pflegende, Kirchen und Religionen: zu wenige Antworten" in text


def test_reasons_that_are_left_out_are_spoken_of(client):
    release, group = make_release(state="frozen", waves=[make_wave(is_open=False)]), make_topic_group()
    make_cell(release, group)
    make_figure(release, group, shares={"unmet": "45 %", "demand": "80 %", "unknown": "10 %", "reasons": {"x": "65 %"}})
    publish_straight(release)
    assert "Warum älteren Menschen etwas fehlt x: 65 % Andere Gründe: nicht gezeigt" in text_of(
        client, f"{CITY}{group.slug}/"
    )


def test_random_samples_say_what_their_interval_tells(client):
    release, group = make_release(state="frozen"), make_topic_group()
    make_cell(release, group, frame="register")
    make_figure(release, group, frame="register")
    publish_straight(release)
    sentence = "Zufallsauswahl aus dem Melderegister. Der Vertrauensbereich steht dabei"
    assert sentence in text_of(client, f"{CITY}{group.slug}/")


def test_what_the_law_asks_for_is_told_by_planning_area(client, city):
    topic = make_topic(legal_numbers=[4])
    make_planning_area(city.hill, name="Berge", position=1)
    make_planning_area(city.centre, name="Mitte", position=2)
    make_checked_offer(topics=[topic], modes=[Mode.PHONE], service_areas=[city.hill])
    make_absence(city.centre, topic.group)
    list_all()
    text = text_of(client, "/konzept/abgleich/")
    assert "Aufgabe Stand vom 23. November 2026 1. Etwas tun und sich für andere einsetzen Berge: noch nicht" in text
    assert "4. Beratung zu Hilfen und Diensten für ältere Menschen Berge: ja Mitte: nein 5." in text
    assert "Die Stadt muss das noch prüfen." in text


def test_what_was_looked_for_in_vain_stands_beside_the_whole_city(client, release):
    other = make_release(state="frozen", number=5)
    group = make_topic_group(plain_name="Alltag")
    topics = [make_topic(group=group, plain_name=name) for name in ("Besuche", "Gartenhilfe", "Putzhilfe")]
    for place in (None, PlanningArea.objects.get(name="Berge")):
        make_cell(other, group, place, frame="open")
        make_figure(other, group, place)
    chosen = dict(zip([topic.slug for topic in topics], ("20 %", "unter 10 %", "unter 10 %"), strict=True))
    make_figure(other, question="in_vain", shares={"chosen": chosen}, taken_from=release)
    make_figure(other, question="in_vain", group="relatives", shares={"chosen": {topics[0].slug: "65 %"}})
    publish_straight(other)
    told = (
        "Was ältere Menschen vergeblich gesucht haben Besuche: 20 % jedes andere Thema: unter 10 % oder niemand "
        "(30 bis 99 Antworten, aus Stand 4) Suchen ohne Ergebnis weniger als 10"
    )
    assert told in text_of(client, f"{CITY}{group.slug}/")
    district = text_of(client, f"/konzept/abgleich/betzenberg/{group.slug}/")
    assert "Alltag" in district
    assert "vergeblich gesucht" not in district


def test_what_few_looked_for_in_vain_is_not_told(client, release):
    other, topic = make_release(state="frozen", number=5), make_topic()
    make_cell(other, topic.group)
    make_figure(other, topic.group)
    make_figure(other, question="in_vain", is_hidden=True, shares={})
    publish_straight(other)
    assert "vergeblich gesucht" not in text_of(client, f"{CITY}{topic.group.slug}/")


def test_without_planning_areas_the_law_has_no_table(client):
    assert "Was es überall geben muss" not in text_of(client, "/konzept/abgleich/")


def test_district_is_told_by_its_planning_area(client, release):
    assert "Wege ◆ Zugangsproblem" in text_of(client, "/konzept/abgleich/betzenberg/")
    text = text_of(client, "/konzept/abgleich/betzenberg/wege/")
    assert "Betzenberg gehört zum Planungsraum Berge. Das sind mehrere Stadtteile zusammen." in text
    assert text.startswith("Wege: Betzenberg Betzenberg gehört")
    # What is so in other planning areas stands on the page of the whole city.
    assert "Wo Berge" not in text
    assert "Ergebnis ◆ Zugangsproblem Nach den ersten Regeln ◇ beobachten" in text
    assert (
        "Was es gibt 1 geprüftes Angebot, davon 0 ohne Stufen; 20 mit den nicht geprüften 3 mit einem Ort hier "
        "0,45 auf 1.000 Menschen ab 65"
    ) in text
    assert "Suchen ohne Ergebnis mindestens 20 Auf einer Warteliste weniger als 10" in text
    assert "Ältere Menschen ab 65: 65 %" in text
    assert "Warum älteren Menschen etwas fehlt too_far: 65 %" in text
    assert "45 %" not in text


def test_district_without_planning_area_shows_the_whole_city(client, release):
    assert "Wege ▲ Lücke" in text_of(client, "/konzept/abgleich/innenstadt/")
    text = text_of(client, "/konzept/abgleich/innenstadt/wege/")
    assert "Innenstadt gehört noch zu keinem Planungsraum." in text
    assert "45 %" in text


def test_district_without_planning_area_and_numbers_promises_none(client):
    text = text_of(client, "/konzept/abgleich/innenstadt/")
    assert text.startswith("Was es gibt und was fehlt: Innenstadt Es gibt noch keine Zahlen.")


def test_planning_area_that_is_newer_than_the_release_has_no_numbers(client, city, release):
    make_planning_area(city.centre, name="Mitte")
    assert "stehen in diesem Stand keine Zahlen" in text_of(client, "/konzept/abgleich/innenstadt/")


def test_only_districts_of_the_city_have_a_page(client):
    make_area("municipality", slug="anderswo")
    addresses = [f"/konzept/abgleich/{slug}/" for slug in ("stadt-musterstadt", "anderswo", "nie-da")]
    addresses += [f"{CITY}wege/", "/konzept/abgleich/betzenberg/wege/"]
    assert [client.get(address).status_code for address in addresses] == [404] * 5


def test_only_parts_of_life_of_the_release_have_a_page(client, release):
    assert [client.get(f"{place}nie-da/").status_code for place in (CITY, "/konzept/abgleich/betzenberg/")] == [404] * 2
    assert client.get("/konzept/abgleich/nie-da/wege/").status_code == 404


def test_each_part_of_life_leads_to_its_page_and_back(client, release):
    for overview, part in (
        (MATCH, f"{CITY}wege/"),
        ("/konzept/abgleich/betzenberg/", "/konzept/abgleich/betzenberg/wege/"),
    ):
        assert f'<a href="{part}">Wege</a>' in client.get(overview).content.decode()
        assert f'<a class="button" href="{overview}">' in client.get(part).content.decode()


def test_legend_stands_there_before_the_first_number(client):
    text = text_of(client, "/konzept/abgleich/")
    assert "Was die Zeichen bedeuten ▲ Lücke Viele sagen: Da fehlt mir etwas." in text
    assert "Wer nicht geantwortet hat, fehlt in den Zahlen." in text
    assert "Auf einen Blick" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_matrix_costs_the_same_for_one_and_for_many(client, django_assert_num_queries, count):
    release, area = make_release(state="frozen"), make_planning_area()
    for _number in range(count):
        group = make_topic_group()
        for place in (None, area):
            make_cell(release, group, place)
            make_figure(release, group, place)
    make_figure(release, question="in_vain", shares={"chosen": {make_topic().slug: "20 %"}})
    publish_straight(release)
    client.get("/konzept/abgleich/nie-da/")
    with django_assert_num_queries(24):
        client.get(MATCH)
    with django_assert_num_queries(6):
        client.get(f"{CITY}{group.slug}/")


def test_everything_at_once_stays_light(client):
    make_planned()
    sizes = [len(client.get(address).content) for address in (MATCH, "/konzept/abgleich/betzenberg/")]
    assert max(sizes) < 200_000
