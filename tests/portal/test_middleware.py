"""What holds for every page: headers, and requests refused at the door with a page and the right status."""

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from offers.versions import stamp_file
from portal.middleware import address_from_proxy, is_broken, is_foreign, stamp_after_writing
from tests.factories import make_offer

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src": "'none'",
    "script-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def policy_of(response) -> dict[str, str]:
    parts = response.headers["Content-Security-Policy"].split("; ")
    return dict(part.split(" ", 1) for part in parts)


@pytest.mark.parametrize("address", ["/", "/angebote/", "/gibt-es-nicht/", "/impressum/", "/merkzettel/"])
def test_citizens_pages_carry_strict_headers(client, address):
    response = client.get(address)
    assert policy_of(response) == POLICY
    assert {name: response.headers[name] for name in ("Referrer-Policy", "X-Content-Type-Options")} == {
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in response.headers["Permissions-Policy"]


def test_https_is_asked_for_a_year(client):
    response = client.get("/impressum/", secure=True)
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_admin_may_run_its_own_scripts_only(client):
    response = client.get("/admin/", follow=True)
    assert policy_of(response) == POLICY | {"script-src": "'self'", "img-src": "'self' data:"}


@pytest.mark.parametrize("address", ["/", "/angebote/", "/impressum/", "/stadtteile/"])
def test_no_cookie_is_set_without_being_asked_for(client, address):
    assert client.get(address).cookies == {}


@pytest.mark.parametrize("query", ["q=%00", "q=a%00b", "q=%FF", "q=%C3%28", "%FF=1"])
def test_broken_text_in_an_address_is_refused_with_a_page(client, query):
    response = client.get(f"/angebote/?{query}")
    assert response.status_code == 400
    assert b"<h1" in response.content


@pytest.mark.parametrize("query", ["", "q=%C3%A4", "q=caf%C3%A9+100%25", "q=100%"])
def test_text_that_can_be_read_is_not_broken(query):
    assert not is_broken(query)


def test_nul_in_a_path_is_refused_with_a_page(client):
    assert client.get("/angebote/a%00b/").status_code == 400


def test_broken_utf8_in_a_path_is_no_page(client):
    assert client.get("/angebote/%FF/").status_code == 404


def test_wrong_host_is_refused_with_a_page(client):
    response = client.get("/angebote/", headers={"host": "boese.example"})
    assert response.status_code == 400
    assert b"<h1" in response.content


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_wrong_method_gets_a_page_that_says_so(client, method):
    response = getattr(client, method)("/angebote/")
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"
    assert b"<h1" in response.content


def test_head_answers_without_a_body(client):
    response = client.head("/angebote/")
    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"sec-fetch-site": "same-origin"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": "cross-site"}, True),
        ({"sec-fetch-site": "same-site"}, True),
        ({"sec-fetch-site": "cross-site", "origin": "http://testserver"}, True),
        ({"origin": "http://testserver"}, False),
        ({"origin": "http://boese.example"}, True),
        ({"origin": "null"}, True),
        ({}, False),
    ],
)
def test_form_is_foreign_by_what_the_browser_says(headers, expected):
    assert is_foreign(RequestFactory().post("/merkzettel/", headers=headers)) is expected


def test_foreign_form_is_refused_and_changes_nothing(client):
    offer = make_offer()
    response = client.post(reverse("offers:shortlist"), {"dazu": offer.pk}, headers={"sec-fetch-site": "cross-site"})
    assert (response.status_code, response.cookies) == (403, {})
    assert "Gehen Sie mit der Zurück-Taste zurück." in response.content.decode()


def test_lists_with_filters_and_trials_stay_out_of_search_machines(client, settings):
    settings.TRIAL = False
    assert "X-Robots-Tag" not in client.get("/impressum/").headers
    assert client.get("/angebote/?kosten=frei").headers["X-Robots-Tag"] == "noindex"


def test_trial_stays_out_of_search_machines(client, settings):
    settings.TRIAL = True
    assert client.get("/hilfe/").headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("method", "path", "is_renewed"),
    [("post", "/admin/offers/offer/", True), ("get", "/admin/", False), ("post", "/merkzettel/", False)],
)
def test_stamp_is_renewed_after_staff_wrote(settings, tmp_path, method, path, is_renewed):
    settings.STATE_DIR = tmp_path
    stamp_after_writing(lambda request: HttpResponse())(getattr(RequestFactory(), method)(path))
    assert stamp_file().exists() is is_renewed


@pytest.mark.parametrize("address", ["/", "/angebote/", "/stadtteile/", "/impressum/"])
def test_pages_that_are_only_read_refuse_forms_by_their_method(address):
    response = Client(enforce_csrf_checks=True).post(address)
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"x-forwarded-for": "203.0.113.9"}, "203.0.113.9"),
        ({"x-forwarded-for": "10.0.0.1, 203.0.113.9"}, "203.0.113.9"),
        ({}, "127.0.0.1"),
    ],
)
def test_visitor_is_whom_the_proxy_named_last(settings, headers, expected):
    settings.LOCAL = False
    seen = []
    address_from_proxy(lambda request: seen.append(request.META["REMOTE_ADDR"]))(
        RequestFactory().get("/", headers=headers)
    )
    assert seen == [expected]


def test_without_a_proxy_nobody_names_another_address(settings):
    settings.LOCAL = True
    with pytest.raises(MiddlewareNotUsed):
        address_from_proxy(lambda request: None)


def test_page_of_one_person_comes_compressed(client):
    response = client.get("/merkzettel/", headers={"accept-encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Cache-Control"] == "private, no-store"
