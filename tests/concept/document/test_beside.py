"""What stands beside the numbers of a chapter."""

import pytest

from concept.actions.chapters import ensure_chapters
from concept.document import assemble
from tests.concept_factories import make_figure, make_release
from tests.concept_stock_factories import list_all, make_checked_offer
from tests.factories import make_offer, make_provider, make_topic, make_topic_group
from tests.needs_factories import make_wave

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
