"""What the lexicon knows and how much a word says."""

import pytest

from offers.search.lexicon import AreaEntry, ProviderEntry, TopicEntry, build_lexicon, key, weight

TOPICS = [
    TopicEntry("X1", "Fahrdienst", "Fahrten", "Jemand fährt Sie.", ("seniorenfahrdienst", "abholen")),
    TopicEntry("X2", "Besuchsdienst", "Besuch", "", ("besuchsdienst",)),
]


def test_rare_words_say_more_than_common_and_light_ones():
    lexicon = build_lexicon(topics=TOPICS)
    rare, common = weight("abhol", lexicon.rarity), weight("besuch", lexicon.rarity)
    assert rare == common > weight("dien", lexicon.rarity)
    assert weight("=nicht", lexicon.rarity) == 0.25


def test_key_marks_stop_words_apart_from_content_words_of_the_same_stem():
    assert (key("wegen"), key("wege"), key("nicht")) == ("=wegen", "weg", "=nicht")


@pytest.mark.parametrize(
    ("word", "is_known"), [("abholen", True), ("abholens", True), ("demens", False), ("qu", False)]
)
def test_lexicon_knows_words_with_other_endings_but_no_chance_stems(word, is_known):
    assert build_lexicon(topics=TOPICS).knows(word) is is_known


def test_compound_is_found_by_its_parts_with_their_shares():
    lexicon = build_lexicon(topics=TOPICS)
    shares = {
        lexeme: round(posting.share, 2)
        for lexeme in ("senior", "fahrdien", "fahr", "dien")
        for posting in lexicon.postings[lexeme]
        if lexicon.phrases[posting.phrase].topic == "X1" and posting.phrase == 2
    }
    assert shares == {"senior": 0.26, "fahrdien": 0.74, "fahr": 0.35, "dien": 0.09}


def test_area_has_its_name_short_name_aliases_and_both_sides_of_a_slash():
    area = AreaEntry("A", "district", ("Erzhütten/Wiesenthalerhof", "Erzhütten"))
    names = build_lexicon(topics=TOPICS, areas=[area]).areas
    assert names == {
        ("erzhutten",): (area,),
        ("wiesenthalerhof",): (area,),
        ("erzhutten", "wiesenthalerhof"): (area,),
    }


def test_provider_is_named_by_its_names_and_their_distinctive_words():
    area = AreaEntry("A", "district", ("Siegelbach",))
    zoar = ProviderEntry("zoar", ("Diakoniewerk Zoar Siegelbach", "Zoar"))
    several = [ProviderEntry(f"p{number}", ("DRK",)) for number in range(4)]
    lexicon = build_lexicon(topics=TOPICS, areas=[area], providers=[zoar, *several])
    assert lexicon.providers == {
        ("zoar",): (zoar,),
        ("diakoniewerk",): (zoar,),
        ("diakoniewerk", "zoar", "siegelbach"): (zoar,),
    }


def test_words_of_offers_are_known_by_their_frequency_and_spelling():
    lexicon = build_lexicon(topics=TOPICS, frequencies={"Heiligabendfeier": 3, "heiligabendfeier": 2})
    assert lexicon.display["heiligabendfeier"] == "Heiligabendfeier"
    assert lexicon.speller.frequency["heiligabendfeier"] == 6
