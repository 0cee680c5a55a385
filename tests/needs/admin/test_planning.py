"""Planning areas and thresholds at the desk: decided first, then only read."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from needs.actions.planning import propose_thresholds
from needs.models import PlanningArea, PlanningAreaMember, Thresholds
from tests.browser_forms import typed_form
from tests.factories import NOW, make_area
from tests.needs_factories import make_planning_area, make_thresholds, make_wave
from tests.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("planner")]
AREAS, DISTRICTS = "admin:needs_planningarea_changelist", "admin:needs_planningarea_districts"
FROZEN = (
    "Die Planungsräume stehen fest, seit die erste Befragung begonnen hat. Sonst ließen sich Zahlen nicht mehr "
    "vergleichen."
)


def messages(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def errors(response):
    return [text(str(error)) for error in response.context["errors"]]


def shown(response):
    return text(response.content.decode())


def lies_in():
    return dict(PlanningAreaMember.objects.values_list("area__name", "planning_area__name"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_many(client, rows, django_assert_num_queries):
    for number in range(1, rows + 1):
        make_planning_area(
            make_area(name=f"Siegelbach {number}"), make_area(name=f"Erfenbach {number}"), name=f"Raum {number}"
        )
    with django_assert_num_queries(10):
        response = client.get(reverse(AREAS))
    assert "Raum 1 Erfenbach 1, Siegelbach 1" in shown(response)
    assert "Ohne Planungsraum" not in shown(response)


def test_the_list_says_what_is_missing_and_what_is_an_example(client):
    make_planning_area(name="Nord", is_example=True)
    make_area(name="Morlautern")
    make_area(name="Erlenbach")
    page = shown(client.get(reverse(AREAS)))
    assert "Ohne Planungsraum: Erlenbach, Morlautern." in page
    assert "Stadtteile zuordnen" in page
    assert "Beispiel: Nord noch keine" in page


def test_a_planning_area_is_added_and_renamed(client):
    address = reverse("admin:needs_planningarea_add")
    client.post(address, typed_form(client, address) | {"name": "Süd"})
    area = PlanningArea.objects.get()
    assert (area.name, area.position) == ("Süd", 1)
    again = client.post(address, typed_form(client, address) | {"name": "Süd"})
    assert errors(again) == ["So heißt schon ein anderer Planungsraum. Wählen Sie einen anderen Namen."]
    address = reverse("admin:needs_planningarea_change", args=[area.pk])
    client.post(address, typed_form(client, address) | {"name": "Südwest", "position": "3"})
    area.refresh_from_db()
    assert (area.name, area.position) == ("Südwest", 3)


def test_every_district_gets_its_planning_area_on_one_page(client):
    one, other = make_area(name="Betzenberg"), make_area(name="Dansenberg")
    make_area(name="Landkreis", level="county")
    north, south = make_planning_area(one, name="Nord", position=1), make_planning_area(name="Süd", position=2)
    response = client.get(reverse(DISTRICTS))
    assert "Ohne Planungsraum: Dansenberg." in shown(response)
    form = response.context["form"]
    assert [(field.label, field.initial) for field in form] == [("Betzenberg", north.pk), ("Dansenberg", "")]
    sent = {f"district_{one.pk}": south.pk, f"district_{other.pk}": south.pk}
    answer = client.post(reverse(DISTRICTS), sent)
    assert (answer.url, messages(answer)) == (reverse(DISTRICTS), ["Die Stadtteile sind zugeordnet."])
    assert lies_in() == {"Betzenberg": "Süd", "Dansenberg": "Süd"}
    response = client.get(reverse(DISTRICTS))
    assert response.context["lines"] == []
    client.post(reverse(DISTRICTS), sent | {f"district_{one.pk}": ""})
    assert lies_in() == {"Dansenberg": "Süd"}
    refused = client.post(reverse(DISTRICTS), {f"district_{one.pk}": "99999"})
    assert "Wählen Sie einen Planungsraum aus der Liste." in shown(refused)
    assert lies_in() == {"Dansenberg": "Süd"}


@pytest.mark.parametrize("count", [1, 18])
def test_the_page_costs_the_same_for_all_districts(client, count, django_assert_num_queries):
    for _number in range(count):
        make_planning_area(make_area())
    with django_assert_num_queries(10):
        client.get(reverse(DISTRICTS))


def test_planning_areas_are_read_only_once_real_people_are_asked(client, signed_in):
    district = make_area(name="Betzenberg")
    area = make_planning_area(district, name="Süd")
    example = make_wave(is_example=True)
    assert client.get(reverse(DISTRICTS)).status_code == 200
    example.delete()
    make_wave()
    answer = client.post(reverse(DISTRICTS), {f"district_{district.pk}": ""})
    assert (answer.url, messages(answer)) == (reverse(AREAS), [FROZEN])
    page = shown(client.get(reverse(AREAS)))
    assert FROZEN in page
    assert "Stadtteile zuordnen" not in page
    signed_in(username="chefin", is_superuser=True)
    assert client.post(reverse("admin:needs_planningarea_add"), {"name": "Nord"}).status_code == 403
    for name in ("change", "delete"):
        address = reverse(f"admin:needs_planningarea_{name}", args=[area.pk])
        assert client.post(address, {"name": "Nord", "post": "yes"}).status_code == 403
    assert (lies_in(), list(PlanningArea.objects.values_list("name", flat=True))) == ({"Betzenberg": "Süd"}, ["Süd"])


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_thresholds_costs_the_same_for_one_and_for_many(client, rows, django_assert_num_queries):
    for _row in range(rows):
        make_thresholds()
    with django_assert_num_queries(7):
        response = client.get(reverse("admin:needs_thresholds_changelist"))
    assert "Fassung 1 1. November 2026 Planung Vorschlag der Methodik" in shown(response)


def test_a_new_version_of_thresholds_starts_from_the_last(client):
    address = reverse("admin:needs_thresholds_add")
    page = client.get(address)
    assert page.context["adminform"].form["unmet_share"].value() == Decimal("0.25")
    for words in ("0,25 heißt 25 Prozent: Sagt das jeder Vierte", "Mindestens 5.", "Gezählt werden sie trotzdem."):
        assert words in shown(page)
    propose_thresholds(now=NOW)
    make_thresholds(unmet_share="0.30", equal_answers=50)
    sent = typed_form(client, address)
    assert (sent["unmet_share"], sent["equal_answers"], sent["decided_on"]) == ("0.30", "50", "2026-11-23")
    refused = client.post(address, sent)
    assert errors(refused) == ["Füllen Sie dieses Feld aus.", "Füllen Sie dieses Feld aus."]
    client.post(
        address, sent | {"reason": "Nach der Sitzung im November", "role": "Sozialausschuss", "ranked_answers": "40"}
    )
    newest = Thresholds.objects.newest_first().first()
    assert (
        newest.number,
        newest.unmet_share,
        newest.ranked_answers,
        newest.reason,
        newest.role,
        newest.decided_on,
    ) == (
        3,
        Decimal("0.30"),
        40,
        "Nach der Sitzung im November",
        "Sozialausschuss",
        date(2026, 11, 23),
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"unmet_share": "1.20"}, "Anteile liegen zwischen 0 und 1."),
        ({"equal_answers": "1"}, "Gleiche Bögen sind mindestens zwei."),
        ({"ranked_answers": "29"}, "Für eine Rangfolge sind mindestens 30 Antworten nötig."),
        ({"public_answers": "9"}, "Öffentlich sind mindestens 10, für die Planung mindestens 5 Antworten nötig."),
    ],
)
def test_limits_that_protect_nobody_are_refused(client, typed, sentence):
    address = reverse("admin:needs_thresholds_add")
    response = client.post(address, typed_form(client, address) | {"reason": "Probe", "role": "Planung"} | typed)
    assert errors(response) == [sentence]
    assert not Thresholds.objects.exists()


def test_thresholds_are_never_changed_or_deleted(client, signed_in):
    thresholds = make_thresholds()
    signed_in(username="chefin", is_superuser=True)
    for name in ("change", "delete"):
        address = reverse(f"admin:needs_thresholds_{name}", args=[thresholds.pk])
        assert client.post(address, {"unmet_share": "0.5", "post": "yes"}).status_code == 403
    assert Thresholds.objects.get().unmet_share == Decimal("0.25")


def test_others_read_and_change_nothing(client, signed_in):
    thresholds, area = make_thresholds(), make_planning_area(make_area())
    signed_in("Seniorenbeirat", username="beirat")
    for name, row in (("thresholds", thresholds), ("planningarea", area)):
        assert client.get(reverse(f"admin:needs_{name}_changelist")).status_code == 200
        assert client.get(reverse(f"admin:needs_{name}_change", args=[row.pk])).status_code == 200
        assert client.post(reverse(f"admin:needs_{name}_add")).status_code == 403
    assert "Stadtteile zuordnen" not in shown(client.get(reverse(AREAS)))
    assert client.post(reverse(DISTRICTS)).status_code == 403
    signed_in("Redaktion", username="redaktion")
    assert client.get(reverse(AREAS)).status_code == 403
