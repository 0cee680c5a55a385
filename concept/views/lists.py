"""Lists of the concept: what the address chooses from them, page by page."""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest

from concept.models import Finding, Measure, Resolution
from concept.trail import statements_behind, statements_in_words
from offers.paging import Page, page_number, page_of

PAGE = "seite"
ROWS_SHOWN = 20


class Choice(NamedTuple):
    """A group of the box that narrows a list: its parameter, its heading, values and words, and the chosen value."""

    name: str
    label: str
    options: list[tuple[str, str]]
    chosen: str


def choice(request: HttpRequest, name: str, label: str, options: Iterable[tuple[str, object]]) -> Choice:
    """A value that isn't among the options chooses nothing."""
    options = [(str(value), str(words)) for value, words in options]
    asked = request.GET.get(name, "")
    return Choice(name, label, options, asked if asked in dict(options) else "")


def shown(request: HttpRequest, rows: QuerySet, choices: Iterable[Choice] = ()) -> tuple[list, Page]:
    """The rows of the page that is asked for; raises Http404 behind the last one."""
    number, total = page_number(request.GET.get(PAGE, "1")), rows.count()
    chosen = {one.name: one.chosen for one in choices if one.chosen}
    page = page_of(number, total=total, size=ROWS_SHOWN, address=lambda other: _address(request, chosen, other))
    return list(rows[(number - 1) * ROWS_SHOWN : number * ROWS_SHOWN]), page


def behind(thing: Finding | Measure | Resolution) -> str:
    """How many statements stand behind it, in words; "" where it rests on other things."""
    count = statements_behind(thing)
    return statements_in_words(count) if count else ""


def _address(request: HttpRequest, chosen: dict[str, str], number: int) -> str:
    query = urlencode(chosen | ({PAGE: number} if number > 1 else {}))
    return f"{request.path}{'?' if query else ''}{query}"
