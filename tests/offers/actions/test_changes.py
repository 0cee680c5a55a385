from threading import Barrier, Thread

import pytest
from django.db import connection

from offers.actions import publish, record_change
from offers.models import Listing
from tests.factories import NOW, make_offer, make_opening_time

BY = {"by": None, "role": "Redaktion", "now": NOW}


@pytest.mark.django_db
def test_record_change_counts_versions_of_one_offer():
    make_offer().versions.create(number=7, event="x", role="x", at=NOW, snapshot={})
    offer = make_offer()
    first = record_change(offer, event="angelegt", **BY)
    second = record_change(offer, event="geändert", **BY)
    assert [(first.number, first.event), (second.number, second.event)] == [(1, "angelegt"), (2, "geändert")]


@pytest.mark.django_db
def test_record_change_leaves_other_offers_alone():
    other, offer = make_offer(), make_offer()
    make_opening_time(other)
    record_change(offer, event="geändert", **BY)
    assert list(Listing.objects.values_list("offer", flat=True)) == [offer.pk]
    assert not other.slots.exists()


@pytest.mark.django_db(transaction=True)
def test_parallel_changes_get_numbers_of_their_own():
    offer = make_offer()
    barrier = Barrier(4)
    failures = []

    def change():
        try:
            barrier.wait()
            record_change(offer, event="geändert", **BY)
        except Exception as error:  # a thread must not hide why it stopped
            failures.append(error)
        finally:
            connection.close()

    run(change, 4)
    assert failures == []
    assert sorted(offer.versions.values_list("number", flat=True)) == [1, 2, 3, 4]


@pytest.mark.django_db(transaction=True)
def test_two_people_publish_at_once_and_one_is_told():
    offer = make_offer(published=False)
    barrier = Barrier(2)
    answers = []

    def click():
        try:
            barrier.wait()
            answers.append(publish(type(offer).objects.get(pk=offer.pk), **BY).event)
        except Exception as error:
            answers.append(str(error))
        finally:
            connection.close()

    run(click, 2)
    assert sorted(answers) == ["Dieses Angebot ist schon veröffentlicht.", "veröffentlicht"]
    assert offer.versions.count() == 1


def run(work, times):
    threads = [Thread(target=work) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
