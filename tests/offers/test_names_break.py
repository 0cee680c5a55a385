"""Long names may break in narrow tiles, at places where a person would break them."""

import pytest

from offers.templatetags.offers_boxes import address_breaks, breakable

HYPHEN, STROKE = "\N{SOFT HYPHEN}", "/\N{ZERO WIDTH SPACE}"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Betzenberg", "Betzenberg"),
        ("Kaiserslautern-West", f"Kaisers{HYPHEN}lautern-West"),
        ("Grübentälchen/Volkspark", f"Grüben{HYPHEN}tälchen{STROKE}Volkspark"),
        ("Erzhütten/Wiesenthalerhof", f"Erzhütten{STROKE}Wiesen{HYPHEN}thalerhof"),
        ("Bännjerrück/Karl-Pfaff-Siedlung", f"Bännjer{HYPHEN}rück{STROKE}Karl-Pfaff-Siedlung"),
    ],
)
def test_long_names_break_between_their_parts(name, parts):
    assert breakable(name) == parts


def test_address_breaks_between_its_parts_and_not_in_a_number():
    assert address_breaks("http://a.de/merkzettel/?a=1042,1<") == (
        "http:/<wbr>/<wbr>a.de/<wbr>merkzettel/<wbr>?a=1042,<wbr>1&lt;"
    )
