"""Facts of an offer in plain words."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from offers.models import CostKind, Offer, Provider
from offers.templatetags.offers_boxes import source_day
from offers.words import address_words, cost_words, how_words, is_confirmed, validity_words, verified_words
from tests.factories import TODAY


@pytest.mark.parametrize(
    ("days", "confirmed", "words"),
    [
        (0, True, "Geprüft am 23. November 2026."),
        (183, True, "Geprüft am 24. Mai 2026."),
        (184, True, "Wir haben das seit 6 Monaten nicht geprüft."),
        (365, True, "Wir haben das seit 12 Monaten nicht geprüft."),
        (366, False, "Wir haben das seit 12 Monaten nicht geprüft."),
        (None, False, "Noch nicht geprüft."),
    ],
)
def test_freshness_is_said_and_counts_for_a_year(days, confirmed, words):
    verified_on = None if days is None else TODAY - timedelta(days=days)
    assert is_confirmed(verified_on, today=TODAY) is confirmed
    assert verified_words(verified_on, today=TODAY, can_call=False) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (183, "Geprüft am 24. Mai 2026."),
        (184, "Wir haben das seit 6 Monaten nicht geprüft. Rufen Sie vorher an."),
        (None, "Noch nicht geprüft. Rufen Sie vorher an."),
    ],
)
def test_where_there_is_a_number_the_unchecked_says_to_call_first(days, words):
    verified_on = None if days is None else TODAY - timedelta(days=days)
    assert verified_words(verified_on, today=TODAY, can_call=True) == words


def test_nobody_checked_means_no_way_of_checking():
    assert how_words("") == ""


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ""),
        ({"valid_from": TODAY, "valid_until": TODAY}, ""),
        ({"valid_until": TODAY - timedelta(days=1)}, "Dieses Angebot ist zu Ende. Es ging bis 22. November 2026."),
        ({"valid_from": date(2027, 1, 1)}, "Dieses Angebot beginnt am 1. Januar 2027."),
    ],
)
def test_validity_is_said_where_it_matters_today(fields, words):
    assert validity_words(Offer(**fields), today=TODAY) == words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "nicht bekannt"),
        ({"cost_kinds": [CostKind.FREE]}, "kostenlos"),
        ({"cost_kinds": [CostKind.FIXED, CostKind.CARE_FUND]}, "kostet Geld, die Pflegekasse zahlt mit"),
        ({"cost_kinds": [CostKind.FIXED], "cost_amount": Decimal("5.00")}, "kostet Geld: 5 Euro"),
        ({"cost_text": "je Essen", "cost_amount": Decimal("7.50")}, "je Essen: 7,50 Euro"),
        ({"cost_amount": Decimal(1000)}, "1000 Euro"),
    ],
)
def test_cost_is_said_in_words(fields, words):
    assert cost_words(Offer(**fields)) == words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ""),
        ({"street": "Königstraße 93"}, "Königstraße 93"),
        ({"town": "Kaiserslautern"}, "Kaiserslautern"),
        (
            {"street": "Königstraße 93", "postal_code": "67655", "town": "Kaiserslautern"},
            "Königstraße 93, 67655 Kaiserslautern",
        ),
    ],
)
def test_address_is_one_line(fields, words):
    assert address_words(Provider(**fields)) == words


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("2023-12-31", "31. Dezember 2023"),
        ("2026-03", "März 2026"),
        ("2026-13", "2026-13"),
        ("2024", "2024"),
        ("etwa 2016", "etwa 2016"),
    ],
)
def test_day_of_a_source_is_said_as_exactly_as_it_is_known(given, said):
    assert source_day(given) == said
