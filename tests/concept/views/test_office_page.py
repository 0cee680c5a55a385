"""The question of a Seniorenbüro: shown from all sides, weighed by nobody."""

import pytest

from concept.models import OfficeTask
from tests.concept_pages import make_planned
from tests.factories import TODAY, make_offer, make_provider, make_topic
from tests.portal.reading import main_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def text_of(client, address: str = "/konzept/seniorenbuero/") -> str:
    return " ".join(main_text(client.get(address).content.decode()).split())


def test_tasks_say_who_does_them_today(client):
    make_planned()
    text = text_of(client)
    assert "Erste Auskunft Wer hilft mir? Das tun heute Café im Nachbarschaftshaus Betzenberg" in text
    assert "So viele Anlaufstellen 1" in text
    assert "Ehrenamt fördern Das tun heute Das ist noch nicht zugeordnet." in text


def test_where_nobody_does_a_task_that_is_said_once(client):
    OfficeTask.objects.create(name="Beratung").topics.set([make_topic()])
    assert "Beratung Das tun heute Kein geprüftes Angebot. Was die Menschen sagen" in text_of(client)


@pytest.mark.parametrize(
    ("offers", "words"),
    [
        ([2, 2], "2 Die Angebote verteilen sich so, als wären es etwa 2 gleich große Stellen."),
        ([7, 1], "2 Fast alles kommt von einer Stelle."),
    ],
)
def test_contact_points_say_how_many_equally_large_ones_they_come_to(client, offers, words):
    topic = make_topic()
    for count in offers:
        provider = make_provider()
        for _number in range(count):
            make_offer(topics=[topic], providers=[provider], verified_on=TODAY, verified_how="phone")
    OfficeTask.objects.create(name="Beratung").topics.set([topic])
    assert f"So viele Anlaufstellen {words}" in text_of(client)


def test_people_are_told_by_group_and_by_way_of_asking(client):
    make_planned()
    text = text_of(client)
    assert ("Würde ein Seniorenbüro helfen? Ältere Menschen ab 65 Ja: etwa die Hälfte 30 bis 99 Antworten") in text
    assert "Offener Aufruf: Streuung innerhalb der Antworten" in text
    assert "Werkstatt: Streuung innerhalb der Antworten" in text_of(
        client, "/konzept/seniorenbuero/?befragung=workshop"
    )


def test_question_that_was_not_asked_is_left_out(client):
    make_planned(frames=())
    text = text_of(client)
    assert "In diesem Stand sind noch keine Antworten." in text
    assert "Würde ein Seniorenbüro helfen?" not in text


def test_both_sides_stand_beside_each_other(client):
    make_planned()
    text = text_of(client)
    assert "Kosten Planung der Stadt Es kostet Stellen. Seniorenbeirat noch nichts gesagt" in text
    assert "Seniorenbüro, Musterort Aufgaben Auskunft und Ehrenamt Wer es betreibt Stadt Personal nicht bekannt" in text


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_one_task_and_for_many(client, django_assert_num_queries, count):
    make_planned()
    for number in range(count - 1):
        OfficeTask.objects.create(name=f"Aufgabe {number}").topics.set([])
    with django_assert_num_queries(19):
        client.get("/konzept/seniorenbuero/")
