"""The tables keep their promises by themselves, and rows say what they are where staff read them."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from offers.models import (
    Absence,
    Allowance,
    Area,
    CatalogueVersion,
    Contact,
    ErrorReport,
    Listing,
    LoadedRow,
    Neighbour,
    Offer,
    OfferTopic,
    OfferVersion,
    Provider,
    Reach,
    ReachArea,
    SearchMiss,
    Slot,
    Succession,
    TopicWord,
    UnknownWord,
    Word,
)
from tests.factories import (
    NOW,
    PHONE,
    TODAY,
    make_area,
    make_closure,
    make_error_report,
    make_offer,
    make_opening_time,
    make_place,
    make_provider,
    make_slot,
    make_succession,
    make_topic,
    make_topic_group,
)

pytestmark = pytest.mark.django_db

LATER = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def change(row, **columns):
    type(row).objects.filter(pk=row.pk).update(**columns)


BROKEN_PROMISES = {
    "area_population_names_its_source": lambda: change(make_area(), population=100),
    "area_point_is_whole": lambda: change(make_area(), latitude=None),
    "area_is_not_its_own_parent": lambda: [change(area, parent=area) for area in [make_area()]],
    "area_has_a_map_tile_of_its_own": lambda: [make_area(tile_column=1, tile_row=1) for _turn in range(2)],
    "neighbour_is_another_area": lambda: [Neighbour.objects.create(area=a, other=a, metres=1) for a in [make_area()]],
    "place_metres_belong_to_a_bus_stop": lambda: make_place(bus_stop_metres=100),
    "contact_belongs_to_an_offer_or_a_provider": lambda: Contact.objects.create(kind="phone", value=PHONE),
    "contact_number_is_international": lambda: Contact.objects.create(
        kind="phone", value="0631 3650", provider=make_provider()
    ),
    "contact_web_address_can_be_opened": lambda: Contact.objects.create(
        kind="web", value="javascript:alert(1)", provider=make_provider()
    ),
    "succession_leads_to_another_provider": lambda: [make_succession(one, one) for one in [make_provider()]],
    "offer_verification_says_how": lambda: make_offer(verified_on=TODAY),
    "offer_ends_after_it_begins": lambda: make_offer(valid_from=date(2026, 2, 1), valid_until=date(2026, 1, 1)),
    "offer_amount_is_not_negative": lambda: make_offer(cost_amount=Decimal("-1")),
    "offer_free_means_no_amount": lambda: make_offer(cost_kinds=["frei"], cost_amount=Decimal(5)),
    "offer_names_a_topic_once": lambda: [
        OfferTopic.objects.create(offer=offer, topic=topic) for offer in [make_offer()] for topic in offer.topics.all()
    ],
    "opening_time_has_weekdays": lambda: make_opening_time(make_offer(), weekdays=[]),
    "opening_time_monthly_names_its_weeks": lambda: make_opening_time(make_offer(), frequency="monthly"),
    "opening_time_interval_has_a_first_week": lambda: make_opening_time(make_offer(), interval=2),
    "opening_time_ends_after_it_begins_to_hold": lambda: make_opening_time(
        make_offer(), valid_from=date(2026, 2, 1), valid_until=date(2026, 1, 1)
    ),
    "closure_ends_after_it_starts": lambda: make_closure(
        make_offer(), first_day=date(2026, 2, 1), last_day=date(2026, 1, 1)
    ),
    "slot_ends_after_it_starts": lambda: Slot.objects.create(offer=make_offer(), starts_at=LATER, ends_at=NOW),
    "slot_stands_once": lambda: [make_slot(offer) for offer in [make_offer()] * 2],
    "search_miss_is_counted_in_one_row": lambda: [SearchMiss.objects.create(day=TODAY) for _turn in range(2)],
    "unknown_word_is_hidden_until_three_days": lambda: UnknownWord.objects.create(
        digest="a", word="lesbar", days=[TODAY]
    ),
    "error_report_that_is_done_keeps_no_contact": lambda: ErrorReport.objects.create(
        offer=make_offer(), text="falsch", contact="0631 3650", received_at=NOW, is_done=True
    ),
    "catalogue_has_one_version": lambda: CatalogueVersion.objects.create(id=2),
    "absence_stands_once": lambda: [
        Absence.objects.create(area=area, group=group, looked_on=TODAY)
        for area, group in [(make_area(), make_topic_group())] * 2
    ],
}


@pytest.mark.parametrize("promise", BROKEN_PROMISES)
def test_the_database_refuses_to_break_a_promise(promise):
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        BROKEN_PROMISES[promise]()


def test_rows_say_what_they_are():
    offer, area, group = make_offer(title="Café"), make_area(name="Berg"), make_topic_group()
    one, other = make_provider(), make_provider()
    said = {
        str(Absence(area=area, group=group)): f"{area.pk}: {group.pk}",
        str(Allowance(day=TODAY, count=3)): "2026-11-23: 3",
        str(CatalogueVersion(number=7)): "7",
        str(Listing(offer=offer)): f"{offer.pk}",
        str(LoadedRow(table="areas", key="KL")): "areas: KL",
        str(Neighbour(area=area, other=make_area(), metres=900))[-5:]: "900 m",
        str(OfferVersion(offer=offer, number=2)): f"{offer.pk}, 2",
        str(Reach(key="1||0")): "1||0",
        str(ReachArea(reach=Reach(pk=1), area=area, heading=2)): f"1 in {area.pk}: 2",
        str(Slot(offer=offer, starts_at=NOW, ends_at=LATER)): f"{offer.pk}: {NOW} – {LATER}",
        str(Succession(predecessor=one, successor=other)): f"{one.pk} → {other.pk}",
        str(TopicWord(topic=make_topic(), word="papierkram")): "papierkram",
        str(Word(word="einkaufen")): "einkaufen",
        str(make_opening_time(offer, starts_at=time(9), ends_at=time(12))): "jede Woche 09:00–12:00",
        str(make_error_report(text="falsch")): "falsch",
        str(Area(name="Berg")): "Berg",
        str(Provider(name="Verein")): "Verein",
        str(Offer(title="Café")): "Café",
    }
    assert list(said) == list(said.values())
