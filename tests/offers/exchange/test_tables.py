from datetime import date
from decimal import Decimal

import pytest

from offers.exchange.tables import (
    Line,
    Problem,
    choose,
    convert,
    day,
    decimal,
    parts,
    read_lines,
    whole_number,
    whole_numbers,
)


def line(**cells) -> Line:
    return Line("areas.csv", 7, cells)


def test_read_lines_counts_lines_as_an_editor_does(tmp_path):
    table = tmp_path / "areas.csv"
    table.write_bytes('\ufeffcode,name\nKL,"Kaisers-\nlautern"\nLK, Kreis \n'.encode())
    problems = []
    assert read_lines(table, ["code"], problems) == [
        Line("areas.csv", 3, {"code": "KL", "name": "Kaisers-\nlautern"}),
        Line("areas.csv", 4, {"code": "LK", "name": "Kreis"}),
    ]
    assert problems == []


def test_read_lines_names_lines_with_too_many_or_too_few_cells(tmp_path):
    table = tmp_path / "areas.csv"
    table.write_text("code,name\nKL\nLK,Kreis\nKL-01,Ost,mehr\n")
    problems = []
    assert read_lines(table, ["code"], problems) == [Line("areas.csv", 3, {"code": "LK", "name": "Kreis"})]
    sentence = "Die Zeile hat zu viele oder zu wenige Felder. Prüfen Sie Kommas und Anführungszeichen."
    assert [str(problem) for problem in problems] == [
        f"areas.csv, Zeile 2: {sentence}",
        f"areas.csv, Zeile 4: {sentence}",
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "Diese Datei fehlt. Legen Sie sie in den Ordner."),
        (b"code,name\nKL,K\xf6ln\n", "Die Datei ist keine Tabelle. Speichern Sie sie als CSV in UTF-8."),
        (b'code,name\nKL,"offen', "Die Datei ist keine Tabelle. Speichern Sie sie als CSV in UTF-8."),
        (b"", "Es fehlen die Spalten code, name. Ergänzen Sie die Kopfzeile."),
        (b"code;name\nKL;Lautern\n", "Es fehlen die Spalten code, name. Ergänzen Sie die Kopfzeile."),
    ],
)
def test_read_lines_says_what_is_wrong_with_a_file(tmp_path, content, sentence):
    table = tmp_path / "areas.csv"
    if content is not None:
        table.write_bytes(content)
    problems = []
    assert read_lines(table, ["code", "name"], problems) == []
    assert problems == [Problem("areas.csv", 1, sentence)]


def test_convert_goes_on_after_a_wrong_line():
    lines = [line(size="12"), line(size="viele"), line(size="")]
    problems = []
    assert convert(lines, lambda each: whole_number(each, "size"), problems) == [12, None]
    sentence = "In der Spalte size steht „viele“. Tragen Sie eine Zahl ein oder lassen Sie das Feld leer."
    assert problems == [Problem("areas.csv", 7, sentence)]


def test_parts_splits_at_either_separator():
    assert [parts("KL|LK"), parts("T0101; T0102"), parts("")] == [["KL", "LK"], ["T0101", "T0102"], []]


def test_whole_numbers_reads_several():
    assert [whole_numbers(line(number="3;4"), "number"), whole_numbers(line(number=""), "number")] == [[3, 4], []]


@pytest.mark.parametrize("cell", ["-1", "1.5", "²", "drei"])
def test_whole_number_refuses_anything_else(cell):
    with pytest.raises(ValueError, match=f"In der Spalte number steht „{cell}“"):
        whole_number(line(number=cell), "number")


def test_decimal_has_as_many_digits_as_the_database_keeps():
    assert str(decimal(line(km="139.70"), "km", places=3)) == "139.700"
    assert decimal(line(km=""), "km", places=3) is None
    assert decimal(line(km="7"), "km", places=0) == Decimal(7)


def test_decimal_refuses_words():
    with pytest.raises(ValueError, match="In der Spalte km steht „groß“. Tragen Sie eine Zahl ein"):
        decimal(line(km="groß"), "km", places=3)


def test_day_reads_a_date_or_nothing():
    assert [day(line(on="2027-01-01"), "on"), day(line(on=""), "on")] == [date(2027, 1, 1), None]


def test_day_refuses_a_vague_date():
    with pytest.raises(ValueError, match="In der Spalte on steht „2027“. Schreiben Sie den Tag so: 2027-01-31."):
        day(line(on="2027"), "on")


def test_choose_translates_known_words_only():
    words = {"ja": True, "nein": False}
    assert choose(line(open="nein"), "open", words) is False
    with pytest.raises(ValueError, match="In der Spalte open steht „manchmal“. Schreiben Sie eines von: „ja“, „nein“."):
        choose(line(open="manchmal"), "open", words)
