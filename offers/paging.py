"""Pages of a list: which one is asked for, and the links to the others."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Page:
    number: int
    count: int
    previous: str
    following: str


def page_number(text: str) -> int:
    """The number in the address; raises Http404 where it can't be a page."""
    if text.isascii() and text.isdigit() and 0 < len(text) <= 6 and int(text) > 0:
        return int(text)
    raise Http404(_("Diese Seite der Liste gibt es nicht."))


def page_of(number: int, *, total: int, size: int, address: Callable[[int], str]) -> Page:
    """The page with its neighbours' addresses; raises Http404 behind the last one.

    `address` gives the address of a page by its number.
    """
    count = max(1, -(-total // size))
    if number > count:
        raise Http404(_("Diese Seite der Liste gibt es nicht."))
    return Page(
        number=number,
        count=count,
        previous=address(number - 1) if number > 1 else "",
        following=address(number + 1) if number < count else "",
    )
