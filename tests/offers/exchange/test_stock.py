import pytest

from offers.exchange.stock import Link, Row, Table, store
from offers.exchange.tables import Line
from offers.models import Area, Provider, Topic, TopicWord
from tests.factories import make_area, make_provider, make_topic_group

pytestmark = pytest.mark.django_db
LINE = Line("table.csv", 2, {})
AREAS = Table(Area, "code", ("level", "parent__code", "slug", "name", "short_name"))
PROVIDERS = Table(
    Provider,
    "code",
    ("name", "kind"),
    {"areas": Link(Provider.areas.through, "provider", ("area__code",))},
)
TOPICS = Table(
    Topic,
    "code",
    ("name", "plain_name", "slug", "position", "group__code"),
    {"words": Link(TopicWord, "topic", ("word",))},
)


def area(key: str, **columns) -> Row:
    valid = {"level": "city", "parent__code": None, "slug": key.lower(), "name": key, "short_name": key}
    return Row(key, LINE, valid | columns)


def provider(key: str, *, areas=(), slug="tafel", **columns) -> Row:
    valid = {"name": "Tafel", "kind": "verein"}
    return Row(key, LINE, valid | columns, {"areas": [(code,) for code in areas]}, slug=slug)


def topic(*words: str) -> Row:
    columns = {"name": "Rat", "plain_name": "Rat", "slug": "rat", "position": 1, "group__code": "F01"}
    return Row("T0101", LINE, columns, {"words": [(word,) for word in words]})


def fates(tally) -> dict[str, list[str]]:
    return {fate: getattr(tally, fate) for fate in ("created", "updated", "unchanged", "kept")}


def test_store_creates_rows_and_then_finds_them_unchanged():
    rows = [area("KL-01", parent__code="KL", level="district"), area("KL")]
    assert fates(store(AREAS, rows)) == {"created": ["KL-01", "KL"], "updated": [], "unchanged": [], "kept": []}
    assert list(Area.objects.by_name().values_list("code", "parent__code")) == [("KL", None), ("KL-01", "KL")]
    assert fates(store(AREAS, rows)) == {"created": [], "updated": [], "unchanged": ["KL-01", "KL"], "kept": []}


def test_store_updates_what_the_table_changed():
    store(AREAS, [area("KL"), area("LK")])
    tally = store(AREAS, [area("KL", name="Lautern"), area("LK")])
    assert fates(tally) == {"created": [], "updated": ["KL"], "unchanged": ["LK"], "kept": []}
    assert list(Area.objects.by_name().values_list("code", "name")) == [("KL", "Lautern"), ("LK", "LK")]


def test_store_keeps_what_people_changed():
    store(AREAS, [area("KL")])
    Area.objects.update(name="Von Hand")
    tally = store(AREAS, [area("KL", name="Lautern")])
    assert fates(tally) == {"created": [], "updated": [], "unchanged": [], "kept": ["KL"]}
    assert Area.objects.get().name == "Von Hand"
    assert store(AREAS, [area("KL")]).kept == ["KL"]


def test_store_keeps_what_people_made_under_the_same_key():
    make_area(code="KL", name="Von Hand")
    assert store(AREAS, [area("KL")]).kept == ["KL"]
    assert Area.objects.get().name == "Von Hand"


def test_store_looks_after_a_row_again_once_table_and_people_agree():
    store(AREAS, [area("KL")])
    Area.objects.update(name="Lautern")
    assert store(AREAS, [area("KL", name="Lautern")]).unchanged == ["KL"]
    assert store(AREAS, [area("KL")]).updated == ["KL"]


def test_store_writes_the_rows_that_belong_to_a_row():
    make_topic_group(code="F01")
    store(TOPICS, [topic("rat", "hilfe")])
    assert store(TOPICS, [topic("hilfe", "rat")]).unchanged == ["T0101"]
    assert store(TOPICS, [topic("rat", "auskunft")]).updated == ["T0101"]
    assert sorted(TopicWord.objects.values_list("word", flat=True)) == ["auskunft", "rat"]


def test_store_keeps_a_row_when_people_changed_what_belongs_to_it():
    make_topic_group(code="F01")
    store(TOPICS, [topic("rat")])
    TopicWord.objects.create(topic=Topic.objects.get(), word="von hand")
    assert store(TOPICS, [topic("rat", "auskunft")]).kept == ["T0101"]
    assert sorted(TopicWord.objects.values_list("word", flat=True)) == ["rat", "von hand"]


def test_store_leaves_other_rows_and_what_belongs_to_them_alone():
    areas = [make_area(code="KL"), make_area(code="LK")]
    other = make_provider(name="Andere", areas=areas)
    store(PROVIDERS, [provider("P1", areas=["KL"])])
    store(PROVIDERS, [provider("P1", areas=["LK"])])
    found = {row.name: [area.code for area in row.areas.by_name()] for row in Provider.objects.all()}
    assert found == {"Andere": [area.code for area in other.areas.by_name()], "Tafel": ["LK"]}


def test_store_gives_every_row_an_address_of_its_own_and_never_changes_it():
    make_provider(name="Tafel")
    store(PROVIDERS, [provider("P1"), provider("P2")])
    store(PROVIDERS, [provider("P1", slug="neu", name="Neue Tafel")])
    assert sorted(Provider.objects.values_list("slug", "name")) == [
        ("tafel", "Tafel"),
        ("tafel-2", "Neue Tafel"),
        ("tafel-3", "Tafel"),
    ]
