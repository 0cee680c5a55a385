import csv
from datetime import time

import pytest

from offers.exchange.kaiserslautern.catalogue import read_catalogue
from offers.exchange.kaiserslautern.offers import Knowledge, modes_of, opening_times
from offers.exchange.kaiserslautern.places import place_note, places_of, read_places
from offers.exchange.tables import Line, Problem
from offers.management.commands.load_kaiserslautern import FOLDER
from offers.models import Offer, Place


@pytest.fixture(scope="module")
def catalogue():
    tables, problems = read_catalogue(FOLDER)
    assert problems == []
    return {table.model: {row.key: row for row in rows} for table, rows in tables}


@pytest.fixture(scope="module")
def offers(catalogue):
    return catalogue[Offer]


def texts(column: str) -> set[str]:
    with (FOLDER / "offers.csv").open() as file:
        return {line[column] for line in csv.DictReader(file)}


def known(table: str) -> set[str]:
    with (FOLDER / table).open() as file:
        return {line["text"] for line in csv.DictReader(file)}


def line(**cells) -> Line:
    return Line("offers.csv", 2, {"place": "", "place_district": "", "topic_codes": "", **cells})


def book(*rows: tuple[str, str, str, str]):
    return {
        (text, district): line(text=text, district=district, code=code, note=note)
        for text, district, code, note in rows
    }


def test_offers_are_69_and_nobody_has_verified_them(offers):
    assert (len(offers), {row.columns["verified_on"] for row in offers.values()}) == (69, {None})


def test_offer_keeps_what_the_table_says(offers):
    offer = offers["O055"]
    assert offer.columns == {
        "title": "Bürgersprechstunde Vorsorgevollmacht und rechtliche Betreuung",
        "summary": "Die Betreuungsbehörde berät zu Vollmacht und rechtlicher Betreuung, für alle.",
        "audience": "alle",
        "modes": ["vor-ort"],
        "place_note": "20. Obergeschoss, Sitzungszimmer",
        "schedule_text": "1. Mittwoch im Monat, 10-12 Uhr, ab 1.4.2026",
        "cost_kinds": ["frei"],
        "cost_text": "kostenlos",
        "registration": "needed",
        "source": "rheinpfalz.de arid,5869882",
        "source_date": "2026-03",
        "certainty": "hoch",
        "internal_note": "",
        "verified_on": None,
    }
    assert {**offer.links, "opening_times": None} == {
        "providers": [("P037", 1)],
        "topics": [("T1106", 1), ("T1107", 2)],
        "places": [("rathaus",)],
        "service_areas": [],
        "target_groups": [],
        "opening_times": None,
    }


def test_service_areas_are_only_those_that_the_source_names(offers):
    """47 of 69 offers don't say whom they serve; where they are isn't taken for it."""
    served = {key: [code for (code,) in row.links["service_areas"]] for key, row in offers.items()}
    assert sum(not areas for areas in served.values()) == 47
    assert (served["O001"], served["O049"], served["O065"]) == ([], ["KL", "LK"], ["LK-LA", "LK-RM", "LK-BM", "LK-WE"])


def test_offer_in_several_districts_has_several_places(offers, catalogue):
    codes = [code for (code,) in offers["O032"].links["places"]]
    assert [(code, catalogue[Place][code].columns["area__code"]) for code in codes] == [
        ("stadtteilbuero-innenstadt-west", "KL-03"),
        ("stadtteilbuero-gruebentaelchen", "KL-05"),
        ("stadtteilbuero-baennjerrueck", "KL-08"),
    ]


def test_place_without_a_district_stays_a_note(offers):
    place = offers["O051"]
    assert (place.columns["place_note"], place.links["places"], place.columns["modes"]) == (
        "Hertelsbrunnenring 22",
        [],
        ["vor-ort"],
    )


def test_every_district_of_an_offer_has_a_meeting_point(offers, catalogue):
    """A meeting point lies in the district that the table names for the offer."""
    with (FOLDER / "offers.csv").open() as file:
        districts = {line["id"]: line["place_district"] for line in csv.DictReader(file)}
    places = catalogue[Place]
    found = {
        key: "|".join(places[code].columns["area__code"] for (code,) in row.links["places"])
        for key, row in offers.items()
    }
    assert found == districts


def test_modes_come_from_the_place_or_the_main_topic_or_nowhere(offers):
    modes = {key: row.columns["modes"] for key, row in offers.items()}
    assert [key for key, value in modes.items() if value == ["zuhause"]] == ["O034", "O036", "O049", "O050", "O065"]
    assert [key for key, value in modes.items() if not value] == [
        "O031",
        "O058",
        "O059",
        "O060",
        "O066",
        "O068",
        "O069",
    ]


