"""Error pages: the shell, words without jargon, telephone and search, also without a database."""

import pytest
from django.db import OperationalError, connection
from django.http import Http404
from django.test import RequestFactory

from offers.models import EmergencyNumber
from portal import views
from portal.emergency import delivered_numbers, emergency_numbers
from tests.portal.test_context import HOURS

HEADINGS = {
    400: "Diese Adresse können wir nicht lesen",
    403: "Diese Seite dürfen Sie nicht öffnen",
    404: "Diese Seite gibt es nicht",
    500: "Bei uns ist ein Fehler passiert",
    503: "Wir sind gleich wieder da",
}
HANDLERS = {400: views.bad_request, 403: views.permission_denied, 404: views.page_not_found}


def get(path="/gibt-es-nicht/"):
    return RequestFactory().get(path)


@pytest.fixture
def _database_is_down(django_db_blocker):
    """Every question to the database fails as it does when nobody listens."""

    def refuse(execute, sql, params, many, context):
        raise OperationalError("connection refused")

    with django_db_blocker.unblock(), connection.execute_wrapper(refuse):
        yield


@pytest.mark.usefixtures("_database_is_down")
@pytest.mark.parametrize("status", HANDLERS)
def test_refusal_renders_without_a_database(settings, status):
    settings.HELP_PHONE, settings.HELP_HOURS = "0631 365-1234", HOURS
    response = HANDLERS[status](get(), Http404())
    html = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{HEADINGS[status]}</h1>" in html
    assert 'role="search"' in html
    assert html.count("tel:+496313651234") == 2
    assert '<meta name="robots" content="noindex">' in html


@pytest.mark.usefixtures("_database_is_down")
def test_404_keeps_what_was_typed_and_shows_the_emergency_numbers():
    html = views.page_not_found(get("/angebotte/?q=essen+<auf>+rädern"), Http404()).content.decode()
    assert 'value="essen &lt;auf&gt; rädern"' in html
    assert '<a class="phone" href="tel:112">112</a> Feuerwehr und Rettungsdienst' in html
    assert '<a class="phone" href="tel:+498001110111">' in html


@pytest.mark.usefixtures("_database_is_down")
@pytest.mark.parametrize(
    ("error", "status", "retry"), [(ValueError, 500, None), (OperationalError, 503, "60")], ids=["error", "no database"]
)
def test_server_error_tells_a_mistake_from_a_pause(settings, error, status, retry):
    settings.HELP_PHONE = ""
    request = get()
    # Whoever has a session would be looked up in the database.
    request.COOKIES = {settings.SESSION_COOKIE_NAME: "abc"}
    try:
        raise error
    except error:
        response = views.server_error(request)
    assert (response.status_code, response.headers.get("Retry-After")) == (status, retry)
    assert f"<h1>{HEADINGS[status]}</h1>" in response.content.decode()


@pytest.mark.django_db
def test_emergency_numbers_are_those_that_staff_keep():
    assert emergency_numbers() == delivered_numbers()
    EmergencyNumber.objects.create(number="112", name="Notruf", when="immer", hours="Tag und Nacht", position=1)
    assert emergency_numbers() == [{"number": "112", "name": "Notruf", "when": "immer", "hours": "Tag und Nacht"}]


def test_delivered_numbers_begin_with_112():
    assert delivered_numbers()[0] == {
        "number": "112",
        "name": "Feuerwehr und Rettungsdienst",
        "when": "Lebensgefahr, Feuer, Unfall",
        "hours": "rund um die Uhr, kostenlos",
    }
    assert [row["number"] for row in delivered_numbers()][:3] == ["112", "110", "116117"]


@pytest.mark.django_db
def test_refusal_at_the_door_knows_no_user(client):
    """With a session's cookie the shell asks who is there; the door stands before anybody can say."""
    client.cookies["sessionid"] = "0"
    answers = [
        client.get("/?q=%00"),
        client.get("/", headers={"host": "andere.example"}),
        client.post("/merkzettel/", headers={"sec-fetch-site": "cross-site"}),
    ]
    assert [answer.status_code for answer in answers] == [400, 400, 403]
