"""What holds for every page: headers, requests refused at the door, and empty refusals given a page."""

from collections.abc import Callable
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.utils.translation import override

from offers.versions import renew_stamp
from portal.error_pages import error_page

GetResponse = Callable[[HttpRequest], HttpResponse]

# No script at all; Lighthouse reads robots.txt through connect-src.
CITIZENS = (
    "default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# The admin has Django's own scripts, from this host only, and its images as data.
STAFF = CITIZENS.replace("script-src 'none'", "script-src 'self'").replace("img-src 'self'", "img-src 'self' data:")
HEADERS = {
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
ENGLISH = "/en/"


def address_from_proxy(get_response: GetResponse) -> GetResponse:
    """In production a proxy stands in front: the visitor is whom it named last, never whom the visitor claims to be.

    Without it all citizens would be one network to the limits on forms and on signing in.
    """
    if settings.LOCAL:
        raise MiddlewareNotUsed

    def middleware(request: HttpRequest) -> HttpResponse:
        named = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        request.META["REMOTE_ADDR"] = named or request.META.get("REMOTE_ADDR", "")
        return get_response(request)

    return middleware


def security_headers(get_response: GetResponse) -> GetResponse:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        policy = STAFF if request.path.startswith("/admin/") else CITIZENS
        response.headers.setdefault("Content-Security-Policy", policy)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def language_of_address(get_response: GetResponse) -> GetResponse:
    """Everything below `/en/` is English, errors too; everything else is German.

    No cookie and no wish of the browser changes that: an address reads the same for everybody (docs/adr/0028).
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        with override("en" if request.path.startswith(ENGLISH) else settings.LANGUAGE_CODE):
            return get_response(request)

    return middleware


def refuse_broken_text(get_response: GetResponse) -> GetResponse:
    """400 for NUL bytes and broken UTF-8 in an address: PostgreSQL keeps neither, and no person types them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if is_broken(request.META.get("QUERY_STRING", "")) or "\0" in request.path:
            return error_page(request, 400)
        return get_response(request)

    return middleware


def is_broken(query: str) -> bool:
    octets = unquote_to_bytes(query)
    try:
        return "\0" in octets.decode()
    except UnicodeDecodeError:
        return True


def refuse_foreign_forms(get_response: GetResponse) -> GetResponse:
    """Citizens' forms carry no token: they are taken from our own pages only (docs/adr/0012).

    Sec-Fetch-Site decides where the browser sends it, else Origin must be our host, else the form is taken: then
    it is no browser that a foreign page could use. The admin keeps Django's own tokens besides.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE_METHODS and is_foreign(request):
            return error_page(request, 403, template="403_form.html")
        return get_response(request)

    return middleware


def is_foreign(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.get_host()


def page_for_wrong_method(get_response: GetResponse) -> GetResponse:
    """405 comes without a word from Django's decorators; people get a page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or response.content:
            return response
        page = error_page(request, 405)
        page.headers["Allow"] = response.headers["Allow"]
        return page

    return middleware


def trial_is_not_indexed(get_response: GetResponse) -> GetResponse:
    """Search machines stay out of a trial, and of lists with filters: only the plain pages are to be found."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if settings.TRIAL or any(request.GET.values()):
            response.headers.setdefault("X-Robots-Tag", "noindex")
        return response

    return middleware


def stamp_after_writing(get_response: GetResponse) -> GetResponse:
    """What staff saved is on the public pages with the next request (offers.versions)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method not in SAFE_METHODS and request.path.startswith("/admin/"):
            renew_stamp()
        return response

    return middleware
