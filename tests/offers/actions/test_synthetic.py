"""Synthetic catalogues: copies made inside the database are what the actions would write."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from offers.actions.synthetic import CatalogueIsReal, make_catalogue
from offers.listing import Criteria, count_facets, read_page
from offers.management.commands.load_kaiserslautern import FOLDER
from offers.models import Area, Listing, Neighbour, Offer, Place, Provider, ReachArea, Slot, Topic, Word
from tests.factories import NOW, make_offer

pytestmark = pytest.mark.django_db


def municipalities() -> list[Area]:
    return list(Area.objects.filter(code__startswith="Beispiel").order_by("pk"))


def test_every_municipality_has_the_same_offers_of_its_own():
    assert make_catalogue(folder=FOLDER, offers=100, municipalities=3, now=NOW) == 99
    first, *copies = municipalities()
    assert len(copies) == 2
    counts = [count_facets(Criteria(area=area.pk), viewers=[area.pk], now=NOW) for area in (first, *copies)]
    assert sum(counts[0]["heading"].values()) == 33
    assert counts[0].pop("ort") == {str(first.pk): 33}
    for area, copy in zip(copies, counts[1:], strict=True):
        assert copy.pop("ort") == {str(area.pk): 33}
        assert copy == counts[0]


def test_cards_of_copies_lead_to_the_copies():
    make_catalogue(folder=FOLDER, offers=40, municipalities=2, now=NOW)
    first, copy = municipalities()
    for area in (first, copy):
        rows = read_page(Criteria(area=area.pk), now=NOW, size=100)
        offers = Offer.objects.in_bulk([row.offer for row in rows])
        assert len(offers) == 20
        assert [(row.card["number"], row.card["address"]) for row in rows] == [
            (row.offer, offers[row.offer].get_absolute_url()) for row in rows
        ]
        assert all(row.card["title"].startswith("Beispiel: ") for row in rows)


def test_every_table_is_copied_whole():
    make_catalogue(folder=FOLDER, offers=50, municipalities=2, now=NOW)
    first, copy = (
        set(Listing.objects.filter(reach__areas__area=area).values_list("pk", flat=True)) for area in municipalities()
    )
    assert (len(first), len(copy)) == (25, 25)
    for related in ("topic_links", "provider_links", "contacts", "opening_times", "slots", "places", "service_areas"):
        counts = [Offer.objects.filter(pk__in=keys, **{f"{related}__isnull": False}).count() for keys in (first, copy)]
        assert counts[0] == counts[1] > 0
    assert Place.objects.filter(offers__in=copy).exclude(area=municipalities()[1]).count() == 0
    assert set(ReachArea.objects.values_list("area", flat=True)) == {area.pk for area in municipalities()}
    assert Slot.objects.count() % 2 == 0


def test_new_rows_get_keys_of_their_own():
    make_catalogue(folder=FOLDER, offers=20, municipalities=2, now=NOW)
    keys = {model: set(model.objects.values_list("pk", flat=True)) for model in (Offer, Place, Provider)}
    offer = make_offer()
    assert offer.pk not in keys[Offer]
    assert offer.providers.get().pk not in keys[Provider]


def test_topics_are_real_and_words_are_many():
    make_catalogue(folder=FOLDER, offers=20, municipalities=2, now=NOW)
    assert Topic.objects.count() == 82
    assert Word.objects.count() >= 60
    assert not Neighbour.objects.exists()


def test_one_offer_is_a_catalogue_too():
    assert make_catalogue(folder=FOLDER, offers=1, municipalities=1, now=NOW) == 1
    assert not Place.objects.get().offers.exists()


def test_never_beside_other_offers():
    make_offer()
    with pytest.raises(CatalogueIsReal) as refused:
        make_catalogue(folder=FOLDER, offers=10, municipalities=1, now=NOW)
    assert str(refused.value) == "Diese Datenbank enthält schon Angebote. Nennen Sie in DATABASE_URL eine leere."
    assert Offer.objects.count() == 1


def test_command_says_what_it_made_and_refuses_a_second_time():
    said = StringIO()
    call_command("make_catalogue", offers=21, municipalities=2, stdout=said)
    assert said.getvalue() == "20 Angebote in 2 Gemeinden, alle erfunden.\n"
    with pytest.raises(CommandError, match="enthält schon Angebote"):
        call_command("make_catalogue", offers=21, municipalities=2)
