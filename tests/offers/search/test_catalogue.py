"""The lexicon of the database, and the command that measures the search with it."""

import pytest
from django.core.management import CommandError, call_command

from offers.actions.loading import load_catalogue
from offers.management.commands.load_kaiserslautern import FOLDER
from offers.models import Word
from offers.search import load_lexicon, understand
from tests.factories import NOW, make_area, make_offer, make_provider, make_topic

pytestmark = pytest.mark.django_db


def test_lexicon_holds_what_the_database_has():
    topic = make_topic(plain_name="Zusammen singen", words=["Singkreis"])
    area = make_area(name="Musterdorf", aliases=["Musterle"])
    provider = make_provider(name="Quorbelverein", slug="quorbelverein")
    make_offer(topics=[topic], providers=[provider])
    Word.objects.create(word="heiligabendfeier")
    understood = understand("quorbelverein singkreis heiligabndfeier musterle", lexicon=load_lexicon())
    assert understood.area == area.code
    assert understood.providers == ("quorbelverein",)
    assert [match.code for match in understood.topics] == [topic.code]
    assert understood.suggestion == "quorbelverein singkreis heiligabendfeier musterle"


def test_lexicon_is_built_again_only_when_something_changed(django_assert_num_queries):
    make_offer(providers=[make_provider()])
    Word.objects.create(word="singkreis")
    first = load_lexicon()
    with django_assert_num_queries(6):
        assert load_lexicon() is first
    Word.objects.create(word="malkreis")
    assert load_lexicon() is not first


def test_measure_search_prints_figures_and_misses(tmp_path, capsys):
    load_catalogue(folder=FOLDER, publish=False, now=NOW)
    file = tmp_path / "queries.csv"
    file.write_text(
        "query,expected_topics,expected_district,kind\n"
        "essen auf rädern betzenberg,T0603,KL-06,place\n"
        "vdk,T0106;T1102,,brand\n"
        "quorbelzapf,T0101,,question\n"
        "bus,T0101,,question\n",
        encoding="utf-8",
    )
    call_command("measure_search", str(file), "--misses")
    printed = capsys.readouterr().out.splitlines()
    assert printed[:5] == [
        "kind                    n   hit@1   hit@3     MRR  district",
        "all                     4   0.500   0.500   0.500     1.000",
        "place                   1   1.000   1.000   1.000     1.000",
        "brand                   1   1.000   1.000   1.000         -",
        "question                2   0.000   0.000   0.000         -",
    ]
    assert printed[5] == "quorbelzapf: -"
    assert printed[6].startswith("bus: T0801 ")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "queries.csv: No such file or directory. Name a CSV file that can be read."),
        ("", "queries.csv: needs a row and the columns expected_district, expected_topics, kind, query."),
        ("query\nbus\n", "queries.csv: needs a row and the columns expected_district, expected_topics, kind, query."),
    ],
)
def test_measure_search_says_what_is_wrong_with_the_file(content, complaint, tmp_path):
    file = tmp_path / "queries.csv"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError) as error:
        call_command("measure_search", str(file))
    assert str(error.value).endswith(complaint)
