"""Places: the meeting points behind the texts of the offers' column "place"."""

from pathlib import Path

from django.utils.translation import gettext as _

from offers.exchange.stock import Row, Table
from offers.exchange.tables import Line, Problem, convert, parts, read_lines
from offers.models import Place

PLACES = Table(Place, "code", ("name", "area__code", "street", "postal_code", "town", "source"))
SHARED = ("name", "street", "postal_code", "town", "source")
COLUMNS = ("text", "district", "code", "note", *SHARED)

# By text and district: the line that says which meeting point is meant. Without a district, only a note is known.
PlaceBook = dict[tuple[str, str], Line]


def read_places(folder: Path, problems: list[Problem]) -> tuple[list[Row], PlaceBook]:
    """The meeting points, each once, and the book of texts that lead to them."""
    lines = read_lines(folder / "places.csv", COLUMNS, problems)
    book = {(line["text"], line["district"]): line for line in lines}
    rows: dict[str, Row] = {}
    for row in convert([line for line in lines if line["code"]], lambda line: _place(line, rows), problems):
        rows.setdefault(row.key, row)
    return list(rows.values()), book


def _place(line: Line, earlier: dict[str, Row]) -> Row:
    columns = {"area__code": line["district"], **{column: line[column] for column in SHARED}}
    row = Row(line["code"], line, columns)
    first = earlier.setdefault(row.key, row)
    if first.columns != columns:
        text = _("„%(code)s“ steht in Zeile %(number)d mit anderen Angaben. Schreiben Sie beide Zeilen gleich.")
        raise ValueError(text % {"code": row.key, "number": first.line.number})
    return row


def places_of(line: Line, book: PlaceBook) -> list[str]:
    """The codes of the meeting points of an offer: one in every district that its line names.

    Raises ValueError where a district is named but nobody has said which meeting point the text means.
    """
    return [_found(line, district, book)["code"] for district in parts(line["place_district"])]


def _found(line: Line, district: str, book: PlaceBook) -> Line:
    found = book.get((line["place"], district))
    if found is None:
        text = _("„%(place)s“ in %(district)s fehlt in places.csv. Tragen Sie den Treffpunkt dort ein.")
        raise ValueError(text % {"place": line["place"], "district": district})
    return found


def place_note(line: Line, book: PlaceBook) -> str:
    """What is worth knowing beside the meeting points: a room, or the text itself where no district is known."""
    districts = parts(line["place_district"]) or [""]
    notes = [book[line["place"], district]["note"] for district in districts if (line["place"], district) in book]
    return next(filter(None, notes), "" if line["place_district"] else line["place"])


def is_somewhere(line: Line, book: PlaceBook) -> bool:
    """Whether people go to a place, even where its district isn't known ("Martinswiese")."""
    return bool(line["place_district"]) or (line["place"], "") in book
