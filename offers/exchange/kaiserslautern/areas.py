"""Areas: the city, its districts, the county and its municipalities."""

from pathlib import Path

from offers.exchange.stock import Row, Table
from offers.exchange.tables import (
    Line,
    Problem,
    choose,
    convert,
    decimal,
    parts,
    read_lines,
    whole_number,
)
from offers.models import Area, Level

AREAS = Table(
    Area,
    "code",
    (
        "level",
        "parent__code",
        "name",
        "short_name",
        "slug",
        "aliases",
        "official_number",
        "ags",
        "ars",
        "postal_codes",
        "population",
        "population_as_of",
        "population_source",
        "square_kilometres",
        "latitude",
        "longitude",
        "point_source",
        "tile_column",
        "tile_row",
        "certainty",
        "notes",
    ),
)
LEVELS = {
    "kreisfreie_stadt": Level.CITY,
    "zusammenfassung": Level.DISTRICT_GROUP,
    "ortsbezirk": Level.DISTRICT,
    "landkreis": Level.COUNTY,
    "verbandsgemeinde": Level.ASSOCIATION,
    "ortsgemeinde": Level.MUNICIPALITY,
}
SOURCE_COLUMNS = ("code", "level", "parent_code", "population", "population_date", "population_source", "slug")
POINT_COLUMNS = ("settlement_lat", "settlement_lon", "centroid_lat", "centroid_lon", "point_source")
TEXT_COLUMNS = ("name", "short_name", "ags", "ars", "certainty", "notes")


def read_areas(folder: Path, problems: list[Problem]) -> list[Row]:
    """The areas with their tiles; the point lies in the settlement where one is known, else in the middle.

    A population without a date isn't taken over: nobody could say what it means. Its source stands on citizens' pages,
    so a table of ours says it in German; the words of the official table stay in the notes.
    """
    columns = (*SOURCE_COLUMNS, *POINT_COLUMNS, *TEXT_COLUMNS, "official_no", "aliases", "plz", "area_km2")
    lines = read_lines(folder / "areas.csv", columns, problems)
    tile_lines = read_lines(folder / "tiles.csv", ("code", "column", "row"), problems)
    tiles = dict(convert(tile_lines, _tile, problems))
    source_lines = read_lines(folder / "population_sources.csv", ("source", "words", "date_words"), problems)
    sources = {line["source"]: (line["words"], line["date_words"]) for line in source_lines}
    return convert(lines, lambda line: _area(line, tiles, sources), problems)


def _tile(line: Line) -> tuple[str, tuple[int | None, int | None]]:
    return line["code"], (whole_number(line, "column"), whole_number(line, "row"))


def _area(line: Line, tiles, sources) -> Row:
    tile_column, tile_row = tiles.get(line["code"], (None, None))
    columns = {
        "level": choose(line, "level", LEVELS),
        "parent__code": line["parent_code"] or None,
        "slug": line["slug"],
        "aliases": parts(line["aliases"]),
        "official_number": line["official_no"],
        "postal_codes": parts(line["plz"]),
        "square_kilometres": decimal(line, "area_km2", places=3),
        "tile_column": tile_column,
        "tile_row": tile_row,
        **{column: line[column] for column in TEXT_COLUMNS},
        **_population(line, sources),
        **_point(line),
    }
    return Row(line["code"], line, columns)


def _population(line: Line, sources) -> dict:
    source, date = line["population_source"], line["population_date"]
    words, date_words = sources.get(source, (source, ""))
    return {
        "population": whole_number(line, "population") if source and date else None,
        "population_as_of": date and (date_words or date),
        "population_source": words,
        "notes": " ".join(part for part in (line["notes"], source and f"Einwohner: {source}") if part),
    }


def _point(line: Line) -> dict:
    kind = "settlement" if line["settlement_lat"] else "centroid"
    latitude, longitude = (decimal(line, f"{kind}_{axis}", places=6) for axis in ("lat", "lon"))
    return {
        "latitude": latitude and float(latitude),
        "longitude": longitude and float(longitude),
        "point_source": line["point_source"],
    }
