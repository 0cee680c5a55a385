"""Results of a wave: answers to count, and what the page and the table that leaves say of them."""

import csv
import io
import zipfile

from django.urls import reverse

from tests.submissions import make_submission

MISSING = {"beratung": {"opinion": ["missing"], "importance": ["very"], "reasons": ["too_far", "full"]}}
FINE = {"beratung": {"opinion": ["fine"]}}


def page(wave, name="results", query=""):
    return reverse(f"admin:needs_wave_{name}", args=[wave.pk]) + query


def cells(response, table, row="Beratung"):
    """What the row of a table says, by its columns."""
    table = response.context["tables"][("overview", "detail", "who").index(table)]
    shown = [cell.everything + (f" / {cell.unflagged}" if cell.unflagged else "") for cell in table.rows[row]]
    return dict(zip(table.columns[1:], shown, strict=True))


def make_many(wave, number, answers, **fields):
    for _number in range(number):
        make_submission(wave, **{"no_district": "whole_city", "answers": answers, **fields})


def exported(response):
    """Both tables, each row by its columns."""
    files = zipfile.ZipFile(io.BytesIO(response.content))
    assert files.namelist() == ["ergebnisse.csv", "erklaerung.csv"]
    return [
        list(csv.DictReader(io.StringIO(files.read(name).decode("utf-8-sig")), delimiter=";"))
        for name in files.namelist()
    ]
