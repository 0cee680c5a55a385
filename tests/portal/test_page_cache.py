"""Pages are kept under their version and time, handed to everybody, and never when they are personal."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from offers.models import CatalogueVersion
from offers.sharing import for_one_person, shared_page
from offers.versions import current_version, renew_stamp, stamp_file
from portal.page_cache import PageStore, entry_of, next_day, next_minute, page_cache, store

NOON = datetime(2026, 11, 23, 11, 0, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _empty_store(settings, tmp_path):
    settings.STATE_DIR = tmp_path
    settings.CATALOGUE_VERSION = "file"
    store.clear()
    yield
    store.clear()


class Page:
    """A view that counts how often it is made."""

    def __init__(self, *, shared_for="minute", status=200):
        self.made = 0
        self.shared_for = shared_for
        self.status = status

    def __call__(self, request):
        self.made += 1
        response = HttpResponse(f"Fassung {self.made}", status=self.status)
        response.shared_for = self.shared_for
        return response


def get(path="/angebote/", **headers):
    return RequestFactory().get(path, headers=headers)


def test_second_visitor_gets_the_kept_page():
    page = Page()
    view = page_cache(page)
    first, second = view(get()), view(get())
    assert (first.content, second.content, page.made) == (b"Fassung 1", b"Fassung 1", 1)
    assert second.headers["Cache-Control"] == "no-cache"
    assert second.headers["Vary"] == "Accept-Encoding, Cookie"


def test_kept_page_comes_compressed_where_it_is_accepted():
    response = page_cache(Page())(get(accept_encoding="gzip, br"))
    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content) == b"Fassung 1"


def test_visitor_who_has_the_page_gets_304():
    view = page_cache(Page())
    etag = view(get()).headers["ETag"]
    response = view(get(if_none_match=etag))
    assert (response.status_code, response.content, response.headers["ETag"]) == (304, b"", etag)
    assert etag.startswith('W/"')


def test_an_edit_is_seen_on_the_next_request():
    view = page_cache(Page())
    etag = view(get()).headers["ETag"]
    renew_stamp()
    response = view(get(if_none_match=etag))
    assert (response.status_code, response.content) == (200, b"Fassung 2")


@pytest.mark.django_db
def test_version_of_the_database_turns_with_a_change(settings):
    settings.CATALOGUE_VERSION = "database"
    view = page_cache(Page())
    view(get())
    CatalogueVersion.objects.update_or_create(id=1, defaults={"number": 77})
    assert view(get()).content == b"Fassung 2"
    assert current_version() == "77"


def test_pages_end_with_their_minute_or_day():
    assert next_minute(NOON) == datetime(2026, 11, 23, 11, 1, tzinfo=UTC)
    # Midnight in Kaiserslautern is eleven o'clock in the evening in UTC.
    assert next_day(NOON) == datetime(2026, 11, 23, 23, 0, tzinfo=UTC)


def test_store_forgets_what_is_over():
    entry = entry_of(Page()(get()), key="a", version="1", now=NOON)
    pages = PageStore(10_000)
    pages.put("a", entry)
    assert pages.get("a", version="1", now=NOON + timedelta(seconds=29)) is entry
    assert pages.get("a", version="1", now=NOON + timedelta(seconds=30)) is None
    assert pages.get("a", version="2", now=NOON) is None
    assert pages.get("b", version="1", now=NOON) is None


def test_store_is_bounded_and_keeps_what_was_used_last():
    entry = entry_of(Page()(get()), key="a", version="1", now=NOON)
    pages = PageStore(entry.size * 2)
    pages.put("a", entry)
    pages.put("b", entry)
    pages.get("a", version="1", now=NOON)
    pages.put("c", entry)
    pages.put("c", entry)
    assert (list(pages.entries), pages.bytes) == (["a", "c"], entry.size * 2)


@pytest.mark.parametrize(
    ("one", "other", "are_the_same"),
    [
        ("/angebote/?ort=a&thema=b", "/angebote/?thema=b&ort=a", True),
        ("/angebote/?ort=a&q=", "/angebote/?ort=a", True),
        ("/angebote/?ort=a", "/angebote/?ort=b", False),
        ("/angebote/", "/themen/", False),
    ],
)
def test_address_is_kept_in_one_canonical_form(one, other, are_the_same):
    page = Page()
    view = page_cache(page)
    view(get(one))
    view(get(other))
    assert page.made == (1 if are_the_same else 2)


@pytest.mark.parametrize(
    "request_",
    [
        RequestFactory().post("/merkzettel/"),
        RequestFactory().get("/angebote/?q=" + "a" * 600),
        RequestFactory().get("/angebote/", headers={"cookie": "sessionid=abc"}),
    ],
    ids=["form", "long address", "signed in"],
)
def test_personal_requests_are_never_kept(request_):
    page = Page()
    view = page_cache(page)
    view(request_)
    response = view(request_)
    assert (page.made, response.headers["Cache-Control"]) == (2, "private, no-store")
    assert "ETag" not in response.headers


def test_response_that_is_for_one_person_is_never_kept():
    @shared_page(speaks_of_time=True)
    def view(request):
        return for_one_person(HttpResponse("nur für Sie"))

    response = page_cache(view)(get())
    assert (response.headers["Cache-Control"], store.entries) == ("private, no-store", {})


@pytest.mark.parametrize(("speaks_of_time", "shared_for"), [(True, "minute"), (False, "day")])
def test_shared_page_says_how_long_it_holds(speaks_of_time, shared_for):
    view = shared_page(speaks_of_time=speaks_of_time)(lambda request: HttpResponse())
    assert view(get()).shared_for == shared_for


def test_page_for_the_day_is_kept_beyond_the_minute():
    entry = entry_of(Page(shared_for="day")(get()), key="a", version="1", now=NOON)
    assert entry.expires == next_day(NOON)


def test_error_that_is_shared_keeps_its_status():
    view = page_cache(Page(status=410))
    etag = view(get()).headers["ETag"]
    assert view(get(if_none_match=etag)).status_code == 410


def test_stamps_within_one_step_of_the_file_system_differ():
    stamps = set()
    for _turn in range(50):
        renew_stamp()
        stamps.add(stamp_file().stat().st_mtime_ns)
    assert len(stamps) == 50


def test_doubled_parameters_are_kept_by_the_one_that_counts():
    page = Page()
    view = page_cache(page)
    shown = [
        view(get(f"/angebote/?{query}")).content for query in ("ort=a&ort=b", "ort=b&ort=a", "ort=b", "ort=a&ort=")
    ]
    assert shown == [b"Fassung 1", b"Fassung 2", b"Fassung 1", b"Fassung 3"]


@pytest.mark.django_db
def test_an_empty_search_does_not_keep_a_plain_page_out_of_search_machines(client, settings):
    settings.TRIAL = False
    robots = [client.get(f"/impressum/{query}").headers.get("X-Robots-Tag") for query in ("?q=", "", "?q=Fahrdienst")]
    assert robots == [None, None, "noindex"]
