from datetime import date, time
from decimal import Decimal

import pytest

from offers import snapshots
from offers.actions import OfferCannotBeReached, record_change, restore, verify
from offers.models import Contact, Listing, Offer, Slot, Status
from tests.factories import (
    NOW,
    TODAY,
    make_area,
    make_closure,
    make_contact,
    make_offer,
    make_opening_time,
    make_place,
    make_provider,
    make_target_group,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db
BY = {"by": None, "role": "Redaktion", "now": NOW}


def make_full_offer():
    """Every field and every relation that a version keeps holds something."""
    offer = make_offer(
        title="Fahrdienst",
        summary="Wir fahren Sie zum Arzt.",
        description="Zwei Autos.",
        audience="ab 60",
        modes=["zuhause", "telefon"],
        place_note="Hof",
        schedule_text="montags",
        cost_kinds=["fester-preis"],
        cost_amount=Decimal("4.50"),
        cost_text="4,50 Euro",
        registration="needed",
        steps="Anrufen\nFahren",
        languages=["de", "tr"],
        valid_from=TODAY,
        valid_until=date(2027, 1, 1),
        closed_until=date(2026, 12, 1),
        closed_reason="Werkstatt",
        source="Faltblatt",
        source_date="2025",
        certainty="sicher",
        internal_note="Frau Muster fragen",
        providers=[make_provider(name="Zebra"), make_provider(name="Affe")],
        topics=[make_topic(plain_name="Fahren"), make_topic(plain_name="Arzt")],
        places=[make_place()],
        service_areas=[make_area(), make_area()],
        target_groups=[make_target_group()],
    )
    make_contact(
        offer=offer, kind="web", value="https://example.org", label="Büro", hours="früh", note="neu", position=2
    )
    make_opening_time(
        offer,
        frequency="monthly",
        weekdays=[2, 4],
        weeks_of_month=[1, -1],
        starts_at=time(9, 30),
        valid_from=TODAY,
        valid_until=date(2027, 1, 1),
        on_holidays=True,
        by_appointment=True,
        position=3,
    )
    make_closure(offer, reason="Urlaub")
    verify(offer, how="letter", by=make_user(username="frau.muster"), role="Redaktion", now=NOW)
    return offer


def change_everything(offer):
    empty = make_offer(published=False, phone="", providers=[make_provider()], topics=[make_topic()])
    nothing = snapshots.take(empty) | {"registration": "depends"}
    snapshots.put_back(offer, nothing)
    make_contact(offer=offer, value="+496315550999")


def test_a_snapshot_names_every_column_of_the_offer_that_is_content():
    kept = {*snapshots.FIELDS, "status", "slug", "verified_by", *snapshots.SHARED_ROWS, *snapshots.ORDERED_ROWS}
    columns = {field.name for field in [*Offer._meta.fields, *Offer._meta.many_to_many]}
    assert columns - kept == {"id", "code", "sort_title", "created_at", "changed_at"}
    for relation, names in snapshots.OWN_ROWS.items():
        model = Offer._meta.get_field(relation).related_model
        assert {field.name for field in model._meta.fields} - {*names} <= {"id", "offer", "provider"}


def test_restore_brings_back_everything():
    offer = make_full_offer()
    before = snapshots.take(offer)
    version = offer.versions.get()
    assert version.snapshot == before
    slots = list(Slot.objects.filter(offer=offer).order_by("starts_at").values_list("starts_at", "ends_at"))
    listing = Listing.objects.values().get(offer=offer)

    change_everything(offer)
    record_change(offer, event="geändert", **BY)
    after = snapshots.take(offer)
    same = {name for name in before if before[name] == after[name]}
    assert same == {"status", "slug"}  # else the test would hold for fields that nobody touched
    assert not Slot.objects.filter(offer=offer).exists()

    assert restore(version, **BY) == []
    assert snapshots.take(offer) == before
    assert list(Slot.objects.filter(offer=offer).order_by("starts_at").values_list("starts_at", "ends_at")) == slots
    assert Listing.objects.values().get(offer=offer) == listing
    assert list(offer.versions.order_by("number").values_list("number", "event")) == [
        (1, "geprüft, mit einem Brief"),
        (2, "geändert"),
        (3, "Fassung 1 wiederhergestellt"),
    ]


def test_restore_leaves_the_status_alone():
    offer = make_offer(published=False)
    draft = record_change(offer, event="angelegt", **BY)
    Offer.objects.update(status=Status.PUBLISHED)
    restore(draft, **BY)
    assert Offer.objects.get().status == Status.PUBLISHED
    assert Listing.objects.get().offer == offer


def test_restore_names_what_is_gone_and_brings_back_the_rest():
    offer = make_full_offer()
    version = offer.versions.get()
    place = offer.places.get()
    offer.verified_by.delete()
    place.delete()
    offer.provider_links.filter(provider__name="Affe").delete()
    assert restore(version, **BY) == [place.name]
    offer = Offer.objects.get(pk=offer.pk)
    assert (offer.verified_on, offer.verified_by) == (TODAY, None)
    assert [link.provider.name for link in offer.provider_links.in_order()] == ["Zebra", "Affe"]
    assert list(offer.places.all()) == []


def test_restore_refuses_to_leave_a_published_offer_without_contact():
    offer = make_offer(phone="")
    bare = record_change(offer, event="angelegt", **BY)
    make_contact(offer=offer)
    with pytest.raises(OfferCannotBeReached):
        restore(bare, **BY)
    assert Contact.objects.filter(offer=offer).count() == 1
    assert offer.versions.count() == 1


def test_restore_of_a_draft_may_leave_it_without_contact():
    offer = make_offer(published=False, phone="")
    bare = record_change(offer, event="angelegt", **BY)
    make_contact(offer=offer)
    assert restore(bare, **BY) == []
    assert not Contact.objects.filter(offer=offer).exists()


def test_restore_leaves_the_address_alone():
    offer = make_offer(slug="besuch")
    version = record_change(offer, event="angelegt", **BY)
    Offer.objects.filter(pk=offer.pk).update(slug="besuchsdienst")
    make_offer(slug="besuch")
    restore(version, **BY)
    assert Offer.objects.get(pk=offer.pk).slug == "besuchsdienst"


def test_restore_of_a_version_that_knows_less_keeps_what_it_does_not_know():
    offer = make_offer(summary="Alt", place_note="Hof")
    make_opening_time(offer, on_holidays=False)
    version = record_change(offer, event="angelegt", **BY)
    del version.snapshot["place_note"], version.snapshot["opening_times"][0]["on_holidays"]
    Offer.objects.update(summary="Neu", place_note="Garten")
    restore(version, **BY)
    offer.refresh_from_db()
    assert (offer.summary, offer.place_note) == ("Alt", "Garten")
    assert offer.opening_times.get().on_holidays is False
