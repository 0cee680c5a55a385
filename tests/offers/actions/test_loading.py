"""The whole load, into a database."""

import csv
import shutil
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from offers.actions.loading import TablesHaveProblems, load_catalogue
from offers.actions.publishing import take_back, verify
from offers.management.commands.load_kaiserslautern import FOLDER
from offers.models import (
    Area,
    Contact,
    EmergencyNumber,
    Listing,
    Neighbour,
    Offer,
    OfferVersion,
    Place,
    Provider,
    Status,
    Succession,
    TargetGroup,
    Topic,
    TopicGroup,
    TopicWord,
)
from tests.factories import NOW, make_contact, make_user

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
# For two offers as for 69, when nothing has changed.
QUERIES_AGAIN = 43


# A part of the real tables that holds together: one offer in Innenstadt-West, one of its neighbour's in the Rathaus.
KEPT = {
    "areas.csv": {"KL", "KL-K", "KL-01", "KL-03", "KL-04", "KL-05"},
    "providers.csv": {"P001", "P002", "P008", "P009"},
    "offers.csv": {"O001", "O028"},
    "successions.csv": set(),
}


@pytest.fixture
def tables(tmp_path):
    """Copies of the tables, few lines each, that a test may change."""
    folder = shutil.copytree(FOLDER, tmp_path / "tables")
    for name, keys in KEPT.items():
        rewrite(folder / name, [line for line in read(folder / name) if next(iter(line.values())) in keys])
    known = {*KEPT["areas.csv"], ""}
    rewrite(folder / "places.csv", [line for line in read(folder / "places.csv") if line["district"] in known])
    return folder


def read(table) -> list[dict]:
    with table.open() as file:
        return list(csv.DictReader(file))


def rewrite(table, lines: list[dict]) -> None:
    with table.open("w") as file:
        writer = csv.DictWriter(file, read(FOLDER / table.name)[0])
        writer.writeheader()
        writer.writerows(lines)


def change(table, key: str, **cells) -> None:
    """Write other cells into the line that starts with this key."""
    lines = read(table)
    for line in lines:
        if next(iter(line.values())) == key:
            line.update(cells)
    rewrite(table, lines)


def load(folder=FOLDER, *, publish=False, now=NOW):
    return load_catalogue(folder=folder, publish=publish, now=now)


def everything() -> dict[str, list]:
    models = (Area, TopicGroup, Topic, TopicWord, Place, Provider, Contact, Succession, Offer, EmergencyNumber)
    found = {model.__name__: list(model.objects.order_by("pk").values()) for model in models}
    return {**found, "Listing": list(Listing.objects.order_by("pk").values("offer", "card"))}


def test_load_brings_in_the_whole_catalogue():
    """The counts of the order; 47 offers don't say whom they serve, and where they are isn't taken for it."""
    load()
    models = (Area, TopicGroup, Topic, TargetGroup, Provider, Offer, EmergencyNumber, Succession)
    assert [model.objects.count() for model in models] == [77, 12, 82, 9, 69, 69, 7, 3]
    assert Area.objects.exclude(parent=None).count() == 75
    assert TopicWord.objects.count() == 707
    assert Offer.objects.filter(service_areas=None).count() == 47
    assert Offer.service_areas.through.objects.count() == 29
    assert sorted(Provider.objects.difference(Provider.objects.public()).values_list("code", flat=True)) == ["P064"]
    numbers = [offer.number for offer in Offer.objects.order_by("code")]
    assert numbers == list(range(numbers[0], numbers[0] + 69))


def test_load_leaves_drafts_that_nobody_has_verified():
    load()
    assert Offer.objects.drafts().never_verified().count() == 69
    assert Listing.objects.count() == 0


