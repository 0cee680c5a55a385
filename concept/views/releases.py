"""Releases: the concept as a page, in Einfache Sprache, on paper and as a table; all from what was published."""

import csv

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from concept.document import plain_chapters
from concept.models import Release
from concept.printing import kept_pdf
from offers.printing import PrinterIsBusy, as_response
from offers.sharing import shared_page

BUSY_SECONDS = 10


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def release_archive(request: HttpRequest) -> HttpResponse:
    """All releases, the newest first; none is ever taken away."""
    releases = Release.objects.published().newest_first().defer("document")
    return render(request, "concept/release_archive.html", {"releases": releases})


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def release_detail(request: HttpRequest, number: int) -> HttpResponse:
    release = _published(number)
    return render(request, "concept/release.html", {"release": release, "document": release.document})


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def release_plain(request: HttpRequest, number: int) -> HttpResponse:
    """What people wrote in Einfache Sprache; nothing is ever put there by a machine."""
    release = _published(number)
    chapters = plain_chapters(release.document)
    return render(request, "concept/release_plain.html", {"release": release, "chapters": chapters})


@login_not_required
@require_safe
def release_pdf(request: HttpRequest, number: int) -> HttpResponse:
    release = _published(number)
    try:
        return as_response(kept_pdf(release), filename=f"konzept-stand-{release.number}.pdf")
    except PrinterIsBusy as busy:
        return printer_busy(request, busy)


def printer_busy(request: HttpRequest, busy: PrinterIsBusy) -> HttpResponse:
    page = render(request, "offers/printer_busy.html", {"busy": busy}, status=503)
    page.headers["Retry-After"] = str(BUSY_SECONDS)
    return page


@login_not_required
@require_safe
def release_data(request: HttpRequest, number: int) -> HttpResponse:
    """Every public figure and cell as spreadsheets here open it: semicolons, and a mark that it is UTF-8."""
    release = _published(number)
    headers = {
        "Content-Disposition": f'attachment; filename="konzept-stand-{release.number}.csv"',
        "X-Robots-Tag": "noindex",
    }
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8", headers=headers)
    data = release.document["data"]
    rows = [data["columns"], *data["rows"]]
    csv.writer(response, delimiter=";").writerows([_no_formula(cell) for cell in row] for row in rows)
    return response


def _no_formula(text: str) -> str:
    """A spreadsheet would carry out what begins like this."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _published(number: int) -> Release:
    return get_object_or_404(Release.objects.published(), number=number)
