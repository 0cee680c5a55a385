"""Bare views: what the same server and middleware can do at best with a page of this size."""

import os
from functools import cache
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path


@cache
def ready_page(name: str) -> bytes:
    """A page as the product sent it, compressed; the bench has saved it in a folder."""
    return Path(os.environ["BENCH_PAGES"], name).read_bytes()


@login_not_required
def bare(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(ready_page(name), headers={"Content-Encoding": "gzip"})


urlpatterns = [path("bare/<slug:name>/", bare)]
