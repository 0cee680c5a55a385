from datetime import date

import pytest

from offers.actions import (
    OfferCannotBeReached,
    OfferIsArchived,
    OfferIsDraft,
    OfferIsIncomplete,
    OfferIsNoDraft,
    OfferIsPublished,
    archive,
    publish,
    submit_for_review,
    take_back,
    verify,
)
from offers.models import Listing, Offer, Slot, Status
from tests.factories import (
    NOW,
    make_contact,
    make_offer,
    make_opening_time,
    make_place,
    make_provider,
    make_user,
)

pytestmark = pytest.mark.django_db
BY = {"by": None, "role": "Redaktion", "now": NOW}


def history(offer):
    return list(offer.versions.order_by("number").values_list("number", "event", "role"))


def test_publish_lists_the_offer_with_its_slots_and_writes_a_version():
    offer = make_offer(published=False)
    make_opening_time(offer)
    user = make_user()
    version = publish(offer, by=user, role="Redaktion", now=NOW)
    assert Offer.objects.get().status == offer.status == Status.PUBLISHED
    assert Listing.objects.get().offer == offer
    # Mondays within 60 days from Monday, 23 November: nine, none of them a holiday.
    assert Slot.objects.filter(offer=offer).count() == 9
    assert (version.number, version.event, version.role) == (1, "veröffentlicht", "Redaktion")
    assert (version.by, version.at, version.snapshot["status"]) == (user, NOW, "published")


@pytest.mark.parametrize("kind", ["phone", "email", "web", "letter"])
@pytest.mark.parametrize("owner", ["offer", "provider"])
def test_publish_is_content_with_one_way_of_contact(kind, owner):
    provider = make_provider()
    offer = make_offer(published=False, phone="", providers=[provider])
    make_contact(kind=kind, **{owner: offer if owner == "offer" else provider})
    publish(offer, **BY)
    assert offer.status == Status.PUBLISHED


def test_publish_is_content_with_an_address_of_the_place():
    offer = make_offer(published=False, phone="", places=[make_place(street="Musterstraße 1")])
    publish(offer, **BY)
    assert offer.status == Status.PUBLISHED


def test_publish_is_content_with_an_address_of_the_provider():
    offer = make_offer(published=False, phone="", providers=[make_provider(street="Musterstraße 1")])
    publish(offer, **BY)
    assert offer.status == Status.PUBLISHED


def test_publish_refuses_what_nobody_can_reach():
    # A fax alone reaches nobody, and the telephone of another offer neither.
    make_offer(published=False)
    offer = make_offer(published=False, phone="", places=[make_place(street="")])
    make_contact(offer=offer, kind="fax")
    with pytest.raises(OfferCannotBeReached, match="Tragen Sie zuerst eine Telefonnummer"):
        publish(offer, **BY)
    assert Offer.objects.get(pk=offer.pk).status == Status.DRAFT
    assert history(offer) == []


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"title": " ", "slug": "ohne-titel"}, "einen Titel"),
        ({"summary": " "}, "einen Satz bei „Was und für wen, in einem Satz“"),
        ({"topics": []}, "ein Thema"),
        ({"providers": []}, "einen Anbieter"),
        ({"topics": [], "providers": [], "phone": ""}, "ein Thema, einen Anbieter"),
    ],
)
def test_publish_names_what_is_missing(fields, missing):
    make_offer()  # complete, and no help to the other one
    offer = make_offer(published=False, **fields)
    with pytest.raises(OfferIsIncomplete) as caught:
        publish(offer, **BY)
    assert str(caught.value) == f"Tragen Sie zuerst das ein, was noch fehlt: {missing}."
    assert Offer.objects.get(pk=offer.pk).status == Status.DRAFT
    assert history(offer) == []


def test_publish_refuses_twice_and_decides_on_what_the_database_says():
    offer = make_offer()
    offer.status = Status.DRAFT  # an old page in a browser
    with pytest.raises(OfferIsPublished, match="schon veröffentlicht"):
        publish(offer, **BY)
    assert history(offer) == []


def test_the_way_of_an_offer_and_back():
    offer = make_offer(published=False)
    submit_for_review(offer, **BY)
    assert offer.status == Status.IN_REVIEW
    publish(offer, **BY)
    archive(offer, **BY)
    assert offer.status == Status.ARCHIVED
    assert not Listing.objects.exists()
    take_back(offer, **BY)
    assert Offer.objects.get().status == Status.DRAFT
    assert history(offer) == [
        (1, "zur Prüfung gegeben", "Redaktion"),
        (2, "veröffentlicht", "Redaktion"),
        (3, "ins Archiv gelegt", "Redaktion"),
        (4, "zurückgenommen", "Redaktion"),
    ]


@pytest.mark.parametrize(
    ("action", "status", "refusal"),
    [
        (submit_for_review, Status.IN_REVIEW, OfferIsNoDraft),
        (submit_for_review, Status.PUBLISHED, OfferIsNoDraft),
        (submit_for_review, Status.ARCHIVED, OfferIsNoDraft),
        (take_back, Status.DRAFT, OfferIsDraft),
        (archive, Status.ARCHIVED, OfferIsArchived),
    ],
)
def test_an_action_refuses_where_it_makes_no_sense(action, status, refusal):
    offer = make_offer(status=status)
    with pytest.raises(refusal) as caught:
        action(offer, **BY)
    assert str(caught.value) == str(refusal.sentence)
    assert Offer.objects.get().status == status
    assert history(offer) == []


def test_verify_says_when_how_and_who():
    offer = make_offer()
    user = make_user()
    verify(offer, how="visit", by=user, role="Planung", now=NOW)
    offer = Offer.objects.get()
    assert (offer.verified_on, offer.verified_how, offer.verified_by) == (date(2026, 11, 23), "visit", user)
    assert Listing.objects.get().verified_on == date(2026, 11, 23)
    assert history(offer) == [(1, "geprüft, bei einem Besuch", "Planung")]


def test_verify_knows_four_ways():
    offer = make_offer()
    with pytest.raises(ValueError, match="gehört"):
        verify(offer, how="gehört", **BY)
    assert Offer.objects.get().verified_on is None
