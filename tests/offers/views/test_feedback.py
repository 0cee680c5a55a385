"""What citizens tell us: errors and missing help."""

import pytest

from offers.actions.feedback import FORMS_A_DAY
from offers.models import ErrorReport, MissingHelp
from offers.views.feedback import network_of
from tests.factories import NOW, TODAY
from tests.reading import heading, words

REPORT = "/angebote/einkaufshilfe-betzenberg/fehler-melden/"


def test_error_is_kept_and_thanked_for(client, city):
    answer = client.post(REPORT, {"text": "Die Nummer stimmt nicht.", "contact": "0631 1234"})
    # The thanks have an address of their own: to load them again sends nothing again.
    assert (answer.status_code, answer.url) == (303, f"{REPORT}?danke")
    response = client.get(answer.url)
    assert response.status_code == 200
    assert words(response) == (
        "Danke. Wir prüfen das. "
        f"Ihre Meldung zu „Einkaufshilfe Betzenberg“ (Angebot {city.helper.number}) ist bei uns. Zurück zum Angebot"
    )
    assert list(ErrorReport.objects.values_list("offer", "text", "contact", "received_at")) == [
        (city.helper.pk, "Die Nummer stimmt nicht.", "0631 1234", NOW)
    ]


def test_contact_is_optional(client, city):
    assert heading(client.post(REPORT, {"text": "Falsch"}, follow=True)) == "Danke. Wir prüfen das."


def test_empty_error_says_what_to_do_and_keeps_the_contact(client, city):
    response = client.post(REPORT, {"text": "", "contact": "0631 1234"})
    assert response.status_code == 400
    html = response.content.decode()
    assert html.split("<title>")[1].startswith("Fehler:")
    assert words(response).count("Schreiben Sie, was nicht stimmt.") == 2
    assert 'value="0631 1234"' in html
    assert not ErrorReport.objects.exists()


def test_long_error_is_kept_for_shortening(client, city):
    response = client.post(REPORT, {"text": "a" * 1001, "contact": "b" * 201})
    assert response.status_code == 400
    assert "Ihr Text ist zu lang. Kürzen Sie ihn auf 1000 Zeichen." in words(response)
    assert "Kürzen Sie die Angabe auf 200 Zeichen." in words(response)
    assert "a" * 1001 in response.content.decode()


def test_nul_in_a_form_is_refused_with_words(client, city):
    response = client.post(REPORT, {"text": "a\x00b"})
    assert response.status_code == 400
    assert not ErrorReport.objects.exists()


def test_html_in_a_form_stays_text(client, city):
    html = client.post(REPORT, {"text": "", "contact": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>" not in html


def test_too_many_forms_are_refused_and_kept(client, city):
    for _form in range(FORMS_A_DAY):
        client.post(REPORT, {"text": "Falsch"})
    response = client.post(REPORT, {"text": "Noch etwas"})
    assert response.status_code == 429
    assert "Von hier kamen heute schon viele Meldungen. Rufen Sie uns an, wir schreiben es auf." in words(response)
    assert "Noch etwas" in response.content.decode()
    assert ErrorReport.objects.count() == FORMS_A_DAY


@pytest.mark.parametrize("address", ["/angebote/altes-angebot/fehler-melden/", "/angebote/nie/fehler-melden/"])
def test_only_published_offers_are_reported(client, city, address):
    assert client.get(address).status_code == 404
    assert client.post(address, {"text": "Falsch"}).status_code == 404


def test_form_names_the_offer(client, city):
    response = client.get(REPORT)
    assert words(response) == (
        "Stimmt etwas nicht? "
        f"Sie schreiben uns zu „Einkaufshilfe Betzenberg“ (Angebot {city.helper.number}). "
        "Was stimmt nicht? Ihre Telefonnummer oder E-Mail für Rückfragen (freiwillig) "
        "Wir löschen sie, wenn der Fehler erledigt ist. Fehler melden"
    )


def test_missing_help_is_kept_without_a_name(client, city):
    response = client.post("/hilfe-fehlt/", {"text": "Ein Fahrdienst", "area": "betzenberg"}, follow=True)
    assert heading(response) == "Danke. Wir haben es aufgeschrieben."
    assert list(MissingHelp.objects.values_list("text", "area", "received_on")) == [
        ("Ein Fahrdienst", city.hill.pk, TODAY)
    ]


@pytest.mark.parametrize("area", ["", "atlantis"])
def test_missing_help_needs_no_area(client, city, area):
    client.post("/hilfe-fehlt/", {"text": "Ein Fahrdienst", "area": area})
    assert list(MissingHelp.objects.values_list("text", "area")) == [("Ein Fahrdienst", None)]


def test_empty_question_says_what_to_do(client, city):
    response = client.post("/hilfe-fehlt/", {"text": " ", "area": "betzenberg"})
    assert response.status_code == 400
    assert words(response).count("Schreiben Sie, welche Hilfe Ihnen fehlt.") == 2
    assert 'name="area" value="betzenberg"' in response.content.decode()


@pytest.mark.parametrize("address", [REPORT, "/hilfe-fehlt/"])
@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_forms_refuse_other_methods(client, city, address, method):
    assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("::ffff:203.0.113.7", "203.0.113.0/24"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_network_hides_the_single_address(rf, address, network):
    assert network_of(rf.get("/", REMOTE_ADDR=address)) == network
