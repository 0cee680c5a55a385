"""What nearly every page needs and hardly ever changes: areas, themes, target groups, and the words of the search.

Kept in the process under the catalogue's version, so that a list doesn't read 77 areas and 82 topics again each time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

from offers.models import Area, CatalogueVersion, Level, TargetGroup, Topic, TopicGroup
from offers.search import Lexicon, load_lexicon


@dataclass(frozen=True)
class Theme:
    """A Lebensbereich or a topic, as the address names it: `?thema=einkaufen`."""

    slug: str
    code: str
    name: str
    description: str
    group: str  # the slug of its Lebensbereich; its own for a Lebensbereich

    @property
    def is_group(self) -> bool:
        return self.slug == self.group


@dataclass(frozen=True, eq=False)
class Reference:
    version: int
    areas: dict[str, Area]
    themes: dict[str, Theme]
    audiences: dict[str, str]

    @cached_property
    def lexicon(self) -> Lexicon:
        return load_lexicon()

    @cached_property
    def areas_by_id(self) -> dict[int, Area]:
        return {area.pk: area for area in self.areas.values()}

    @cached_property
    def areas_by_code(self) -> dict[str, Area]:
        return {area.code: area for area in self.areas.values()}

    @cached_property
    def slugs_by_code(self) -> dict[str, str]:
        return {theme.code: theme.slug for theme in self.themes.values()}

    @cached_property
    def children(self) -> dict[int | None, list[Area]]:
        children: dict[int | None, list[Area]] = {}
        for area in self.areas.values():
            children.setdefault(area.parent_id, []).append(area)
        return children

    def groups(self) -> list[Theme]:
        return [theme for theme in self.themes.values() if theme.is_group]

    def topics_of(self, group: str) -> list[Theme]:
        return [theme for theme in self.themes.values() if theme.group == group and not theme.is_group]

    def districts(self, *, below: Level) -> list[Area]:
        """The districts of the Kernstadt hang below a group, the Ortsbezirke below the city."""
        above = {area.pk for area in self.areas.values() if area.level == below}
        return [area for area in self.areas.values() if area.level == Level.DISTRICT and area.parent_id in above]

    def city_with_districts(self, city: Area | None = None) -> list[Area]:
        """A city and its districts by their numbers; without one named, the portal's own."""
        cities = [area for area in self.areas.values() if area.level == Level.CITY]
        inside = [city or cities[0]] if cities else []
        for area in inside:
            inside.extend(self.children.get(area.pk, []))
        return [area for area in inside if area.level != Level.DISTRICT_GROUP]

    def path(self, area: Area) -> list[Area]:
        """From the city or county down to the area itself."""
        above = self.areas_by_id.get(area.parent_id)
        return [*(self.path(above) if above else []), area]


_kept: list[Reference] = []
_lock = Lock()


def reference() -> Reference:
    """The reference data of the present version; one query where the version hasn't changed."""
    version = CatalogueVersion.objects.current()
    with _lock:
        if not _kept or _kept[0].version != version:
            _kept[:] = [load_reference(version)]
        return _kept[0]


def forget() -> None:
    """For tests, whose rolled-back versions come twice."""
    _kept.clear()


def load_reference(version: int) -> Reference:
    return Reference(
        version=version,
        areas={area.slug: area for area in Area.objects.by_number()},
        themes={theme.slug: theme for theme in _themes()},
        audiences=dict(TargetGroup.objects.in_order().values_list("slug", "name")),
    )


def _themes() -> Iterable[Theme]:
    topics: dict[int, list[Topic]] = {}
    for topic in Topic.objects.in_order():
        topics.setdefault(topic.group_id, []).append(topic)
    for group in TopicGroup.objects.in_order():
        for member in [group, *topics.get(group.pk, [])]:
            yield Theme(member.slug, member.code, member.plain_name, member.description, group.slug)
