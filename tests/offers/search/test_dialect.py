"""Spelling rules that lead from Palatine to standard German."""

import pytest

from offers.search.dialect import standard_forms, without_sh


@pytest.mark.parametrize(
    ("dialect", "standard", "rules"),
    [
        ("knoche", "knochen", 1),
        ("gaade", "gade", 1),
        ("deier", "teier", 1),
        ("mudder", "mutter", 1),
        ("leit", "leut", 1),
        ("heem", "heim", 1),
        ("owend", "obend", 1),
        ("nochbere", "nochberen", 1),
        ("finne", "finde", 1),
        ("lewe", "leben", 2),
        ("bsuch", "besuch", 1),
    ],
)
def test_standard_forms_come_by_rules(dialect, standard, rules):
    found = dict(standard_forms(dialect))
    assert found.get(standard) == rules


def test_standard_forms_name_one_rule_before_two():
    used = [rules for _form, rules in standard_forms("lewe")]
    assert used == sorted(used)
    assert set(used) == {1, 2}


@pytest.mark.parametrize(
    ("dialect", "spelt"), [("schdurz", "sturz"), ("dienscht", "dienst"), ("schbiele", "spiele"), ("tisch", "tisch")]
)
def test_sh_before_a_stop_is_written_s(dialect, spelt):
    assert without_sh(dialect) == spelt
