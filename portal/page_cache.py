"""Whole pages kept in the process, compressed beforehand, under the version of everything they show.

Key: the canonical address (every language has its own). An entry holds for one version of the catalogue and until its
minute or day is over (offers.sharing says which). So an edit is visible on the next request, and "Jetzt offen" turns
at the minute without any edit. Pages with anything personal never come here. See docs/adr/0013.
"""

import gzip
import zlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from offers.versions import current_version

MOST_BYTES = 16 * 1024 * 1024
LONGEST_ADDRESS = 500
KEPT_STATUS = 200


@dataclass(frozen=True)
class Entry:
    version: str
    expires: datetime
    etag: str
    status: int
    headers: dict[str, str]
    body: bytes
    compressed: bytes

    @property
    def size(self) -> int:
        return len(self.body) + len(self.compressed) + 1000


class PageStore:
    """The pages used last, at most so many bytes of them."""

    def __init__(self, most_bytes: int):
        self.most_bytes = most_bytes
        self.bytes = 0
        self.entries: OrderedDict[str, Entry] = OrderedDict()
        self.lock = Lock()

    def get(self, key: str, *, version: str, now: datetime) -> Entry | None:
        with self.lock:
            entry = self.entries.get(key)
            if entry is None or entry.version != version or entry.expires <= now:
                return None
            self.entries.move_to_end(key)
            return entry

    def put(self, key: str, entry: Entry) -> None:
        with self.lock:
            self._drop(key)
            self.entries[key] = entry
            self.bytes += entry.size
            while self.bytes > self.most_bytes:
                self._drop(next(iter(self.entries)))

    def clear(self) -> None:
        with self.lock:
            self.entries.clear()
            self.bytes = 0

    def _drop(self, key: str) -> None:
        entry = self.entries.pop(key, None)
        self.bytes -= entry.size if entry else 0


store = PageStore(MOST_BYTES)


def page_cache(get_response: Callable) -> Callable:
    """Answer from the store where possible; keep what views share; answer 304 to who has the page already."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not may_share(request):
            return personal(get_response(request))
        now = timezone.now()
        version = current_version()
        key = key_of(request)
        entry = store.get(key, version=version, now=now)
        if entry is None:
            response = get_response(request)
            if not getattr(response, "shared_for", None):
                return personal(response)
            entry = entry_of(response, key=key, version=version, now=now)
            store.put(key, entry)
        return answer(request, entry)

    return middleware


def may_share(request: HttpRequest) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and len(request.META.get("QUERY_STRING", "")) <= LONGEST_ADDRESS
    )


def key_of(request: HttpRequest) -> str:
    """The address with its parameters sorted and empty ones left out, on its host. Of a doubled one the last counts."""
    query = dict(parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True))
    parameters = urlencode(sorted((name, value) for name, value in query.items() if value))
    return f"{request.scheme}://{request.get_host()}{request.path}?{parameters}"


def entry_of(response: HttpResponse, *, key: str, version: str, now: datetime) -> Entry:
    """A page as it is kept. Its ETag is weak and follows from the key, the version and the time it holds for."""
    expires = next_minute(now) if response.shared_for == "minute" else next_day(now)
    digest = zlib.crc32(f"{key} {version} {expires.isoformat()}".encode())
    headers = {name: value for name, value in response.items() if name != "Content-Length"}
    return Entry(
        version=version,
        expires=expires,
        etag=f'W/"{digest:08x}-{zlib.crc32(response.content):08x}"',
        status=response.status_code,
        headers=headers,
        body=response.content,
        compressed=gzip.compress(response.content, compresslevel=4, mtime=0),
    )


def answer(request: HttpRequest, entry: Entry) -> HttpResponse:
    if entry.status == KEPT_STATUS and entry.etag in request.headers.get("If-None-Match", ""):
        response = HttpResponse(status=304, headers=entry.headers)
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(entry.compressed, status=entry.status, headers=entry.headers)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(entry.body, status=entry.status, headers=entry.headers)
    response.headers["ETag"] = entry.etag
    # Browsers ask each time whether the page still holds; nobody sees an old "Jetzt offen".
    response.headers["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    return response


def personal(response: HttpResponse) -> HttpResponse:
    """Never kept by anybody on the way."""
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def next_minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0) + timedelta(minutes=1)


def next_day(now: datetime) -> datetime:
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=1)
