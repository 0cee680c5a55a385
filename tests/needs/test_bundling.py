"""What a contribution may be about: topics by the catalogue's search, themes by words and topics in common."""

import pytest

from needs.bundling import Suggestion, ThemeWords, suggest
from offers.reference import reference
from tests.factories import make_topic, make_topic_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def topics():
    home = make_topic_group(plain_name="Hilfe zu Hause", slug="zu-hause")
    ways = make_topic_group(plain_name="Unterwegs", slug="unterwegs")
    make_topic(plain_name="Einkaufen", slug="einkaufen", group=home, words=["einkaufen", "Supermarkt"])
    make_topic(plain_name="Fahrdienst", slug="fahrdienst", group=ways, words=["fahren", "Taxi"])
    make_topic(plain_name="Vorlesen", slug="vorlesen", group=home, words=["Buch"])


def test_suggest_reads_each_sentence(topics):
    text = "Beim Einkaufen hilft mir niemand. Ein Taxi ist mir zu teuer!\nDanke."
    assert suggest(text, reference=reference()) == Suggestion(
        topics=("einkaufen", "fahrdienst"), groups=("zu-hause", "unterwegs"), themes=()
    )


def test_suggest_finds_themes_by_their_title_and_by_topics_in_common(topics):
    themes = [
        ThemeWords(1, "Chorprobe am Abend"),
        ThemeWords(2, "Niemand begleitet beim Einkaufen"),
        ThemeWords(3, "Schwere Taschen", frozenset({"einkaufen"})),
        ThemeWords(4, ""),
        ThemeWords(5, "Einkaufen im Supermarkt", frozenset({"einkaufen"})),
    ]
    found = suggest("Zum Einkaufen im Supermarkt begleitet mich keiner.", reference=reference(), themes=themes)
    assert found == Suggestion(topics=("einkaufen",), groups=("zu-hause",), themes=(5, 2, 3))


def test_suggest_finds_nothing_where_there_is_nothing(topics):
    assert suggest("", reference=reference()) == Suggestion((), (), ())
    assert suggest("xyzzy", reference=reference(), themes=[ThemeWords(1, "Bus")]) == Suggestion((), (), ())
