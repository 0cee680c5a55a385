"""Which pages are measured, as a synthetic catalogue has them; every one names one municipality."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from random import Random

from benchmarks.scratch import Catalogue

RIGHT = ("fahrdienst", "mittagstisch", "besuchsdienst", "sprechstunde")
MISSPELT = ("fahrdinst", "mitagstisch", "besuchsdinst", "sprechstude")


@dataclass(frozen=True)
class Visitor:
    """Somebody in one municipality: the number of the municipality, of one offer there, and of the visit."""

    town: int
    offer: int
    visit: int

    @property
    def place(self) -> str:
        return f"/angebote/?ort=beispielgemeinde-{self.town}"

    @property
    def detail(self) -> str:
        copy = f"-{self.town - 1}" if self.town > 1 else ""
        return f"/angebote/beispiel-{self.offer}{copy}/?"


PAGES: dict[str, Callable[[Visitor], str]] = {
    "list": lambda visitor: visitor.place,
    "search": lambda visitor: f"{visitor.place}&q={RIGHT[visitor.visit % len(RIGHT)]}",
    "misspelt": lambda visitor: f"{visitor.place}&q={MISSPELT[visitor.visit % len(MISSPELT)]}",
    "detail": lambda visitor: visitor.detail,
    "home": lambda _visitor: "/?",
}


def cached(page: str) -> Iterator[str]:
    """The same address again and again: after the first time the page is kept."""
    while True:
        yield PAGES[page](Visitor(town=1, offer=1, visit=0))


def uncached(page: str, catalogue: Catalogue) -> Iterator[str]:
    """Addresses that come once. Every request runs the product's whole way for a page that isn't kept yet.

    Nothing is switched off for it: a parameter that the product ignores makes each address another one. Visitors
    come from all municipalities alike, so a large catalogue isn't flattered by what the processor has just read.
    """
    chance = Random(1)  # noqa: S311 — nothing secret: the same visitors every time
    each = catalogue.offers // catalogue.municipalities
    for visit in count():
        visitor = Visitor(chance.randint(1, catalogue.municipalities), chance.randint(1, each), visit)
        yield f"{PAGES[page](visitor)}&besuch={visit}"
