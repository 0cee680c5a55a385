"""Filling in the needs form at `/bedarf/`: one question a page, nothing lost."""

from django.http import HttpRequest, HttpResponse

from workshops.views.personal import personal_page


@personal_page
def start(request: HttpRequest, language: str) -> HttpResponse:
    return HttpResponse("Wird gebaut")


check = done = pause = slip = forget = page = start
