"""Read tables (CSV, UTF-8) line by line, and say in which line something is wrong."""

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple, TypeVar

from django.utils.translation import gettext as _

Result = TypeVar("Result")
SEPARATORS = ("|", ";")


class Problem(NamedTuple):
    """What is wrong in a line of a table, and what to do about it."""

    file: str
    line: int
    text: str

    def __str__(self):
        return _("%(file)s, Zeile %(line)d: %(text)s") % self._asdict()


class Line(NamedTuple):
    """One line of a table; `number` is the line in the file where it ends, the header being line 1."""

    file: str
    number: int
    cells: dict[str, str]

    def __getitem__(self, column):
        return self.cells[column]


def read_lines(path: Path, columns: Iterable[str], problems: list[Problem]) -> list[Line]:
    """The lines of a table that have all their cells; the others, and missing columns, become problems."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(_whole_lines(csv.DictReader(file, strict=True), path.name, columns, problems))
    except FileNotFoundError:
        problems.append(Problem(path.name, 1, _("Diese Datei fehlt. Legen Sie sie in den Ordner.")))
    except (UnicodeDecodeError, csv.Error):
        problems.append(Problem(path.name, 1, _("Die Datei ist keine Tabelle. Speichern Sie sie als CSV in UTF-8.")))
    return []


def _whole_lines(reader: csv.DictReader, file: str, columns, problems: list[Problem]) -> Iterator[Line]:
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        text = _("Es fehlen die Spalten %s. Ergänzen Sie die Kopfzeile.") % ", ".join(missing)
        problems.append(Problem(file, 1, text))
        return
    for cells in reader:
        if None in cells or None in cells.values():
            text = _("Die Zeile hat zu viele oder zu wenige Felder. Prüfen Sie Kommas und Anführungszeichen.")
            problems.append(Problem(file, reader.line_num, text))
        else:
            yield Line(file, reader.line_num, {column: cell.strip() for column, cell in cells.items()})


def convert(lines: Iterable[Line], to_result: Callable[[Line], Result], problems: list[Problem]) -> list[Result]:
    """What `to_result` makes of the lines; a ValueError's sentence becomes the line's problem."""
    results = []
    for line in lines:
        try:
            results.append(to_result(line))
        except ValueError as error:
            problems.append(Problem(line.file, line.number, str(error)))
    return results


def parts(text: str) -> list[str]:
    """The values of a cell that holds several: "KL|LK" or "T0101;T0102"."""
    for separator in SEPARATORS:
        text = text.replace(separator, "|")
    return [part.strip() for part in text.split("|") if part.strip()]


def whole_number(line: Line, column: str) -> int | None:
    return _number(line[column], line, column) if line[column] else None


def whole_numbers(line: Line, column: str) -> list[int]:
    return [_number(part, line, column) for part in parts(line[column])]


def _number(text: str, line: Line, column: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError(_not_a_number(line, column))
    return int(text)


def day(line: Line, column: str) -> date | None:
    try:
        return date.fromisoformat(line[column]) if line[column] else None
    except ValueError as error:
        text = _("In der Spalte %(column)s steht „%(cell)s“. Schreiben Sie den Tag so: 2027-01-31.")
        raise ValueError(text % {"column": column, "cell": line[column]}) from error


def decimal(line: Line, column: str, *, places: int) -> Decimal | None:
    """The number with as many digits after the point as the database keeps."""
    try:
        return Decimal(line[column]).quantize(Decimal(1).scaleb(-places)) if line[column] else None
    except InvalidOperation as error:
        raise ValueError(_not_a_number(line, column)) from error


def choose(line: Line, column: str, choices: dict[str, Result]) -> Result:
    """What a word of the table means to us."""
    if line[column] not in choices:
        known = ", ".join(f"„{choice}“" for choice in choices)
        text = _("In der Spalte %(column)s steht „%(cell)s“. Schreiben Sie eines von: %(known)s.")
        raise ValueError(text % {"column": column, "cell": line[column], "known": known})
    return choices[line[column]]


def _not_a_number(line: Line, column: str) -> str:
    text = _("In der Spalte %(column)s steht „%(cell)s“. Tragen Sie eine Zahl ein oder lassen Sie das Feld leer.")
    return text % {"column": column, "cell": line[column]}
