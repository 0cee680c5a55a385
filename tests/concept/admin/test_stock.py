"""What stock is measured by, at the desk: looking at the city's table first, then keeping it; norms; waiting lists."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.actions import ensure_roles
from accounts.roles import PLANNERS, READERS
from concept.models import AgeCount, Norm, WaitingList
from tests.concept_stock_factories import make_age_count, make_norm, make_waiting_list
from tests.factories import make_area, make_offer, make_topic, make_user
from tests.needs_desk import errors, messages, said
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
UPLOAD, KEEP, LIST = (f"admin:concept_agecount_{name}" for name in ("upload", "keep", "changelist"))
HEADER = "GebietsID;Gebietsname;von;BisKleinerAls;Männlich;Weiblich;MetaSchlüssel;MetaWert01;MetaWert02"
LINES = ["1;Ost;0;65;100;120;Stichtag;31.12.2025;", "1;Ost;65;;1600;1700;;;", "2;West;75;;30;40;;;"]
SOURCE = "Stadt Kaiserslautern, Altersgruppen"


@pytest.fixture
def planner(client):
    ensure_roles()
    sign_in(client, make_user(groups=[PLANNERS]))


@pytest.fixture
def districts():
    make_area(name="Nirgends", official_number="II")
    return [
        make_area(name=name, official_number=f"0{number}") for number, name in enumerate(("Ost", "West", "Nord"), 1)
    ]


def table(*lines):
    return "\r\n".join((HEADER, *lines)).encode("cp1252")


def look_at(client, data, **typed):
    file = SimpleUploadedFile("alter.csv", data, content_type="text/csv")
    return client.post(reverse(UPLOAD), {"file": file, "source": SOURCE, **typed})


def keep(client, sealed):
    return client.post(reverse(KEEP), {"sealed": sealed})


@pytest.mark.usefixtures("planner")
def test_a_table_is_looked_at_before_it_is_kept(client, districts):
    make_age_count(districts[2], 7)
    response = look_at(client, table(*LINES, "2;West;60;75;-;9;;;"))
    assert (
        "Das steht in der Datei. Es ist noch nichts gesichert. Menschen ab 65 am 31. Dezember 2025 "
        "Stadtteil Menschen ab 65 Ost 3.300 West keine Zahl ab 65: Altersgruppen fehlen "
        "Nord steht nicht in der Datei Nirgends steht nicht in der Datei "
        "Wo eine Zahl fehlt alter.csv, Zeile 5: Hier fehlt eine Zahl. "
        "Die Altersgruppe bleibt in diesem Gebiet ohne Zahl."
    ) in said(response)
    assert AgeCount.objects.count() == 1
    response = keep(client, response.context["sealed"])
    assert (response.url, messages(response)) == (reverse(LIST), ["3 Zahlen sind übernommen."])
    east, west, _north = districts
    rows = AgeCount.objects.order_by("area", "age_from").values_list(
        "area", "age_from", "age_below", "people", "source"
    )
    assert [*rows] == [
        (east.pk, 0, 65, 220, SOURCE),
        (east.pk, 65, None, 3300, SOURCE),
        (west.pk, 75, None, 70, SOURCE),
    ]


@pytest.mark.usefixtures("planner", "districts")
def test_what_is_wrong_stands_there_by_line_and_nothing_can_be_kept(client):
    response = look_at(client, table(*LINES, *["99;Neu;0;65;1;1;;;"] * 31))
    wrong = "In der Spalte GebietsID steht „99“. Diese Nummer hat kein Stadtteil im Portal."
    assert f"Was in der Datei nicht stimmt alter.csv, Zeile 5: {wrong}" in said(response)
    assert "Dazu kommt noch 1 Zeile." in said(response)
    assert "Fehler: Zahlen der Stadt einlesen" in response.content.decode()
    assert (response.context["sealed"], len(response.context["problems"])) == ("", 30)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"file": ""}, ["Wählen Sie die Datei."]),
        ({"source": " "}, ["Tragen Sie ein, woher die Zahlen sind."]),
        ({"file": SimpleUploadedFile("a.csv", b"")}, ["Die Datei ist leer."]),
        (
            {"file": SimpleUploadedFile("a.csv", b"1" * 2_000_001)},
            ["Die Datei ist zu groß. Die der Stadt hat weniger als 2 Megabyte."],
        ),
    ],
)
@pytest.mark.usefixtures("planner")
def test_what_is_missing_is_told(client, typed, expected):
    response = look_at(client, table(*LINES), **typed)
    assert [error for field in response.context["form"].errors.values() for error in field] == expected
    assert (response.context["table"], response.context["sealed"]) == (None, "")


@pytest.mark.parametrize("sealed", ["", "erfunden", "WzFd:1abc:xyz"])
@pytest.mark.usefixtures("planner")
def test_nothing_else_than_what_was_looked_at_is_kept(client, sealed):
    response = keep(client, sealed)
    told = ["Das ist zu lange her. Wählen Sie die Datei noch einmal."]
    assert (response.url, messages(response)) == (reverse(UPLOAD), told)
    assert not AgeCount.objects.exists()


@pytest.mark.usefixtures("planner")
def test_what_was_looked_at_too_long_ago_is_not_kept(client, districts, monkeypatch):
    sealed = look_at(client, table(*LINES)).context["sealed"]
    monkeypatch.setattr("concept.admin.stock.VALID_SECONDS", -1)
    assert keep(client, sealed).url == reverse(UPLOAD)
    assert not AgeCount.objects.exists()


def test_who_reads_only_keeps_nothing(client):
    ensure_roles()
    sign_in(client, make_user(groups=[READERS]))
    assert [client.get(reverse(UPLOAD)).status_code, keep(client, "").status_code] == [403, 403]
    assert "einlesen" not in said(client.get(reverse(LIST)))


def test_a_foreign_page_keeps_nothing():
    client = Client(enforce_csrf_checks=True)
    ensure_roles()
    sign_in(client, make_user(groups=[PLANNERS]))
    assert keep(client, "").status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.usefixtures("planner")
def test_the_lists_cost_the_same_for_one_and_for_many(client, rows, django_assert_num_queries):
    for _each in range(rows):
        make_age_count(make_area(), 12, age_below=80)
        make_norm()
        make_waiting_list()
    found = []
    for model in (AgeCount, Norm, WaitingList):
        with django_assert_num_queries(7):
            found.append(said(client.get(reverse(f"admin:concept_{model._meta.model_name}_changelist"))))
    assert "31. Dezember 2025 65 bis unter 80 12 Test" in found[0]
    assert "Zahlen der Stadt einlesen" in found[0]


@pytest.mark.usefixtures("planner")
def test_the_last_age_group_ends_nowhere(client):
    make_age_count(make_area(), 12, age_below=999)
    assert "65 und älter" in said(client.get(reverse(LIST)))


@pytest.mark.usefixtures("planner")
def test_a_figure_is_read_and_never_typed(client):
    count = make_age_count(make_area(name="Betzenberg"), 12)
    response = client.get(reverse("admin:concept_agecount_change", args=[count.pk]))
    assert "65 und älter" in said(response)
    assert '<input type="submit"' not in response.content.decode().split('id="content-main"')[1].split("footer")[0]


@pytest.mark.usefixtures("planner")
def test_norms_and_waiting_lists_are_typed(client):
    topic, offer = make_topic(), make_offer()
    norm = {"topic": topic.pk, "offers_per_thousand": "1.5", "source": "Stadtrat", "decided_on": "2026-02-02"}
    assert client.post(reverse("admin:concept_norm_add"), norm).status_code == 302
    waiting = {"offer": offer.pk, "people": 9, "as_of": "2026-11-01", "source": "Anbieter"}
    assert client.post(reverse("admin:concept_waitinglist_add"), waiting).status_code == 302
    assert (Norm.objects.get().topic, WaitingList.objects.get().people) == (topic, 9)
    form = client.get(reverse("admin:concept_waitinglist_add")).context["adminform"].form
    assert form.initial["as_of"] is not None
    response = client.post(
        reverse("admin:concept_norm_add"), {**norm, "topic": make_topic().pk, "offers_per_thousand": "0"}
    )
    assert errors(response) == ["Tragen Sie einen Wert über 0 ein und wo er steht."]