def test_consultation_hour_of_the_district_nurse_is_no_visit_at_home(offers):
    assert [offers[key].columns["modes"] for key in ("O002", "O065")] == [["vor-ort"], ["zuhause"]]


def test_offers_of_the_same_name_have_addresses_that_name_the_place(offers):
    assert [offers[key].slug for key in ("O002", "O013", "O017")] == [
        "sprechstunde-der-gemeindeschwester-plus-stadtteilbuero-innenstadt-west",
        "sprechstunde-der-gemeindeschwester-plus-stadtteilbuero-gruebentaelchen",
        "sprechstunde-der-gemeindeschwester-plus-stadtteilbuero-slevfisch",
    ]
    assert len({row.slug for row in offers.values()}) == 69


def test_the_jobcenters_tell_staff_what_is_planned(offers):
    notes = {key: row.columns["internal_note"] for key, row in offers.items() if row.columns["internal_note"]}
    assert notes == {"O032": "nur 2021 belegt", "O068": "ab 1.1.2027 P064", "O069": "ab 1.1.2027 P064"}


def test_schedules_are_read_only_where_nothing_has_to_be_guessed(offers):
    read = [key for key, row in offers.items() if row.links["opening_times"]]
    assert read == [
        *["O002", "O003", "O004", "O006", "O011", "O013", "O014", "O028"],
        *["O050", "O052", "O055", "O061", "O067"],
    ]
    assert offers["O003"].links["opening_times"] == [
        ("monthly", 1, (2,), (1,), time(9), time(10, 30), None, None, False, False, 1)
    ]
    assert offers["O003"].columns["schedule_text"] == "1. Mittwoch im Monat, 9-10.30 Uhr"


@pytest.mark.parametrize("schedule", ["", "montags", "rund um die Uhr nach Absprache"])
def test_schedule_that_names_no_time_stays_text(schedule):
    assert opening_times(schedule) == []


def test_every_offer_says_in_a_sentence_what_it_is(offers):
    assert [key for key, row in offers.items() if not row.columns["summary"]] == []


def test_texts_without_a_facet_are_those_that_name_nobody_in_particular():
    assert texts("target_group") - known("audiences.csv") == {
        "",
        "alle",
        "alle im Quartier",
        "ab 60",
        "ältere Menschen",
        "ältere Menschen ohne eigenes Gerät",
        "Hinterbliebene nach Begleitung",
        "VdK-Mitglieder",
        "Tagesgäste",
        "Menschen vor dem Rentenalter",
    }


def test_every_text_about_costs_is_known():
    assert texts("cost") - known("costs.csv") == {""}


def test_modes_of_an_unknown_topic_are_unknown():
    nothing = Knowledge(places={}, audiences={}, costs={}, modes={"T1": ["zuhause"]}, summaries={})
    assert modes_of(line(topic_codes="T2;T1"), nothing) == []
    assert modes_of(line(topic_codes=""), nothing) == []


def test_places_of_wants_every_meeting_point_to_be_known():
    places = book(("Rathaus", "KL-04", "rathaus", ""))
    assert places_of(line(place="Rathaus", place_district="KL-04"), places) == ["rathaus"]
    sentence = "„Rathaus“ in KL-05 fehlt in places.csv. Tragen Sie den Treffpunkt dort ein."
    with pytest.raises(ValueError, match=sentence):
        places_of(line(place="Rathaus", place_district="KL-04|KL-05"), places)


def test_place_note_is_a_room_or_the_text_itself():
    places = book(("Rathaus, Foyer", "KL-04", "rathaus", "Foyer"), ("Märkte", "", "", "auf Märkten"))
    assert place_note(line(place="Rathaus, Foyer", place_district="KL-04"), places) == "Foyer"
    assert place_note(line(place="Märkte"), places) == "auf Märkten"
    assert place_note(line(place="elf Initiativen"), places) == "elf Initiativen"


def test_a_meeting_point_that_stands_in_several_lines_is_one(tmp_path):
    (tmp_path / "places.csv").write_text(
        "text,district,code,note,name,street,postal_code,town,source\n"
        "Rathaus,KL-04,rathaus,,Rathaus,Platz 1,67657,KL,x\n"
        "Foyer,KL-04,rathaus,Foyer,Rathaus,Platz 1,67657,KL,x\n"
        "Saal,KL-04,rathaus,Saal,Rathaus,Platz 2,67657,KL,x\n"
    )
    problems = []
    rows, places = read_places(tmp_path, problems)
    assert [(row.key, row.columns["street"]) for row in rows] == [("rathaus", "Platz 1")]
    assert len(places) == 3
    sentence = "„rathaus“ steht in Zeile 2 mit anderen Angaben. Schreiben Sie beide Zeilen gleich."
    assert problems == [Problem("places.csv", 4, sentence)]
