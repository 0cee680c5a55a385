"""The Seniorenbüro question at the desk: two voices, and nobody speaks for the other."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import ensure_roles
from concept.models import OfficeArgument, OfficeCriterion, OfficeElsewhere, OfficeOption, OfficeTask
from tests.factories import TODAY, make_topic, make_user
from tests.reading import text
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
ADD, BOTH = "admin:concept_officeargument_add", "admin:concept_officeargument_both"


@pytest.fixture
def signed_in(client, stopped_clock):
    ensure_roles()

    def signed_in(*roles):
        sign_in(client, make_user(groups=roles))

    return signed_in


@pytest.fixture
def question():
    return OfficeOption.objects.create(name="Die Stadt"), OfficeCriterion.objects.create(name="Kosten")


def make_argument(question, voice, says="Das kostet."):
    option, criterion = question
    return OfficeArgument.objects.create(
        option=option, criterion=criterion, voice=voice, text=says, written_on=date(2026, 10, 1)
    )


def shown(response):
    return text(response.content.decode())


@pytest.mark.parametrize(
    ("role", "voice", "other"), [("Planung", "planning", "council"), ("Seniorenbeirat", "council", "planning")]
)
def test_the_voice_is_set_by_the_role(client, signed_in, question, role, voice, other):
    signed_in(role)
    option, criterion = question
    typed = {"option": option.pk, "criterion": criterion.pk, "text": "Das kostet."}
    assert client.post(reverse(ADD), {**typed, "voice": other}).status_code == 200
    assert client.post(reverse(ADD), {**typed, "voice": voice}).status_code == 302
    assert list(OfficeArgument.objects.values_list("voice", "text", "written_on")) == [(voice, "Das kostet.", TODAY)]
    again = client.post(reverse(ADD), {**typed, "voice": voice})
    assert "Dazu steht schon ein Argument da. Ändern Sie es dort." in shown(again)


def test_nobody_changes_or_deletes_what_the_other_side_says(client, signed_in, question):
    signed_in("Seniorenbeirat")
    own, other = make_argument(question, "council"), make_argument(question, "planning")
    for row, status in ((own, 302), (other, 403)):
        address = reverse("admin:concept_officeargument_change", args=[row.pk])
        assert client.post(address, {"text": "Anders."}).status_code == status
    assert [row.text for row in OfficeArgument.objects.order_by("pk")] == ["Anders.", "Das kostet."]
    signed_in("Planung")
    for row, status in ((own, 403), (other, 302)):
        address = reverse("admin:concept_officeargument_delete", args=[row.pk])
        assert client.post(address, {"post": "yes"}).status_code == status
    assert list(OfficeArgument.objects.all()) == [own]


@pytest.mark.parametrize(("role", "link"), [("Planung", True), ("Seniorenbeirat", True), ("Betrieb", False)])
def test_the_page_shows_both_and_asks_for_the_own_voice_only(client, signed_in, question, role, link):
    signed_in(role)
    OfficeCriterion.objects.create(name="Nähe", position=2)
    make_argument(question, "planning", "Es ist teuer.")
    make_argument(question, "council", "Es lohnt sich.")
    page = client.get(reverse(BOTH))
    assert "Kosten Es ist teuer. vom 1. Oktober 2026: Die Stadt, Kosten, Planung der Stadt Es lohnt sich." in shown(
        page
    )
    assert shown(page).count("Argument eintragen: Die Stadt, Nähe") == link
    assert shown(page).count("noch nichts") == (1 if link else 2)


def test_the_page_says_where_there_is_nothing_to_compare(client, signed_in):
    signed_in("Planung")
    assert "Noch gibt es keine Möglichkeiten zum Vergleichen." in shown(client.get(reverse(BOTH)))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_cost_the_same_for_one_and_for_many(client, signed_in, rows):
    signed_in("Planung")
    for number in range(rows):
        OfficeTask.objects.create(name=f"Aufgabe {number}").topics.set([make_topic(plain_name=f"Rat {number}")])
        option = OfficeOption.objects.create(name=f"Weg {number}")
        make_argument((option, OfficeCriterion.objects.create(name=f"Grund {number}")), "planning")
    costs = {}
    for page in COSTS:
        with CaptureQueriesContext(connection) as asked:
            response = client.get(reverse(page))
        assert response.status_code == 200
        costs[page] = len(asked)
    assert costs == COSTS


COSTS = {
    "admin:concept_officetask_changelist": 8,
    "admin:concept_officeoption_changelist": 7,
    "admin:concept_officecriterion_changelist": 7,
    "admin:concept_officeargument_changelist": 7,
    BOTH: 8,
}


def test_an_office_elsewhere_says_where_that_is_known_from(client, signed_in):
    signed_in("Planung")
    typed = {"name": "Seniorenbüro", "town": "Musterstadt", "tasks": "Rat", "sponsor": "Stadt", "as_of": "01.11.2026"}
    refused = client.post(reverse("admin:concept_officeelsewhere_add"), typed)
    assert "Füllen Sie dieses Feld aus." in shown(refused)
    client.post(reverse("admin:concept_officeelsewhere_add"), {**typed, "source": "Netzseite der Stadt"})
    OfficeElsewhere.objects.create(**{**typed, "as_of": TODAY}, source="erfunden", is_example=True)
    assert shown(client.get(reverse("admin:concept_officeelsewhere_changelist"))).count("Beispiel: Seniorenbüro") == 1
