from offers.exchange.checking import check
from offers.exchange.stock import Link, Row, Table
from offers.exchange.tables import Line
from offers.models import Area, Topic, TopicGroup, TopicWord

AREAS = Table(Area, "code", ("level", "parent__code", "slug", "name", "short_name"))
TOPICS = Table(Topic, "code", ("group__code",), {"words": Link(TopicWord, "topic", ("word",))})


def row(number: int, key: str, *, words=(), **columns) -> Row:
    return Row(key, Line("table.csv", number, {}), columns, {"words": [(word,) for word in words]})


def area(number: int, key: str, **columns) -> Row:
    valid = {"level": "city", "parent__code": None, "slug": key.lower(), "name": key, "short_name": key}
    return row(number, key, **valid | columns)


def sentences(*tables) -> list[str]:
    return [str(problem) for problem in check(list(tables))]


def test_check_finds_nothing_wrong_with_rows_that_fit():
    assert sentences((AREAS, [area(2, "KL"), area(3, "KL-01", parent__code="KL", level="district")])) == []


def test_check_finds_keys_and_addresses_that_stand_twice():
    rows = [area(2, "KL"), area(3, "KL", slug="lautern"), area(4, "LK", slug="kl")]
    assert sentences((AREAS, rows)) == [
        "table.csv, Zeile 3: „KL“ steht schon in Zeile 2. Jede Kennung und jede Adresse gibt es einmal.",
        "table.csv, Zeile 4: „kl“ steht schon in Zeile 2. Jede Kennung und jede Adresse gibt es einmal.",
    ]


def test_check_finds_references_to_nothing():
    assert sentences((AREAS, [area(2, "KL", parent__code="DE")])) == [
        "table.csv, Zeile 2: „DE“ fehlt in der Tabelle Gebiete. Tragen Sie es dort ein oder berichtigen Sie es hier."
    ]


def test_check_finds_values_that_do_not_fit():
    assert sentences((AREAS, [area(2, "KL", level="dorf", short_name="x" * 61)])) == [
        "table.csv, Zeile 2: Ebene: Wert 'dorf' ist keine gültige Option.",
        "table.csv, Zeile 2: kurzer Name: "
        "Bitte sicherstellen, dass der Wert aus höchstens 60 Zeichen besteht. (Er besteht aus 61 Zeichen.)",
    ]


def test_check_looks_into_the_rows_that_belong_to_a_row():
    groups = (Table(TopicGroup, "code", ()), [row(2, "F01")])
    topics = (TOPICS, [row(3, "T0101", group__code="F01", words=["rat", ""])])
    assert sentences(groups, topics) == ["table.csv, Zeile 3: Wort: Dieses Feld darf nicht leer sein."]


def test_check_finds_references_to_nothing_in_the_rows_that_belong_to_a_row():
    topics = Table(Topic, "code", (), {"offers": Link(Topic.offers.through, "topic", ("offer__code",))})
    rows = [Row("T0101", Line("table.csv", 3, {}), {}, {"offers": [("O999",)]})]
    assert sentences((topics, rows)) == [
        "table.csv, Zeile 3: „O999“ fehlt in der Tabelle Angebote. Tragen Sie es dort ein oder berichtigen Sie es hier."
    ]
