from collections import Counter

import pytest

from offers.exchange.kaiserslautern.areas import read_areas
from offers.exchange.tables import Problem
from offers.management.commands.load_kaiserslautern import FOLDER

HEADER = (
    "code,level,official_no,ags,ars,name,short_name,slug,aliases,parent_code,plz,population,population_date,"
    "population_source,area_km2,centroid_lat,centroid_lon,settlement_lat,settlement_lon,point_source,certainty,notes\n"
)


@pytest.fixture(scope="module")
def areas():
    problems = []
    rows = {row.key: row.columns for row in read_areas(FOLDER, problems)}
    assert problems == []
    return rows


def test_areas_are_77_on_six_levels(areas):
    assert Counter(columns["level"] for columns in areas.values()) == {
        "city": 1,
        "district_group": 1,
        "district": 18,
        "county": 1,
        "association": 6,
        "municipality": 50,
    }


def test_area_keeps_population_with_its_date_and_its_source_in_german(areas):
    district = areas["KL-06"]
    assert (district["population"], district["population_as_of"]) == (5096, "vermutlich 2024")
    assert district["population_source"] == "Arbeit von Studierenden, Juni 2025. Keine amtliche Zahl"
    assert "Einwohner: repo vika279/gdv:src/assets/data/index_all.csv" in district["notes"]
    assert (areas["KL"]["population_as_of"], areas["KL"]["population_source"]) == (
        "2023-12-31",
        "Statistisches Landesamt, nach Wikipedia",
    )


def test_every_population_source_is_told_in_german(areas):
    sources = {columns["population_source"] for columns in areas.values() if columns["population"]}
    assert not [source for source in sources if "repo " in source or "page:" in source]


def test_area_without_a_date_has_no_population(areas):
    group = areas["KL-K"]
    assert (group["population"], group["population_as_of"]) == (None, "")


def test_area_lies_where_people_live(areas):
    """Betzenberg is mostly forest: the middle of its area is 3 km away from its houses."""
    assert (areas["KL-06"]["latitude"], areas["KL-06"]["longitude"]) == (49.433, 7.781)


def test_municipality_lies_in_its_middle_and_association_nowhere(areas):
    assert (areas["G-07335022"]["latitude"], areas["G-07335022"]["longitude"]) == (49.410247, 7.568755)
    assert (areas["LK-LA"]["latitude"], areas["LK-LA"]["longitude"]) == (None, None)


def test_area_has_all_names_and_postal_codes(areas):
    district = areas["KL-05"]
    assert (district["aliases"], district["postal_codes"]) == (
        ["Grübentälchen", "Gruebentaelchen", "Volkspark", "Eselsfürth", "Kalkofen"],
        ["67657"],
    )


def test_tiles_lie_as_the_districts_do(areas):
    """Every district further west stands in the same column or further left, every one further north in the
    same row or higher up; no two share a tile; the map is small."""
    tiles = [columns for columns in areas.values() if columns["tile_column"]]
    assert {columns["level"] for columns in tiles} == {"district"}
    by_longitude = sorted(tiles, key=lambda columns: columns["longitude"])
    by_latitude = sorted(tiles, key=lambda columns: -columns["latitude"])
    columns = [tile["tile_column"] for tile in by_longitude]
    rows = [tile["tile_row"] for tile in by_latitude]
    assert (columns, rows) == (sorted(columns), sorted(rows))
    assert len({(tile["tile_column"], tile["tile_row"]) for tile in tiles}) == len(tiles) == 18
    assert (max(columns), max(rows)) == (6, 7)


def test_a_wrong_line_is_named(tmp_path):
    (tmp_path / "tiles.csv").write_text("code,column,row\n")
    (tmp_path / "population_sources.csv").write_text("source,words,date_words\n")
    line = "KL,dorf,,,,Lautern,Lautern,lautern,,,,,,,,,,,,,,\n"
    (tmp_path / "areas.csv").write_text(HEADER + line)
    problems = []
    assert read_areas(tmp_path, problems) == []
    known = "„kreisfreie_stadt“, „zusammenfassung“, „ortsbezirk“, „landkreis“, „verbandsgemeinde“, „ortsgemeinde“"
    sentence = f"In der Spalte level steht „dorf“. Schreiben Sie eines von: {known}."
    assert problems == [Problem("areas.csv", 2, sentence)]