def test_load_publishes_everything_unverified_when_asked():
    """Twelve of the offers have a telephone, their provider's; the others are published all the same."""
    report = load(publish=True)
    assert report.published == 69
    assert Offer.objects.published().never_verified().count() == 69
    assert Listing.objects.count() == 69
    assert OfferVersion.objects.filter(snapshot__status="published").count() == 69
    without_phone = Offer.objects.without_phone().values("pk")
    reachable = Offer.objects.exclude(pk__in=without_phone).order_by("code").values_list("code", flat=True)
    assert list(reachable) == [
        *["O001", "O004", "O005", "O012", "O025", "O026"],
        *["O027", "O028", "O044", "O045", "O055", "O061"],
    ]


def test_the_same_tables_change_nothing(django_assert_num_queries):
    load(publish=True)
    before = everything()
    with django_assert_num_queries(QUERIES_AGAIN):
        report = load(publish=True, now=LATER)
    assert str(report) == (
        "Gebiete: 0 neu, 0 geändert, 77 unverändert\n"
        "Lebensbereiche: 0 neu, 0 geändert, 12 unverändert\n"
        "Themen: 0 neu, 0 geändert, 82 unverändert\n"
        "Zielgruppen: 0 neu, 0 geändert, 9 unverändert\n"
        "Treffpunkte: 0 neu, 0 geändert, 25 unverändert\n"
        "Anbieter: 0 neu, 0 geändert, 69 unverändert\n"
        "Angebote: 0 neu, 0 geändert, 69 unverändert\n"
        "Notfallnummern: 0 neu, 0 geändert, 7 unverändert\n"
        "0 Angebote veröffentlicht"
    )
    assert everything() == before
    assert OfferVersion.objects.count() == 69


def test_a_changed_line_updates_its_row_and_its_listing(tables):
    load(tables, publish=True)
    change(tables / "offers.csv", "O001", title="Stadtteilbüro", cost="gegen Entgelt", provider_id="P009")
    report = load(tables, now=LATER)
    assert [(tally.created, tally.updated) for tally in report.tallies if tally.updated] == [([], ["O001"])]
    offer = Offer.objects.get(code="O001")
    assert (offer.title, offer.cost_kinds, offer.changed_at) == ("Stadtteilbüro", ["fester-preis"], LATER)
    assert offer.slug == "offenes-stadtteilbuero-mit-tauschbox-und-buecherecke"
    assert [provider.code for provider in offer.providers.all()] == ["P009"]
    assert offer.listing.card["title"] == "Stadtteilbüro"
    assert list(offer.versions.order_by("number").values_list("number", "event", "role", "by")) == [
        (1, "aus den Tabellen übernommen", "Import", None),
        (2, "aus den Tabellen übernommen", "Import", None),
    ]


def test_a_changed_provider_shows_in_the_listings_of_its_offers(tables):
    load(tables, publish=True)
    change(tables / "providers.csv", "P008", short_name="Stadtteilbüro West")
    load(tables, now=LATER)
    assert Offer.objects.get(code="O001").listing.card["providers"] == ["Stadtteilbüro West"]


def test_what_people_edited_is_left_alone(tables):
    load(tables)
    provider = Provider.objects.get(code="P001")
    make_contact(provider=provider, value="+496315550123")
    change(tables / "providers.csv", "P001", short_name="Soziales", phone="0631 3650")
    report = load(tables, now=LATER)
    assert "Anbieter P001: von Hand geändert, nicht überschrieben" in str(report).splitlines()
    provider.refresh_from_db()
    phones = provider.contacts.filter(kind="phone").values_list("value", flat=True)
    assert (provider.short_name, list(phones)) == ("Referat Soziales", ["+496315550123"])


def test_what_people_verified_is_left_alone(tables):
    load(tables, publish=True)
    verify(Offer.objects.get(code="O001"), how="telephone", by=make_user(), role="Redaktion", now=NOW)
    change(tables / "offers.csv", "O001", schedule="nie")
    report = load(tables, now=LATER)
    assert "Angebot O001: von Hand geändert, nicht überschrieben" in str(report).splitlines()
    assert Offer.objects.get(code="O001").schedule_text.startswith("Mo-Fr 10-12")


