"""The Merkzettel: in the address, and in a cookie that is set on the click only."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from offers.views.shortlist import COOKIE, read_numbers
from tests.reading import heading, headings, words


def test_empty_shortlist_says_how_it_is_filled(client, city):
    response = client.get("/merkzettel/")
    assert words(response) == (
        "Ihr Merkzettel ist leer Zurück zu den Angeboten "
        "Drücken Sie bei einem Angebot auf „Auf den Merkzettel“. Dann steht es hier. "
        "Sie können den Merkzettel ausdrucken. Ein Konto brauchen Sie nicht."
    )
    assert not response.cookies
    assert response.headers["Cache-Control"] == "private, no-store"


def test_looking_sets_no_cookie(client, city):
    for address in ("/", "/angebote/", f"/merkzettel/?a={city.helper.number}"):
        assert not client.get(address).cookies


def test_click_adds_the_offer_and_leads_to_the_list_in_the_address(client, city):
    helper, cafe = city.helper.number, city.cafe.number
    response = client.post("/merkzettel/", {"dazu": helper})
    assert (response.status_code, response.headers["Location"]) == (302, f"/merkzettel/?a={helper}&neu={helper}")
    cookie = response.cookies[COOKIE]
    assert (cookie.value, cookie["path"], cookie["samesite"], cookie["httponly"]) == (
        str(helper),
        "/merkzettel/",
        "Lax",
        True,
    )
    assert cookie["max-age"] == 90 * 24 * 3600
    response = client.post("/merkzettel/", {"dazu": cafe})
    assert response.headers["Location"] == f"/merkzettel/?a={helper},{cafe}&neu={cafe}"
    page = client.get(response.headers["Location"])
    assert words(page).startswith(
        "„Café im Nachbarschaftshaus“ steht jetzt auf Ihrem Merkzettel. Ihr Merkzettel: 2 Angebote"
    )
    assert headings(page, 2)[:2] == ["Einkaufshilfe Betzenberg", "Café im Nachbarschaftshaus"]
    assert (
        "Drucken Sie diese Seite aus. Oder schreiben Sie die Adresse auf: "
        f"http://testserver/merkzettel/?a={helper},{cafe} Am Telefon nennen Sie nur die Nummern: {helper}, {cafe}. "
        "Mit einer E-Mail weitergeben Mit einer SMS weitergeben Dieses Gerät merkt sich den Zettel 90 Tage. "
        "Merkzettel leeren"
    ) in words(page)


def test_same_offer_stands_once(client, city):
    for _time in range(2):
        response = client.post("/merkzettel/", {"dazu": city.helper.number})
    assert response.cookies[COOKIE].value == str(city.helper.number)


def test_cookie_is_read_where_the_address_names_nothing(client, city):
    client.post("/merkzettel/", {"dazu": city.helper.number})
    assert heading(client.get("/merkzettel/")) == "Ihr Merkzettel: 1 Angebot"


def test_shortlist_of_somebody_else_is_read_from_the_address(client, city):
    client.post("/merkzettel/", {"dazu": city.helper.number})
    page = client.get(f"/merkzettel/?a={city.cafe.number}")
    assert headings(page, 2)[0] == "Café im Nachbarschaftshaus"


def test_offer_is_taken_off(client, city):
    helper, cafe = city.helper.number, city.cafe.number
    for number in (helper, cafe):
        client.post("/merkzettel/", {"dazu": number})
    response = client.post("/merkzettel/", {"a": f"{helper},{cafe}", "weg": helper})
    assert response.headers["Location"] == f"/merkzettel/?a={cafe}&weg={helper}"
    assert response.cookies[COOKIE].value == str(cafe)
    page = client.get(response.headers["Location"])
    assert words(page).startswith(
        "„Einkaufshilfe Betzenberg“ steht nicht mehr auf dem Merkzettel. Wieder auf den Merkzettel"
    )
    assert heading(page) == "Ihr Merkzettel: 1 Angebot"


def test_list_that_was_passed_on_changes_in_its_address_only(client, city):
    helper, cafe = city.helper.number, city.cafe.number
    client.post("/merkzettel/", {"dazu": helper})
    response = client.post("/merkzettel/", {"a": f"{helper},{cafe}", "weg": helper})
    assert response.headers["Location"] == f"/merkzettel/?a={cafe}&weg={helper}"
    assert not response.cookies
    assert headings(client.get("/merkzettel/"), 2)[0] == "Einkaufshilfe Betzenberg"


def test_full_list_says_so_and_keeps_what_is_on_it(client, city):
    full = ",".join(map(str, range(1, 41)))
    client.cookies[COOKIE] = full
    response = client.post("/merkzettel/", {"dazu": city.helper.number})
    assert response.headers["Location"] == f"/merkzettel/?a={full}&voll=40"
    assert "Ihr Merkzettel ist voll. Er fasst 40 Angebote. Nehmen Sie erst eines weg." in words(
        client.get(response.headers["Location"])
    )


def test_shortlist_is_emptied(client, city):
    client.post("/merkzettel/", {"dazu": city.helper.number})
    response = client.post("/merkzettel/", {"leeren": "ja"})
    assert response.headers["Location"] == "/merkzettel/"
    assert (response.cookies[COOKIE].value, response.cookies[COOKIE]["max-age"]) == ("", 0)


def test_numbers_that_are_gone_are_named_and_left_out(client, city):
    page = client.get(f"/merkzettel/?a={city.helper.number},999,{city.gone.number}")
    assert f"Diese Angebote gibt es nicht mehr: 999, „Altes Angebot“ ({city.gone.number})." in words(page)
    assert f"Nummern: {city.helper.number}." in words(page)
    assert "999" not in words(page).split("Drucken Sie")[1]


def test_news_of_an_offer_that_isnt_there_is_left_out(client, city):
    page = client.get(f"/merkzettel/?a={city.helper.number}&neu=999")
    assert heading(page) == "Ihr Merkzettel: 1 Angebot"
    assert "steht jetzt auf" not in words(page)


@pytest.mark.parametrize(
    ("before", "back"),
    [
        ("http://testserver/angebote/?ort=betzenberg&seite=2", "/angebote/?ort=betzenberg&amp;seite=2"),
        ("http://testserver/angebote/", "/angebote/"),
        ("http://testserver/merkzettel/?a=1", "/angebote/"),
        ("https://evil.example/angebote/?ort=x", "/angebote/"),
        ("javascript:alert(1)", "/angebote/"),
        ("http://[", "/angebote/"),
        ("", "/angebote/"),
    ],
)
def test_way_back_leads_to_the_list_somebody_comes_from(client, city, before, back):
    html = client.get("/merkzettel/", headers={"referer": before}).content.decode()
    assert f'href="{back}">Zurück zu den Angeboten</a>' in html


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", []),
        ("1042", [1042]),
        ("1042,1043.1042", [1042, 1043]),
        ("a,-1, 3,٣,<b>,1e3,7", [7]),
        ("9" * 400, []),
        (",".join(map(str, range(1, 90))), list(range(1, 41))),
    ],
)
def test_numbers_are_read_and_nothing_else(text, numbers):
    assert read_numbers(text) == numbers


@pytest.mark.parametrize("data", [{"dazu": "<b>"}, {"dazu": "\x00"}, {}, {"weg": "abc"}, {"a": "x" * 10_000}])
def test_nonsense_leads_to_the_empty_list(client, city, data):
    assert client.post("/merkzettel/", data).headers["Location"] == "/merkzettel/"


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_shortlist_refuses_other_methods(client, city, method):
    assert getattr(client, method)("/merkzettel/").status_code == 405


def test_foreign_page_cant_fill_it(client, city):
    response = client.post("/merkzettel/", {"dazu": city.helper.number}, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 403
    assert COOKIE not in response.cookies


@pytest.mark.parametrize("number", [1, 3])
def test_shortlist_costs_one_query(client, city, number):
    numbers = [city.helper.number, city.cafe.number, city.outing.number][:number]
    with CaptureQueriesContext(connection) as captured:
        page = client.get(f"/merkzettel/?a={','.join(map(str, numbers))}")
    assert heading(page).startswith(f"Ihr Merkzettel: {number} Angebot")
    assert len(captured) == 1
