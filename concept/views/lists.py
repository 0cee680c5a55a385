"""What several pages of the concept share: what the address chooses, page by page, and how many stand behind it."""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest

from concept.models import Figure, Finding, Measure, Resolution
from concept.trail import statements_behind, statements_in_words
from concept.words import frame_in_words
from needs.models import Frame
from offers.paging import Page, page_number, page_of

PAGE, FRAME = "seite", "befragung"
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


def narrowing(*choices: Choice) -> list[Choice]:
    """Those of the box that leave something out."""
    return [one for one in choices if len(one.options) > 1 or one.chosen]


def frame_facts(request: HttpRequest, figures: Iterable[Figure]) -> dict:
    """Figures by one way of asking at a time, which the address names: they are never added up.

    The first one is that whose answers decide.
    """
    found = {figure.frame for figure in figures}
    frames = [frame for frame in Frame if frame in found]
    asked = request.GET.get(FRAME)
    frame = asked if asked in frames else next(iter(frames), "")
    return {
        "frame": frame,
        "frame_words": frame_in_words(frame) if frame else "",
        # Named where the figures are others than those behind the results.
        "decides": frames[0].label if frames and frame != frames[0] else "",
        "frames": [(other.value, other.label) for other in frames if other != frame],
    }


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