def test_drafts_can_be_published_later(tables):
    load(tables)
    assert load(tables, publish=True, now=LATER).published == 2
    assert Listing.objects.count() == 2


def test_what_people_took_back_is_not_published_again(tables):
    load(tables, publish=True)
    take_back(Offer.objects.get(code="O001"), by=None, role="Redaktion", now=NOW)
    assert load(tables, publish=True, now=LATER).published == 0
    assert Offer.objects.get(code="O001").status == Status.DRAFT


def test_problems_name_their_lines_and_change_nothing(tables):
    load(tables, publish=True)
    before = everything()
    change(tables / "offers.csv", "O001", title="Anders", registration="vielleicht")
    change(tables / "offers.csv", "O028", provider_id="P999")
    change(tables / "providers.csv", "P002", phone="365-4408")
    with pytest.raises(TablesHaveProblems) as refusal:
        load(tables, now=LATER)
    assert str(refusal.value) == (
        "Es wurde nichts geändert. Berichtigen Sie zuerst:\n"
        "offers.csv, Zeile 2: In der Spalte registration steht „vielleicht“. "
        "Schreiben Sie eines von: „“, „ja“, „nein“, „je nach Ort“.\n"
        "providers.csv, Zeile 3: „365-4408“ ist keine ganze Telefonnummer. "
        "Tragen Sie sie mit Vorwahl ein, zum Beispiel 0631 3650."
    )
    change(tables / "offers.csv", "O001", registration="ja")
    change(tables / "providers.csv", "P002", phone="")
    with pytest.raises(TablesHaveProblems) as refusal:
        load(tables, now=LATER)
    assert str(refusal.value) == (
        "Es wurde nichts geändert. Berichtigen Sie zuerst:\n"
        "offers.csv, Zeile 3: „P999“ fehlt in der Tabelle Anbieter. "
        "Tragen Sie es dort ein oder berichtigen Sie es hier."
    )
    assert everything() == before


def test_the_history_holds_every_offer_as_it_was_loaded(tables):
    load(tables)
    first = {
        version.offer.code: (version.number, version.at, [place["name"] for place in version.snapshot["places"]])
        for version in OfferVersion.objects.select_related("offer")
    }
    assert first == {"O001": (1, NOW, ["Stadtteilbüro Innenstadt-West"]), "O028": (1, NOW, ["Rathaus"])}


def test_load_connects_neighbours(tables):
    load(tables)
    neighbours = Neighbour.objects.filter(area__code="KL-03").values_list("other__code", flat=True)
    assert sorted(neighbours) == ["KL-01", "KL-04", "KL-05"]


def test_loading_again_asks_as_much_for_two_offers(tables, django_assert_num_queries):
    load(tables, publish=True)
    with django_assert_num_queries(QUERIES_AGAIN):
        load(tables, publish=True, now=LATER)


def test_command_reports_in_words(tables):
    output = StringIO()
    call_command("load_kaiserslautern", "--publish", "--folder", str(tables), stdout=output)
    assert output.getvalue().splitlines()[0] == "Gebiete: 6 neu, 0 geändert, 0 unverändert"
    assert output.getvalue().splitlines()[-1] == "2 Angebote veröffentlicht"


def test_command_fails_with_the_problems(tmp_path):
    with pytest.raises(CommandError, match="offers.csv, Zeile 1: Diese Datei fehlt. Legen Sie sie in den Ordner."):
        call_command("load_kaiserslautern", folder=tmp_path)
    assert Area.objects.count() == 0


def test_command_fails_when_tables_contradict_a_promise_of_the_database(tables):
    change(tables / "tiles.csv", "KL-01", column="5", row="3")
    with pytest.raises(CommandError, match="Es wurde nichts geändert. Die Tabellen passen nicht zusammen"):
        call_command("load_kaiserslautern", folder=tables)
    assert Area.objects.count() == 0
