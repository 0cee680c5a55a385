"""What stands beside the numbers of a chapter."""

import pytest

from concept.actions.chapters import ensure_chapters
from concept.document import assemble
from offers.models import Mode
from tests.concept_factories import make_cell, make_figure, make_release
from tests.concept_stock_factories import list_all, make_absence, make_age_count, make_checked_offer
from tests.factories import make_offer, make_provider, make_topic, make_topic_group
from tests.needs_factories import make_planning_area, make_wave

pytestmark = pytest.mark.django_db


def asked_release(**fields):
    return make_release(state="frozen", waves=[make_wave(is_open=False)], **fields)


def blocks_of(release, title, kind):
    chapter = next(each for each in assemble(release)["chapters"] if each["title"] == title)
    return [block for block in chapter["blocks"] if block["type"] == kind]


def test_what_older_people_looked_for_in_vain_stands_by_topic():
    before, release = make_release(state="published", number=1), asked_release(number=2)
    group, other = make_topic_group(plain_name="Alltag"), make_topic_group(plain_name="Wohnen")
    bus, shop = (make_topic(group=group, plain_name=name) for name in ("Besuche", "Gartenhilfe"))
    told = {"question": "in_vain", "shares": {"chosen": {bus.slug: "20 %", shop.slug: "wenige"}}, "taken_from": before}
    make_figure(release, **told)
    # Others than older people, and another way of asking, don't decide.
    make_figure(release, **told | {"group": "relatives", "taken_from": None})
    make_figure(release, **told | {"frame": "workshop", "taken_from": None})
    ensure_chapters()
    (listed,) = blocks_of(release, "Alltag", "numbers")
    assert listed["sentences"] == [
        "Vergeblich gesucht haben ältere Menschen: Besuche: 20 %; jedes andere Thema: wenige oder niemand. "
        "Antworten: 30 bis 99, aus Stand 1. (Zahlen: Stand 2)"
    ]
    assert blocks_of(release, str(other), "numbers") == []


def test_what_too_few_looked_for_is_not_told():
    release = asked_release()
    make_topic(group=make_topic_group(plain_name="Alltag"))
    make_figure(release, question="in_vain", is_hidden=True, shares={})
    ensure_chapters()
    assert blocks_of(release, "Alltag", "numbers") == []


def test_whom_to_turn_to_stands_by_topic_beside_who_does_not_know_what_there_is(city, stopped_clock):
    release = asked_release(number=2)
    group = make_topic_group(plain_name="Alltag")
    visits, _garden = (make_topic(group=group, plain_name=name) for name in ("Besuche", "Gartenhilfe"))
    for number in range(3):
        place = {"topics": [visits], "service_areas": [city.hill]}
        make_checked_offer(providers=[make_provider()], **place) if number else make_offer(**place)
    list_all()
    shares = {"unmet": "45 %", "demand": "80 %", "unknown": "10 %", "reasons": {"not_known": "20 %", "too_far": "60 %"}}
    make_figure(release, group, shares=shares)
    ensure_chapters()
    (points,) = [each for each in blocks_of(release, "Alltag", "table") if each["caption"].startswith("Anlaufstellen")]
    assert points["caption"] == "Anlaufstellen: Alltag, am 23. November 2026"
    assert points["rows"] == [["Besuche", "2", "3"], ["Gartenhilfe", "keine", "keine"]]
    (listed,) = blocks_of(release, "Alltag", "numbers")
    assert listed["sentences"] == [
        "Ältere Menschen, denen hier etwas fehlt, nennen als Grund „Weiß nicht, was es gibt“: 20 %. "
        "Antworten: 30 bis 99. (Zahlen: Stand 2)"
    ]


def test_what_the_law_asks_for_stands_by_planning_area(city, stopped_clock):
    topic = make_topic(legal_numbers=[4])
    hill = make_planning_area(city.hill, name="Berge", position=1)
    centre = make_planning_area(city.centre, name="Mitte", position=2)
    make_checked_offer(topics=[topic], modes=[Mode.PHONE], service_areas=[city.hill])
    make_absence(city.centre, topic.group)
    list_all()
    release = make_release(state="frozen", number=2)
    for area in (hill, centre):
        make_cell(release, topic.group, area)
    ensure_chapters()
    chapter = "Auftrag, Rechtsgrundlagen, Leitlinien"
    assert "Die Stadt prüft das noch." in blocks_of(release, chapter, "paragraph")[-1]["text"]
    (table,) = blocks_of(release, chapter, "table")
    assert table["caption"] == "Aufgaben nach § 71 Absatz 2 SGB XII, am 23. November 2026"
    assert table["rows"][0] == ["1. Etwas tun und sich für andere einsetzen", "überall: noch nicht nachgesehen"]
    assert table["rows"][3] == ["4. Beratung zu Hilfen und Diensten für ältere Menschen", "Berge: ja; Mitte: nein"]


def test_without_planning_areas_the_law_has_no_table():
    ensure_chapters()
    assert blocks_of(make_release(), "Auftrag, Rechtsgrundlagen, Leitlinien", "table") == []


def test_who_answered_stands_beside_the_official_numbers(city):
    release, group = make_release(state="frozen", number=2), make_topic_group()
    hill, centre = (make_planning_area(area, name=area.name) for area in (city.hill, city.centre))
    both = make_topic_group()
    for about, area, answers in (
        (group, hill, "30 bis 99"),
        (both, hill, "100 bis 299"),
        (group, None, "300 und mehr"),
    ):
        make_figure(release, about, area, answers=answers)
    make_figure(release, group, centre, is_hidden=True, answers="zu wenige Antworten", shares={})
    make_figure(release, group, hill, group="relatives", answers="100 bis 299")
    # Nothing is told of older people here: no table.
    make_figure(release, group, hill, group="providers", frame="organisations")
    ensure_chapters()
    caption = "So viele ältere Menschen haben sich geäußert, nach Planungsraum (offener Aufruf)"

    def told():
        found = blocks_of(release, "Methodik und Beteiligung", "table")
        (table,) = [each for each in found if "nach Planungsraum" in each["caption"]]
        assert table["caption"] == caption
        return table

    assert told()["rows"] == [[hill.name, "100 bis 299"], [centre.name, "zu wenige Antworten"]]
    make_age_count(city.hill, 812)
    table = told()
    assert table["columns"][-1] == "Menschen ab 65 Jahren"
    assert table["rows"] == [[hill.name, "100 bis 299", "812"], [centre.name, "zu wenige Antworten", "nicht bekannt"]]
    assert "Amtliche Zahlen vom " in table["source"]
