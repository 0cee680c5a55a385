"""Whole queries, by kind, over the tables of Kaiserslautern."""

import pytest

from offers.search.lexicon import AreaEntry, ProviderEntry, TopicEntry, build_lexicon
from offers.search.understanding import Correction, TopicMatch, Understanding, understand


@pytest.mark.parametrize(
    ("query", "topic"),
    [
        pytest.param("Führerschein", "T0804", id="standard"),
        pytest.param("Fuehrerschein", "T0804", id="digraph"),
        pytest.param("fuhrerschein", "T0804", id="bare vowel"),
        pytest.param("Bürgerbusse", "T0802", id="stem"),
        pytest.param("Seniorenfahrdienst", "T0803", id="compound, its end"),
        pytest.param("Rollatorkontrolle", "T0807", id="compound, its beginning"),
        pytest.param("wohnraumanpassungsberatung", "T0701", id="compound of three"),
        pytest.param("haus notruf", "T0605", id="compound in two words"),
        pytest.param("allzheimer", "T1001", id="misspelt"),
        pytest.param("phsychologe", "T0405", id="misspelt by ear"),
        pytest.param("ausgefüllt", "T0105", id="participle"),
        pytest.param("Rente reicht nicht", "T1101", id="phrase before its word"),
        pytest.param("Rente", "T1102", id="the word alone"),
        pytest.param("ebber zum redde", "T0206", id="dialect"),
        pytest.param("schdurz", "T0403", id="dialect by rule"),
        pytest.param("meals on wheels", "T0603", id="english"),
        pytest.param("omi hat keinen besuch", "T0206", id="colloquial"),
        pytest.param("wer hilft mir", "T0101", id="stop words alone"),
        pytest.param("glockestubb", "T1105", id="provider by its offers"),
        pytest.param("bewegungsmanagement", "T0401", id="provider by its role"),
        pytest.param("slevfisch", "T0104", id="a word of staff that is also a place"),
    ],
)
def test_best_topic(query, topic, lexicon):
    assert understand(query, lexicon=lexicon).topics[0].code == topic


def test_everything_about_a_query():
    # Topics of its own, so that a new word in the thesaurus doesn't change the figures.
    lexicon = build_lexicon(
        topics=[
            TopicEntry("X1", "Essen auf Rädern", "Essen nach Hause", "", ("mahlzeiten",)),
            TopicEntry("X2", "Gesund essen", "Gesund leben", "Tipps zu Essen und Trinken.", ()),
        ],
        areas=[AreaEntry("KL-06", "district", ("Betzenberg",)), AreaEntry("KL", "city", ("Lautern",))],
        providers=[ProviderEntry("zoar", ("Zoar",), ("X2",))],
    )
    assert understand("Essen uff Räder vum Zoar, Betzenburg in Lautern, qorbel", lexicon=lexicon) == Understanding(
        text="Essen uff Räder vum Zoar, Betzenburg in Lautern, qorbel",
        area="KL-06",
        areas=("KL-06", "KL"),
        providers=("zoar",),
        topics=(TopicMatch("X2", 3.106), TopicMatch("X1", 1.383)),
        terms=(("ess",), ("rad",), ("zoar",), ("qorbel",)),
        corrections=(Correction("betzenburg", "Betzenberg"),),
        suggestion="Essen uff Räder vum Zoar, Betzenberg in Lautern, qorbel",
        is_crisis=False,
        unknown_words=("qorbel",),
    )


@pytest.mark.parametrize(
    ("query", "areas"),
    [
        ("essen auf rädern betzenberg", ("KL-06",)),
        ("Treff in der Innenstadt West", ("KL-03",)),
        ("uffm Betze", ("KL-06",)),
        ("Weilerbach", ("LK-WE", "G-07335049")),
        ("Kaiserslautern Dansenberg", ("KL-15", "KL")),
        ("Rollator", ()),
    ],
)
def test_areas_inside_the_query(query, areas, lexicon):
    understood = understand(query, lexicon=lexicon)
    assert understood.areas == areas
    assert understood.area == (areas[0] if areas else "")


def test_area_alone_means_no_topic_and_no_word(lexicon):
    understood = understand("Hohenecken", lexicon=lexicon)
    assert (understood.topics, understood.terms) == ((), ())


def test_provider_is_named(lexicon):
    assert understand("Beratung bei der Caritas", lexicon=lexicon).providers == ("P014",)


def test_dienst_alone_means_no_topic_and_searches_that_word_only(lexicon):
    understood = understand("Dienst", lexicon=lexicon)
    assert (understood.topics, understood.terms) == ((), (("dien",),))


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("Führerschein", (("fuhrerschein",),)),
        ("quorbelfahrdienst", (("fahrdien", "quorbelfahrdien"),)),
        ("Hilfe beim Einkaufen", (("einkauf",),)),
        ("wer hilft mir", ()),
    ],
)
def test_offers_are_searched_by_telling_words(query, terms, lexicon):
    assert understand(query, lexicon=lexicon).terms == terms


def test_suggestion_keeps_what_was_right(lexicon):
    understood = understand("Gibt es Pflegestüzpunkte?", lexicon=lexicon)
    assert understood.suggestion == "Gibt es pflegestützpunkte?"


def test_right_words_need_no_suggestion(lexicon):
    assert understand("Pflegestützpunkt", lexicon=lexicon).suggestion == ""


def test_unknown_words_are_told(lexicon):
    understood = understand("quorbelzapf qx Bus", lexicon=lexicon)
    assert understood.unknown_words == ("quorbelzapf",)
    assert understood.topics[0].code == "T0801"


def test_four_words_of_a_query_are_guessed_at_most(lexicon):
    understood = understand("rolator rolatro kirhce kirrche gimnastik", lexicon=lexicon)
    assert [correction.typed for correction in understood.corrections] == ["rolator", "rolatro", "kirhce", "kirrche"]
    assert understood.unknown_words == ("gimnastik",)


NOTHING = Understanding("", "", (), (), (), (), (), "", is_crisis=False, unknown_words=())


@pytest.mark.parametrize("query", ["", "  ", "\x00\x00"])
def test_empty_query_means_nothing(query, lexicon):
    assert understand(query, lexicon=lexicon) == NOTHING


@pytest.mark.parametrize(
    "query", ["x" * 10_000, "wort " * 2_000, "<script>alert(1)</script>", "🙂🙂", "' | & ! : * ()"]
)
def test_strange_queries_are_only_words(query, lexicon):
    understood = understand(query, lexicon=lexicon)
    assert understood.text == " ".join(query.split())[:200].strip()
    assert not understood.is_crisis
    assert all(lexeme.isalnum() for term in understood.terms for lexeme in term)


def test_a_compound_one_letter_from_a_known_word_also_means_that(lexicon):
    understood = understand("Haushalshilfe", lexicon=lexicon)
    assert "T0601" in [match.code for match in understood.topics]
    assert understood.terms == (("hal", "haushalshilf", "haushaltshilf"),)
    assert understood.suggestion == ""
