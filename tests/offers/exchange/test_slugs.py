import pytest

from offers.exchange.slugs import free_slug, slug_for


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Bännjerrück/Karl-Pfaff-Siedlung", "baennjerrueck-karl-pfaff-siedlung"),
        ("Öffentliche Straße & Äcker", "oeffentliche-strasse-aecker"),
        ("alt – arm – allein", "alt-arm-allein"),
        ("a" * 99 + " und mehr", "a" * 99),
    ],
)
def test_slug_for_writes_german_letters_out(name, slug):
    assert slug_for(name) == slug


def test_free_slug_counts_on_and_takes_what_it_gives():
    taken = {"treff"}
    assert [free_slug("treff", taken), free_slug("treff", taken), free_slug("kurs", taken)] == [
        "treff-2",
        "treff-3",
        "kurs",
    ]
