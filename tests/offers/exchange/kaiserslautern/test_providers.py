from datetime import date

import pytest

from offers.exchange.kaiserslautern.providers import phone_numbers, read_emergency_numbers, read_providers
from offers.exchange.kaiserslautern.sources import certainty_in_german, date_in_german, source_in_german
from offers.management.commands.load_kaiserslautern import FOLDER


@pytest.fixture(scope="module")
def providers():
    problems = []
    rows = {row.key: row for row in read_providers(FOLDER, problems)}
    assert problems == []
    return rows


def test_providers_are_69_and_six_have_a_telephone(providers):
    assert len(providers) == 69
    reachable = {key for key, row in providers.items() if any(way[0] == "phone" for way in row.links["contacts"])}
    assert reachable == {"P002", "P008", "P018", "P036", "P037", "P050"}


def test_provider_keeps_what_the_table_says(providers):
    provider = providers["P036"]
    assert provider.columns == {
        "name": "Stadt Kaiserslautern, Stabsstelle Bildung und Ehrenamt (Ehrenamtskoordination)",
        "short_name": "Ehrenamtskoordination",
        "kind": "kommunal_stadt",
        "sponsor": "Stadt Kaiserslautern",
        "role": "Beratung zum Ehrenamt; Sprechzeiten Di 9-11, Do 16-18 Uhr (2022)",
        "street": "Rathaus Nord, Benzinoring 1",
        "postal_code": "67657",
        "town": "Kaiserslautern",
        "is_planned": False,
        "source": "rheinpfalz.de arid,5416022; pfalzdigital.de p=56407",
        "source_date": "2022-2025",
        "certainty": "hoch",
        "history_note": "Nachfolgerin der Freiwilligen Agentur Kaiserslautern (2001-2022)",
    }
    assert provider.links == {
        "areas": [("KL-04",)],
        "contacts": [("phone", "+496313654471", "", 1), ("email", "ehrenamt@kaiserslautern.de", "", 2)],
        "successions": [],
    }
    assert provider.slug == "ehrenamtskoordination"


def test_provider_has_a_web_address_that_can_be_opened(providers):
    assert providers["P008"].links["contacts"] == [
        ("phone", "+4963131090738", "", 1),
        ("web", "https://stadtteilbuero-kl.de", "", 2),
    ]


def test_provider_has_no_address_that_nobody_vouches_for(providers):
    columns = providers["P015"].columns
    assert (columns["street"], columns["certainty"]) == (
        "",
        "hoch (Anschrift gering); nicht übernommen: Pirmasenser Straße 82 (own knowledge, low)",
    )


def test_provider_has_no_sponsor_where_none_was_found(providers):
    assert [providers[key].columns["sponsor"] for key in ("P010", "P046")] == ["", ""]


def test_the_common_jobcenter_is_planned_and_follows_two(providers):
    assert [key for key, row in providers.items() if row.columns["is_planned"]] == ["P064"]
    source = "Pressemitteilung zur Jobcenter-Fusion, 25.06.2025 (Grundsatzbeschluss 23.06.2025)"
    merger = ("P064", "merger", "planned", date(2027, 1, 1), source)
    assert [providers[key].links["successions"] for key in ("P062", "P063")] == [[merger], [merger]]


def test_the_meals_were_taken_over_on_a_day_that_nobody_knows(providers):
    source = "drk-kl.de (Essen auf Rädern, Übergabe 2011, ohne Tag)"
    assert providers["P071"].links["successions"] == [("P016", "takeover", "done", None, source)]


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("", []),
        ("0631 365-4267 / -4268", [("+496313654267", ""), ("+496313654268", "")]),
        ("0631 365-4408 (Stand 2019)", [("+496313654408", "Stand 2019")]),
        ("0631 31057450 (2016)", [("+4963131057450", "Stand 2016")]),
    ],
)
def test_phone_numbers_reads_what_the_table_has(cell, numbers):
    assert phone_numbers(cell) == numbers


def test_phone_numbers_refuses_half_a_number():
    sentence = "„3654267“ ist keine ganze Telefonnummer. Tragen Sie sie mit Vorwahl ein, zum Beispiel 0631 3650."
    with pytest.raises(ValueError, match=sentence):
        phone_numbers("3654267")


def test_emergency_numbers_stand_in_their_order():
    problems = []
    rows = read_emergency_numbers(FOLDER, problems)
    assert problems == []
    assert [(row.key, row.columns["position"]) for row in rows] == [
        ("112", 1),
        ("110", 2),
        ("116117", 3),
        ("0800 1110111", 4),
        ("0800 4708090", 5),
        ("116016", 6),
        ("116116", 7),
    ]
    assert rows[3].columns == {
        "name": "TelefonSeelsorge",
        "when": "Sorgen, Krise, Gedanken an Selbsttötung",
        "hours": "rund um die Uhr, kostenlos",
        "position": 4,
        "source": "general knowledge, 2026; the city confirms before opening",
    }


def test_sources_are_in_german():
    assert source_in_german("page: swr.de; page nachrichten-kl.de") == "swr.de; nachrichten-kl.de"
    assert source_in_german("own general knowledge") == "allgemein bekannt, nicht belegt"
    assert [date_in_german(text) for text in ("undated", "ca. 2016", "2022-11")] == [
        "ohne Datum",
        "etwa 2016",
        "2022-11",
    ]


def test_certainty_is_in_german():
    told = ("medium", "high (address medium)", "high (places dated)", "high (number dated)", "medium (address old)")
    assert [certainty_in_german(text) for text in (*told, "high (operator unknown)", "low: Musterstadt")] == [
        "mittel",
        "hoch (Anschrift mittel)",
        "hoch (Orte veraltet)",
        "hoch (Nummer veraltet)",
        "mittel (Anschrift alt)",
        "hoch (Träger unbekannt)",
        "gering: Musterstadt",
    ]
