import pytest

from offers.exchange.kaiserslautern.topics import read_target_groups, read_topics
from offers.management.commands.load_kaiserslautern import FOLDER


@pytest.fixture(scope="module")
def topics():
    problems = []
    groups, topics = read_topics(FOLDER, problems)
    assert problems == []
    return groups, topics


def test_topics_are_82_in_12_groups(topics):
    groups, topics = topics
    assert ([row.key for row in groups], len(topics)) == ([f"F{number:02}" for number in range(1, 13)], 82)


def test_topic_keeps_words_and_mappings(topics):
    topic = next(row for row in topics[1] if row.key == "T0602")
    assert topic.columns == {
        "name": "Einkaufshilfe",
        "plain_name": "Hilfe beim Einkaufen",
        "slug": "einkaufen",
        "description": "Jemand kauft für Sie ein oder begleitet Sie.",
        "position": 602,
        "action_field_number": 2,
        "who_domain": 8,
        "group__code": "F06",
        "legal_numbers": [],
        "open_eligibility": "In-Home Support",
        "mapping_note": "own assignment, § 71 numbers to be checked by the city",
    }
    assert topic.links["words"] == [
        ("einkaufshilfe",),
        ("einkaufen",),
        ("einkaufsdienst",),
        ("lieferdienst lebensmittel",),
        ("einkaufsbegleitung",),
        ("getränke bringen",),
    ]


def test_topic_keeps_several_numbers_of_the_law(topics):
    assert next(row.columns["legal_numbers"] for row in topics[1] if row.key == "T0102") == [3, 4]


def test_groups_and_topics_share_no_address(topics):
    slugs = [row.columns["slug"] for rows in topics for row in rows]
    assert len(set(slugs)) == 94
    assert "" not in slugs


def test_target_groups_stand_in_their_order():
    problems = []
    rows = read_target_groups(FOLDER, problems)
    assert problems == []
    assert [(row.key, row.columns["position"]) for row in rows] == [
        ("angehoerige", 1),
        ("demenz", 2),
        ("hochbetagt", 3),
        ("allein", 4),
        ("wenig-geld", 5),
        ("behinderung", 6),
        ("pflege", 7),
        ("schwer-krank", 8),
        ("einwanderung", 9),
    ]
