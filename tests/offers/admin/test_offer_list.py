"""The list of offers at the desk: what it finds, filters and publishes."""

import pytest

from offers.models import Offer
from tests.browser_forms import messages
from tests.factories import make_area, make_offer, make_provider, make_topic
from tests.offer_desk import LIST

pytestmark = pytest.mark.django_db
LIST_QUERIES = 11


def test_list_action_publishes_several_and_names_who_cannot(client, editor):
    ready, unready = make_offer(published=False, title="A"), make_offer(published=False, title="B", phone="")
    keys = [ready.pk, unready.pk]
    response = client.post(LIST, {"action": "publish", "_selected_action": keys}, follow=True)
    told = messages(response)
    assert told[0] == "„A“ ist veröffentlicht."
    assert told[1].startswith("„B“: Niemand kann dieses Angebot erreichen.")
    assert list(Offer.objects.published()) == [ready]


@pytest.mark.parametrize("term", ["besuch", "muster e. V.", "fahren", "=number"])
def test_search_finds_by_title_provider_topic_and_number(client, editor, term):
    wanted = make_offer(
        title="Besuch", providers=[make_provider(name="Muster e. V.")], topics=[make_topic(plain_name="Fahren")]
    )
    make_offer()
    query = wanted.pk if term == "=number" else term
    assert list(client.get(LIST, {"q": query}).context["cl"].result_list) == [wanted]


def test_the_list_costs_the_same_for_one_and_for_many(client, editor, django_assert_num_queries):
    make_offer()
    with django_assert_num_queries(LIST_QUERIES):
        client.get(LIST)
    make_offer()
    make_offer()
    with django_assert_num_queries(LIST_QUERIES):
        client.get(LIST)


def test_the_list_is_filtered_by_areas_that_offers_name(client, editor):
    edge, middle, _unused = make_area(name="Rand"), make_area(name="Mitte"), make_area(name="Ohne Angebot")
    make_offer(service_areas=[edge, middle])
    lines = client.get(LIST).context["cl"].filter_specs[-1].lookup_choices
    assert lines == [(middle.pk, "Mitte"), (edge.pk, "Rand")]


def test_a_contact_in_the_list_of_providers_is_a_short_name(client, editor):
    make_offer(providers=[make_provider(name="Verein Muster", short_name="VM"), make_provider(name="Stadt")])
    assert "VM, Stadt" in client.get(LIST).content.decode()
