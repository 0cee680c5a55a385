"""Pages for what goes wrong: same shell, no jargon, telephone and search; the right status code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def error_page(request: HttpRequest, status: int, *, template: str = "") -> HttpResponse:
    """The page of a refusal; 400, 403, 404, 405, 410 and 429 have one each, 403 another one for forms."""
    return render(request, template or f"{status}.html", status=status)
