"""Pages that belong to no single app: legal and help pages, health, and Django's calls for an error page."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from offers.sharing import shared_page
from portal.error_pages import error_page

RETRY_SECONDS = 60
# Filtered lists stay open to search machines, so that these read there that they shouldn't list them.
# Printed sheets repeat the pages, and each has to be made. Calendars aren't named: some that fetch them for people obey
# this file.
ROBOTS = "User-agent: *\nDisallow: /admin/\nDisallow: /merkzettel/\nDisallow: /*.pdf\n"


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def text_page(request: HttpRequest, *, template: str) -> HttpResponse:
    """A page that is only text: the address names its template."""
    return render(request, f"portal/{template}.html")


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For whoever watches the server: 200 when the database answers, else 503 (by `server_error`)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(ROBOTS, content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; or 503 where the database doesn't answer, which passes by itself.

    The visitor's cookies are forgotten: whoever is signed in is looked up in that very database.
    """
    request.COOKIES = {}
    if not isinstance(sys.exc_info()[1], OperationalError):
        return error_page(request, 500)
    response = error_page(request, 503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response
