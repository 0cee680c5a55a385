"""Slots follow rules, breaks and the holidays of Rheinland-Pfalz."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time
from threading import Barrier

import pytest
from django.db import connection

from offers.actions.times import write_slots
from offers.models import Offer, Slot
from tests.factories import NOW, make_closure, make_offer, make_opening_time

pytestmark = pytest.mark.django_db


def write() -> int:
    return write_slots(offers=Offer.objects.all(), now=NOW)


def test_slots_are_written_for_sixty_days():
    offer = make_offer()
    make_opening_time(offer, weekdays=[0], starts_at=time(9), ends_at=time(12))
    assert write() == 9
    first = Slot.objects.in_order().first()
    assert (first.starts_at, first.ends_at) == (
        datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
        datetime(2026, 11, 23, 11, 0, tzinfo=UTC),
    )


def test_writing_twice_changes_nothing():
    make_opening_time(make_offer())
    write()
    before = list(Slot.objects.in_order().values_list("offer", "starts_at", "ends_at"))
    write()
    assert list(Slot.objects.in_order().values_list("offer", "starts_at", "ends_at")) == before


def test_slots_of_other_offers_stay():
    one, other = make_offer(), make_offer()
    make_opening_time(one)
    make_opening_time(other)
    write()
    one.opening_times.all().delete()
    write_slots(offers=Offer.objects.filter(pk=one.pk), now=NOW)
    assert set(Slot.objects.values_list("offer", flat=True)) == {other.pk}


def test_breaks_and_the_time_until_it_opens_again_have_no_slots():
    offer = make_offer(closed_until=date(2026, 11, 30))
    make_opening_time(offer)
    make_closure(offer, first_day=date(2026, 12, 14), last_day=date(2026, 12, 31))
    write()
    days = [slot.starts_at.date() for slot in Slot.objects.in_order()]
    assert days == [date(2026, 12, 7), date(2027, 1, 4), date(2027, 1, 11), date(2027, 1, 18)]


def test_a_break_that_is_over_counts_no_more():
    make_opening_time(make_offer(closed_until=date(2026, 11, 22)))
    assert write() == 9


def test_cost_of_writing_does_not_grow_with_the_offers(django_assert_num_queries):
    for _turn in range(3):
        make_opening_time(make_offer())
    with django_assert_num_queries(10):
        write()
    Offer.objects.all()[1:][0].delete()
    with django_assert_num_queries(10):
        write()


@pytest.mark.django_db(transaction=True)
def test_slots_written_at_once_wait_for_each_other():
    make_opening_time(make_offer())
    start = Barrier(4)

    def write_at_once(_number):
        start.wait()
        try:
            return write()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(write_at_once, range(4))) == [9, 9, 9, 9]
    assert Slot.objects.count() == 9
