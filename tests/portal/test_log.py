"""Errors are logged without the address they happened at."""

import logging
from io import StringIO

import pytest
from django.db import connection
from django.test import RequestFactory
from django.urls import reverse

from portal.log import NamePages

KEY = "9c28574c52dde15abaea6a0ee6f0c9f1"


@pytest.mark.django_db(transaction=True)
def test_page_that_fails_is_named_without_its_key(client, monkeypatch):
    output = next(each for each in logging.getLogger("django").handlers if each.name == "output")
    monkeypatch.setattr(output, "stream", StringIO())
    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE needs_sheet RENAME TO away")
        try:
            assert client.get(reverse("needs:check", args=[KEY])).status_code == 500
        finally:
            cursor.execute("ALTER TABLE away RENAME TO needs_sheet")
    said = output.stream.getvalue()
    assert "Internal Server Error: bedarf/<slug:key>/pruefen/" in said
    assert "ProgrammingError" in said
    assert KEY not in said


def record(*args, **fields) -> logging.LogRecord:
    made = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "%s: %s", args, None)
    made.__dict__ |= fields
    return made


def test_address_that_belongs_to_no_page_yet_is_left_out():
    request = RequestFactory().get(f"/bedarf/{KEY}/")
    failed = record("Internal Server Error", request.path, request=request)
    assert NamePages().filter(failed)
    assert failed.getMessage() == "Internal Server Error: …"


def test_other_lines_stay_as_they_are():
    line = record("Datei", "/etc/hosts")
    assert NamePages().filter(line)
    assert line.getMessage() == "Datei: /etc/hosts"
    failed = logging.LogRecord("x", logging.ERROR, __file__, 1, "%(a)s", ({"a": 1},), None)
    failed.request = RequestFactory().get("/")
    assert NamePages().filter(failed)
    assert failed.getMessage() == "1"
