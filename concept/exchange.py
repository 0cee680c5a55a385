"""Read the city's table of age groups (domain.md 1.3): errors by line, and nothing made up.

The city publishes it with ";" between the columns, in two formats. Newer: GebietsID, Gebietsname, von, BisKleinerAls,
Männlich, Weiblich and pairs of a key (MetaSchlüssel) and values, one of them "Stichtag". Older: stichtag,
ortsbezirk_id, altersgruppe_destatis, geschlecht, anzahl. Districts go by the city's own number.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from io import StringIO
from typing import NamedTuple

from django.utils.translation import gettext as _

from offers.exchange.tables import Line, Problem, whole_number

NEWER = ("GebietsID", "Gebietsname", "von", "BisKleinerAls", "Männlich", "Weiblich", "MetaSchlüssel", "MetaWert01")
OLDER = ("stichtag", "ortsbezirk_id", "altersgruppe_destatis", "geschlecht", "anzahl")
# A byte that cp1252 doesn't have makes the file none of the city's.
ENCODINGS = ("utf-8-sig", "cp1252")
DAYS = ("%d.%m.%Y", "%Y%m%d", "%Y-%m-%d")
# A number that is kept back, as offices do where so few are counted that they could be recognised.
KEPT_BACK = ("", "-", "–", ".", "*", "x", "X")
# Tables close their last age group with a number such as 999 instead of leaving it open.
HIGHEST_AGE = 999
MOST_PEOPLE = 1_000_000


class AgeGroup(NamedTuple):
    """People of an age group in an area on a day; `below` is exclusive, None: and older."""

    area: int
    as_of: date
    begins: int
    below: int | None
    people: int


class Table(NamedTuple):
    """What a file says. Where there is a problem nothing of it is to be kept; `gaps` are told and change nothing."""

    groups: list[AgeGroup]
    problems: list[Problem]
    # Lines whose number is kept back: their age group stays without one.
    gaps: list[Problem]


class _Count(NamedTuple):
    """A number of a line: of all people, or of those of a sex. None: kept back."""

    line: Line
    area: int
    as_of: date
    begins: int
    below: int | None
    sex: str
    people: int | None


def read_age_groups(data: bytes, *, file: str, areas: Mapping[int, int], today: date) -> Table:
    """`areas` are the keys of the districts by the city's number."""
    problems: list[Problem] = []
    counts = _counts(data, file, areas, today, problems)
    groups, gaps = _added_up(counts, problems)
    if not (groups or problems):
        problems.append(Problem(file, 1, _("In dieser Datei steht keine Zahl einer Altersgruppe.")))
    return Table(groups, problems, gaps)


def _counts(data: bytes, file: str, areas: Mapping[int, int], today: date, problems: list[Problem]) -> list[_Count]:
    lines, columns = _lines(data, file, problems)
    if {*NEWER} <= columns:
        as_of = _day_of(lines, file, today, problems)
        told = [line for line in lines if any(line[column] for column in NEWER[:6])]
        return _converted(told, lambda line: _of_newer(line, areas, as_of), problems) if as_of else []
    if {*OLDER} <= columns:
        return _converted(lines, lambda line: [_of_older(line, areas, today)], problems)
    if not problems:
        text = _("Es fehlen Spalten. Nehmen Sie die Datei der Stadt, wie sie ist: mit %s.")
        problems.append(Problem(file, 1, text % "; ".join(NEWER[:6])))
    return []


def _lines(data: bytes, file: str, problems: list[Problem]) -> tuple[list[Line], set[str]]:
    """Every line with a cell for each column; a line that is cut off stands without the last ones."""
    try:
        reader = csv.DictReader(StringIO(_decoded(data), newline=""), delimiter=";", restval="", strict=True)
        columns = {(column or "").strip() for column in reader.fieldnames or ()}
        lines = [Line(file, reader.line_num, _stripped(cells)) for cells in reader]
    except (UnicodeDecodeError, csv.Error):
        problems.append(Problem(file, 1, _("Die Datei ist keine Tabelle. Wählen Sie die CSV-Datei der Stadt.")))
        return [], set()
    return [line for line in lines if any(line.cells.values())], columns


def _decoded(data: bytes) -> str:
    try:
        text = data.decode(ENCODINGS[0])
    except UnicodeDecodeError:
        text = data.decode(ENCODINGS[1])
    if "\0" in text:
        raise csv.Error
    return text


def _stripped(cells: dict) -> dict[str, str]:
    """What stands beyond the last column has the key None: a list."""
    return {column.strip(): cell.strip() for column, cell in cells.items() if column is not None}


def _converted(lines: Iterable[Line], read: Callable, problems: list[Problem]) -> list[_Count]:
    found = []
    for line in lines:
        try:
            found += read(line)
        except ValueError as error:
            problems.append(Problem(line.file, line.number, str(error)))
    return found


def _day_of(lines: list[Line], file: str, today: date, problems: list[Problem]) -> date | None:
    """The newer format says it once, in a pair of key and value."""
    named = [line for line in lines if line["MetaSchlüssel"] == "Stichtag"]
    if not named:
        problems.append(Problem(file, 1, _("Es fehlt der Stichtag. Er steht in der Spalte MetaSchlüssel.")))
        return None
    days = _converted(named, lambda line: [_day(line["MetaWert01"], today)], problems)
    if len({*days}) > 1:
        problems.append(Problem(file, named[-1].number, _("Hier steht ein anderer Stichtag als weiter oben.")))
    return days[0] if days else None


