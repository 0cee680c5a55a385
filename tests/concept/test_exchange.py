"""The city's table of age groups: both formats, and what is wrong with a file, by line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concept.exchange import AgeGroup, read_age_groups
from concept.population import Span, older_of
from tests.factories import TODAY

AREAS = {1: 101, 2: 102, 18: 118}
DAY = date(2025, 12, 31)
HEADER = "GebietsID;Gebietsname;von;BisKleinerAls;Männlich;Weiblich;MetaSchlüssel;MetaWert01;MetaWert02"
STICHTAG = "Stichtag;31.12.2025;"
OLDER = "stichtag;ortsbezirk_id;altersgruppe_destatis;geschlecht;anzahl"


def read(*lines, encoding="cp1252", header=HEADER, end="\r\n"):
    data = end.join((header, *lines)).encode(encoding)
    return read_age_groups(data, file="alter.csv", areas=AREAS, today=TODAY)


def read_older(*lines):
    return read(*lines, header=OLDER, encoding="utf-8", end="\n")


def said(found):
    return [str(problem) for problem in found]


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "utf-8", "utf-8-sig"])
def test_the_newer_format_adds_men_and_women(encoding):
    found = read(
        f"01;Innenstadt-Ost;0;65;4000;4100;{STICHTAG}",
        "01;Innenstadt-Ost;65;85;700;800;allgemeiner Hinweis;Hauptwohnsitz;",
        "01;Innenstadt-Ost;85;;90;160;;;",
        "18;Erfenbach;65;999;300;301;;;",
        ";;;;;;Quelle;Melderegister;",
        encoding=encoding,
    )
    assert found == (
        [
            AgeGroup(101, DAY, 0, 65, 8100),
            AgeGroup(101, DAY, 65, 85, 1500),
            AgeGroup(101, DAY, 85, None, 250),
            AgeGroup(118, DAY, 65, 999, 601),
        ],
        [],
        [],
    )


def test_the_older_format_says_its_day_in_each_line():
    found = read_older(
        "20231231;1;65 bis unter 75;m;700",
        "20231231;1;65 bis unter 75;w;800",
        "20231231;1;65 bis unter 75;d;1",
        "20221231;2;75 Jahre und mehr;m;10",
        "20221231;2;75 Jahre und mehr;W;20",
    )
    assert found == (
        [AgeGroup(101, date(2023, 12, 31), 65, 75, 1501), AgeGroup(102, date(2022, 12, 31), 75, None, 30)],
        [],
        [],
    )


@pytest.mark.parametrize(
    ("words", "begins", "below"),
    [
        ("unter 3 Jahre", 0, 3),
        ("65 bis unter 75 Jahre", 65, 75),
        ("65-74", 65, 75),
        ("65 bis 74 Jahren", 65, 75),
        ("85 Jahre und älter", 85, None),
        ("85 und mehr", 85, None),
        ("85+", 85, None),
        ("ab 85", 85, None),
        ("70", 70, 71),
    ],
)
def test_age_groups_in_words(words, begins, below):
    found = read_older(f"2023-12-31;2;{words};m;1", f"2023-12-31;2;{words};w;2")
    assert found.groups == [AgeGroup(102, date(2023, 12, 31), begins, below, 3)]


@pytest.mark.parametrize("mark", ["", "-", ".", "*", "x"])
def test_a_number_that_is_kept_back_stays_unknown(mark):
    found = read(f"1;Ost;65;85;{mark};7;{STICHTAG}", "1;Ost;85;;3;4;;;")
    gap = "alter.csv, Zeile 2: Hier fehlt eine Zahl. Die Altersgruppe bleibt in diesem Gebiet ohne Zahl."
    assert (found.groups, found.problems, said(found.gaps)) == ([AgeGroup(101, DAY, 85, None, 7)], [], [gap])


@pytest.mark.parametrize(
    ("lines", "problems"),
    [
        (
            ["1;Ost;65;;1;2;;;"],
            ["alter.csv, Zeile 1: Es fehlt der Stichtag. Er steht in der Spalte MetaSchlüssel."],
        ),
        (
            ["1;Ost;65;;1;2;Stichtag;Ende 2025;"],
            ["alter.csv, Zeile 2: Als Stichtag steht da „Ende 2025“. Schreiben Sie ihn so: 31.12.2025."],
        ),
        (
            ["1;Ost;65;;1;2;Stichtag;24.11.2026;"],
            ["alter.csv, Zeile 2: Der Stichtag „24.11.2026“ liegt in der Zukunft."],
        ),
        (
            [f"1;Ost;65;;1;2;{STICHTAG}", "2;West;65;;1;2;Stichtag;31.12.2024;"],
            ["alter.csv, Zeile 3: Hier steht ein anderer Stichtag als weiter oben."],
        ),
        (
            [f"19;Neu;65;;1;2;{STICHTAG}", ";Neu;65;;1;2;;;", "1;Ost;65;;1;2;;;"],
            [
                "alter.csv, Zeile 2: In der Spalte GebietsID steht „19“. Diese Nummer hat kein Stadtteil im Portal.",
                "alter.csv, Zeile 3: In der Spalte GebietsID steht „“. Diese Nummer hat kein Stadtteil im Portal.",
            ],
        ),
        (
            [f"1;Ost;;85;1;2;{STICHTAG}", "1;Ost;85;85;1;2;;;", "1;Ost;1000;;1;2;;;", "1;Ost;65;85;1000001;2;;;"],
            [
                "alter.csv, Zeile 2: In der Spalte von steht nichts. "
                "Tragen Sie ein, mit welchem Alter die Gruppe beginnt.",
                "alter.csv, Zeile 3: Die Altersgruppe endet, bevor sie beginnt. Ändern Sie das Alter.",
                "alter.csv, Zeile 4: So alt ist niemand. Ändern Sie das Alter.",
                "alter.csv, Zeile 5: So viele Menschen leben hier nicht. Ändern Sie die Zahl in der Spalte Männlich.",
            ],
        ),
        (
            [f"1;Ost;65;75;12,5;2;{STICHTAG}"],
            [
                "alter.csv, Zeile 2: In der Spalte Männlich steht „12,5“. "
                "Tragen Sie eine Zahl ein oder lassen Sie das Feld leer."
            ],
        ),
        (
            [f"1;Ost;65;75;1;2;{STICHTAG}", "1;Ost;65;75;1;2;;;"],
            ["alter.csv, Zeile 3: Diese Zahl steht schon weiter oben. Jede Altersgruppe eines Gebiets gibt es einmal."],
        ),
        (
            [f"1;Ost;65;;1;2;{STICHTAG}", "1;Ost;75;85;1;2;;;", "1;Ost;60;66;1;2;;;", "2;West;60;66;1;2;;;"],
            [
                "alter.csv, Zeile 2: Diese Altersgruppe überschneidet sich mit einer anderen des Gebiets.",
                "alter.csv, Zeile 3: Diese Altersgruppe überschneidet sich mit einer anderen des Gebiets.",
            ],
        ),
        ([f";;;;;;{STICHTAG}"], ["alter.csv, Zeile 1: In dieser Datei steht keine Zahl einer Altersgruppe."]),
    ],
)
def test_what_is_wrong_is_told_by_line(lines, problems):
    assert said(read(*lines).problems) == problems


def test_one_sex_alone_is_not_everybody():
    found = read_older("20231231;1;65 bis unter 75;w;800", "20231231;1;A65;w;1")
    assert said(found.problems) == [
        "alter.csv, Zeile 3: Die Altersgruppe „A65“ kennt das Portal nicht. Schreiben Sie sie so: 65 bis unter 75.",
        "alter.csv, Zeile 2: Diese Altersgruppe steht nur mit einem Geschlecht da. "
        "Ergänzen Sie die Zeile mit dem anderen.",
    ]


@pytest.mark.parametrize(
    "data",
    [b"\x81\x8d\xff", b"\x00" * 90, b'GebietsID;"von\n1;2', "Größe".encode("utf-16"), b"\xff\xd8\xff\xe0JFIF\x00"],
)
def test_what_is_no_table_is_told(data):
    found = read_age_groups(data, file="bild.csv", areas=AREAS, today=TODAY)
    assert said(found.problems) == [
        "bild.csv, Zeile 1: Die Datei ist keine Tabelle. Wählen Sie die CSV-Datei der Stadt."
    ]


@pytest.mark.parametrize("data", [b"", b"\n", "Stadtteil,Männer,Frauen\nOst,1,2".encode(), b"GebietsID;von\n1;65"])
def test_another_table_is_told(data):
    found = read_age_groups(data, file="andere.csv", areas=AREAS, today=TODAY)
    assert said(found.problems) == [
        "andere.csv, Zeile 1: Es fehlen Spalten. Nehmen Sie die Datei der Stadt, wie sie ist: mit "
        "GebietsID; Gebietsname; von; BisKleinerAls; Männlich; Weiblich."
    ]


@given(st.binary(max_size=300))
def test_whatever_is_uploaded_gets_an_answer(data):
    found = read_age_groups(data, file="x.csv", areas=AREAS, today=TODAY)
    assert found.problems


@given(st.text(alphabet='0123456789;-+."\n bisunter', max_size=200))
def test_whatever_stands_in_the_lines_is_read_or_told(text):
    for header in (HEADER, OLDER):
        found = read(text, header=header)
        assert found.groups or found.problems or found.gaps


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)), min_size=1, max_size=60), st.booleans())
def test_every_person_of_a_whole_table_is_counted_once(people, is_open):
    """One line for each year of age from 50 on; the last one takes all the rest."""
    ages = [(50 + number, 51 + number) for number in range(len(people))]
    ages[-1] = (ages[-1][0], "" if is_open else 999)
    lines = [f"1;Ost;{a};{b};{men};{women};;;" for (a, b), (men, women) in zip(ages, people, strict=True)]
    found = read(f";;;;;;{STICHTAG}", *lines)
    assert sum(group.people for group in found.groups) == sum(map(sum, people))
    older = older_of((group.area, Span(*group[2:])) for group in found.groups)
    assert older == ({101: sum(map(sum, people[15:]))} if len(people) > 15 else {})
