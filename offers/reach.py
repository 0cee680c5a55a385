"""For whom an offer is listed, and under which heading: places and service areas against the tree of areas."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from offers.models import Area, Heading, Neighbour


@dataclass(frozen=True)
class AreaTree:
    """All areas as keys: who belongs to whom and who lies beside whom."""

    parents: dict[int, int | None]
    neighbours: dict[int, frozenset[int]] = field(default_factory=dict)

    @cached_property
    def children(self) -> dict[int, list[int]]:
        children: dict[int, list[int]] = {}
        for area, parent in self.parents.items():
            if parent is not None:
                children.setdefault(parent, []).append(area)
        return children

    def up(self, area: int) -> Iterator[int]:
        """The area itself, its parent, and so on to the city or county."""
        while area is not None:
            yield area
            area = self.parents[area]

    def down(self, area: int) -> Iterator[int]:
        """The area itself and everything inside."""
        yield area
        for child in self.children.get(area, ()):
            yield from self.down(child)

    def root(self, area: int) -> int:
        return list(self.up(area))[-1]

    @property
    def roots(self) -> set[int]:
        return {area for area, parent in self.parents.items() if parent is None}


def load_tree() -> AreaTree:
    neighbours: dict[int, set[int]] = {}
    for area, other in Neighbour.objects.values_list("area_id", "other_id"):
        neighbours.setdefault(area, set()).add(other)
    return AreaTree(
        parents=dict(Area.objects.values_list("pk", "parent_id")),
        neighbours={area: frozenset(others) for area, others in neighbours.items()},
    )


@dataclass(frozen=True)
class Presence:
    """How an offer is there. No service areas means that they aren't known (never: none)."""

    places: frozenset[int]
    service_areas: frozenset[int]
    comes_to_people: bool

    @property
    def key(self) -> str:
        """Everything in one line, such as "12 13|4|1": places, service areas, comes to people."""
        return f"{_joined(self.places)}|{_joined(self.service_areas)}|{self.comes_to_people:d}"

    @classmethod
    def from_key(cls, key: str) -> "Presence":
        places, service_areas, comes = key.split("|")
        return cls(_split(places), _split(service_areas), comes == "1")


def _joined(areas: frozenset[int]) -> str:
    return " ".join(map(str, sorted(areas)))


def _split(text: str) -> frozenset[int]:
    return frozenset(map(int, text.split()))


def headings(presence: Presence, tree: AreaTree) -> dict[int, Heading]:
    """Every area that lists such an offer, with the heading it stands under there."""
    served = _listed_by_service(presence, tree)
    placed = _each(tree.up, presence.places)
    near = {other for place in presence.places for other in tree.neighbours.get(place, ())}
    if presence.service_areas:
        near &= served
    comes = served if presence.comes_to_people and presence.service_areas else set()
    found = dict.fromkeys(served, Heading.WHOLE_CITY)
    found |= dict.fromkeys(near, Heading.NEARBY)
    found |= dict.fromkeys(placed, Heading.IN_YOUR_DISTRICT)
    return found | dict.fromkeys(comes, Heading.COMES_TO_YOU)


def areas_served(presence: Presence, tree: AreaTree) -> set[int]:
    """Where such an offer counts as stock: where it is known to serve, and around its place."""
    known = _listed_by_service(presence, tree) if presence.service_areas else set()
    return known | _each(tree.up, presence.places)


def _listed_by_service(presence: Presence, tree: AreaTree) -> set[int]:
    """Known service areas reach what is inside them and are seen from what they are part of.

    Unknown ones are listed for the whole city or county of the place: people may ask there.
    """
    if presence.service_areas:
        inside = _each(tree.down, presence.service_areas)
        return inside | _each(tree.up, presence.service_areas)
    roots = {tree.root(place) for place in presence.places} or tree.roots
    return _each(tree.down, roots)


def _each(walk, areas: Iterable[int]) -> set[int]:
    return {found for area in areas for found in walk(area)}