def _of_newer(line: Line, areas: Mapping[int, int], as_of: date) -> list[_Count]:
    begins, below = whole_number(line, "von"), whole_number(line, "BisKleinerAls")
    if begins is None:
        raise ValueError(_("In der Spalte von steht nichts. Tragen Sie ein, mit welchem Alter die Gruppe beginnt."))
    about = (line, _area(line, "GebietsID", areas), as_of, *_span(begins, below))
    return [_Count(*about, sex, _people(line, sex)) for sex in ("Männlich", "Weiblich")]


def _of_older(line: Line, areas: Mapping[int, int], today: date) -> _Count:
    area, as_of = _area(line, "ortsbezirk_id", areas), _day(line["stichtag"], today)
    span = _span(*_span_in_words(line["altersgruppe_destatis"]))
    return _Count(line, area, as_of, *span, line["geschlecht"].lower(), _people(line, "anzahl"))


def _area(line: Line, column: str, areas: Mapping[int, int]) -> int:
    number = whole_number(line, column)
    if number not in areas:
        text = _("In der Spalte %(column)s steht „%(cell)s“. Diese Nummer hat kein Stadtteil im Portal.")
        raise ValueError(text % {"column": column, "cell": line[column]})
    return areas[number]


def _people(line: Line, column: str) -> int | None:
    number = None if line[column] in KEPT_BACK else whole_number(line, column)
    if number and number > MOST_PEOPLE:
        raise ValueError(_("So viele Menschen leben hier nicht. Ändern Sie die Zahl in der Spalte %s.") % column)
    return number


def _day(text: str, today: date) -> date:
    for form in DAYS:
        try:
            day = datetime.strptime(text, form).date()  # noqa: DTZ007 — a day has no time zone
        except ValueError:
            continue
        if day <= today:
            return day
        raise ValueError(_("Der Stichtag „%s“ liegt in der Zukunft.") % text)
    raise ValueError(_("Als Stichtag steht da „%s“. Schreiben Sie ihn so: 31.12.2025.") % text)


def _span(begins: int, below: int | None) -> tuple[int, int | None]:
    if max(begins, below or 0) > HIGHEST_AGE:
        raise ValueError(_("So alt ist niemand. Ändern Sie das Alter."))
    if below is not None and below <= begins:
        raise ValueError(_("Die Altersgruppe endet, bevor sie beginnt. Ändern Sie das Alter."))
    return begins, below


# Age groups in words, and what follows for where they begin and where they end.
_SPANS: tuple[tuple[str, Callable], ...] = (
    (r"unter (\d{1,3})", lambda below: (0, below)),
    (r"(\d{1,3}) bis unter (\d{1,3})", lambda begins, below: (begins, below)),
    (r"(\d{1,3}) ?(?:bis|-|–) ?(\d{1,3})", lambda begins, last: (begins, last + 1)),
    (r"(?:ab )?(\d{1,3}) ?(?:\+|und (?:mehr|älter|aelter|darüber))", lambda begins: (begins, None)),
    (r"ab (\d{1,3})", lambda begins: (begins, None)),
    (r"(\d{1,3})", lambda age: (age, age + 1)),
)


def _span_in_words(text: str) -> tuple[int, int | None]:
    """ "65 bis unter 75 Jahre", "85 Jahre und mehr", "unter 3", "65-74", "70"."""
    words = " ".join(re.sub(r"\bjahren?\b", "", text.lower()).split())
    for pattern, span in _SPANS:
        if found := re.fullmatch(pattern, words):
            return span(*map(int, found.groups()))
    raise ValueError(_("Die Altersgruppe „%s“ kennt das Portal nicht. Schreiben Sie sie so: 65 bis unter 75.") % text)


def _added_up(counts: list[_Count], problems: list[Problem]) -> tuple[list[AgeGroup], list[Problem]]:
    """Men, women and whoever else is counted by itself, for each age group of an area."""
    by_group = defaultdict(list)
    for count in counts:
        by_group[count.area, count.as_of, count.begins, count.below].append(count)
    groups, gaps = [], []
    for about, members in by_group.items():
        line = members[-1].line
        if text := _what_is_wrong(members):
            problems.append(Problem(line.file, line.number, text))
        elif any(count.people is None for count in members):
            text = _("Hier fehlt eine Zahl. Die Altersgruppe bleibt in diesem Gebiet ohne Zahl.")
            gaps.append(Problem(line.file, line.number, text))
        else:
            groups.append(AgeGroup(*about, sum(count.people for count in members)))
    lines = {about: members[-1].line for about, members in by_group.items()}
    problems += _overlapping(lines)
    return groups, gaps


def _what_is_wrong(members: list[_Count]) -> str:
    sexes = [count.sex for count in members]
    if len({*sexes}) < len(sexes):
        return _("Diese Zahl steht schon weiter oben. Jede Altersgruppe eines Gebiets gibt es einmal.")
    if len(sexes) == 1:
        return _("Diese Altersgruppe steht nur mit einem Geschlecht da. Ergänzen Sie die Zeile mit dem anderen.")
    return ""


def _overlapping(lines: Mapping[tuple, Line]) -> Iterable[Problem]:
    """Somebody would be counted twice."""
    ends: dict[tuple[int, date], float] = {}
    for (area, as_of, begins, below), line in sorted(lines.items(), key=lambda item: item[0][:3]):
        if begins < ends.get((area, as_of), 0):
            text = _("Diese Altersgruppe überschneidet sich mit einer anderen des Gebiets.")
            yield Problem(line.file, line.number, text)
        ends[area, as_of] = max(ends.get((area, as_of), 0), float("inf") if below is None else below)
